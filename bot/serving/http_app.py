"""The HTTP server's addresses: the operations as JSON, answers as a stream, and the page."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.serving.answer_stream import streamed_answer
from bot.serving.failures import Refused, error_json, status_of
from bot.serving.guard import Guard, body_of, language_of
from bot.serving.openapi import openapi
from bot.serving.operations import BY_NAME, OPERATIONS, Operation
from bot.serving.page import page, page_file
from bot.serving.requests import checked, from_query
from bot.serving.service import Service
from bot.serving.workers import Cancelled, Workers
from bot.types import Language


class Json(JSONResponse):
    """JSON with Chinese as it is."""

    media_type = "application/json; charset=utf-8"

    def render(self, content: Any) -> bytes:
        """The bytes; a lone surrogate, which UTF-8 has no form of, becomes a question mark."""
        return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")


def build_app(service: Service, workers: Workers, language: Language, token: str = "") -> Starlette:
    """The ASGI application. On its way down it ends the work that runs and closes the service."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        warming = asyncio.create_task(_warm(service, workers))
        yield
        warming.cancel()
        await asyncio.to_thread(workers.close)
        service.close()

    async def failed(request: Request, exc: Exception) -> Response:
        return _failure(exc, request, language)

    routes = [Route(f"/api/{one.name}", _endpoint(one, service, workers, language)) for one in OPERATIONS]
    for route, one in zip(routes, OPERATIONS, strict=True):
        route.methods = {"POST"} if one.posted else {"GET", "HEAD"}
    routes += [
        Route("/api/ask/stream", partial(_stream, service, workers, language), methods=["POST"]),
        Route("/openapi.json", lambda request: Json(openapi(bool(token)))),
        Route("/health", lambda request: Json({"status": "ok"})),
        Route("/", lambda request: page(language_of(request.scope, language))),
        Route("/page.css", lambda request: page_file("page.css", "text/css")),
        Route("/page.js", lambda request: page_file("page.js", "text/javascript")),
        Route("/pieces.js", lambda request: page_file("pieces.js", "text/javascript")),
        Route("/favicon.ico", lambda request: Response(status_code=204)),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, token=token, default=language)],
        exception_handlers={Exception: failed, HTTPException: failed, Refused: failed},
        lifespan=lifespan,
    )


async def _warm(service: Service, workers: Workers) -> None:
    """Load the models before the first question; what is wrong is told to whoever asks."""
    with suppress(Exception):
        await workers.run(lambda cancelled: service.warm())


def _failure(exc: Exception, request: Request, language: Language) -> Response:
    path = request.url.path[:80]
    headers = None
    if isinstance(exc, HTTPException):
        code = {404: "not-found", 405: "wrong-method"}.get(exc.status_code, "failed")
        headers = dict(exc.headers or {})
        exc = Refused(code, path=path, method=request.method) if code != "failed" else exc
    if isinstance(exc, Refused) and exc.code in {"busy", "stopping"}:
        headers = {"Retry-After": "2"}
    return Json(error_json(exc, language_of(request.scope, language)), status_of(exc), headers)


def _endpoint(
    operation: Operation, service: Service, workers: Workers, language: Language
) -> Callable[[Request], Any]:
    async def serve(request: Request) -> Response:
        spoken = language_of(request.scope, language)
        try:
            if operation.posted:
                given: object = await posted_json(request)
            else:
                query = {name: text for name, text in request.query_params.items() if name != "lang"}
                given = from_query(operation.fields, query)
            work = operation.run(service, given, spoken)
            return Json(await _while_there(request, workers, work))
        except Exception as exc:
            return _failure(exc, request, language)

    return serve


async def posted_json(request: Request) -> object:
    """The JSON of a request's body. A form that another site posts is not read: it is no JSON."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused("not-json-type")
    try:
        return json.loads((await body_of(request.receive)).decode("utf-8"))
    except (ValueError, RecursionError) as exc:
        raise Refused("not-json") from exc


async def _while_there(
    request: Request, workers: Workers, work: Callable[[Cancelled], dict[str, Any]]
) -> dict[str, Any]:
    """The result of the work, which is given up when the client goes away."""
    working = asyncio.ensure_future(workers.run(work))
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise Refused("stopping")  # nobody reads it
    finally:
        for task in (working, leaving):
            task.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _stream(service: Service, workers: Workers, language: Language, request: Request) -> Response:
    spoken = language_of(request.scope, language)
    try:
        values = checked(BY_NAME["ask"].fields, await posted_json(request))
    except Exception as exc:
        return _failure(exc, request, language)
    return streamed_answer(service, workers, values, spoken)

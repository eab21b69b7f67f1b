"""The description of the HTTP API as OpenAPI 3.1, made from the table of operations."""

from __future__ import annotations

from typing import Any

from bot.serving.failures import STATUS
from bot.serving.operations import BY_NAME, OPERATIONS, Operation
from bot.serving.requests import object_schema

_LANGUAGE = {
    "name": "lang",
    "in": "query",
    "description": "The language of messages.",
    "schema": {"type": "string", "enum": ["zh", "en"]},
}
_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {
                "code": {"type": "string", "description": f"Among others: {', '.join(sorted(STATUS))}."},
                "message": {"type": "string", "description": "What happened and what to do, for people."},
                "reason": {"type": "string"},
                "field": {"type": "string"},
            },
        }
    },
}


def openapi(with_token: bool) -> dict[str, Any]:
    """The whole description; `with_token` says that a bearer token is asked for."""
    paths: dict[str, Any] = {f"/api/{one.name}": _path(one) for one in OPERATIONS}
    paths["/api/ask/stream"] = {"post": _streamed()}
    components: dict[str, Any] = {"schemas": {"Error": _ERROR}}
    shown: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "Yinju",
            "version": "1",
            "description": "Answers from Chinese official documents; every quotation is the source's own characters.",
        },
        "paths": paths,
        "components": components,
    }
    if with_token:
        components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        shown["security"] = [{"token": []}]
    return shown


def _path(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.title,
        "description": operation.about,
        "parameters": [_LANGUAGE],
        "responses": _responses({"application/json": {"schema": {"type": "object"}}}),
    }
    if operation.posted:
        return {"post": {**described, "requestBody": _body(operation)}}
    described["parameters"] = [
        *(
            {
                "name": field.name,
                "in": "query",
                "required": field.required,
                "description": field.about,
                "schema": {k: v for k, v in field.schema.items() if k != "description"},
            }
            for field in operation.fields
        ),
        _LANGUAGE,
    ]
    return {"get": described}


def _streamed() -> dict[str, Any]:
    return {
        "operationId": "askStream",
        "summary": "Ask, and hear each claim as it is proven",
        "description": "Server-sent events: `claim` (one claim), then `answer` (what `ask` gives; it stands in the "
        "place of the claims) or `error`.",
        "parameters": [_LANGUAGE],
        "requestBody": _body(BY_NAME["ask"]),
        "responses": _responses({"text/event-stream": {"schema": {"type": "string"}}}),
    }


def _body(operation: Operation) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": object_schema(operation.fields)}}}


def _responses(content: dict[str, Any]) -> dict[str, Any]:
    wrong = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {
        "200": {"description": "Done", "content": content},
        "default": {"description": "What is wrong, and what to do", "content": wrong},
    }

"""`yinju serve`, by a client over the loopback against the real process."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
from pathlib import Path

import httpx
import pytest

from tests.bot.serving.running import TOKEN, Server, events_of, serving
from tests.commands import PATIENCE, SEEDS, run
from tests.readings import ANEW

TEN = "红河州的十项机制分别是什么?"
OFF = "珠穆朗玛峰有多高?"
KEY = "3NHZ-R55W-FT7J"
QUOTE = "一是建立健全领导机制抓总。"


def test_a_question_is_answered_with_citations_that_are_the_source(server: Server) -> None:
    """Each quotation equals its file's characters; a list's items have their labels."""
    answer = server.post("ask", question=TEN).raise_for_status().json()
    assert answer["status"] == "answered"
    assert [claim["label"] for claim in answer["claims"]] == [str(n) for n in range(1, 11)]
    for claim in answer["claims"]:
        for one in claim["citations"]:
            source = (SEEDS / one["file"]).read_bytes().decode("utf-8")
            assert source[one["start"] : one["end"]] == one["quote"] == claim["text"]
            assert one["title"] == answer["documents"][one["file"]]
    # Titles of those that the answer names, not of a whole index.
    named = {row["file"] for row in answer["retrieved"]} | {
        one["file"] for claim in answer["claims"] for one in claim["citations"]
    }
    assert set(answer["documents"]) == named


def test_a_follow_up_needs_only_the_turn_of_the_answer_before(server: Server) -> None:
    """`turn` goes back as `history`; the question that stands alone is told, and the item is found."""
    first = server.post("ask", question=TEN).json()
    second = server.post("ask", question="第三项是什么?", history=[first["turn"]]).json()
    assert second["status"] == "answered"
    assert second["claims"][0]["citations"][0]["key"] == first["turn"]["items"][2]
    assert second["understood"]
    alone = server.post("ask", question="第三项是什么?").json()
    assert alone["claims"] != second["claims"]


def test_what_the_documents_do_not_say_is_declined_in_words(server: Server) -> None:
    """A decline is no error: it has its reason, a sentence in the language asked for, and no claim."""
    chinese = server.post("ask", question=OFF).raise_for_status().json()
    english = server.client.post("/api/ask?lang=en", json={"question": OFF}).json()
    assert chinese["status"] == english["status"] == "declined"
    assert chinese["claims"] == []
    assert chinese["message"].endswith("。")
    assert english["message"].isascii()


def test_the_stream_tells_each_claim_and_then_the_answer(server: Server) -> None:
    """Claims come first, in order, and are those of the answer; the last event is the answer."""
    whole = server.post("ask", question=TEN).json()
    with server.client.stream("POST", "/api/ask/stream", json={"question": TEN}) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        told = list(events_of(response))
    assert [name for name, _ in told] == ["claim"] * 10 + ["answer"]
    assert [data for name, data in told if name == "claim"] == whole["claims"] == told[-1][1]["claims"]


def test_a_key_means_its_passage_and_says_where_a_quotation_stands_in_it(server: Server) -> None:
    """A key opens its passage with ready references; a quotation that is not in it does not stand."""
    found = server.get("cite", key=f"[{KEY.lower()}]", quote=QUOTE).raise_for_status().json()
    assert (found["key"], found["state"], found["holds"]) == (KEY, "present", True)
    source = (SEEDS / found["passage"]["file"]).read_bytes().decode("utf-8")
    assert source[found["quote"]["start"] : found["quote"]["end"]] == QUOTE
    assert set(found["references"]) == {"text", "markdown", "gbt7714"}
    assert server.get("cite", key=KEY, quote="二是建立健全推进机制抓实。").json()["quote"] == {
        "stands": False
    }
    unknown = server.get("cite", key="0000-0000-0000").json()
    assert (unknown["state"], unknown["holds"]) == ("unknown", False)


def test_a_quotation_is_located_and_an_altered_one_is_told_apart(server: Server) -> None:
    """An exact quotation stands; one changed word is shown as a difference; a draft is checked whole."""
    exact = server.post("locate", text=QUOTE).json()
    assert (exact["verdict"], exact["stands"]) == ("exact", True)
    altered = server.post("locate", text="一是建立健全监督机制抓总。").json()
    assert (altered["verdict"], altered["stands"]) == ("altered", False)
    assert altered["matches"][0]["differences"]
    draft = server.post("check", text=f"文中说“{QUOTE}”,又说“一是建立健全监督机制抓总。”").json()
    assert [one["verdict"] for one in draft["quotations"]] == ["exact", "altered"]


def test_documents_are_listed_outlined_and_read_with_a_passage_marked(server: Server) -> None:
    """The marked parts are the span's characters; no folder of the server's machine is told."""
    rows = server.get("sources").json()["documents"]
    assert [row["file"] for row in rows] == sorted(path.name for path in SEEDS.glob("*.txt"))
    assert "root" not in rows[0]
    assert str(SEEDS) not in server.get("sources").text
    outline = server.get("outline", file=rows[0]["file"]).json()["outline"]
    # As at the command line, a file's beginning or a part of its title will do where it means one.
    for name in (rows[0]["file"][:5], rows[0]["title"][2:9]):
        assert server.get("outline", file=name).json()["outline"] == outline
    assert server.get("outline", file="00").json()["error"]["code"] == "ambiguous-document"
    assert [row["depth"] for row in outline].count(1) >= 5
    place = server.get("cite", key=KEY, quote=QUOTE).json()
    span = place["quote"]
    read = server.get("document", file=place["passage"]["file"], start=span["start"], end=span["end"]).json()
    for start, end, field in ((9_999_999, 5, "start"), (20, 5, "end"), (5, 9_999_999, "end")):
        wrong = server.get("document", file=place["passage"]["file"], start=start, end=end)
        assert (wrong.status_code, wrong.json()["error"]["field"]) == (400, field)
    parts = [part for block in read["blocks"] for part in block["parts"]]
    assert "".join(part["text"] for part in parts if part.get("marked")) == QUOTE
    assert KEY in {part.get("key") for part in parts}


@pytest.mark.parametrize(
    ("name", "body", "status", "code"),
    [
        ("ask", {}, 400, "missing-field"),
        ("ask", {"question": 5}, 400, "wrong-type"),
        ("ask", {"question": " ?! "}, 400, "bad-question"),
        ("ask", {"question": "问" * 2001}, 400, "bad-question"),
        ("ask", {"question": TEN, "histroy": []}, 400, "unknown-field"),
        ("ask", {"question": TEN, "history": [{"keys": []}]}, 400, "wrong-type"),
        ("ask", {"question": TEN, "history": [3]}, 400, "wrong-type"),
        ("ask", {"question": TEN, "top": 51}, 400, "out-of-range"),
        ("ask", {"question": TEN, "top": True}, 400, "wrong-type"),
        ("ask", {"question": TEN, "files": ["../../etc/passwd"]}, 404, "unknown-document"),
        ("ask/stream", {"question": []}, 400, "wrong-type"),
        ("locate", {"text": "——"}, 400, "bad-question"),
        ("outline", {}, 405, "wrong-method"),
        ("locate", {"text": "长" * 4001}, 400, "bad-question"),
        ("nothing", {}, 404, "not-found"),
        ("sources", {}, 405, "wrong-method"),
    ],
)
def test_bad_input_gets_a_code_and_a_sentence(
    server: Server, name: str, body: dict[str, object], status: int, code: str
) -> None:
    """Whatever is wrong with a request is told by a status, a code and a sentence in either language."""
    for lang in ("zh", "en"):
        response = server.client.post(f"/api/{name}?lang={lang}", json=body)
        assert response.status_code == status
        error = response.json()["error"]
        assert error["code"] == code
        assert any("一" <= char <= "龥" for char in error["message"]) == (lang == "zh")


def test_a_body_that_is_no_json_object_is_refused(server: Server) -> None:
    """Text, an array, a form and bytes that are no UTF-8 each get a code; nothing of them is read as a question."""
    kind = {"content-type": "application/json"}
    for content in (b"", b"{", b"\xff\xfe", b"[" * 100_000):
        response = server.client.post("/api/ask", content=content, headers=kind)
        assert (response.status_code, response.json()["error"]["code"]) == (400, "not-json")
    array = server.client.post("/api/ask", content=b"[]", headers=kind)
    assert array.json()["error"]["code"] == "not-json"
    form = server.client.post("/api/ask", data={"question": TEN})
    assert (form.status_code, form.json()["error"]["code"]) == (415, "not-json-type")
    for given in (b"x" * 2_000_001, iter([b"x" * 1_500_000] * 2)):
        large = server.client.post("/api/ask", content=given, headers=kind)
        assert (large.status_code, large.json()["error"]["code"]) == (413, "too-large")
    for query, code in (
        ({"key": "hello"}, "invalid-key"),
        ({}, "missing-field"),
        ({"kez": KEY}, "unknown-field"),
    ):
        assert server.get("cite", **query).json()["error"]["code"] == code
    assert server.get("outline", file="none.txt").status_code == 404


def test_fifty_at_once_get_each_their_own_answer(server: Server) -> None:
    """Fifty different requests at once: none hangs, none gets another's answer."""
    quotes = [row["text"] for row in server.post("ask", question=TEN).json()["claims"]]

    async def all_of_them() -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=server.url, timeout=PATIENCE, trust_env=False) as client:
            return await asyncio.gather(
                *(
                    client.post("/api/locate", json={"text": quotes[n % 10]})
                    if n % 2
                    else client.post("/api/ask", json={"question": TEN if n % 4 else OFF, "top": 1 + n})
                    for n in range(50)
                )
            )

    for n, response in enumerate(asyncio.run(all_of_them())):
        found = response.raise_for_status().json()
        if n % 2:
            assert (found["query"], found["verdict"]) == (quotes[n % 10], "exact")
        else:
            assert found["question"] == (TEN if n % 4 else OFF)
            assert found["status"] == ("answered" if n % 4 else "declined")


def test_the_first_questions_may_come_all_at_once(data_dir: Path) -> None:
    """A server that has loaded nothing yet answers eight questions at once, none with an error."""

    async def asked(url: str) -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=url, timeout=PATIENCE, trust_env=False) as client:
            return await asyncio.gather(*(client.post("/api/ask", json={"question": TEN}) for _ in range(8)))

    with serving(data_dir, **{ANEW: "1"}) as running:
        answers = [response.json() for response in asyncio.run(asked(running.url))]
    assert [answer.get("status") for answer in answers] == ["answered"] * 8
    assert len({answer["claims"][2]["text"] for answer in answers}) == 1


def test_a_client_that_goes_away_frees_its_place(server: Server) -> None:
    """After a hundred clients that hung up right away, in both forms, the next one is answered at once."""
    started = time.monotonic()
    server.post("ask", question=TEN).raise_for_status()
    alone = time.monotonic() - started
    host, port = server.url.removeprefix("http://").split(":")
    body = f'{{"question": "{TEN}"}}'.encode()
    for n in range(100):
        path = "/api/ask" if n % 2 else "/api/ask/stream"
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        with socket.create_connection((host, int(port))) as line:
            line.sendall(head.encode() + body)
    started = time.monotonic()
    assert server.post("ask", question=TEN).json()["status"] == "answered"
    # A hundred answers one after the other would take a hundred times as long.
    assert time.monotonic() - started < max(20 * alone, 5)


def test_only_this_machine_is_served_without_a_token(server: Server) -> None:
    """A request under another name is refused, as a page of another site would send it."""
    response = server.client.get("/api/sources", headers={"Host": "rebound.example:80"})
    assert (response.status_code, response.json()["error"]["code"]) == (403, "foreign-host")
    for host in ("localhost:1", "127.0.0.1", "[::1]:80"):
        assert server.client.get("/api/sources", headers={"Host": host}).status_code == 200


def test_another_host_demands_a_token(data_dir: Path) -> None:
    """Listening for other machines without a token, or with a short one, is refused in one line."""
    for more, word in (({}, "SERVE_TOKEN"), ({"SERVE_TOKEN": "short"}, "16")):
        done = run(data_dir, "--lang", "en", "serve", "--host", "0.0.0.0", "--port", "0", more=more)
        assert done.code == 1
        assert word in done.err
        assert len(done.err.splitlines()) == 1


def test_with_a_token_nothing_is_told_without_it(data_dir: Path) -> None:
    """The page and the API's description are public, the documents are not; any host name is taken."""
    with serving(data_dir, "--host", "0.0.0.0", SERVE_TOKEN=TOKEN) as running:
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}):
            response = running.client.get("/api/sources", headers=headers)
            assert (response.status_code, response.json()["error"]["code"]) == (401, "bad-token")
            assert response.headers["www-authenticate"] == "Bearer"
        right = {"Authorization": f"Bearer {TOKEN}", "Host": "documents.example"}
        assert running.client.get("/api/sources", headers=right).status_code == 200
        assert running.client.get("/").status_code == 200
        assert running.client.get("/openapi.json").json()["security"] == [{"token": []}]


def test_sigterm_ends_the_answers_and_then_the_server(data_dir: Path) -> None:
    """After SIGTERM the answer under way is still sent whole, the port is free and the exit code is 0."""
    with serving(data_dir) as running:
        with running.client.stream("POST", "/api/ask/stream", json={"question": TEN}) as response:
            told = events_of(response)
            next(told)
            running.process.send_signal(signal.SIGTERM)
            assert [name for name, _ in told][-1] == "answer"
        running.client.close()
        out, err = running.process.communicate(timeout=30)
        assert running.process.returncode == 0
        assert (out, err) == (b"", b"")
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", int(running.url.rsplit(":", 1)[1])), 2)


def test_a_port_that_is_taken_is_told_in_one_line(server: Server, data_dir: Path) -> None:
    """No traceback: what is wrong, and the option that mends it."""
    port = server.url.rsplit(":", 1)[1]
    done = run(data_dir, "serve", "--port", port)
    assert done.code == 1
    assert "--port" in done.err
    assert len(done.err.splitlines()) == 1


def test_the_description_names_every_address_that_answers(server: Server) -> None:
    """/openapi.json is OpenAPI 3.1; each operation in it is served, and its required fields are demanded."""
    described = server.client.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert "security" not in described
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            response = server.client.request(method, path, **({"json": {}} if method == "post" else {}))
            required = "requestBody" in operation or any(p.get("required") for p in operation["parameters"])
            assert response.status_code == (400 if required else 200), path
            assert not required or response.json()["error"]["code"] == "missing-field"


def test_an_ingest_is_served_without_a_restart(tmp_path: Path) -> None:
    """The next request after an ingest sees the new documents, and no longer the old ones."""
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.txt").write_text("甲县工作报告\n全县新建公园12座,改造道路30公里。\n", "utf-8")
    data = tmp_path / "data"
    assert run(data, "ingest", str(folder), folder=tmp_path).code == 0
    with serving(data) as running:
        assert [d["file"] for d in running.get("sources").json()["documents"]] == ["a.txt"]
        (folder / "a.txt").unlink()
        (folder / "b.txt").write_text("乙县工作报告\n全县新建学校7所,改造医院3家。\n", "utf-8")
        assert run(data, "ingest", str(folder), folder=tmp_path).code == 0
        assert [d["file"] for d in running.get("sources").json()["documents"]] == ["b.txt"]
        assert running.post("locate", text="全县新建公园12座").json()["verdict"] != "exact"
        assert running.post("locate", text="全县新建学校7所").json()["verdict"] == "exact"

"""The loopback server itself: it must refuse and fail as Telegram does."""

import http.client
import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from tests.botapi.faults import Fault
from tests.botapi.person import Person, bot_messages, transcript
from tests.botapi.server import BotApiServer

ME = 42


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as server:
        server.world.add_chat(ME, title="甲")
        yield server


def call(server: BotApiServer, method: str, token: str = "", **params: Any) -> tuple[int, Any]:
    url = f"{server.address}/bot{token or server.world.token}/{method}"
    request = urllib.request.Request(url, json.dumps(params).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=5) as reply:
            return reply.status, json.loads(reply.read())
    except urllib.error.HTTPError as error:
        body = error.read()
        return error.code, json.loads(body) if body.startswith(b"{") else body


def test_a_wrong_token_and_an_unknown_method_are_refused(server: BotApiServer) -> None:
    """A wrong token is 401, an unknown method 404."""
    assert call(server, "getMe", token="1:x")[0] == 401
    assert call(server, "sendTelepathy")[0] == 404
    assert call(server, "getMe")[1]["result"]["is_bot"]


def test_offsets_confirm_and_long_polls_wait(server: BotApiServer) -> None:
    """An update comes again until a higher offset confirms it, and a poll waits for the next one."""
    who = Person(server.world, ME, "甲")
    who.says("一")
    first = call(server, "getUpdates")[1]["result"]
    assert call(server, "getUpdates")[1]["result"] == first
    number = first[0]["update_id"]
    threading.Timer(0.2, who.says, ["二"]).start()
    began = time.monotonic()
    second = call(server, "getUpdates", offset=number + 1, timeout=3)[1]["result"]
    assert [row["message"]["text"] for row in second] == ["二"]
    assert time.monotonic() - began < 2
    server.world.push_again(number)
    again = call(server, "getUpdates", offset=number + 1)[1]["result"]
    assert [row["update_id"] for row in again] == [number, number + 1]
    assert call(server, "getUpdates", offset=-1)[1]["result"] == second


def test_a_second_poll_ends_the_first_with_a_conflict(server: BotApiServer) -> None:
    """Two polls at a time are a conflict for the earlier one."""
    seen: list[int] = []
    first = threading.Thread(target=lambda: seen.append(call(server, "getUpdates", timeout=3)[0]))
    first.start()
    time.sleep(0.2)
    call(server, "getUpdates")
    first.join(3)
    assert seen == [409]


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"text": ""}, "empty"),
        ({"text": "x" * 4097}, "too long"),
        ({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "x", "chat_id": 99}, "chat not found"),
        ({"text": "x", "reply_parameters": {"message_id": 9}}, "replied not found"),
        ({"text": "x", "message_thread_id": 5}, "thread not found"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "x" * 65}]]}},
         "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "b", "copy_text": {"text": "x" * 257}}]]}},
         "BUTTON_COPY_TEXT_INVALID"),
    ],
)  # fmt: skip
def test_bad_messages_are_refused(server: BotApiServer, params: dict[str, Any], words: str) -> None:
    """What Telegram refuses in a message is refused with its words, and nothing is sent."""
    code, answer = call(server, "sendMessage", **{"chat_id": ME, **params})
    assert (code, words in answer["description"]) == (400, True)
    assert bot_messages(server.world, ME) == []


def test_floods_are_refused(server: BotApiServer) -> None:
    """The 21st message a minute in a group, and a burst in a private chat, are 429 with a time."""
    server.world.add_chat(-5, "supergroup")
    codes = [call(server, "sendMessage", chat_id=-5, text=f"{i}") for i in range(21)]
    assert [code for code, _ in codes] == [200] * 20 + [429]
    assert codes[-1][1]["parameters"]["retry_after"] >= 1
    assert 429 in [call(server, "sendMessage", chat_id=ME, text=f"{i}")[0] for i in range(6)]


def test_an_edit_that_changes_nothing_is_refused(server: BotApiServer) -> None:
    """The same text again is `not modified`; a person's message can't be edited."""
    number = call(server, "sendMessage", chat_id=ME, text="甲")[1]["result"]["message_id"]
    edit = {"chat_id": ME, "message_id": number}
    assert call(server, "editMessageText", text="乙", **edit)[0] == 200
    assert "not modified" in call(server, "editMessageText", text="乙", **edit)[1]["description"]
    theirs = Person(server.world, ME, "甲").says("问")
    assert call(server, "editMessageText", chat_id=ME, message_id=theirs.id, text="x")[0] == 400
    assert transcript(server.world, ME) == "引据:\n    甲\n引据 (edited):\n    乙\n甲:\n    问\n"


def test_callback_queries_are_answered_once(server: BotApiServer) -> None:
    """An unknown or answered query is refused."""
    markup = {"inline_keyboard": [[{"text": "原文", "callback_data": "c:1"}]]}
    call(server, "sendMessage", chat_id=ME, text="甲", reply_markup=markup)
    query = Person(server.world, ME, "甲").presses(bot_messages(server.world, ME)[0], "原文")
    assert call(server, "answerCallbackQuery", callback_query_id=query)[0] == 200
    assert call(server, "answerCallbackQuery", callback_query_id=query)[0] == 400
    assert call(server, "answerCallbackQuery", callback_query_id="nope")[0] == 400


@pytest.mark.parametrize(
    ("kind", "code", "sent"),
    [("401", 401, 0), ("409", 409, 0), ("429", 429, 0), ("502", 502, 0), ("400", 400, 0),
     ("drop", 0, 0), ("lost", 0, 1), ("badjson", -1, 1), ("slow", 200, 1), ("reset-body", 0, 0)],
)  # fmt: skip
def test_faults_strike_once_and_as_described(server: BotApiServer, kind: str, code: int, sent: int) -> None:
    """Each fault fails in its own way; only some have carried the call out."""
    server.world.faults.add(Fault(kind, ("sendMessage",), times=1, seconds=0.3))
    try:
        got = call(server, "sendMessage", chat_id=ME, text="甲")[0]
    except json.JSONDecodeError:
        got = -1
    except (OSError, http.client.HTTPException):
        got = 0
    assert (got, len(bot_messages(server.world, ME))) == (code, sent)
    assert call(server, "sendMessage", chat_id=ME, text="乙")[0] == 200


def test_files_are_downloaded_by_their_path(server: BotApiServer) -> None:
    """A document is fetched under the path that getFile named, with the right token only."""
    sent = Person(server.world, ME, "甲").sends_file("通知.txt", "内容".encode())
    assert sent.document is not None
    path = call(server, "getFile", file_id=sent.document["file_id"])[1]["result"]["file_path"]
    with urllib.request.urlopen(f"{server.address}/file/bot{server.world.token}/{path}") as reply:
        assert reply.read().decode() == "内容"
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{server.address}/file/bot1:x/{path}")

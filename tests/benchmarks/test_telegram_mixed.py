"""What the benchmark of everything at once measures: each request by itself."""

from benchmarks.telegram_mixed import _act, _ends
from tests.botapi.methods import call
from tests.botapi.person import Person
from tests.botapi.world import World


def test_a_request_that_waits_hides_no_other() -> None:
    """What is answered behind one that still waits has its own time, not that of the one before it."""
    looks = iter([0.0, 0.0, 0.0, 9.0])
    found = _ends({0: lambda: next(looks), 1: lambda: 1.5, 2: lambda: 2.5}, 5)
    assert found == {0: 9.0, 1: 1.5, 2: 2.5}


def test_a_request_ends_when_the_server_got_its_answer() -> None:
    """A press ends when its query is answered; a question with its message, not with a status before it."""
    world = World()
    person = Person(world, 1, "人")
    asked = _act(person, "ask", "", 0)
    assert asked() == 0.0
    status = call(world, "sendMessage", {"chat_id": 1, "text": "正在查…"})
    assert asked() == 0.0
    markup = '{"inline_keyboard": [[{"text": "[1]", "callback_data": "c"}]]}'
    answer = {"chat_id": 1, "message_id": status["message_id"], "text": "答", "reply_markup": markup}
    call(world, "editMessageText", answer)
    message = world.messages[1, status["message_id"]]
    assert asked() == message.at > 0.0
    message.edits = 0
    pressed = _act(person, "press", "", 0)
    assert pressed() == 0.0
    call(world, "answerCallbackQuery", {"callback_query_id": "q1"})
    assert pressed() > message.at

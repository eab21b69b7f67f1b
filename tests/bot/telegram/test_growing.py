"""Answers that come claim by claim: drafts that grow in private chats, a message that does in groups."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.questions.asker import OnClaim
from bot.telegram.collections.better_answer import better_of
from bot.telegram.collections.open_indexes import OpenIndex
from bot.telegram.progress import Paces
from bot.telegram.render.answer import answer_pages, growing_message
from bot.types import Answer, Answered, Claim, Declined, Language, Reason
from tests.bot.telegram.conftest import Chat
from tests.bot.telegram.scripted import Counting, ScriptedAsker, scripted_shelf
from tests.bot.telegram.test_scenarios import compare
from tests.botapi.faults import Fault
from tests.botapi.person import Person, bot_messages, transcript, wait_until
from tests.botapi.running import bot_in_thread
from tests.botapi.server import BotApiServer
from tests.botapi.world import World

_GROUP = -1001
_LIST = "红河州的十项机制分别是什么？"


@contextmanager
def talking(
    server: BotApiServer, data: Path, after: Callable[[Claim], None], paces: Paces | None = None
) -> Iterator[Chat]:
    """A chat with a bot whose answers come claim by claim; `after` takes the time between two."""

    def open_shelf(index: Path) -> OpenIndex:
        shelf = scripted_shelf(index)
        return replace(shelf, asker=ScriptedAsker(shelf.catalog, after=after))

    with bot_in_thread(server, data, open_shelf=open_shelf, paces=paces):
        yield Chat(server)


def drafts(world: World, chat: int = 42) -> list[str]:
    """The drafts that a person saw."""
    return [text for (where, _), texts in world.drafts.items() for text in texts if where == chat]


def test_a_draft_grows_claim_by_claim(server: BotApiServer, data: Path) -> None:
    """Each verified claim is in the next draft; one final message follows: as in the golden file."""
    world = server.world

    def after(claim: Claim) -> None:
        wait_until(world, lambda: any(claim.text in text for text in drafts(world)), 10, "no draft came")

    with talking(server, data, after, Paces(drafts=0.3)) as chat:
        chat.says(_LIST)
    compare("growing", transcript(world, chat.id, drafts=True))
    assert len(chat.replies()) == 1
    assert world.refusals == []


def test_an_answer_that_comes_whole_needs_no_draft(scripted: Chat) -> None:
    """Where all claims come at once, nothing but typing is shown before the answer."""
    scripted.says(_LIST)
    scripted.says(_LIST)  # the second time from memory
    assert drafts(scripted.world) == []


def test_a_message_grows_in_a_group(server: BotApiServer, data: Path) -> None:
    """In a group one message is edited and turns into the answer: as in the golden file."""
    world = server.world
    world.add_chat(_GROUP, "supergroup", "一个群")

    def after(claim: Claim) -> None:
        seen = lambda: any(claim.text in m.text for m in bot_messages(world, _GROUP))  # noqa: E731
        wait_until(world, seen, 10, "no message came")

    with talking(server, data, after, Paces(message_after=0.5, edits=0.5)):
        Person(world, 7, "乙").says(f"/ask {_LIST}", _GROUP)
        wait_until(world, lambda: any("已全部列出" in m.text for m in bot_messages(world, _GROUP)), 30)
    compare("growing_group", transcript(world, _GROUP))
    assert len(bot_messages(world, _GROUP)) == 1
    assert world.drafts == {}
    assert world.refusals == []


def test_edits_in_a_group_are_seldom(server: BotApiServer, data: Path) -> None:
    """However fast claims come, a group sees no more edits than its pace allows."""
    world = server.world
    world.add_chat(_GROUP, "supergroup", "一个群")
    with talking(server, data, lambda _: time.sleep(0.7), Paces(message_after=0.2, edits=60.0)):
        Person(world, 7, "乙").says(f"/ask {_LIST}", _GROUP)
        wait_until(world, lambda: any("已全部列出" in m.text for m in bot_messages(world, _GROUP)), 30)
    assert [m.edits for m in bot_messages(world, _GROUP)] == [1]


@pytest.mark.parametrize("kind", ["400", "429", "lost", "slow"])
def test_a_draft_that_fails_costs_nothing(server: BotApiServer, data: Path, kind: str) -> None:
    """A draft that is refused, lost or slow neither changes, repeats nor holds up the answer."""
    world = server.world
    fault = world.faults.add(Fault(kind, ("sendMessageDraft",), seconds=20.0))

    def after(claim: Claim) -> None:
        wait_until(world, lambda: fault.struck, 10, "no draft came")

    with talking(server, data, after) as chat:
        began = time.monotonic()
        assert "已全部列出" in chat.says(_LIST).text
        assert time.monotonic() - began < 5
        assert fault.struck == 1
    assert len(chat.replies()) == 1


def test_a_late_edit_never_overwrites_the_answer(server: BotApiServer, data: Path) -> None:
    """An edit that is still on its way when the answer is ready is waited for."""
    world = server.world
    world.add_chat(_GROUP, "supergroup", "一个群")
    fault = world.faults.add(Fault("slow", ("editMessageText",), times=1, seconds=1.5))

    def after(claim: Claim) -> None:
        if claim.label == "1":
            wait_until(world, lambda: bot_messages(world, _GROUP), 10, "no message came")
        if claim.label == "2":
            wait_until(world, lambda: fault.struck, 10, "no edit came")

    with talking(server, data, after, Paces(message_after=0.2, edits=0.2)):
        Person(world, 7, "乙").says(f"/ask {_LIST}", _GROUP)
        wait_until(world, lambda: any("已全部列出" in m.text for m in bot_messages(world, _GROUP)), 30)
        time.sleep(1.6)
    assert [("已全部列出" in m.text, fault.struck) for m in bot_messages(world, _GROUP)] == [(True, 1)]


def test_a_growing_message_is_the_beginning_of_the_answer(seed_index: Path) -> None:
    """What is shown of two claims reads as the first two claims of the whole answer do, numbers included."""
    shelf = scripted_shelf(seed_index)
    answer = shelf.asker.ask(_LIST)
    assert isinstance(answer, Answered)
    whole = answer_pages(answer, shelf.titles(), Language.CHINESE).pages
    part = growing_message(answer.claims[:2], Language.CHINESE)
    assert whole[0].html.startswith(part.html.rpartition("\n\n")[0])
    long = growing_message(answer.claims * 300, Language.CHINESE)
    assert len(long.plain) <= 4096
    assert long.plain.endswith("……）")


def claim(text: str) -> Claim:
    """A claim without citations."""
    return Claim(text, ())


def answered(*texts: str, probability: float = 0.9) -> Answer:
    """An answer of claims."""
    return Answered("问", tuple(map(claim, texts)), probability)


_NONE = Declined("问", Reason.NOTHING_FOUND, 0.1)


class Slow:
    """One of two askers: tells its claims, waits to be let go, returns its answer."""

    def __init__(self, answer: Answer, waits: bool = False) -> None:
        self.answer, self.told, self.go_on = answer, threading.Event(), threading.Event()
        if not waits:
            self.go_on.set()

    def __call__(self, on_claim: OnClaim) -> Answer:
        for one in self.answer.claims if isinstance(self.answer, Answered) else ():
            on_claim(one)
        self.told.set()
        assert self.go_on.wait(10)
        return self.answer


def test_only_sure_claims_are_told() -> None:
    """Of two collections the claims of the better are told, in order, and none of the other's ever."""
    for first, second, expected in (
        (answered("甲", "乙"), _NONE, ["甲", "乙"]),
        (_NONE, answered("丙"), ["丙"]),
        (answered("甲"), answered("丙", probability=0.95), ["丙"]),
        (answered("甲"), answered("丙"), ["甲"]),
        (_NONE, _NONE, []),
    ):
        heard: list[str] = []
        answer = better_of(Slow(first), Slow(second), lambda one, heard=heard: heard.append(one.text))  # type: ignore[misc]
        assert heard == expected
        assert [one.text for one in (answer.claims if isinstance(answer, Answered) else ())] == expected


def test_claims_are_told_before_the_answer_is_whole() -> None:
    """Once the other collection has declined, claims are told while the answer is still being made."""
    slow, other, heard = Slow(answered("甲"), waits=True), Slow(_NONE, waits=True), threading.Event()
    thread = threading.Thread(target=better_of, args=(slow, other, lambda _: heard.set()))
    thread.start()
    assert slow.told.wait(10)
    assert not heard.is_set()  # the other may still have a better answer
    other.go_on.set()
    assert heard.wait(10)
    slow.go_on.set()
    thread.join(10)
    assert not thread.is_alive()


def test_a_remembered_answer_tells_its_claims_too(seed_index: Path) -> None:
    """The second time a question is not asked again, and its claims are told all the same."""
    shelf = scripted_shelf(seed_index)
    counting = Counting(shelf.asker)
    shelf = replace(shelf, asker=counting)
    heard: list[str] = []
    for _ in range(2):
        shelf.ask(_LIST, (), lambda one: heard.append(one.text))
    assert counting.count == 1
    assert heard[:3] == heard[3:]
    assert len(heard) == 6

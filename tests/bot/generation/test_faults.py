"""A chat server that fails: the answer comes all the same, in time, and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.chat_faults import good_reply, plain_answer, run
from bot.types import Answered
from tests.bot.generation.faulty_server import FAULTS

if TYPE_CHECKING:
    from bot.library import Library


@pytest.fixture(scope="module")
def plain(library: Library) -> Answered:
    """The answer without a chat model."""
    return plain_answer(library)


@pytest.fixture(scope="module")
def reply(library: Library, plain: Answered) -> str:
    """A true reply; the libraries that a first request loads are loaded."""
    text = good_reply(plain)
    run(library, plain, "good", text, 60.0, 0)
    return text


@pytest.mark.parametrize("fault", ["good", *FAULTS])
def test_every_fault_leaves_the_quotations_and_a_line_about_it(
    library: Library, reply: str, fault: str
) -> None:
    """Whatever the server does, all quotations are there within the deadline, and nothing unfinished."""
    # What an answer takes without a chat model is taken now: other tests run beside this one.
    problem, _ = run(library, plain_answer(library), fault, reply, 1.0, seed=5)
    assert problem == ""

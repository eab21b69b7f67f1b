"""Questions asked through a chat server that fails in every way, a hundred times.

    python -m benchmarks.chat_faults [--runs 100] [--deadline 4]

Each run must end within the deadline (and the time that the answer takes without a chat model) with
all quotations of the plain answer, and no sentence that the server didn't finish.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Sequence

from bot.generation.evidence import opaque_key
from bot.library import Library, build_asker, open_library
from bot.settings import ChatSettings
from bot.types import Answered, Claim
from tests.bot.generation.faulty_server import FAULTS, chat_server

QUESTION = "济南市委政法委举办的主题教育读书班培训了多少人次?"
_SUPPORT, _SENTENCE = "培训600余人次", "读书班培训了600余人次。"


def good_reply(plain: Answered) -> str:
    """A reply to `QUESTION` that is true."""
    key = opaque_key(QUESTION, plain.claims[0].citations[0].key)
    row = {"key": key, "quote": _SUPPORT, "sentence": _SENTENCE}
    more = {"key": key, "quote": "辅导报告会30余场次", "sentence": "还举办了辅导报告会30余场次。"}
    return json.dumps({"sentences": [row, more]}, ensure_ascii=False)


def plain_answer(library: Library) -> Answered:
    """The answer without a chat model, whose quotations must be there whatever a server does."""
    answer = build_asker(library, chat=ChatSettings(model="")).ask(QUESTION)
    assert isinstance(answer, Answered)
    return answer


def run(
    library: Library, plain: Answered, fault: str, reply: str, deadline: float, seed: int
) -> tuple[str, float]:
    """What was wrong with one run (empty where nothing was), and how long it took."""
    heard: list[Claim] = []
    with chat_server(fault, reply, seed) as server:
        chat = ChatSettings(model="openai:any", base_url=server.address, timeout=deadline, deadline=deadline)
        asker = build_asker(library, chat=chat)
        started = time.monotonic()
        answer = asker.ask(QUESTION, on_claim=heard.append)
        seconds = time.monotonic() - started
    if seconds > deadline + plain.seconds + 1.5:
        return f"{seconds:.1f} s", seconds
    if not isinstance(answer, Answered) or tuple(heard) != answer.claims:
        return "not what was heard", seconds
    if [one.text for one in answer.claims if not one.own_words] != [one.text for one in plain.claims]:
        return "other quotations", seconds
    if fault != "good" and not any(note.code.startswith("chat-failed.") for note in answer.notes):
        return "no word of the failure", seconds
    own = [one.text for one in answer.claims if one.own_words]
    if any(one not in reply for one in own) or (fault == "good" and len(own) != 2):
        return f"own words {own}", seconds
    return "", seconds


def main(arguments: Sequence[str]) -> int:
    """Print a table by fault; exit code 1 where a run was wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--deadline", type=float, default=4.0)
    given = parser.parse_args(arguments)

    from bot.settings import load_settings, offline

    offline()
    found = load_settings()
    library = open_library(found.index, found.embedding_model)
    plain = plain_answer(library)
    reply = good_reply(plain)
    run(library, plain, "good", reply, 60.0, 0)  # what is imported once
    rng = random.Random(3)
    faults = [*FAULTS, *(rng.choice(FAULTS) for _ in range(given.runs))][: given.runs]
    counts: dict[str, list[float]] = defaultdict(list)
    wrong = []
    for number, fault in enumerate(faults):
        problem, seconds = run(library, plain, fault, reply, given.deadline, number)
        counts[fault].append(seconds)
        if problem:
            wrong.append(f"{fault}: {problem}")
    for fault, times in counts.items():
        print(f"{fault:24}{len(times):4} runs, at most {max(times):.1f} s")
    print(f"{len(faults) - len(wrong)}/{len(faults)} runs right", *wrong, sep="\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

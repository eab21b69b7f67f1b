"""What is planned and what has been done: a figure under 明年工作安排 says nothing of what 去年 was built."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.word_lists import says, words_of


def mixes_plan_and_deed(asked: str, headings: Sequence[str]) -> bool:
    """Whether a question asks for what was done and the innermost heading that says so has plans, or the reverse.

    `asked` is the question's search form, `headings` those over a sentence, outermost first. A question that asks
    for both or for several figures, or says neither, mixes nothing.
    """
    planned, done = says("asks-planned", asked), says("asks-done", asked)
    if planned == done or asked.count("多少") > 1:
        return False
    for heading in reversed(headings):
        if says("heads-done", heading):
            return planned
        if says("heads-plans", heading):
            return done
    return False


def is_only_planned(asked: str, said: str) -> bool:
    """Whether a question asks for what there really was (实际) and a sentence gives no more than a plan, a limit or an estimate.

    A question that has the sentence's own word for that (预计) asks for it besides.
    """
    if not says("asks-real", asked) or says("says-done", said):
        return False
    return any(word in said and word not in asked for word in words_of("says-planned"))

"""What went wrong, question by question, as HTML: asked, expected, said, why, and what was retrieved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from bot.evaluation.evaluate import FoundPassage, Outcome
from bot.evaluation.report.table import failure_code
from bot.messages.evaluation import say
from bot.safe_text import safe
from bot.types import Language

_LONGEST = 180


def failures(outcomes: Sequence[Outcome], weights: Mapping[str, float], language: Language) -> list[str]:
    """A part for each question that didn't go as it should."""
    failed = [one for one in outcomes if not one.good]
    lines = [f"<h2>{_text(say('failures', language, count=len(failed)))}</h2>"]
    if not failed:
        lines.append(f"<p>{_text(say('failures.none', language))}</p>")
    for one in failed:
        lines += _failure(one, weights, language)
    return lines


def _text(text: str) -> str:
    return escape(safe(text))


def _failure(one: Outcome, weights: Mapping[str, float], language: Language) -> list[str]:
    case = one.case
    what = _text(say(failure_code(one), language))
    lines = [
        "<details>",
        f'<summary><span class="tag">{_text(case.id)} [{_text(case.kind)}]</span> {_text(case.question)} '
        f'<span class="bad">{what}</span></summary>',
        "<dl>",
    ]
    if case.history:
        lines.append(_row("asked-before", " / ".join(case.history), language))
    if one.condensed:
        lines.append(_row("understood", one.condensed, language))
    for number, (doc, quote) in enumerate(case.evidence):
        rank = one.ranks[number] if number < len(one.ranks) else 0
        place = say("rank", language, rank=rank) if rank else say("rank.none", language)
        lines.append(_row("expected", f"{doc}: 「{quote}」 ({place})", language))
    if not case.answerable:
        lines.append(_row("expected", say("expected.none", language), language))
    if case.answers:
        lines.append(
            _row("expected.answers", "; ".join(" | ".join(group) for group in case.answers), language)
        )
    for claim in one.claims:
        lines.append(_row("said", claim, language))
    lines.append(_row("why", _why(one, language), language))
    lines.append("</dl>")
    lines += _hits(one.found, language)
    lines += _signs(one, weights, language)
    lines.append("</details>")
    return lines


def _row(code: str, value: str, language: Language) -> str:
    return f"<dt>{_text(say(code, language))}</dt><dd>{_text(value)}</dd>"


def _why(one: Outcome, language: Language) -> str:
    probability, threshold = f"{one.probability:.3f}", f"{one.signs.threshold:.3f}"
    parts = [say("why.probability", language, probability=probability, threshold=threshold)]
    if one.reason:
        parts.append(one.reason)
    return " ".join(parts)


def _hits(found: Sequence[FoundPassage], language: Language) -> list[str]:
    if not found:
        return []
    codes = ("rank", "dense", "lexical", "fused", "score", "read", "passage")
    head = "".join(f"<th>{_text(say(f'hit.{code}', language))}</th>" for code in codes)
    lines = [f"<h3>{_text(say('hits', language))}</h3>", '<div class="scroll"><table>', f"<tr>{head}</tr>"]
    for one in found:
        hit = one.hit
        read = "" if one.read is None else f"{one.read:.2f} {one.words}"
        numbers = (
            str(one.rank),
            f"{hit.dense_rank or '-'} / {hit.dense:.3f}",
            f"{hit.lexical_rank or '-'} / {hit.lexical:.1f}",
            f"{hit.fused_rank or '-'} / {hit.fused:.3f}",
            f"{hit.score:.3f}",
        )
        row = "".join(f'<td class="n">{number}</td>' for number in numbers)
        place = " · ".join([hit.passage.file, *hit.passage.path, hit.passage.key])
        mark = ' class="hit"' if one.evidence else ""
        evidence = f" · {say('hit.evidence', language)}" if one.evidence else ""
        lines.append(
            f"<tr{mark}>{row}<td>{_text(read)}</td>"
            f'<td class="text"><span class="soft">{_text(place + evidence)}</span><br>{_text(_short(hit.text))}</td></tr>'
        )
    return [*lines, "</table></div>"]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _signs(one: Outcome, weights: Mapping[str, float], language: Language) -> list[str]:
    """The signs of the decision by what they did to it, the strongest against answering first."""
    rows = sorted(
        (weights.get(name, 0.0) * value, name, value) for name, value in one.signs.features.items() if value
    )
    if not rows:
        return []
    head = "".join(f"<th>{_text(say(code, language))}</th>" for code in ("sign", "sign.value", "sign.weight"))
    lines = ['<div class="scroll"><table>', f"<tr>{head}</tr>"]
    for effect, name, value in rows:
        style = "bad" if effect < 0 else "good"
        lines.append(
            f'<tr><td>{_text(name)}</td><td class="n">{value:.2f}</td><td class="n {style}">{effect:+.2f}</td></tr>'
        )
    return [f"<h3>{_text(say('why', language))}</h3>", *lines, "</table></div>"]

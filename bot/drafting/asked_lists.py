"""Lists that a question means without asking for them: how many things one names, and the steps of a procedure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.drafting.claims import ClaimBuilder
from bot.drafting.outline_lists import UNITS, lists_of
from bot.extraction.candidates import Candidate
from bot.extraction.term_weights import ENOUGH, NEARLY_ALL, SOME, WeightedTerm, coverage
from bot.language.limits import LIMITS
from bot.language.word_lists import ends_with, is_word_of, says
from bot.questions.question import Kind, Question
from bot.types import Claim
from vectorstore.documents.outline import path_of, with_label
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form, search_form
from vectorstore.types import Document, Node, Role, Span

#: 一共列了几项, 有几种情形, 分几步: what is counted is the items of a list.
_COUNTED = re.compile(
    r"(?:列|规定|包括|包含|包|有|分|共|明确|提出|提到|要求|说|讲|写)(?:出|了|明|为|成|到)?(?:多少|几)"
    r"(?:项|条|种|类|点|款|步|方面|个?(?:方面|情形|条件|步骤|环节|行为|问题|措施|任务|原则|要求|内容|事项))"
)
#: 志愿者岗位有几个 counts what stands before, at the end of the question.
_COUNTED_LAST = tuple(f"有{asks}{unit}" for asks in ("几", "多少") for unit in "个项种条类")
_APPLIES = re.compile(
    r"(?:怎么|怎样|如何|咋)(?:样|个)?(?:去|来|才能)?(?:申请|申领|申报|领取|领|办理?|报名|登记|报销|预约|缴纳?|退还?|查询|认定|评定|开展|租用?|借用?|预订|订|购买|买|挂失|补办|更?换|复印)"
    r"|(?:流程|程序|步骤|手续)(?:[都有是分为]|一?共|包括)*(?:哪|几|什么|怎|多少)|(?:哪|几)[些几]?个?(?:步(?!骤)|步骤|程序|环节)"
    r"|(?:申请|办理|领取|申报|报名|登记|报销|认定|评定|发放)的?(?:流程|程序|步骤|手续)"
)


@dataclass(frozen=True, slots=True)
class LedItems:
    """A list of the outline, the block that leads into it, and how much of the question that has."""

    file: str
    lead: Span
    items: tuple[Node, ...]
    fit: float


def counted_list(
    question: Question, weighted: Sequence[WeightedTerm], ranked: Sequence[Candidate], catalog: Catalog
) -> LedItems | None:
    """The list whose items a question counts; None where a sentence gives the number."""
    if question.kind is not Kind.NUMBER or not ranked:
        return None
    things = [word for word in question.counted if len(word) > 1]
    ends = question.form.rstrip("?。").endswith(_COUNTED_LAST)
    if not (things or ends or _COUNTED.search(question.form)):
        return None
    found = _best(weighted, _files(ranked), catalog)
    if found is None or found.fit < (NEARLY_ALL if ends else ENOUGH):
        return None
    if not ends and not _COUNTED.search(question.form):
        # 几个条件: what is counted must be what the list is said to be of.
        lead = bare_form(found.lead.of(catalog.document(found.file).text)).text
        if not (says("leads", lead) and any(thing in lead for thing in things)):
            return None
    return None if ranked[0].found and ranked[0].words >= found.fit else found


def procedure(
    question: Question, weighted: Sequence[WeightedTerm], ranked: Sequence[Candidate], catalog: Catalog
) -> LedItems | None:
    """The steps by which what a question asks about is applied for."""
    if not _APPLIES.search(question.form) or not ranked:
        return None
    # What asks for the procedure is no word of what it is a procedure for.
    asked = [word for word in weighted if not is_word_of("of-steps", word.text)] or list(weighted)
    found = _best(asked, _files(ranked), catalog, of_steps=True)
    if found and found.fit >= ENOUGH:
        return found
    thing, asked_what, behind = question.form.partition("怎么办")
    # 登记证怎么办 asks how one gets it, 不服怎么办 for one thing to do.
    if asked_what and not (behind.startswith("理") or ends_with("issued", thing.rstrip("应该要得都"))):
        return None
    # The steps of the one thing that the best sentence's document is about need not be called what people call it.
    best = ranked[0]
    rows = list(_led_lists(best.hit.passage.file, catalog, of_steps=True))
    if len(rows) != 1 or best.context < SOME:
        return None
    led = rows[0][0]
    inside = any(span.overlaps(best.span) for span in (led.lead, *(node.span for node in led.items)))
    # 押金怎么退 is answered by the sentence that says it, not by the steps of what the deposit is for.
    title = bare_form(catalog.document(led.file).title).text
    thing = next((word.text for word in reversed(asked) if len(word.text) > 1), "")
    told = best.words >= ENOUGH and not inside and thing not in title
    return None if told else replace(led, fit=best.context)


def _files(ranked: Sequence[Candidate]) -> list[str]:
    return list(dict.fromkeys(one.hit.passage.file for one in ranked[: LIMITS.best]))


def _best(
    asked: Sequence[WeightedTerm], files: Sequence[str], catalog: Catalog, of_steps: bool = False
) -> LedItems | None:
    """The list whose lead has most of the words; for steps those of the title say as much."""
    best: LedItems | None = None
    for file in files:
        title = bare_form(catalog.document(file).title).text
        for one, said in _led_lists(file, catalog, of_steps):
            itself = coverage(asked, said)
            fit = coverage(asked, f"{said}|{title}") if of_steps else itself
            # 三、办理流程 in a guide to just what is asked about (随迁子女入学办理指南) need not name it again.
            named = of_steps and coverage(asked, title) >= NEARLY_ALL
            if (itself >= SOME or named) and (best is None or fit > best.fit):
                best = replace(one, fit=fit)
    return best


def _led_lists(file: str, catalog: Catalog, of_steps: bool) -> Iterator[tuple[LedItems, str]]:
    """The lists of a document that something leads into, each with the bare form of that and of the headings over it."""
    document, nodes = catalog.document(file), catalog.nodes(file)
    parents = {node.parent for node in nodes}
    for row in lists_of(document, nodes):
        if row[0].style in UNITS or (lead := _lead(document, row[0])) is None:
            continue
        # 三、办理程序 among its siblings: the list is below it.
        if of_steps and any(
            n.number in parents and says("steps", search_form(n.name.of(document.text)).text) for n in row
        ):
            continue
        over = [with_label(node, document.text) for node in path_of(nodes, row[0].parent)]
        own = search_form(lead.of(document.text)).text
        text = "|".join((own, *over))
        # Of a title 条件和程序 the one part is the conditions, the other the steps: what stands nearest says it.
        if not of_steps or _are_steps(own, over):
            yield LedItems(file, lead, row, 0.0), bare_form(text).text


def _are_steps(lead: str, over: Sequence[str]) -> bool:
    """Whether what leads into a list says that it is one of steps, or the heading right over it does."""
    if lead.endswith(":") and says("other-than-steps", lead):
        return says("steps", lead)
    return any(says("steps", text) for text in (lead, *over[-1:]))


def _lead(document: Document, first: Node) -> Span | None:
    """What stands right before a list's first item: the block before it, or its own block up to it."""
    before = None
    for block in document.blocks:
        if block.role not in {Role.PARAGRAPH, Role.HEADING} or block.span.start > first.span.start:
            continue
        if block.span.start < first.span.start < block.span.end:
            return Span(block.span.start, first.span.start)
        if block.span.end <= first.span.start:
            before = block.span
    return before


def led_claims(led: LedItems, catalog: Catalog, claimer: ClaimBuilder, whole: bool) -> tuple[Claim, ...]:
    """The lead and its items, each whole or by its name."""
    text = catalog.document(led.file).text
    lead = Span(led.lead.start, led.lead.start + len(led.lead.of(text).rstrip()))
    claims = [claimer.span(led.file, lead, ())]
    for number, node in enumerate(led.items, 1):
        own = node.span.of(text) if whole else text[node.span.start : node.name.end]
        span = Span(node.span.start, node.span.start + len(own.rstrip()))
        claims.append(claimer.span(led.file, span, (), label=str(node.order or number)))
    return tuple(claims)

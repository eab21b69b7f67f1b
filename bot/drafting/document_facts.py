"""Questions about a document as such: its number, whom it is sent to, who gave it where, when it was made public."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from bot.drafting.claims import ClaimBuilder
from bot.drafting.units import ClaimsAndNotes
from bot.extraction.candidates import Candidate
from bot.extraction.place_match import whole_form
from bot.extraction.term_weights import ENOUGH, WeightedTerm, coverage
from bot.language.characters import pieces
from bot.language.limits import LIMITS
from bot.language.ordinals import NUMERAL, NUMERALS
from bot.language.word_lists import is_word_of, place_of, says, words_of
from bot.language.years import years_of_numbers
from bot.questions.follow_ups import StandaloneQuestion
from bot.questions.question import Kind, Question
from bot.types import Note
from vectorstore.documents.facts import FactKind, facts_of
from vectorstore.documents.labelled_lines import labelled_lines
from vectorstore.documents.outline import block_form
from vectorstore.index.catalog import Catalog
from vectorstore.text.numerals import han_number
from vectorstore.text.search_form import bare_form, search_form
from vectorstore.types import Document, Span

_RULE = rf"(?:{'|'.join(sorted(words_of('document-kinds'), key=len, reverse=True))}|判决|裁定|裁决)书?[>\"]?"
_WHICH_BODY = r"(?:谁|(?:哪|什么)[一二两三四几些]?[个家]?(?:部门|单位|机关|机构|法院))"
#: What asks for which fact, whatever the kind of the question: the words of a list, or a pattern.
_ASKED: tuple[tuple[FactKind, str | re.Pattern[str]], ...] = (
    (FactKind.NUMBER, "fact-number"),
    (FactKind.ISSUER, "fact-issuer"),
    (FactKind.ADDRESSEE, "fact-addressee"),
    (FactKind.COPIES, "fact-copies"),
    (FactKind.URGENCY, "fact-urgency"),
    (FactKind.REPLACED, "fact-replaced"),
    (
        FactKind.ATTACHMENT,
        re.compile(
            rf"附[件表录](?:{NUMERAL})?的?"
            r"(?:名称|标题|(?:都|各|分别|一?共)?(?:有|是|叫|包括|为)(?:哪|几|多少[个份张]|什么(?!时候)))"
            r"|(?:哪|几|多少|什么)[些个份样张]?附[件表录]"
        ),
    ),
    (
        FactKind.OCCASION,
        re.compile(r"(?:哪|什么)[一]?[个次场届]?(?:会议?|大会|场合)上?.{0,4}(?:[作做讲致]|报告|发言)"),
    ),
    (FactKind.SPEAKER, "fact-speaker"),
    (
        FactKind.SIGNER,
        re.compile(
            r"(?:发文|制发|落款)的?(?:机关|单位|部门)"
            rf"|{_RULE}(?:是|由)*{_WHICH_BODY}(?:联合|共同)?(?:发布|印发|制发|下发|出台|形成|作出|写|发)"
            rf"|^{_WHICH_BODY}(?:联合|共同)?(?:发布|印发|制发|下发|出台|作出|判决?|编印?)的?(?:[这该那][份个件篇部]?)?(?:{_RULE}|处罚)?[?。]?$"
            rf"|^{_WHICH_BODY}发的?(?:[这该那][份个件篇部]?)?{_RULE}[?。]?$"
        ),
    ),
)
_WHEN = r"(?:是|从|自|将|于|在)*(?:什么时候|何时|哪一?[天年日]|什么时间|几月几[日号]|啥时候)"
#: What happened to a rule on a day that is asked for, and the day's own name: 施行日期.
_DATED = re.compile(
    rf"{_RULE}{_WHEN}.{{0,14}}?(?P<done>通过|批准|公布|公开|颁布|发布|印发|施行|实施|执行|生效|成文|落款|(?:签发|下发|作出|发|写|出|下)(?=的?[?。]?$))"
    rf"|{_RULE}从?哪.{{0,6}}?(?P<since>施行|实施|执行|生效)|{_WHEN}(?P<printed>印发|成文|落款|签发)"
    rf"|{_RULE}的?(?P<day>通过|批准|公布|公开|颁布|施行|实施|生效)(?:日期|时间)|(?P<own>印发|成文|落款)(?:日期|时间)|\s{_WHEN}(?P<sent>发)(?:出|布)?的?[?。]?$"
    rf"|^{_WHEN}(?P<first>发布|印发|下发|发出|作出|公布|发|出)的?(?:[这该那][份个件篇部]?)?{_RULE}[?。]?$|{_RULE}的?(?P<made>日期)"
)
_DONE = {
    "通过": FactKind.ADOPTED,
    "批准": FactKind.APPROVED,
    **dict.fromkeys(("公布", "公开", "颁布", "发布"), FactKind.PUBLISHED),
    "印发": FactKind.PRINTED,
    **dict.fromkeys(("施行", "实施", "执行", "生效"), FactKind.IN_FORCE),
}
#: Where a document doesn't say the one, it may say the other.
_INSTEAD = {FactKind.PRINTED: FactKind.WRITTEN, FactKind.WRITTEN: FactKind.PRINTED}


def kinds_asked(question: Question) -> dict[FactKind, tuple[int, int]]:
    """The facts of a document that a question asks for, each with the place of the words that ask for it."""
    if question.english:
        return {}
    asked = {kind: found for kind, how in _ASKED if (found := _place(how, question.form))}
    for dated in _DATED.finditer(question.form) if question.kind is Kind.DATE else ():
        done = next(filter(None, dated.groupdict().values()))
        asked[_DONE.get(done, FactKind.WRITTEN)] = dated.span()
    # Behind a question for who it was, that for the day: 这份报告是谁作的,哪一天.
    for clause in pieces(question.form.rstrip("?。"), ",、和")[1:]:
        if len(clause) > LIMITS.short_ask or not says("asks-when", clause):
            continue
        for who, fact in ((FactKind.SPEAKER, FactKind.OCCASION), (FactKind.SIGNER, FactKind.WRITTEN)):
            if who in asked:
                start = question.form.rfind(clause)
                asked[fact] = (start, start + len(clause))
    return asked


def _place(how: str | re.Pattern[str], form: str) -> tuple[int, int] | None:
    if isinstance(how, str):
        return place_of(how, form)
    found = how.search(form)
    return found.span() if found else None


def facts_asked(
    question: Question,
    weighted: Sequence[WeightedTerm],
    ranked: Sequence[Candidate],
    condensed: StandaloneQuestion,
    catalog: Catalog,
    claimer: ClaimBuilder,
) -> ClaimsAndNotes | None:
    """The lines of the meant document that say what is asked of it; None where it is asked for nothing of the kind.

    Where the document has no number or says of no copies, there are no claims but a note of that.
    """
    kinds = kinds_asked(question)
    if not kinds:
        return None
    asking = kinds.values()
    said = {bare_form(w.text).text for w in question.content if any(a <= w.start < b for a, b in asking)}
    about = [word for word in weighted if word.text not in said and not is_word_of("of-facts", word.text)]
    file = meant_document(question, about, ranked, condensed, catalog)
    if not file:
        return None
    document = catalog.document(file)
    if FactKind.NUMBER in kinds and _of_cited(question.form, document.title):
        return None
    facts = facts_of(document)
    spans = []
    for kind in kinds:
        own = [fact.span for fact in facts if fact.kind is kind]
        if not own and kind in _INSTEAD:
            own = [fact.span for fact in facts if fact.kind is _INSTEAD[kind]]
        if kind is FactKind.IN_FORCE and own and "公布之日" in block_form(document, own[0]).text:
            own += [fact.span for fact in facts if fact.kind is FactKind.PUBLISHED]
        if kind is FactKind.ATTACHMENT and own and (number := _attachment_asked(question.form)):
            own = [span for span in own if _has_label(document, span, number)]
            if not own:
                return (), (Note("fact-absent", {"title": document.title}),)
        spans += own
    if spans:
        claims = [claimer.span(file, span, ()) for span in dict.fromkeys(spans)]
        return tuple(claims[: LIMITS.lines]), ()
    lacking = {FactKind.NUMBER, FactKind.COPIES} & set(kinds)
    sent = FactKind.COPIES in lacking and "抄" not in question.form  # 名单报送给谁 is of no copies
    if lacking and not sent and len(kinds) == 1 and not _has_number(document):
        return (), (Note("fact-absent", {"title": document.title}),)
    return None


def _of_cited(form: str, title: str) -> bool:
    """Whether the number is asked for of a paper that a document only cites: 请示的文号, of a 批复."""
    before, asked, _ = form.partition("文号")
    before = before.removesuffix("发").removesuffix("的")
    kind = next((word for word in words_of("document-kinds") if before.endswith(word)), "")
    return (
        bool(asked and kind) and kind not in {"文件", "公文", "材料"} and kind not in search_form(title).text
    )


def _attachment_asked(form: str) -> int:
    """The number of the one attachment that a question names: 5 of 附件5; 0 where it names none."""
    behind = next((part for mark in ("附件", "附表") for part in form.split(mark)[1:]), "")
    numeral = "".join(takewhile(NUMERALS.__contains__, behind))
    counts = behind[len(numeral) :][:1] in tuple("个份张共")
    return 0 if counts else han_number(numeral)


def _has_label(document: Document, span: Span, number: int) -> bool:
    """Whether a line of the list of attachments is that of this number."""
    form = block_form(document, span).text.lstrip("附件表录:(")
    label = "".join(takewhile(str.isdecimal, form))
    return int(label or 1) == number


def _has_number(document: Document) -> bool:
    """Whether the number of an official document or of an order (令第3号) stands anywhere in a document."""
    forms = [block_form(document, block.span).text for block in document.blocks]
    return any(years_of_numbers(form) or "号" in form.partition("令第")[2][:7] for form in forms)


def meant_document(
    question: Question,
    asked: Sequence[WeightedTerm],
    ranked: Sequence[Candidate],
    condensed: StandaloneQuestion,
    catalog: Catalog,
) -> str:
    """The document whose head has most of what the question calls it; empty where none has enough."""
    files = list(dict.fromkeys(one.hit.passage.file for one in ranked[: LIMITS.best]))
    if not files:
        return ""
    points = question.form.startswith(("这", "那", "该", "本"))
    if not asked or points:
        turn = condensed.turn
        before = catalog.passage(turn.keys[0]) if turn and turn.keys else None
        if before:
            return before.file
        if len(catalog.documents()) == 1:
            return files[0]
    if not asked:
        return ""
    if (
        len(catalog.documents()) == 1
        and coverage(asked, whole_form(catalog.document(files[0]).text)) >= ENOUGH
    ):
        return files[0]
    fits = {file: coverage(asked, _about(catalog.document(file))) for file in files}
    best = max(files, key=lambda file: fits[file])
    # 这个办法, with nothing said before: the one document that calls itself so, if there is one only.
    alone = not points or list(fits.values()).count(fits[best]) == 1
    return best if fits[best] >= ENOUGH and alone else ""


def _about(document: Document) -> str:
    """The title, the lines of a document's head and signature and the parties named there, in their bare form."""
    lines = [
        fact.span.of(document.text) for fact in facts_of(document) if fact.kind is not FactKind.ATTACHMENT
    ]
    lines += {line.party.of(document.text) for line in labelled_lines(document) if line.party}
    return bare_form("|".join([document.title, document.metadata.publisher, *lines])).text

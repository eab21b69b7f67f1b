"""Candidates against each other: which add to the best one, which contradict it or the question."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.extraction.answer_types import wants_type
from bot.extraction.candidates import Candidate, anchor
from bot.extraction.term_weights import ENOUGH, NEARLY_ALL, WeightedTerm, word_presence
from bot.language.amounts import amounts, without_amounts
from bot.language.characters import alike, clause_at, pieces
from bot.language.limits import LIMITS
from bot.language.money_stages import of_other_stage
from bot.language.negation import OPPOSITES
from bot.language.numbered_things import sums_up
from bot.language.places import localities
from bot.language.segmentation import content_words
from bot.language.word_lists import says
from bot.questions.multipart import across, alternatives, parts_of
from bot.questions.question import Kind, Question
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form


def adds(question: Question, best: Candidate, one: Candidate) -> bool:
    """Whether a further sentence says as much as the best one does."""
    if _of_other_time(one) or _of_other_locality(question, best, one) or _of_other_sum(question, best, one):
        return False
    if wants_type(question):
        if not (one.typed and one.found):
            return False
        if of_other_stage(question.form, one.form.text, [each.start for each in one.found]):
            return False
        if rivals(question, best, one):
            return True
        known = question.kind is Kind.NUMBER and best.read >= ENOUGH
        if known and one.read < ENOUGH and not asks_several(question):
            return False  # the reader knows the figure, and this is none
        # Where several things are asked for, a sentence has the words of its own part only.
        words, score = (ENOUGH, NEARLY_ALL) if asks_several(question) else (NEARLY_ALL, _AS_WELL)
        return one.words >= words * best.words and one.score >= score * best.score
    return one.score >= _AS_WELL * best.score and one.words >= _AS_GOOD * best.words


#: The shares of the best sentence's score that a further one has at least: one that answers as well, and one that
#: gives another figure.
_AS_WELL, _AS_GOOD = 0.85, 0.6


def _of_other_time(one: Candidate) -> bool:
    """Whether a sentence, or the title that it stands below among like ones, is of another month or year."""
    return any(one.features.get(sign) for sign in ("other_period", "other_year"))


def of_other_years(question: Question, one: Candidate, catalog: Catalog) -> bool:
    """Whether a sentence with the headings and the title over it names years, and none of those asked about."""
    if question.relative:
        return False
    passage = one.hit.passage
    over = (catalog.document(passage.file).title, *passage.path)
    return question.names_other_years(f"{bare_form('|'.join(over)).text}|{one.form.text}")


def rivals(question: Question, best: Candidate, one: Candidate) -> bool:
    """Whether another sentence gives another figure for the same.

    The reader takes it for the answer too, or it stands behind or among the same words.
    """
    if question.kind is not Kind.NUMBER or not (best.found and one.found):
        return False
    if _of_other_time(one) or _of_other_locality(question, best, one) or _of_other_sum(question, best, one):
        return False
    if one.score < _AS_GOOD * best.score:
        return False
    if best.read >= ENOUGH and not one.read:
        return False  # the reader knows the figure, and takes other words for it there or none
    if _values(best) & _values(one):
        return False
    return _is_read(one) or _counts_the_same(question, best, one) or _same_slot(question, best, one)


def _of_other_locality(question: Question, best: Candidate, one: Candidate) -> bool:
    """Whether a sentence gives its figure for a town or county that neither the question nor the best one names.

    Of one document: of another, the place that it is about may be the one that is asked about.
    """
    if question.kind is not Kind.NUMBER or not one.found or asks_several(question):
        return False
    if one.hit.passage.file != best.hit.passage.file:
        return False
    named = localities(clause_at(one.form.text, one.found[0].start, _CLAUSE_ENDS))
    known = question.form + best.form.text
    return bool(named) and not any(_is_spoken_of(name, known) for name in named)


def _of_other_sum(question: Question, best: Candidate, one: Candidate) -> bool:
    """Whether one sentence sums up several rounds (前3轮打入进球29个) and the best one doesn't, or the other way round.

    Where the question itself speaks of the sum, that is what is asked for.
    """
    if question.kind is not Kind.NUMBER or "累计" in question.form:
        return False
    asked, there, here = (sums_up(form) for form in (question.form, one.form.text, best.form.text))
    return there != asked and here == asked


def _is_spoken_of(place: str, text: str) -> bool:
    """Whether a text names a place, with what it is (青蘅县) or without (青蘅); 银杉州 is another than 银杉市."""
    bare = place[:-1]
    return place in text or any(behind[:1] not in _PLACE_ENDS for behind in text.split(bare)[1:])


#: What says of a place's name which kind of place it is.
_PLACE_ENDS = frozenset("省州市县区旗镇乡村")


def _values(one: Candidate) -> set[Decimal]:
    """What the figure that answers is worth: 1200 and 一千二百 are the same."""
    found = one.found[0]
    return {each.value for each in amounts(one.form.text) if found.start <= each.start < found.end}


def _is_read(one: Candidate) -> bool:
    """Whether the reader takes the sentence's figure for the answer."""
    if one.read < ENOUGH or one.answer is None:
        return False
    start, end = one.form.locate(one.answer)
    return start < one.found[0].end and one.found[0].start < end


def _counts_the_same(question: Question, best: Candidate, one: Candidate) -> bool:
    """Whether both figures stand behind the same word of the question: 意见建议24193条."""
    before, here = anchor(best.found[0], best.form.text), anchor(one.found[0], one.form.text)
    return len(before) >= 3 and before[-3:] == here[-3:] and before[-2:] in question.form


def _same_slot(question: Question, best: Candidate, one: Candidate) -> bool:
    """Whether another figure of the same measure stands among the same words of the question."""
    if not question.measure:
        return False
    here, there = _around(question, best), _around(question, one)
    return len(here) > 1 and len(here & there) >= max(2.0, _AS_GOOD * len(here))


def _around(question: Question, one: Candidate) -> set[str]:
    found, text = one.found[0], one.form.text
    near = text[max(0, found.start - LIMITS.figure_reach) : found.end + LIMITS.figure_reach]
    return {word.text for word in question.content if len(word.text) > 1 and word.text in near}


def figures_differ(question: Question, shown: Sequence[Candidate]) -> bool:
    """Whether of the shown sentences one gives another figure than the first for what was asked.

    Not where the question asks for several things, whose figures differ as they should.
    """
    if len(shown) < 2 or asks_several(question):
        return False
    return any(_gives_differently(question, shown[0], one) for one in shown[1:])


def _gives_differently(question: Question, best: Candidate, one: Candidate) -> bool:
    """Whether two sentences give another figure for the same thing, and not for two cases of one kind."""
    if not rivals(question, best, one):
        return False
    here, there = (without_amounts(bare_form(each.form.text).text) for each in (best, one))
    same_words = _counts_the_same(question, best, one) or _same_slot(question, best, one)
    if not same_words and alike(here, there) < NEARLY_ALL:
        return False
    if _apart(best, one):
        return False
    return not (_own_case(question, best, one) or _own_case(question, one, best))


def _apart(best: Candidate, one: Candidate) -> bool:
    """Whether each of two sentences of a document is said of the kind that its own heading names: 三星级, 一星级."""
    here, there = best.hit.passage, one.hit.passage
    if here.file != there.file or here.path == there.path or not (here.path and there.path):
        return False
    heading, other = (bare_form(path[-1]).text for path in (here.path, there.path))
    return heading[-2:] == other[-2:]


def _own_case(question: Question, one: Candidate, other: Candidate) -> bool:
    """Whether the clause of a sentence's figure names a case that neither question nor other sentence speaks of.

    初次蓄水期间每日巡查两次 gives nothing else than 汛期每日巡查一次 does, nor does 东汊港区 than 全市港口.
    """
    clause = clause_at(one.form.text, one.found[0].start, _CLAUSE_ENDS)
    known = question.form + other.form.text
    return any(w.tag[0] in _CASES and len(w.text) > 1 and w.text not in known for w in content_words(clause))


#: What names a case: nouns, times, places, kinds, names shortened.
_CASES = frozenset("ntsfbj")
_CLAUSE_ENDS = (",", "。", ";", ":")


def asks_several(question: Question) -> bool:
    """Whether a question asks for more than one thing, or about more than one place or document."""
    form = question.form
    several = parts_of(form) or alternatives(form) or across(form) or _asks_of_each(form)
    return bool(several) or len(question.places) > 1


def _asks_of_each(form: str) -> bool:
    """Whether a question asks the same of each of several things: 分别, 各是多少."""
    if "分别" in form or "各自" in form:
        return True
    # 全各 and 本各 stand for all together.
    clauses = (piece.partition("各") for piece in pieces(form, ",。;?"))
    return any(
        each and before[-1:] not in {"全", "本"} and says("asks-of-each", behind[:10])
        for before, each, behind in clauses
    )


def contrary_words(question: Question, best: Candidate) -> tuple[str, str] | None:
    """A word of the question whose opposite stands in the sentence where it should stand."""
    for one, other in OPPOSITES:
        if one in question.form and one not in best.form.text and other in best.form.text:
            return one, other
    return None


def unsaid_words(
    question: Question, weighted: Sequence[WeightedTerm], shown: Sequence[Candidate]
) -> tuple[str, ...]:
    """The verbs and adjectives of a question for a reason that nothing of what is shown has.

    为什么取消警示教育 takes for granted that it was; the documents may say that it goes on.
    """
    if question.kind is not Kind.WHY:
        return ()
    said = "|".join(one.bare for one in shown)
    lacking = [w for w in weighted if w.tag[:1] in {"v", "a"} and not word_presence(w, said)]
    # What begins with a negation may be cut out of two words: 没用 in 没用掉的.
    lacking = [w for w in lacking if w.text[0] not in "没不未无"]
    return tuple(w.text for w in sorted(lacking, key=lambda w: -w.weight)[: LIMITS.unsaid])

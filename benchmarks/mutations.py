"""True sentence/passage pairs and wrong ones made of them, to measure the verifier by.

Nothing here uses the verifier's own patterns: what is changed is found by part of speech and by
plain lists, so that a blind spot of the verifier is no blind spot of its test.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.language.segmentation import Word, words

#: The kinds of wrong sentences, and the least share of each that must be caught.
LEVELS = {
    "figure": 0.99,
    "date": 0.99,
    "negation": 0.99,
    "wrong-key": 0.99,
    "name": 0.90,
    "unit": 0.90,
    "subject": 0.90,
    "wrong-passage": 0.90,
}
MOST_WITHHELD = 0.05


@dataclass(frozen=True, slots=True)
class Text:
    """A passage of some corpus."""

    id: str
    doc: str
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence that a passage supports, and the words of the passage that do."""

    sentence: str
    quote: str
    passage: Text
    kind: str


_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]")


def read_folder(folder: Path) -> tuple[list[Text], list[dict[str, object]]]:
    """The passages and questions of a public set (`passages.jsonl`, `questions.jsonl`)."""
    texts = []
    for line in (folder / "passages.jsonl").read_text("utf-8").split("\n"):
        if line.strip():
            row = json.loads(line)
            texts.append(Text(row["id"], row["doc"], row["text"]))
    asked = []
    if (folder / "questions.jsonl").is_file():
        lines = (folder / "questions.jsonl").read_text("utf-8").split("\n")
        asked = [json.loads(line) for line in lines if line.strip()]
    return texts, asked


def sentences_of(text: str) -> list[str]:
    """The sentences of a passage that are neither very short nor very long."""
    found = [one.strip() for one in _SENTENCE.findall(text)]
    return [one for one in found if 12 <= len(one) <= 110 and one.count("“") == one.count("”")]


def true_pairs(texts: Sequence[Text], asked: Sequence[dict[str, object]], rng: random.Random) -> list[Pair]:
    """Sentences as they stand, shortened ones, and answers to questions as statements."""
    pairs: list[Pair] = []
    for text in texts:
        own = sentences_of(text.text)
        if not own:
            continue
        quote = rng.choice(own)
        pairs.append(Pair(quote, quote, text, "verbatim"))
        if (short := _shortened(rng.choice(own), rng)) is not None:
            pairs.append(Pair(short[0], short[1], text, "shortened"))
    known = {text.id: text for text in texts}
    for row in asked:
        ids, answers = row.get("passage_ids") or [], row.get("answers") or []
        if not (isinstance(ids, list) and isinstance(answers, list) and ids and answers):
            continue
        pair = _stated(str(row["question"]), str(answers[0]), known.get(str(ids[0])))
        if pair is not None:
            pairs.append(pair)
    rng.shuffle(pairs)
    return pairs


def _shortened(sentence: str, rng: random.Random) -> tuple[str, str] | None:
    """A sentence without what stands in brackets, or without its last clauses."""
    bare = re.sub(r"[（(][^（）()]*[)）]", "", sentence)
    clauses = re.split(r"(?<=[，,；;])", bare)
    if len(clauses) > 2 and rng.random() < 0.7:
        bare = "".join(clauses[: len(clauses) - 1]).rstrip("，,；;") + "。"
    if bare == sentence or len(bare) < 10:
        return None
    return bare, sentence


_ASKED = (
    (re.compile(r"是谁|是什么人"), "是{}"),
    (re.compile(r"谁|什么人|哪一?[位个]人"), "{}"),
    (re.compile(r"(?:是)?(?:在)?(?:什么时候|何时|哪一?年|哪一天|何年)"), "{}"),
    (re.compile(r"(?:多少|几)[个名位年次人万元条份家]?"), "{}"),
    (re.compile(r"哪一?[个座所家种条]?[\u4e00-\u9fff]{0,3}(?=[\u4e00-\u9fff])|什么地方|哪里|哪儿"), "{}"),
    (re.compile(r"(?<!为)什么"), "{}"),
)


def _stated(question: str, answer: str, text: Text | None) -> Pair | None:
    """The question with its answer in the place of the question word, where that makes a sentence."""
    if text is None or not 2 <= len(answer) <= 24 or answer not in text.text:
        return None
    if re.search(r"为什么|为何|怎么|如何|哪些|吗[？?]|呢[？?]|不是|以下|下列|[,，]", question):
        return None
    stem = question.strip().rstrip("？?。 ")
    places = [(found.start(), found.end(), put) for one, put in _ASKED for found in one.finditer(stem)]
    if len(places) != 1:
        return None
    start, end, put = places[0]
    if answer[:2] in stem or (start, end) == (0, len(stem)):
        return None
    sentence = stem[:start] + put.format(answer) + stem[end:] + "。"
    holding = [one for one in _SENTENCE.findall(text.text) if answer in one]
    if not holding:
        return None
    pairs = {stem[i : i + 2] for i in range(len(stem) - 1)}
    quote = max(holding, key=lambda one: sum(pair in one for pair in pairs))
    if sum(pair in quote for pair in pairs) < 0.6 * len(pairs):
        return None  # its words stand elsewhere: the pair may not be true of this sentence
    return Pair(sentence, quote.strip(), text, "statement")


# --- wrong sentences ------------------------------------------------------------------------

Pool = dict[str, list[str]]
Change = Callable[[Pair, Pool, random.Random], str | None]

_HAN_DIGIT = "一二三四五六七八九"


def figure(pair: Pair, pool: Pool, rng: random.Random) -> str | None:
    """Another number, now and then one that stands elsewhere in the passage."""
    places = [
        found
        for found in re.finditer(
            r"\d+(?:\.\d+)?|[二三四五六七八九十][十百千万]?(?=[个名位次项条种家人份件])", pair.sentence
        )
        if not re.match(r"\s*[年月日号]", pair.sentence[found.end() :])
        and not re.search(r"[A-Za-z.\d]$", pair.sentence[: found.start()])
        and not re.match(r"[A-Za-z.\d]", pair.sentence[found.end() :])
    ]
    if not places:
        return None
    place = rng.choice(places)
    old = place[0]
    elsewhere = [one for one in re.findall(r"\d+(?:\.\d+)?", pair.passage.text) if one != old]
    if elsewhere and old[0].isdigit() and rng.random() < 0.5:
        new = rng.choice(elsewhere)
    else:
        new = _other_number(old, rng)
    return _put(pair.sentence, place, new) if _differs(old, new) else None


def _differs(old: str, new: str) -> bool:
    try:
        return float(old) != float(new)
    except ValueError:
        return old != new


def _other_number(old: str, rng: random.Random) -> str:
    if old[0].isdigit():
        at = rng.randrange(len(old))
        while old[at] == ".":
            at = rng.randrange(len(old))
        digit = rng.choice([d for d in "123456789" if d != old[at]])
        return old[:at] + digit + old[at + 1 :]
    return rng.choice([d for d in _HAN_DIGIT[1:] if d != old[0]]) + old[1:]


def date(pair: Pair, pool: Pool, rng: random.Random) -> str | None:
    """Another year, month or day."""
    places = list(re.finditer(r"\d{1,4}(?=[年月日])|今年|去年|明年|上半年|下半年", pair.sentence))
    if not places:
        return None
    place = rng.choice(places)
    if not place[0].isdigit():
        return _put(pair.sentence, place, rng.choice([w for w in ("前年", "明年", "去年") if w != place[0]]))
    value = int(place[0])
    if len(place[0]) == 4:
        new = value + rng.choice([-10, -2, -1, 1, 2, 10])
    else:
        new = rng.choice([n for n in range(1, 13) if n != value])
    return _put(pair.sentence, place, str(new))


_FAMILIES = (
    ("万", "亿"), ("人", "户"), ("公里", "米"), ("年", "个月"), ("元", "万元"), ("%", "‰"), ("次", "个"),
    ("条", "份"), ("件", "起"), ("项", "场"), ("名", "户"), ("个", "家"), ("位", "家"), ("小时", "分钟"), ("天", "年"),
    ("平方公里", "平方米"), ("吨", "公斤"), ("岁", "年"), ("月", "年"),
)  # fmt: skip


def unit(pair: Pair, pool: Pool, rng: random.Random) -> str | None:
    """Another unit behind a figure."""
    swaps = {**dict(_FAMILIES), **{b: a for a, b in _FAMILIES}}
    names = "|".join(sorted(map(re.escape, swaps), key=len, reverse=True))
    places = list(re.finditer(rf"(?<=\d)(?:{names})(?![元吨])", pair.sentence))
    if not places:
        return None
    place = rng.choice(places)
    return _put(pair.sentence, place, swaps[place[0]])


def _names(form: str) -> list[Word]:
    return [one for one in words(form) if re.match(r"nr|ns|nt", one.tag) and 2 <= len(one.text) <= 10]


def name(pair: Pair, pool: Pool, rng: random.Random) -> str | None:
    """Another person, place or body, or one with a character changed."""
    found = _names(pair.sentence)
    if not found:
        return None
    old = rng.choice(found)
    others = [one for one in pool[old.tag[:2]] if one not in old.text and old.text not in one]
    near = [one for one in others if one in pair.passage.text]
    new = rng.choice(near if near and rng.random() < 0.3 else others)
    return pair.sentence[: old.start] + new + pair.sentence[old.start + len(old.text) :]


_OPPOSITE = (
    ("增加", "减少"), ("上升", "下降"), ("提高", "降低"), ("必须", "不得"), ("应当", "不应当"), ("可以", "不可以"), ("能够", "不能"),
    ("支持", "反对"), ("增长", "下降"), ("成功", "失败"), ("允许", "禁止"),
)  # fmt: skip


def negation(pair: Pair, pool: Pool, rng: random.Random) -> str | None:
    """A negation put in, taken out, or a word turned to its opposite."""
    options: list[str] = []
    for one, other in _OPPOSITE:
        if one in pair.sentence:
            options.append(pair.sentence.replace(one, other, 1))
    for found in re.finditer(
        r"没有(?=[\u4e00-\u9fff])|尚未|并未|不(?=[能会得应可是需])|未(?=[能曾经])", pair.sentence
    ):
        options.append(_put(pair.sentence, found, ""))
    verbs = [w for w in words(pair.sentence) if w.tag == "v" and len(w.text) == 2 and w.start > 1]
    if verbs:
        verb = rng.choice(verbs)
        put = rng.choice(["不", "没有", "未", "并未", "从不"])
        options.append(pair.sentence[: verb.start] + put + pair.sentence[verb.start :])
    return rng.choice(options) if options else None


def subject(pair: Pair, pool: Pool, rng: random.Random) -> str | None:
    """The deed of one given to another: what stands before the first verb, changed."""
    own = _subject(pair.sentence)
    if own is None:
        return None
    others = [one for s in sentences_of(pair.passage.text) if (one := _subject(s))]
    others = [one for one in others if one not in own and own not in one]
    if not others or rng.random() < 0.4:
        others = [one for one in pool["subject"] if one not in own and own not in one]
    at = pair.sentence.find(own)
    return pair.sentence[:at] + rng.choice(others) + pair.sentence[at + len(own) :]


def _subject(sentence: str) -> str | None:
    taken = ""
    for word in words(sentence):
        if re.match(r"n|j|vn|a$|b", word.tag) and not taken.endswith(("，", ",")):
            taken += word.text
        else:
            break
    return taken if 2 <= len(taken) <= 12 and sentence.count(taken) == 1 else None


def _put(text: str, place: re.Match[str], new: str) -> str:
    return text[: place.start()] + new + text[place.end() :]


CHANGES: dict[str, Change] = {
    "figure": figure, "date": date, "negation": negation, "name": name, "unit": unit, "subject": subject,
}  # fmt: skip


def pool_of(texts: Sequence[Text], rng: random.Random) -> Pool:
    """Names and subjects of a corpus, by kind."""
    pool: Pool = {"nr": [], "ns": [], "nt": [], "subject": []}
    chosen = rng.sample(list(texts), min(400, len(texts)))
    for text in chosen:
        for one in _names(text.text[:600]):
            pool[one.tag[:2]].append(one.text)
        pool["subject"] += [one for s in sentences_of(text.text) if (one := _subject(s))]
    pool["nt"] += ["市公安局", "省人民政府", "县教育局", "中国农业银行"]
    pool["nr"] += ["李建国", "王小明", "赵志刚"]
    pool["ns"] += ["杭州", "云南省", "成都市"]
    pool["subject"] += ["市公安局", "各级党委", "有关部门", "该公司", "村民委员会"]
    return pool


def wrong_pairs(
    pairs: Sequence[Pair], texts: Sequence[Text], pool: Pool, rng: random.Random
) -> Iterator[tuple[str, Pair]]:
    """Each pair changed in each way that it can be, with the name of the change."""
    for pair in pairs:
        for kind, change in CHANGES.items():
            new = change(pair, pool, rng)
            if new is not None and new != pair.sentence and new not in pair.passage.text:
                yield kind, Pair(new, pair.quote, pair.passage, pair.kind)
        near = [t for t in texts if t.doc == pair.passage.doc and pair.sentence not in t.text]
        other = rng.choice(near if near and rng.random() < 0.5 else texts)
        quotes = sentences_of(other.text)
        if quotes and pair.sentence not in other.text and pair.quote not in other.text:
            best = max(quotes, key=lambda one: sum(one.count(char) for char in set(pair.sentence)) / len(one))
            yield "wrong-passage", Pair(pair.sentence, best, other, pair.kind)
            yield "wrong-key", Pair(pair.sentence, pair.quote, other, pair.kind)

"""How well `locate` finds quotations, by kind, and how fast.

    python -m benchmarks.locate
    python -m benchmarks.locate --folder DOCUMENTS --foreign FOLDER
    python -m benchmarks.locate --line
    python -m benchmarks.locate --scale 100000 --benchmarks FOLDER

The quotations are made from the documents of the seeds, or of `--folder`, with a seeded random
generator. Sentences of other texts are made up in the official register, taken from documents
that are held out of the index, and from `--foreign`: a file or folder of `.jsonl` (the field
`text`, or `passage`) or `.txt`. `--line` prints the error rates of the line between altered and
absent (`bot.citations.alignment`) at other shares of edits. `--scale` recombines the sentences of the JSONL files of
`--benchmarks` into as many paragraphs and compares the speed with that on the seeds.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from benchmarks import quotation_kinds as kinds
from benchmarks.foreign_sentences import foreign_sentences
from benchmarks.quotation_kinds import Case, Origin
from bot.citations.locator import LocatedQuotation, Locator, Match
from tests.lookup_library import write
from vectorstore.documents.chunking import split
from vectorstore.documents.load import find_files, read_bytes, read_file, read_provenance
from vectorstore.documents.outline import block_form, outline
from vectorstore.index.catalog import Entry
from vectorstore.text.quotation_form import quotation_form
from vectorstore.text.sentences import sentences
from vectorstore.types import Document, Role, Span

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
#: A span is right when both its ends are this near, in characters of the source or as a share.
_NEAR, _NEAR_SHARE = 2, 0.05


@dataclass(slots=True)
class Tally:
    """What was seen of one kind of quotation."""

    asked: int = 0
    placed: int = 0
    to_the_character: int = 0
    judged: int = 0
    called: int = 0
    to_call: int = 0
    milliseconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def read_folder(folder: Path) -> list[Document]:
    """The documents in a folder, with what its provenance file says of them."""
    known = read_provenance(folder)
    return [read_file(path, name, known) for path, name in find_files(folder)]


def build(documents: Iterable[Document], folder: Path) -> Locator:
    """A library of the documents in `folder`, which is made."""
    entries = []
    for document in documents:
        nodes = outline(document)
        entries.append(Entry("", document, nodes, split(document, nodes)))
    return write(folder, entries).locator


def make_cases(documents: Sequence[Document], each: int, seed: int) -> list[Case]:
    """`each` quotations of every kind."""
    cases: list[Case] = []
    rows = kinds.sentence_rows(documents)
    whole: list[tuple[str, Callable[[Origin, random.Random], str], str, str]] = [
        ("exact", kinds.exact, "exact", ""),
        ("other script", kinds.other_script, "exact", ""),
        ("other punctuation", kinds.other_punctuation, "exact", ""),
        ("other width", kinds.other_width, "exact", ""),
        ("other spacing", kinds.other_spacing, "exact", ""),
        ("noise 1 %", kinds.noise(0.01), "altered", ""),
        ("noise 2 %", kinds.noise(0.02), "altered", ""),
        ("noise 5 %", kinds.noise(0.05), "altered", ""),
        ("noise 10 %", kinds.noise(0.10), "altered", ""),
        ("figure changed", kinds.figure_changed, "altered", "figure"),
        ("negation removed", kinds.negation_removed, "altered", "negation"),
        ("negation added", kinds.negation_added, "altered", "negation"),
    ]
    for number, (kind, change, verdict, sort) in enumerate(whole):
        chance = random.Random(f"{seed} {kind}")
        usable = (
            origin
            for origin in kinds.origins(rows, chance)
            if (kind != "figure changed" or kinds.has_figure(origin))
            and (kind != "negation removed" or kinds.has_negation(origin))
            and not (kind.startswith("other") and kinds.cuts_note(origin))
        )
        for origin in islice(usable, each):
            text = change(origin, chance)
            if number > 4 and quotation_form(text).text == quotation_form(origin.text).text:
                continue
            cases.append(Case(kind, text, verdict, ((origin.file, origin.span),), sort))
    for kind, joint in (("spliced with ……", "……"), ("spliced silently", "")):
        chance = random.Random(f"{seed} {kind}")
        stream = kinds.origins(rows, chance)
        for first, second in islice(zip(stream, stream, strict=False), each):
            if first.file == second.file and abs(first.span.start - second.span.start) < 400:
                continue
            places = ((first.file, first.span), (second.file, second.span))
            cases.append(Case(kind, first.text + joint + second.text, "spliced", places))
    return cases


def run(locator: Locator, documents: Sequence[Document], cases: Sequence[Case]) -> dict[str, Tally]:
    """Locate every case and count what came out right."""
    texts = {document.file: document.text for document in documents}
    tallies: dict[str, Tally] = defaultdict(Tally)
    for case in cases:
        tally = tallies[case.kind]
        started = time.perf_counter()
        located = locator.locate(case.text)
        tally.milliseconds.append((time.perf_counter() - started) * 1000)
        tally.asked += 1
        for match in located.matches:
            if match.span.of(texts[match.file]) != match.source_text:
                raise AssertionError(f"{match.file} {match.span} is not what was shown")
        judged = located.verdict.value == case.verdict
        placed, exactly = _placed(located, case, texts)
        tally.judged += judged
        tally.placed += placed
        tally.to_the_character += exactly
        called = True
        if case.sort:
            sorts = {d.sort.value for match in located.matches[:1] for d in match.differences}
            wanted = {"figure", "date"} if case.sort == "figure" else {case.sort}
            called = bool(sorts & wanted)
            tally.to_call += 1
            tally.called += called
        if not (judged and placed and called):
            shown = [(m.file, m.span.start, m.span.end, m.score) for m in located.matches[:2]]
            tally.wrong.append(f"{located.verdict.value}: {case.text!r} {case.origins} {shown}")
    return tallies


def _placed(located: LocatedQuotation, case: Case, texts: dict[str, str]) -> tuple[bool, bool]:
    """Whether the right span is at rank 1 (of every part), nearly and to the character."""
    if case.verdict == "absent":
        return True, True
    if len(case.origins) == 1:
        if not located.matches:
            return False, False
        return _right(located.matches[0], *case.origins[0], texts)
    rows = [
        [_right(match, *origin, texts) for part in located.parts for match in part.matches]
        for origin in case.origins
    ]
    return all(any(n for n, _ in row) for row in rows), all(any(e for _, e in row) for row in rows)


def _right(match: Match, file: str, span: Span, texts: dict[str, str]) -> tuple[bool, bool]:
    """Whether a match is that span, or the same words at another place."""
    if match.file != file or not match.span.overlaps(span):
        same = quotation_form(match.source_text).text == quotation_form(span.of(texts[file])).text
        return same, same
    allowed = max(_NEAR, round(_NEAR_SHARE * len(span)))
    off = max(abs(match.span.start - span.start), abs(match.span.end - span.end))
    return off <= allowed, off == 0


def show(tallies: dict[str, Tally], errors: int) -> None:
    """Print the table, and some of what went wrong."""
    print(
        f"{'kind':<22}{'n':>6}{'span@1':>9}{'to the char':>13}{'verdict':>9}{'called':>9}{'ms p50':>8}{'p95':>8}"
    )
    for kind, t in tallies.items():
        times = sorted(t.milliseconds)
        called = f"{t.called / t.to_call:8.1%}" if t.to_call else "       -"
        placed = f"{t.placed / t.asked:8.1%}" if t.placed else "       -"
        exact = f"{t.to_the_character / t.asked:12.1%}" if t.placed else "           -"
        print(
            f"{kind:<22}{t.asked:>6} {placed} {exact} {t.judged / t.asked:8.1%} {called}"
            f"{statistics.median(times):8.2f}{times[int(0.95 * len(times))]:8.2f}"
        )
    for kind, t in tallies.items():
        for line in t.wrong[:errors]:
            print(f"  {kind}: {line}")


def held_out(documents: Sequence[Document], folder: Path, shortest: int = 12) -> Tally:
    """Sentences of each document, asked of an index of the others that share no text with it."""
    tally = Tally()
    for number, group in enumerate(_kin(documents)):
        rest = [document for document in documents if document not in group]
        if not rest:
            continue
        locator = build(rest, folder / f"without-{number}")
        for document in group:
            for text in _sentences_of(document):
                if len(quotation_form(text).text) >= shortest:
                    _ask_foreign(locator, text, tally)
    return tally


def _kin(documents: Sequence[Document]) -> list[list[Document]]:
    """The documents in groups that share whole sentences with each other."""
    groups: list[tuple[set[str], list[Document]]] = []
    for document in documents:
        grams: set[str] = set()
        for text in _sentences_of(document):
            bare = quotation_form(text).text
            grams.update(bare[at : at + 16] for at in range(max(0, len(bare) - 15)))
        joined, members = set(grams), [document]
        for group in list(groups):
            if len(group[0] & grams) > 40:
                groups.remove(group)
                joined |= group[0]
                members = [*group[1], *members]
        groups.append((joined, members))
    return [members for _, members in groups]


def _sentences_of(document: Document) -> list[str]:
    return [
        span.of(document.text)
        for block in document.blocks
        if block.role is Role.PARAGRAPH
        for span in sentences(block_form(document, block.span))
    ]


def _ask_foreign(locator: Locator, text: str, tally: Tally) -> None:
    started = time.perf_counter()
    located = locator.locate(text)
    tally.milliseconds.append((time.perf_counter() - started) * 1000)
    tally.asked += 1
    absent = located.verdict.value == "absent"
    tally.judged += absent
    if not absent:
        shown = [(m.score, m.source_text[:60]) for m in located.matches[:1]]
        tally.wrong.append(f"{located.verdict.value}: {text!r} {shown}")


def print_line(
    locator: Locator, documents: Sequence[Document], foreign: Iterable[str], scratch: Path, count: int
) -> None:
    """What a line at each share of edits would miss and wrongly accept, by length.

    Quotations: every character spoilt with a chance of 10 %. Others: foreign and held-out
    sentences, whole and clause by clause.
    """
    chance = random.Random(5)
    ours = []
    for origin in islice(kinds.origins(kinds.sentence_rows(documents), chance, shortest=5), count):
        ours.append(locator.nearest(kinds.spoilt(origin.text, 0.10, chance)))
    theirs = []
    asked = [(locator, text) for text in foreign]
    for number, group in enumerate(_kin(documents)):
        rest = [document for document in documents if document not in group]
        if rest:
            other = build(rest, scratch / f"line-{number}")
            asked.extend((other, text) for document in group for text in _sentences_of(document))
    for library, text in asked:
        for part in dict.fromkeys([text, *re.split("[,;:，；：。]", text)]):
            theirs.append(library.nearest(part))
    shares = (0.15, 0.20, 0.25, 0.29, 0.31, 0.34, 0.38, 0.45)
    print(f"{'characters':<12}{'quoted':>8}{'foreign':>9}   missed / accepted at a share of edits of")
    print(" " * 31 + "".join(f"{share:>16.2f}" for share in shares))
    for low, high in ((5, 6), (7, 8), (9, 15), (16, 30), (31, 60), (61, 10**6)):
        quoted = [edits / length for length, edits in ours if low <= length <= high]
        others = [edits / length for length, edits in theirs if low <= length <= high]
        cells = [
            f"{sum(q > s for q in quoted) / max(1, len(quoted)):>8.1%} /{sum(o <= s for o in others) / max(1, len(others)):>6.2%}"
            for s in shares
        ]
        name = f"{low}-{high}" if high < 10**6 else f"{low}-"
        print(f"{name:<12}{len(quoted):>8}{len(others):>9}{''.join(cells)}")


def read_foreign(path: Path, most: int, seed: int) -> list[str]:
    """Sentences of the texts at or below `path`, a seeded sample of them."""
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix in {".jsonl", ".txt"})
    found: list[str] = []
    for file in files:
        lines = file.read_text(encoding="utf-8").splitlines()
        if file.suffix == ".jsonl":
            rows = [json.loads(line) for line in lines if line.strip()]
            lines = [str(row.get("text") or row.get("passage") or "") for row in rows]
        for line in dict.fromkeys(lines):
            found.extend(
                s for s in re.findall(r"[^。！？\n]+[。！？]?", line) if len(quotation_form(s).text) >= 12
            )
    chance = random.Random(seed)
    return chance.sample(found, min(most, len(found)))


def recombined(folder: Path, count: int, seed: int) -> list[Document]:
    """`count` paragraphs of two to six sentences each, a hundred to a document."""
    pool = read_foreign(folder, 10**9, seed)
    chance = random.Random(seed)
    documents = []
    for number in range(0, count, 100):
        paragraphs = [
            "".join(chance.sample(pool, chance.randint(2, 6))) for _ in range(min(100, count - number))
        ]
        documents.append(read_bytes("\n".join(paragraphs).encode(), f"made/{number:06}.txt"))
    return documents


def main() -> None:
    """Run what the options ask for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, default=SEEDS)
    parser.add_argument("--each", type=int, default=100, help="quotations of every kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--foreign", type=Path, action="append", default=[])
    parser.add_argument("--foreign-count", type=int, default=600)
    parser.add_argument("--line", action="store_true", help="only the error rates of the line")
    parser.add_argument("--scale", type=int, default=0)
    parser.add_argument("--benchmarks", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="so many failures of each kind are shown")
    options = parser.parse_args()
    documents = read_folder(options.folder)
    with tempfile.TemporaryDirectory() as scratch:
        locator = build(documents, Path(scratch) / "all")
        if options.line:
            texts = foreign_sentences(options.foreign_count)
            for path in options.foreign:
                texts += read_foreign(path, options.foreign_count, options.seed)
            print_line(locator, documents, texts, Path(scratch), 20 * options.each)
            return
        tallies = run(locator, documents, make_cases(documents, options.each, options.seed))
        foreign = {"made up": foreign_sentences(options.foreign_count)}
        for path in options.foreign:
            foreign[f"from {path.name}"] = read_foreign(path, options.foreign_count, options.seed)
        for name, texts in foreign.items():
            tally = tallies[f"foreign, {name}"]
            for text in texts:
                _ask_foreign(locator, text, tally)
        held = held_out(documents, Path(scratch))
        if held.asked:
            tallies["foreign, held out"] = held
        show(tallies, options.errors)
        if options.scale:
            _scale(options, Path(scratch), documents)


def _scale(options: argparse.Namespace, scratch: Path, seeds: Sequence[Document]) -> None:
    if options.benchmarks is None:
        raise SystemExit("--scale needs --benchmarks FOLDER: JSONL files with a field `text`")
    documents = recombined(options.benchmarks, options.scale, options.seed)
    started = time.perf_counter()
    locator = build(documents, scratch / "large")
    size = sum(p.stat().st_size for p in (scratch / "large" / "verbatim").iterdir()) / 1e6
    print(f"\n{options.scale} paragraphs: written in {time.perf_counter() - started:.1f} s, {size:.0f} MB")
    locator.locate(documents[0].text[:40])
    each = max(20, options.each // 4)
    large = run(locator, documents, make_cases(documents, each, options.seed))
    for text in foreign_sentences(100):
        _ask_foreign(locator, text, large["foreign, made up"])
    show(large, options.errors)
    # Again, so that both are measured under the same load.
    again = run(build(seeds, scratch / "again"), seeds, make_cases(seeds, each, options.seed))
    medians = [
        statistics.median([ms for kind in large if kind in again for ms in part[kind].milliseconds])
        for part in (again, large)
    ]
    print(
        f"\nwarm median: seeds {medians[0]:.2f} ms, {options.scale} paragraphs {medians[1]:.2f} ms, "
        f"{medians[1] / medians[0]:.1f} times"
    )


if __name__ == "__main__":
    main()

"""What the READMEs and the pages under docs/ show is what the program does."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.commands import PROJECT, Done
from tests.pages import READMES, pages, read, refreshed, transcripts

PAGES = pages()
CHINESE = [page for page in PAGES if page.startswith("docs/zh-CN/")]
#: The bytes that a README may have: a first screen or two, the rest stands in docs/.
LONGEST_README = 6000
#: Named in the pages, and made by who follows them.
_THEIRS = {"deploy/telegram.env", "deploy/documents"}
_FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_PATH = re.compile(
    r"`((?:bot|vectorstore|benchmarks|training|tests|docs|deploy|seeds|prompts|findings)/[\w./-]*)`"
)


@pytest.fixture(scope="module")
def printed(yinju: Callable[..., Done]) -> Callable[[str, str], str]:
    """What a command prints; each is run once, however many pages show it."""
    return cache(lambda command, argument: yinju(command, argument).out.rstrip())


@pytest.mark.parametrize("page", [page for page in PAGES if transcripts(page)])
def test_every_transcript_is_what_the_command_prints(page: str, printed: Callable[[str, str], str]) -> None:
    """Each command in a page that shows its output prints exactly that output."""
    for command, argument, output in transcripts(page):
        assert printed(command, argument) == output.rstrip()


def test_the_pages_show_what_they_should() -> None:
    """A README shows an answer and a look-up; usage.md a fact, a list, differing figures and a declined question."""
    for name in READMES:
        assert {command for command, _, _ in transcripts(name)} == {"ask", "locate"}
    assert len(transcripts("docs/usage.md")) >= 4
    assert transcripts("docs/citations.md")


def test_a_refreshed_page_has_the_new_output_and_nothing_else_changed() -> None:
    """`make transcripts` replaces the output of a command, not the command or the text around it."""
    page = 'before\n```console\n$ yinju ask "甲"\nold\nlines\n```\nafter ```console\n'
    assert refreshed(page, lambda *asked: " ".join(asked)) == page.replace("old\nlines", "ask 甲")


def test_pages_in_both_languages_show_the_same() -> None:
    """A Chinese page has the transcripts of the English one."""
    for english, chinese in [READMES, *((page.replace("zh-CN/", ""), page) for page in CHINESE)]:
        assert transcripts(english) == transcripts(chinese), chinese


def test_tables_of_figures_are_equal_in_both_languages() -> None:
    """The figures of each table of the evaluation are the same in both languages, row by row."""
    english, chinese = (_figures(read(f"docs/{folder}evaluation.md")) for folder in ("", "zh-CN/"))
    assert len(english) > 40
    assert english == chinese


def _figures(text: str) -> list[list[str]]:
    """The numbers of each table row, without commas between thousands, in the order of their size."""
    rows = [line for line in text.splitlines() if line.startswith("|") and not line.startswith("| `--")]
    numbers = [re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d{3})", "", row)) for row in rows]
    return [sorted(row) for row in numbers if len(row) > 1]


@pytest.mark.parametrize("name", READMES)
def test_a_readme_is_short(name: str) -> None:
    """A README has at most 6,000 bytes."""
    assert len((PROJECT / name).read_bytes()) <= LONGEST_README


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_that_is_named_exists(page: str) -> None:
    """A page names no `make` target that the Makefile lacks; a README names those to begin with."""
    targets = set(re.findall(r"^([\w-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z][\w-]+)", read(page), re.MULTILINE))
    assert named <= targets
    if page in READMES:
        assert {"ask", "test"} <= named


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_option_that_is_named_exists(page: str) -> None:
    """A page names no `yinju` command that the program lacks, no option that no command has."""
    import typer.main

    from bot.cli.app import app

    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    text = read(page)
    for line in re.findall(
        r"(?:^|[`$ ])yinju ((?:--[a-z-]+ \w+ )?[a-z][^`\n]*)", "\n".join(_code(text)), re.MULTILINE
    ):
        words = re.sub(r"^--\w+ \w+ ", "", line).split("#")[0].split()
        assert words[0] in commands, line
        options = {name for option in commands[words[0]].params for name in option.opts}
        assert {word for word in words if word.startswith("--")} <= options | {"--help"}, line


def _code(text: str) -> list[str]:
    """The pieces of code in a page: inside lines, and what a reader is to type in fenced blocks."""
    fenced = [
        line for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL) for line in block.splitlines()
    ]
    typed = [line for line in fenced if line.startswith(("$ yinju", "yinju"))]
    return [*typed, *re.findall(r"`(yinju [^`]+)`", _FENCED.sub("", text))]


@pytest.mark.parametrize("page", PAGES)
def test_every_place_that_is_named_exists(page: str) -> None:
    """Links, anchors, paths of the project and modules that a page names are there."""
    text = read(page)
    prose = _FENCED.sub("", text)
    for target in _LINK.findall(prose):
        if "://" not in target:
            path, _, anchor = target.partition("#")
            file = (PROJECT / page).parent / path if path else PROJECT / page
            assert file.exists(), target
            assert not anchor or anchor in _anchors(file), target
    for path in set(_PATH.findall(prose)) - _THEIRS:
        assert (PROJECT / path).exists(), path
    for module in re.findall(r"python -m ((?:bot|benchmarks|training|tests)[\w.]*)", text):
        assert importlib.util.find_spec(module), module


def _anchors(file: Path) -> set[str]:
    """The anchors that the headings of a page get."""
    headings = re.findall(r"^#+ (.+)$", _FENCED.sub("", file.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", [page for page in PAGES if "zh-CN" in page])
def test_chinese_pages_are_punctuated_in_full_width(page: str) -> None:
    """Beside a Chinese character there is no ASCII comma, colon, question mark or parenthesis (GB/T 15834)."""
    prose = re.sub(r"`[^`]*`", "`", _FENCED.sub("", read(page)))
    prose = _LINK.sub("]", prose)
    assert not re.findall(r"[\u3400-\u9fff`][,:;?!()]|[,;?!()][\u3400-\u9fff`]", prose)


def test_the_json_page_has_the_fields_of_an_answer(yinju: Callable[..., Done]) -> None:
    """The example in json.md has the fields that `yinju ask --json` prints, and no others."""
    example = json.loads(re.findall(r"```json\n(.*?)```", read("docs/json.md"), re.DOTALL)[0])
    for question in ("济南市委政法委形成了多少份调研报告？", "红河州委政法委书记叫什么名字？"):
        answer = yinju("ask", question, "--json").json
        assert list(answer) == list(example)
        for part in ("claims", "retrieved"):
            for one in answer[part][:1]:
                assert set(one) == set(example[part][0])
    citation = example["claims"][0]["citations"][0]
    assert set(answer["nearest"][0]) == set(citation)


def test_the_library_page_runs(data_dir: Path) -> None:
    """The Python of library.md runs as it stands there, on the index of the seeds."""
    example = "\n".join(re.findall(r"```python\n(.*?)```", read("docs/library.md"), re.DOTALL))
    code = example.replace('Path(".yinju/index")', f"Path({str(data_dir / 'index')!r})")
    assert code != example
    exec(compile(code, "docs/library.md", "exec"), {"__name__": "library"})


def test_the_map_of_packages_is_the_tree() -> None:
    """architecture.md names every package of bot/, its telegram/ and vectorstore/, and none that isn't there."""
    text = read("docs/architecture.md")
    tree = re.search(r"```text\n(.*?)```", text, re.DOTALL)
    assert tree
    named = set(re.findall(r"^ *([a-z_]+)/", tree[1], re.MULTILINE))
    packages = {
        path.parent.name
        for root in ("bot", "vectorstore", "bot/telegram")
        for path in (PROJECT / root).glob("*/__init__.py")
    }
    assert packages <= named
    for name in named:
        assert any(
            (PROJECT / root / name).is_dir()
            for root in (
                ".",
                "bot",
                "vectorstore",
                "bot/telegram",
                "bot/serving",
                "bot/cli",
                "bot/evaluation",
            )
        ), name

"""Help and wrong usage: one language a page, laid out for 80 columns, with examples."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from bot.cli.app import app
from bot.cli.render.wide_text import columns, wrapped
from bot.messages import help as texts
from bot.types import Language
from tests.commands import PROJECT, Done, run

GOLDEN = PROJECT / "tests" / "golden" / "help"
#: Set to write the golden files anew; look at the difference before it is committed.
WRITE = "WRITE_GOLDEN" in os.environ
COMMANDS = ["", *(str(one.name or one.callback.__name__) for one in app.registered_commands)]
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


#: The pages that were printed already, each by a command of its own.
_PAGES: dict[tuple[str, ...], str] = {}


def _page(folder: Path, command: str, language: Language, columns_: int = 80, option: str = "--help") -> str:
    words = tuple(word for word in ("--lang", language.value, command, option) if word)
    asked = (*words, str(columns_))
    if asked not in _PAGES:
        done = run(folder, *words, more={"COLUMNS": str(columns_)})
        assert (done.code, done.err) == (0, "")
        _PAGES[asked] = done.out
    return _PAGES[asked]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_is_as_its_golden_file(
    command: str, language: Language, tmp_path: Path
) -> None:
    """At 80 columns every page is exactly as kept, and no line is wider."""
    shown = _page(tmp_path, command, language)
    path = GOLDEN / f"{command or 'yinju'}.{language.value}.txt"
    if WRITE:
        path.write_text(shown, "utf-8")
    assert shown == path.read_text("utf-8")
    assert max(columns(line) for line in shown.splitlines()) <= 80
    own = re.sub(r"(?m)^  \$ .*|[“「『].*[”」』]|QUOTATION", "", shown)
    if language is Language.ENGLISH:
        assert not _CHINESE.search(own)
    else:
        # Names of options, places for values and names of formats are no sentences.
        assert not re.search(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}", own)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_examples_and_every_option_a_meaning(command: str, tmp_path: Path) -> None:
    """Each page ends with examples that begin with yinju, and no option stands without words."""
    shown = _page(tmp_path, command, Language.ENGLISH)
    assert texts.EXAMPLES[command]
    assert shown.count("  $ yinju") == len(texts.EXAMPLES[command])
    options = shown.split("Options\n")[1].split("\n\n")[0].splitlines()
    for line, after in zip(options, [*options[1:], ""], strict=True):
        if line.startswith("  -"):
            assert re.search(r"\S  +\S", line.strip()) or after.startswith("      "), line


def test_no_word_is_broken_on_a_narrow_terminal(tmp_path: Path) -> None:
    """At 50 columns every English word of the wide page still stands whole."""
    wide = set(re.findall(r"[A-Za-z-]{4,}", _page(tmp_path, "export", Language.ENGLISH, 100)))
    narrow = set(re.findall(r"[A-Za-z-]{4,}", _page(tmp_path, "export", Language.ENGLISH, 50)))
    assert wide == narrow


def test_chinese_lines_are_counted_by_columns_and_begin_with_no_closing_mark() -> None:
    """Wide characters count two, marks stay with their words, words of letters stay whole."""
    lines = wrapped("引号里的字与原文逐字相同,文档没有答案就直说(见 yinju log)。", 12)
    assert "".join(lines).replace(" ", "") == "引号里的字与原文逐字相同,文档没有答案就直说(见yinjulog)。"
    assert all(columns(line) <= 12 for line in lines)
    assert not any(line[0] in ",。)" or line[-1] == "(" for line in lines)
    assert any("yinju" in line for line in lines)


@pytest.mark.parametrize("command", ["", "ask"])
def test_dash_h_is_help(command: str, tmp_path: Path) -> None:
    """-h shows what --help shows."""
    assert _page(tmp_path, command, Language.CHINESE, option="-h") == _page(
        tmp_path, command, Language.CHINESE
    )


def test_without_a_command_there_is_help(tmp_path: Path) -> None:
    """`yinju` alone shows the help and ends with 0."""
    done = run(tmp_path)
    assert done.code == 0
    assert done.out.startswith("用法：yinju")


def test_the_version_is_that_of_the_package(tmp_path: Path) -> None:
    """--version prints the name and the version."""
    done = run(tmp_path, "--version")
    assert (done.code, done.out, done.err) == (0, f"yinju {version('yinju')}\n", "")


def test_the_language_setting_is_that_of_the_help(tmp_path: Path) -> None:
    """YINJU_LANGUAGE in the environment or in .env switches the help, and --lang goes before both."""
    assert run(tmp_path, "--help", more={"YINJU_LANGUAGE": "en"}).out.startswith("Usage:")
    (tmp_path / ".env").write_text("YINJU_LANGUAGE=en\nNO_SUCH_SETTING=1\n", "utf-8")
    assert run(tmp_path, "ask", "-h").out.startswith("Usage:")
    assert run(tmp_path, "--lang", "zh", "ask", "-h").out.startswith("用法：")


def test_completion_of_commands_and_options(tmp_path: Path) -> None:
    """The shell's completion lists commands and options."""
    for words, wanted in (("yinju ", "locate"), ("yinju ask --", "--batch")):
        more = {"_YINJU_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
        assert wanted in run(tmp_path, more=more).out


WRONG = {
    ("ask", "--nonsense"): ("没有选项 --nonsense", "there is no option --nonsense"),
    ("asc",): ("没有命令 asc。是不是想用 ask？", "there is no command asc. Did you mean ask?"),
    ("--lang", "fr", "ask", "x"): ("--lang 只能是 zh、en", "--lang must be one of zh, en"),
    ("cite",): ("缺少参数 KEY", "the argument KEY is missing"),
    ("ask", "--top", "0", "x"): ("--top 应为 1 到 50 的整数", "--top must be a whole number from 1 to 50"),
    ("ask", "--top", "x", "x"): ("--top 应为 1 到 50 的整数", "--top must be a whole number from 1 to 50"),
    ("ask", "--top"): ("选项 --top 后面要有值", "the option --top needs a value"),
    ("ask", "--json=1", "x"): ("选项 --json 不带值", "the option --json takes no value"),
    ("doctor", "x"): ("多余的参数 x", "there is an argument too many: x"),
    ("ask", "两个", "词"): ("请加引号", "in quotation marks"),
}
#: The commands of the table; what is wrong before or instead of a command points to the help of all.
_NAMED = {"ask", "cite", "doctor"}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_usage_is_told_in_one_language(
    arguments: tuple[str, ...], language: Language, tmp_path: Path
) -> None:
    """Two lines say what is wrong and where the help is; the code is 2 and nothing else is printed."""
    done = run(tmp_path, *arguments, more={"YINJU_LANGUAGE": language.value})
    assert (done.code, done.out) == (2, "")
    first, second = done.err.splitlines()
    assert WRONG[arguments][language is Language.ENGLISH] in first
    command = f" {arguments[0]}" if arguments[0] in _NAMED else ""
    assert second.endswith(f"yinju{command} --help")
    assert bool(_CHINESE.search(done.err.replace("词", ""))) == (language is Language.CHINESE)


def test_help_imports_nothing_heavy(yinju: Callable[..., Done]) -> None:
    """The help of a command is there at once: no library of models, tables or terminals is imported."""
    code = (
        "import sys\nfrom bot.cli.app import run\nsys.argv = ['yinju', 'chat', '--help']\n"
        "try: run()\nexcept SystemExit: pass\n"
        "print(sorted({'numpy','rich','chromadb','tantivy','prompt_toolkit','docx','langchain_core'} & set(sys.modules)))"
    )
    done = yinju(program=("-c", code))
    assert done.out.splitlines()[-1] == "[]"

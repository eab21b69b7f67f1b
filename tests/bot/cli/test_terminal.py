"""What a person sees on a terminal of 80 and of 120 columns: whole words, whole quotations, one language."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli.render.wide_text import columns, flowed
from bot.messages.general import text
from bot.types import Language
from tests.commands import SEEDS, Done, run
from tests.pictures import on_a_terminal

Run = Callable[..., Done]
LIST = "红河州的十项机制分别是什么？"
COUNT = "济南市委政法委形成了多少份调研报告？"
FOREIGN = "鸡蛋炒西红柿要放多少克盐?"

_STYLE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def _lines(data_dir: Path, width: int, *arguments: str) -> list[str]:
    """The lines that are left on the screen: what was written over is gone, and so is style."""
    return _left(on_a_terminal(data_dir, width, *arguments))


def _left(shown: str) -> list[str]:
    return [_STYLE.sub("", line.rpartition("\r")[2]) for line in shown.split("\n")]


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_laid_out_fits_the_terminal(data_dir: Path, width: int, language: str) -> None:
    """Help pages and the list of documents have no line that the terminal would break."""
    for command in (["--help"], ["ask", "-h"], ["remove", "-h"], ["sources"]):
        lines = _lines(data_dir, width, "--lang", language, *command)
        # A title is one line of the document, as long as it is.
        laid_out = [line for line in lines if not re.match(r"\d+\. ", line)]
        assert laid_out
        assert max(columns(line) for line in laid_out) <= width


@pytest.mark.parametrize("width", [80, 120])
def test_a_quotation_is_one_line_to_copy_and_bare_places_stand_beside_each_other(
    data_dir: Path, width: int
) -> None:
    """No line end of ours gets into a quotation; ten places that are only a paragraph's number take two lines."""
    source = "".join(path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt")))
    for question, quotations in ((LIST, 10), (COUNT, 1)):
        lines = _lines(data_dir, width, "ask", question)
        quoted = [found[1] for line in lines if (found := re.search(r"「(.+)」\[\d", line))]
        assert len(quoted) == quotations
        assert all(quote in source for quote in quoted)
    places = [line for line in _lines(data_dir, width, "ask", LIST) if line.startswith("  [")]
    assert len(places) == 2
    assert "".join(places).count("段") == 10
    assert max(map(columns, places)) <= 80
    assert len([line for line in _lines(data_dir, width, "ask", "--keys", LIST) if "  [" in line]) == 10


@pytest.mark.parametrize("language", ["zh", "en"])
def test_within_two_seconds_something_moves_and_is_gone_in_the_end(data_dir: Path, language: str) -> None:
    """The wait for an answer is shown, in the chosen language, and nothing of it is left on the screen."""
    shown = on_a_terminal(data_dir, 80, "--lang", language, "ask", FOREIGN, cold=True)
    working = text("working", Language(language))
    assert working in shown
    assert not any(working in line for line in _left(shown))


WRONG = {
    ("ask", ""): ("没有给出问题", "there is no question"),
    ("ask", "一问", "--batch", "q.jsonl"): ("--batch 与 QUESTION", "--batch and QUESTION"),
    ("ask", "--nonsense"): ("没有选项 --nonsense\n", "no option --nonsense\n"),
    ("ask", "--jsn", "x"): ("是不是想用 --json？", "Did you mean --json?"),
    ("cite", "无此编号"): ("“无此编号”不是引文编号", "“无此编号” is no citation key"),
    ("open", "无此编号"): ("“无此编号”不是引文编号", "“无此编号” is no citation key"),
    ("export", "--format", "docx"): ("Word 不能写到标准输出", "Word can't go to standard output"),
    ("export", "-o", "答案.pdf"): ("不能写成 .pdf", ".pdf can't be written"),
    ("ingest", ""): ("PATHS 的值是空的", "the value of PATHS is empty"),
    ("remove", "甲.txt", ""): ("NAMES 的值是空的", "the value of NAMES is empty"),
    ("log", "-q", " ", "--clear"): ("--query 的值是空的", "the value of --query is empty"),
    ("ask", "--doc=", "问题"): ("--doc 的值是空的", "the value of --doc is empty"),
    ("export", "-o", ""): ("--output 的值是空的", "the value of --output is empty"),
    ("serve", "--host", ""): ("--host 的值是空的", "the value of --host is empty"),
    ("locate",): ("没有要查的引文", "there is no quotation"),
    ("locate", "引文", "--file", "x"): ("TEXT 与 --file", "TEXT and --file"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_usage_that_a_command_finds_has_the_common_form(
    yinju: Run, arguments: tuple[str, ...], language: str
) -> None:
    """Two lines and code 2, as of every other wrong usage; an option that is far from all gets no guess."""
    done = yinju("--lang", language, *arguments)
    assert (done.code, done.out) == (2, "")
    assert WRONG[arguments][language == "en"] in done.err
    assert f"yinju {arguments[0]} --help" in done.err.splitlines()[1]


def test_a_list_of_names_in_an_error_is_written_as_its_language_does(yinju: Run) -> None:
    """Commas in English, 、 in Chinese."""
    for words in (("remove", "没有的文件"), ("ask", "--doc", "没有的文件", "x")):
        assert re.search(r"\.txt, \w+\.txt", yinju("--lang", "en", *words).err)
        assert re.search(r"\.txt、\w+\.txt", yinju(*words).err)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_path_that_is_not_there_is_said_to_be_missing(tmp_path: Path, language: str) -> None:
    """Neither a list of formats nor a number of the system: the path, and what to do."""
    done = run(tmp_path, "--lang", language, "ingest", "nowhere")
    assert done.code == 1
    assert (
        "没有这个文件或文件夹。请核对路径" if language == "zh" else "no such file or folder. Check the path"
    ) in done.err


def test_an_address_that_cant_be_served_is_told_without_the_systems_words(yinju: Run) -> None:
    """A port that is taken and a host that isn't ours: what to change, in the chosen language."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = yinju("serve", "--port", port)
        english = yinju("--lang", "en", "serve", "--port", port)
    assert (done.code, done.err) == (
        1,
        f"端口 {port} 已被占用，也许 yinju serve 已在运行。请用 --port 换一个端口。\n",
    )
    assert english.err.startswith(f"Port {port} is taken")
    elsewhere = yinju("serve", "--host", "192.0.2.1", more={"SERVE_TOKEN": "0123456789abcdef"})
    assert (elsewhere.code, elsewhere.err.partition("。")[0]) == (1, "本机没有地址 192.0.2.1")


def test_parts_flow_into_lines_and_none_is_broken() -> None:
    """Wide characters count two; without a width all stand in one line."""
    parts = ["文件：甲.txt", "日期：2020-01-02", "段落：3"]
    assert flowed(parts, 0) == ["   文件：甲.txt  日期：2020-01-02  段落：3"]
    assert flowed(parts, 32) == ["   文件：甲.txt", "   日期：2020-01-02  段落：3"]

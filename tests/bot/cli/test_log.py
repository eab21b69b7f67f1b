"""The answer log, sessions and exported answers, through the real command."""

from __future__ import annotations

import json
import re
import shutil
import stat
from dataclasses import asdict, replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.answer_log.database import NAME
from bot.answer_log.kept_answers import KeptAnswer, KeptClaim, KeptSource
from bot.answer_log.log import AnswerLog
from bot.answer_log.votes import VoteLog
from bot.cli.render.exported import sections
from bot.errors import AnswerLogBroken, NothingKept
from bot.types import Language, Note, Turn
from tests.commands import SEEDS, Done, run
from vectorstore.documents.load import detect_encoding

LIST = "红河州的十项机制分别是什么?"
FOREIGN = "鸡蛋炒西红柿要放多少克盐?"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def asked(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a session 周报 of two questions and another of one that was declined."""
    folder = tmp_path_factory.mktemp("log") / "data"
    folder.mkdir()
    shutil.copytree(data_dir / "index", folder / "index")
    assert run(folder, "ask", "--session", "周报", LIST).code == 0
    done = run(folder, "ask", "-c", "其中第三项是什么?")
    assert done.code == 0
    assert "三是建立健全培训机制" in done.out
    assert run(folder, "ask", FOREIGN).code == 3
    return folder


def test_a_follow_up_in_the_named_session_is_understood(asked: Path) -> None:
    """--session goes on with its turns, though another session came later."""
    copy = asked.parent / "copy"
    shutil.copytree(asked, copy)
    done = run(copy, "ask", "--session", "周报", "--json", "其中第四项是什么?")
    assert done.code == 0
    assert done.json["claims"][0]["text"].startswith("四是")
    rows = run(copy, "log", "--json").json
    assert [row["session"] for row in rows] == ["周报", "周报", rows[2]["session"], "周报"]
    assert rows[2]["session"] != "周报"


def test_only_the_user_can_read_the_log(asked: Path) -> None:
    """The file and what SQLite puts beside it have rights for their owner alone."""
    files = list(asked.glob(f"{NAME}*"))
    assert files
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_log_lists_and_finds(asked: Path) -> None:
    """The log lists what was asked, oldest first; -q wants every word, in question or answer."""
    shown = run(asked, "log").out
    assert [shown.index(one) for one in (LIST, "其中第三项", FOREIGN)] == sorted(
        shown.index(one) for one in (LIST, "其中第三项", FOREIGN)
    )
    assert "\x1b" not in shown
    assert run(asked, "log", "-q", "培训 第三项").out.count("已回答") == 1
    assert "没有符合的问答" in run(asked, "log", "-q", "培训 西红柿").out
    assert len(run(asked, "log", "-n", "1", "--json").json) == 1
    assert run(asked, "log", "--session", "周报", "--json").json[0]["question"] == LIST


def test_the_log_is_off_by_a_setting(data_dir: Path, tmp_path: Path) -> None:
    """With ANSWER_LOG=false nothing is written, and what needs the log says which setting it is."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copytree(data_dir / "index", folder / "index")
    off = {"ANSWER_LOG": "false"}
    assert run(folder, "ask", LIST, more=off).code == 0
    assert not (folder / NAME).exists()
    for arguments in (["log"], ["export"], ["ask", "-c", "x"]):
        done = run(folder, *arguments, more=off)
        assert done.code == 1
        assert "ANSWER_LOG" in done.err
        assert len(done.err.splitlines()) == 1


def test_a_number_means_a_source_of_the_last_answer(asked: Path) -> None:
    """`cite 2` shows what the second source of the last answer cites; a number too great is told."""
    copy = asked.parent / "numbers"
    shutil.copytree(asked, copy)
    run(copy, "ask", LIST)
    done = run(copy, "cite", "2")
    assert done.code == 0
    assert (
        "「二是建立健全推进机制抓实。" in done.out.replace("\n", "") or "二是建立健全推进机制抓实" in done.out
    )
    wrong = run(copy, "cite", "99")
    assert (wrong.code, wrong.out) == (1, "")
    assert "只有 10 个出处，没有第 99 个" in wrong.err


def test_markdown_has_footnotes_and_exact_quotations(asked: Path) -> None:
    """Each quotation stands in “”, is the source's own, and has a footnote by GB/T 7714."""
    done = run(asked, "export", "1")
    assert done.code == 0
    source = (SEEDS / "002_8aba549fbd98ef65.txt").read_bytes()
    text = source.decode(detect_encoding(source))
    quotations = re.findall(r"^\d+\\\. “(.+)”((?:\[\^\d+\])+)$", done.out, re.MULTILINE)
    assert len(quotations) == 10
    notes = dict(re.findall(r"^\[\^(\d+)\]: (.+)$", done.out, re.MULTILINE))
    for quote, marks in quotations:
        assert quote in text
        for number in re.findall(r"\d+", marks):
            assert notes[number].startswith("李浩. 着眼于抓长抓常")
            assert "\\[Z\\]" in notes[number]
            assert "引文编号" in notes[number]
    assert set(notes) == {number for _, marks in quotations for number in re.findall(r"\d+", marks)}


def test_a_session_is_exported_whole_and_a_decline_is_no_answer(asked: Path, tmp_path: Path) -> None:
    """A session has its questions as headings; what was declined says so and quotes nothing."""
    path = tmp_path / "周报.md"
    done = run(asked, "export", "--session", "周报", "-o", str(path))
    assert (done.code, done.out) == (0, "")
    assert len(re.findall(r"^## ", path.read_text("utf-8"), re.MULTILINE)) == 2
    declined = run(asked, "export").out
    assert "文档没有给出答案" in declined
    assert "“" not in declined
    assert "don't answer this" in run(asked, "--lang", "en", "export").out


def test_a_word_file_has_true_footnotes(asked: Path, tmp_path: Path) -> None:
    """python-docx opens the file again; every mark in the text has its note, by GB/T 7714."""
    import xml.etree.ElementTree as ElementTree

    from docx import Document

    path = tmp_path / "答案.docx"
    assert run(asked, "export", "1", "-o", str(path)).code == 0
    document = Document(str(path))
    shown = [one.text for one in document.paragraphs]
    assert shown[0] == LIST
    assert sum(bool(re.match(r"\d+\. “.+”$", one)) for one in shown) == 10
    with ZipFile(BytesIO(path.read_bytes())) as archive:
        notes = ElementTree.fromstring(archive.read("word/footnotes.xml"))
        body = ElementTree.fromstring(archive.read("word/document.xml"))
        assert "footnotes+xml" in archive.read("[Content_Types].xml").decode()
    marks = [one.get(f"{_WORD}id") for one in body.iter(f"{_WORD}footnoteReference")]
    texts = {
        one.get(f"{_WORD}id"): "".join(part.text or "" for part in one.iter(f"{_WORD}t")) for one in notes
    }
    assert len(marks) == 10
    assert all("[Z]" in texts[mark] and "引文编号" in texts[mark] for mark in marks)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["export", "1", "--all"], 2, "不能同时用"),
        (["export", "--format", "docx"], 2, "-o"),
        (["export", "99"], 1, "#99"),
        (["export", "--session", "没有的"], 1, "没有的"),
        (["ask", "-c", "--session", "a", "x"], 2, "不能同时用"),
        (["ask", "--session", "", "x"], 2, "--session"),
        (["export", "-o", "no/such/folder/a.md"], 1, "没有这个文件或文件夹"),
    ],
)
def test_what_cannot_be_is_told(asked: Path, arguments: list[str], code: int, said: str) -> None:
    """Choices that exclude each other, missing answers and wrong names end in a code and a sentence."""
    done: Done = run(asked, *arguments)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert "Errno" not in done.err


def _answer(question: str, quote: str = "“甲”", label: str = "") -> KeptAnswer:
    source = KeptSource("AAAA-BBBB-CCCC", "a.txt", 0, 3, quote, 1, "题", "", "", "", "")
    claim = KeptClaim(quote, label, False, (source,))
    return KeptAnswer(question, "", (claim,), (), (Note("withheld", {"count": 1}),), Turn(question))


def test_what_is_kept_comes_back_the_same_and_can_be_erased(tmp_path: Path) -> None:
    """An answer read back equals the one kept; erased text is no longer in the file."""
    log = AnswerLog(tmp_path / "new" / NAME)
    log.keep(_answer("第一问"), "一")
    log.keep(_answer("第二问 100%_'", "秘密的引文"), "二")
    assert [one.answer for one in log.entries()] == [
        _answer("第一问"),
        _answer("第二问 100%_'", "秘密的引文"),
    ]
    assert [one.number for one in log.entries(["100%_'"])] == [2]
    assert log.entries(["%"], "一") == []
    assert log.clear(["秘密"]) == 1
    assert "秘密的引文".encode() not in (tmp_path / "new" / NAME).read_bytes()
    assert [one.number for one in log.entries()] == [1]
    with pytest.raises(NothingKept):
        log.entry(2)


def test_whose_a_statement_is_stays_with_it(tmp_path: Path) -> None:
    """Where several documents answer of their own subject, the log and the report keep each subject."""
    answer = _answer("各县的工作经费是多少?")
    claim = replace(answer.claims[0], subject="甲县")
    log = AnswerLog(tmp_path / NAME)
    log.keep(replace(answer, claims=(claim,)), "一")
    entries = log.entries()
    assert entries[0].answer.claims == (claim,)
    assert sections(entries, Language.CHINESE)[0].statements[0].text == "甲县：““甲””"


def test_a_damaged_log_never_costs_the_answer(asked: Path) -> None:
    """With a log that is no database the answer is shown, and one line says that it wasn't kept."""
    copy = asked.parent / "damaged"
    shutil.copytree(asked, copy)
    (copy / NAME).write_bytes(b"not a database" * 100)
    with pytest.raises(AnswerLogBroken):
        AnswerLog(copy / NAME).entries()
    done = run(copy, "ask", LIST)
    assert done.code == 0
    assert "10/10" in done.out
    assert len(done.err.splitlines()) == 1
    assert "没有记下来" in done.err


def test_the_log_reads_a_json_of_every_note(asked: Path) -> None:
    """The JSON of the log has number, session and time of each answer, with its claims and sources."""
    row = json.loads(run(asked, "log", "-q", "十项机制 领导机制", "--json").out)[0]
    assert {"number", "session", "at", "question", "claims"} <= set(row)
    assert row["claims"][0]["sources"][0]["file"].startswith("002_")


@pytest.fixture
def voted(tmp_path: Path) -> Path:
    """A data folder with one answer of the command line and three votes from Telegram."""
    folder = tmp_path / "data"
    file = folder / NAME
    AnswerLog(file).keep(_answer("本机的问题"), "一")
    votes = VoteLog(file)
    for name, user, good, asked in (
        ("a", 1, True, _answer("有多少件？", "共有12件")),
        ("b", 1, False, _answer("何时施行？", "自5月1日起施行")),
        ("c", 2, False, replace(_answer("没有的问题？"), reason="nothing-found", claims=())),
    ):
        votes.vote(name, user, 7, good, json.dumps(asdict(asked), ensure_ascii=False))
    return folder


def test_the_log_shows_votes_and_chooses_among_them(voted: Path) -> None:
    """The log counts 👍 and 👎; --votes lists them, the good ones, the bad ones, or those with some words."""
    shown = run(voted, "log").out
    assert "本机的问题" in shown
    assert "何时施行" not in shown
    assert shown.splitlines()[-1].startswith("Telegram 中的评价：👍 1 · 👎 2")
    everything = run(voted, "log", "--votes", "all").out
    assert [line[0] for line in everything.splitlines() if line[0] in "👍👎"] == ["👍", "👎", "👎"]
    assert "「自5月1日起施行」" in everything
    assert "本机的问题" not in everything
    assert "有多少件" not in run(voted, "log", "--votes", "bad").out
    assert run(voted, "log", "--votes", "good").out.count("👍") == 1
    assert run(voted, "log", "--votes", "bad", "-q", "施行").out.count("👎") == 1
    assert "没有符合的评价" in run(voted, "log", "--votes", "good", "-q", "施行").out
    rows = run(voted, "log", "--votes", "all", "--json", "-n", "2").json
    assert [(row["vote"], row["chat"], row["user"]) for row in rows] == [("bad", 7, 1), ("bad", 7, 2)]
    assert rows[0]["claims"][0]["text"] == "自5月1日起施行"


def test_votes_are_exported_and_erased(voted: Path) -> None:
    """The report of votes has each answer with its vote; --clear erases only those that would be listed."""
    markdown = run(voted, "export", "--votes", "all").out
    assert markdown.count("## ") == 3
    assert re.search(r"\*👎 \d{4}-\d\d-\d\d \d\d:\d\d 的评价\*", markdown)
    assert "“自5月1日起施行”[^" in markdown
    assert "本机的问题" not in markdown
    assert run(voted, "export", "--votes", "good", "-o", "votes.docx", folder=voted).code == 0
    assert (voted / "votes.docx").stat().st_size > 5000
    assert "已删除 1 条" in run(voted, "log", "--votes", "bad", "-q", "施行", "--clear").err
    assert "自5月1日起施行".encode() not in (voted / NAME).read_bytes()
    assert len(run(voted, "log", "--votes", "all", "--json").json) == 2
    assert len(run(voted, "log", "--json").json) == 1
    run(voted, "log", "--votes", "all", "--clear")
    none = run(voted, "export", "--votes", "all")
    assert (none.code, none.out) == (1, "")
    assert "还没有评价" in none.err
    assert run(voted, "log", "--votes", "all", "--session", "一").code == 2
    assert run(voted, "export", "1", "--votes", "all").code == 2
    assert "Telegram" not in run(voted, "log").out

"""`yinju ask` as a process: exit codes, JSON, batch, standard input, documents."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.messages.general import text
from bot.types import Language
from tests.commands import PATIENCE, SEEDS, Done, environment, run, started
from vectorstore.documents.citation_keys import parse_key
from vectorstore.documents.load import detect_encoding

LIST = "红河州的十项机制分别是什么？"
FOREIGN = "鸡蛋炒西红柿要放多少克盐?"
ANSWER = [
    "id",
    "question",
    "status",
    "reason",
    "probability",
    "answer",
    "claims",
    "nearest",
    "retrieved",
    "notes",
    "seconds",
]
CITATION = ["key", "file", "start", "end", "quote", "page", "confidence", "figures"]

Run = Callable[..., Done]


@pytest.fixture(scope="module")
def listed(yinju: Run) -> Done:
    """The list of the ten mechanisms, as JSON."""
    return yinju("ask", "--json", "--top", "3", LIST)


def test_an_answer_ends_with_0_and_prints_its_citations(yinju: Run) -> None:
    """The ten mechanisms are printed with ten keys, nothing on standard error and no colour in a pipe."""
    done = yinju("ask", LIST)
    assert (done.code, done.err) == (0, "")
    for number in range(1, 11):
        assert f"{number}. 「" in done.out
    assert "10/10" in done.out
    assert "\x1b" not in done.out
    places = [line for line in done.out.splitlines() if line.startswith("  [")]
    assert [line.count("段") for line in places] == [5, 5]


def test_a_decline_ends_with_3_and_says_why(yinju: Run) -> None:
    """A question that the documents don't answer is declined, and what is near is marked as no answer."""
    done = yinju("--lang", "en", "ask", FOREIGN)
    assert done.code == 3
    assert done.err == ""
    assert "Nearest passage (not an answer)" in done.out or "「" not in done.out
    assert "Traceback" not in done.out


def test_the_json_has_exactly_the_fields_promised(listed: Done) -> None:
    """The keys of an answer, its claims, citations and retrieved passages are as documented, in order."""
    answer = listed.json
    assert list(answer) == ANSWER
    assert answer["status"] == "answered"
    assert answer["reason"] is None
    assert answer["question"] == LIST
    assert 0 <= answer["probability"] <= 1
    assert answer["seconds"] > 0
    assert answer["nearest"] == []
    assert [row["rank"] for row in answer["retrieved"]] == [1, 2, 3]
    for row in answer["retrieved"]:
        assert list(row) == ["rank", "key", "file", "start", "end", "score"]
    assert len(answer["claims"]) == 10
    for claim in answer["claims"]:
        assert list(claim) == ["text", "citations", "own_words", "subject"]
        assert claim["own_words"] is False
        for citation in claim["citations"]:
            assert list(citation) == CITATION
            assert parse_key(citation["key"]) == citation["key"]


def test_a_declined_answer_has_the_same_fields(batch_answers: list[dict[str, object]]) -> None:
    """Declined answers have no claims, a reason, and at most one near passage, in the form of a citation."""
    declined = [answer for answer in batch_answers if answer["status"] == "declined"]
    assert declined
    for answer in declined:
        assert list(answer) == ANSWER
        assert answer["claims"] == []
        assert answer["reason"] in {"nothing-found", "not-in-documents", "out-of-scope"}
        assert isinstance(answer["nearest"], list)
        assert len(answer["nearest"]) == (answer["reason"] == "not-in-documents")
        for near in answer["nearest"]:
            assert list(near) == CITATION


def test_every_quotation_shown_stands_in_its_source(batch_answers: list[dict[str, object]]) -> None:
    """For all questions on the seeds, the file's characters at a citation's span equal its quote."""
    sources = {}
    for path in SEEDS.glob("*.txt"):
        data = path.read_bytes()
        sources[path.name] = data.decode(detect_encoding(data))
    count = 0
    for answer in batch_answers:
        shown = [one for claim in answer["claims"] for one in claim["citations"]]  # type: ignore[attr-defined]
        for citation in [*shown, *answer["nearest"]]:  # type: ignore[misc]
            assert sources[citation["file"]][citation["start"] : citation["end"]] == citation["quote"]
            assert citation["quote"]
            count += 1
    assert count > len(batch_answers) / 2


def test_every_claim_is_cited_and_says_what_its_citation_says(batch_answers: list[dict[str, object]]) -> None:
    """No answered question has a claim without a citation, and a claim's text is its first quotation."""
    for answer in batch_answers:
        assert bool(answer["claims"]) == (answer["status"] == "answered")
        for claim in answer["claims"]:  # type: ignore[attr-defined]
            assert claim["citations"]
            assert claim["text"] == claim["citations"][0]["quote"]


def test_a_batch_answers_every_line_in_order(batch_answers: list[dict[str, object]]) -> None:
    """Sixty questions give sixty answers with their ids, in the order of the file."""
    rows = (SEEDS.parent / "tests" / "questions" / "seeds.jsonl").read_text("utf-8").splitlines()
    assert [answer["id"] for answer in batch_answers] == [json.loads(row)["id"] for row in rows]


def test_a_bad_line_of_a_batch_says_so_and_the_rest_is_answered(yinju: Run, tmp_path: Path) -> None:
    """Lines that are no JSON, no object, without a question, empty or nested deeply are named and counted in the end."""
    path = tmp_path / "questions.jsonl"
    rows = [
        json.dumps({"id": "a", "question": LIST}),
        "{not json",
        "[1, 2]",
        json.dumps({"id": "c"}),
        "",
        json.dumps({"id": "d", "question": "  "}),
        json.dumps({"id": "e", "question": "第三项是什么?", "history": [LIST]}),
        json.dumps({"id": "f", "question": "字" * 3000}),
        json.dumps({"id": "g", "question": LIST, "history": "不是列表"}),
        '{"id": "h", "question": ' + "[" * 60000 + "]" * 60000 + "}",
        '{"id": ' + "[" * 3000 + "]" * 3000 + ', "question": "有哪些机制？"}',
        json.dumps({"id": 8, "question": LIST, "history": None}),
    ]
    path.write_text("\ufeff" + "\n".join(rows) + "\n", "utf-8")
    done = yinju("ask", "--batch", str(path))
    assert done.code == 4
    assert done.err == text("batch.bad-lines", Language.CHINESE, {"bad": 8, "lines": 11}) + "\n"
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert len(answers) == 11
    good = [answer for answer in answers if "status" in answer]
    bad = [answer for answer in answers if "error" in answer]
    assert [answer["id"] for answer in good] == ["a", "e", "8"]
    assert [answer["line"] for answer in bad] == [2, 3, 4, 6, 8, 9, 10, 11]
    assert all(len(answer["error"].splitlines()) == 1 for answer in bad)


def test_a_batch_of_standard_input_answers_each_line_as_it_comes(data_dir: Path) -> None:
    """A program that writes one question reads its answer before it writes the next."""
    process = started(
        ["ask", "--batch", "-"],
        environment(data_dir),
        data_dir,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    for name, status in ((LIST, "answered"), (FOREIGN, "declined")):
        process.stdin.write(json.dumps({"id": name, "question": name}).encode() + b"\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        assert (answer["id"], answer["status"]) == (name, status)
    rest, _ = process.communicate(timeout=PATIENCE)
    assert (process.returncode, rest) == (0, b"")


def test_a_question_is_read_from_standard_input(yinju: Run, listed: Done) -> None:
    """Without an argument the question comes from standard input, and the answer is the same."""
    done = yinju("ask", "--json", "--top", "3", stdin=f"{LIST}\n")
    assert done.code == 0
    assert done.json["claims"] == listed.json["claims"]


@pytest.mark.parametrize("stdin", ["", " \n"])
def test_no_question_at_all_is_wrong_usage(yinju: Run, stdin: str) -> None:
    """Without an argument and with nothing on standard input `ask` ends with 2 and says how to ask."""
    done = yinju("ask", stdin=stdin)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[0].startswith("用法错误：没有给出问题。请写：yinju ask 问题")


@pytest.mark.parametrize("question", ["", " "])
def test_an_empty_argument_is_wrong_usage_like_none(yinju: Run, question: str) -> None:
    """Nothing or white space alone ends with 2 and says how to ask."""
    done = yinju("ask", question)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[0].startswith("用法错误：没有给出问题。请写：yinju ask 问题")


def test_a_question_of_marks_alone_is_an_error_of_one_line(yinju: Run) -> None:
    """Punctuation alone ends with 1 and one line that says what to do."""
    done = yinju("ask", "??!!")
    assert (done.code, done.out) == (1, "")
    assert done.err.strip() == "问题是空的。请输入一个问题。"


def test_a_question_that_is_too_long_is_an_error(yinju: Run) -> None:
    """More than two thousand characters end with 1 and name the limit."""
    done = yinju("--lang", "en", "ask", stdin="字" * 2001)
    assert done.code == 1
    assert "2000" in done.err
    assert len(done.err.splitlines()) == 1


def test_only_the_document_named_answers(yinju: Run) -> None:
    """With `--doc` all that is cited and retrieved is of that document."""
    done = yinju("ask", "--json", "--top", "20", "--doc", "003", "政法队伍建设取得了哪些成效?")
    assert done.code in (0, 3)
    answer = done.json
    assert answer["retrieved"]
    shown = [one for claim in answer["claims"] for one in claim["citations"]] + answer["nearest"]
    assert {row["file"][:3] for row in [*answer["retrieved"], *shown]} == {"003"}


def test_an_unknown_document_is_an_error_that_lists_the_known(yinju: Run) -> None:
    """A `--doc` that the index doesn't have ends with 1 and names the documents that it has."""
    done = yinju("ask", "--doc", "不存在的文件", LIST)
    assert (done.code, done.out) == (1, "")
    assert "不存在的文件" in done.err
    assert "000_13e63922cc22bc55.txt" in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [["ask", "--top", "0", "x"], ["ask", "--nonsense"], ["nonsense"], ["--lang", "fr", "ask", "x"], ["cite"]],
)
def test_wrong_usage_ends_with_2(yinju: Run, arguments: list[str]) -> None:
    """Unknown options, commands, languages and missing arguments end with 2 and no traceback."""
    done = yinju(*arguments)
    assert done.code == 2
    assert "Traceback" not in done.err


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_wrong_setting_is_told_without_the_words_of_a_library(
    data_dir: Path, tmp_path: Path, language: str
) -> None:
    """What is wrong with a setting is said in one language, its value never, pydantic's words never."""
    more = {"YINJU_LANGUAGE": language, "TOP_PASSAGES": "many-secret"}
    done = run(data_dir, "ask", "x", more=more)
    assert done.code == 1
    wanted = {"zh": "TOP_PASSAGES 应为整数", "en": "TOP_PASSAGES must be a whole number"}[language]
    assert wanted in done.err
    assert "secret" not in done.err
    (tmp_path / ".env").write_text("TOP_PASAGES=3\n", "utf-8")
    done = run(data_dir, "config", folder=tmp_path, more={"YINJU_LANGUAGE": language})
    assert {"zh": "TOP_PASSAGES？", "en": "TOP_PASSAGES?"}[language] in done.err
    assert ("没有" in done.err) == (language == "zh")


def test_a_chat_model_must_be_named_with_its_provider(yinju: Run) -> None:
    """`-m` with a name that has no provider is wrong usage and says how it is written."""
    done = yinju("ask", "-m", "gpt", LIST)
    assert (done.code, done.out) == (2, "")
    assert "提供者:名称" in done.err
    assert yinju("ask", "-m", "none", LIST).code == 0


def test_keys_are_shown_on_demand_and_sources_stand_under_their_document(yinju: Run) -> None:
    """The ten places of one document stand under its title once; --keys puts a key before each."""
    plain, keyed = yinju("ask", LIST).out, yinju("ask", "--keys", LIST).out
    assert plain.count("着眼于抓长抓常") == keyed.count("着眼于抓长抓常") == 1
    keys = re.compile(r"^  \[\d+\] (?:[0-9A-Z]{4}-){2}[0-9A-Z]{4} ", re.MULTILINE)
    assert not keys.search(plain)
    assert len(keys.findall(keyed)) == 10


def test_debug_shows_the_traceback(yinju: Run) -> None:
    """With `--debug` the error is raised whole."""
    done = yinju("--debug", "ask", "??!!")
    assert done.code == 1
    assert "Traceback" in done.err
    assert "BadQuestion" in done.err


def test_an_argument_that_is_no_text_is_no_accident(data_dir: Path) -> None:
    """Bytes that are no UTF-8 in the question end in an answer, a decline or one line."""
    done = run(data_dir, "ask", "\udcff\udcfe红河州的十项机制")
    assert done.code in (0, 1, 3)
    assert "Traceback" not in done.err
    assert "意外" not in done.err


def test_a_missing_batch_file_is_named(yinju: Run, tmp_path: Path) -> None:
    """A batch file that isn't there ends with 1 and its name."""
    done = yinju("ask", "--batch", str(tmp_path / "none.jsonl"))
    assert done.code == 1
    assert done.err.strip().endswith("none.jsonl：没有这个文件或文件夹。请核对路径。")
    assert len(done.err.splitlines()) == 1


def test_a_greeting_ends_with_0_and_is_not_kept(data_dir: Path, tmp_path: Path) -> None:
    """A greeting is answered as such, with exit code 0, and stands in no log."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copytree(data_dir / "index", folder / "index")
    assert run(folder, "ask", "你好").code == 0
    assert run(folder, "log").out == "没有符合的问答。\n"
    assert run(folder, "ask", "红河州委政法委书记叫什么名字？").code == 3
    assert "红河州委政法委书记" in run(folder, "log").out

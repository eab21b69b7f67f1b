"""Text of a document never steers the terminal."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.commands import run
from vectorstore.ingest import ingest

HOSTILE = (
    "关于\x1b]0;owned\x07加强值班\u202e工作的通知\n\n来源:某\x9b31m市\n\n"
    "一、值\x1b[5m班要求\n\n各单位值班人员应当于每日\x1b[31m8时30分\x1b[0m前到岗,\x9b2J交接班记录\u2067保存三年\u2069,"
    "不得\u202e迟到\u202c早退\x08\x08。\n\n二、车辆管理\n\n公务车辆由办公室统一登记,钥匙\U000e0041当日归还\ufeff。\n"
    + "\n各科室应当按照职责分工,抓好制度落实,加强监督检查,确保各项工作有序开展。\n"
    * 12
)
CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose one document is full of escape sequences, also in its file's name."""
    home = tmp_path_factory.mktemp("hostile")
    (home / "docs").mkdir()
    (home / "docs" / "duty\x1b[31m\u202e.txt").write_text(HOSTILE, "utf-8", newline="")
    ingest([home / "docs"], home / "index")
    return home


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "值班人员应当几时到岗?"],
        ["ask", "公务车辆的钥匙什么时候归还?"],
        ["ask", "某市的人口\x1b[31m是多少?"],
        ["sources"],
        ["doctor"],
        ["ask", "--doc", "没有", "几时到岗?"],
        ["chat", "--plain"],
    ],
    ids=["figure", "second part", "declined", "sources", "doctor", "unknown document", "chat"],
)
def test_no_control_character_reaches_the_terminal(hostile: Path, arguments: list[str]) -> None:
    """Whatever command shows the document, standard output and error hold no control and no direction mark."""
    stdin = "值班人员几时到岗?\n/cite 1\n/sources\n某市人口\x1b[31m多少?\n/\x1b[31mx\n/quit\n"
    done = run(hostile, *arguments, stdin=stdin)
    assert done.code in (0, 1, 3)
    assert "Traceback" not in done.err
    assert not CONTROL.search(done.out), ascii(done.out)
    assert not CONTROL.search(done.err), ascii(done.err)


def test_json_escapes_what_the_terminal_must_not_see(hostile: Path) -> None:
    """JSON keeps the source's characters, escaped so that printing it is harmless too."""
    done = run(hostile, "ask", "--json", "值班人员应当几时到岗?")
    assert not CONTROL.search(done.out), ascii(done.out)
    answer = json.loads(done.out)
    shown = [one for claim in answer["claims"] for one in claim["citations"]] + answer["nearest"]
    assert shown
    for citation in shown:
        assert HOSTILE[citation["start"] : citation["end"]] == citation["quote"]

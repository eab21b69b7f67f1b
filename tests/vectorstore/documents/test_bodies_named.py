"""Bodies on lines of their own: who holds an event, who runs the site, and who signs together."""

from __future__ import annotations

import pytest

from vectorstore.documents.chunking import is_indexed, split
from vectorstore.documents.facts import FactKind, facts_of
from vectorstore.documents.load import read_bytes
from vectorstore.documents.outline import outline
from vectorstore.types import Document, Role

CONTEST = """雁湖杯少儿珠算赛公告

本届比赛面向全县小学生，分低段和高段两组，由各校自愿报名，不收任何费用。

主办单位：雁湖县教育局
承办单位：雁湖县少年宫

比赛于2031年5月18日上午在少年宫三楼举行，选手凭准考证入场，自带算盘。
"""
PAGE = """雁湖县少年宫搬迁公告

少年宫自2031年5月起迁至新址，各培训班时间不变，家长可以从西门进入。

主办单位：雁湖县人民政府办公室
承办单位：雁湖县大数据中心
{registered}
"""
CHECK = """关于开展渡口安全检查的通知

各乡镇人民政府：

请于10月底前完成本辖区渡口的安全检查，并将结果报县里汇总。

雁湖县交通运输局
雁湖县应急管理局
雁湖县公安局
2031年9月12日
"""
SIGNERS = ["雁湖县交通运输局", "雁湖县应急管理局", "雁湖县公安局"]


def _read(text: str) -> Document:
    return read_bytes(text.encode(), "a.txt")


def _role(text: str, line: str) -> Role:
    return next(block.role for block in _read(text).blocks if line in block.span.of(text))


def _signers(text: str) -> list[str]:
    return sorted(fact.span.of(text) for fact in facts_of(_read(text)) if fact.kind is FactKind.SIGNER)


@pytest.mark.parametrize("line", ["主办单位：雁湖县教育局", "承办单位：雁湖县少年宫"])
def test_who_holds_an_event_is_text_of_the_document(line: str) -> None:
    """It is searched like any other line."""
    assert _role(CONTEST, line) is Role.PARAGRAPH
    document = _read(CONTEST)
    passages = [one for one in split(document, outline(document)) if is_indexed(one)]
    assert any(line in passage.span.of(CONTEST) for passage in passages)


@pytest.mark.parametrize(
    "registered",
    [
        "网站标识码：3309210021",
        "浙ICP备20310021号-2",
        "浙公网安备33092102000021号",
        "版权所有 雁湖县人民政府",
    ],
)
def test_who_runs_a_site_stands_in_its_footer(registered: str) -> None:
    """Beside what registers the site the same line is none of the document's."""
    text = PAGE.format(registered=registered)
    assert _role(text, "主办单位：") is Role.CHROME
    assert _role(text, "承办单位：") is Role.CHROME


def test_a_registration_far_below_makes_no_footer_of_who_holds_an_event() -> None:
    """More than three lines lie between them."""
    text = f"{CONTEST}\n奖品由少年宫准备，当场发放。\n\n请提前到场，服从安排。\n\n浙ICP备20310021号\n"
    assert _role(text, "主办单位：") is Role.PARAGRAPH
    assert _role(text, "浙ICP备") is Role.CHROME


def test_bodies_that_sign_together_are_all_the_publisher() -> None:
    """One below the other above the date, in their order."""
    assert _read(CHECK).metadata.publisher == "、".join(SIGNERS)
    assert [_role(CHECK, signer) for signer in SIGNERS] == [Role.META] * 3


def test_each_body_that_signs_is_a_fact() -> None:
    """Each has a line of its own to be quoted from."""
    assert _signers(CHECK) == sorted(SIGNERS)


@pytest.mark.parametrize("above", ["特此通知", "各渡口要明确专人值守", "三、检查结果报县交通运输局"])
def test_what_stands_above_the_bodies_signs_nothing(above: str) -> None:
    """A line of the text that has no full stop is no body, nor is a numbered one."""
    text = CHECK.replace("雁湖县交通运输局\n", f"{above}\n雁湖县交通运输局\n")
    assert _signers(text) == sorted(SIGNERS)
    assert _read(text).metadata.publisher == "、".join(SIGNERS)


def test_one_body_signs_alone() -> None:
    """The paragraph above it has sentences."""
    text = CHECK.replace("雁湖县应急管理局\n雁湖县公安局\n", "")
    assert _signers(text) == ["雁湖县交通运输局"]
    assert _read(text).metadata.publisher == "雁湖县交通运输局"

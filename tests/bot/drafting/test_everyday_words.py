"""Questions in everyday words, lists and tables as they are written, and figures of another year or place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.abstention.exclusive_terms import counts_unsaid_outcome, is_of_excluded_kind, names_absent_shift
from bot.extraction.answer_types import answers_of_type, of_other_year
from bot.library import build_asker, open_library
from bot.questions.amount_asked import counted_in
from bot.questions.asker import Asker
from bot.questions.question import read_question
from bot.types import Answered, Declined
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.ingest import ingest

_DOCUMENTS = Path(__file__).resolve().parents[2] / "questions" / "documents_unseen"


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """What answers questions from six documents of other kinds than the seeds."""
    index = tmp_path_factory.mktemp("everyday") / "index"
    ingest([_DOCUMENTS], index)
    library = open_library(index, BUNDLED)
    yield build_asker(library)
    library.close()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("食堂的问题最晚哪天要改完?", ["10月31日前完成整改"]),
        ("举报砍古树最多能拿多少奖金?", ["最高奖励5000元"]),
        ("古树名木保护办法从哪天开始执行?", ["3月1日"]),
        ("古树死了村里能自己锯掉吗?", ["不得自行处理"]),
        ("把古树的牌子弄坏了罚多少", ["五百元以下罚款"]),
    ],
)
def test_everyday_words_find_what_is_written_for_them(asker: Asker, question: str, said: list[str]) -> None:
    """改完 finds 整改, 奖金 finds 奖励, 锯掉 finds 处理."""
    assert all(part in _said(asker, question) for part in said)


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("食堂检查后哪几所学校被通报批评了?", ["石桥镇中心小学", "大埠镇初级中学", "第三中学", "第二幼儿园", "育才实验学校"]),
        ("农村供水三年行动分几步走?", ["动员部署", "集中攻坚", "巩固验收"]),
        ("村民大会给那口老井定了哪三条?", ["井口加蓋", "洗一次井", "石碑"]),
        ("为什么要重新定古树办法,局长讲了哪三点?", ["原规定太旧", "责任不清", "没有补助"]),
        ("发现古树病了,老百姓要按哪三步来?", ["先拍照", "二维码", "专家回复"]),
    ],
)  # fmt: skip
def test_a_list_is_whole_however_it_is_written(asker: Asker, question: str, items: list[str]) -> None:
    """Bullets, headings, clauses behind a colon and an interviewee's points are lists."""
    assert all(item in _said(asker, question) for item in items)


def test_a_row_of_a_table_answers(asker: Asker) -> None:
    """The row of the asked county is quoted, found by its columns' words."""
    assert "86.2分" in _said(asker, "望津县食堂检查得了多少分、被查出几个问题?")


@pytest.mark.parametrize(
    "question",
    ["2025年规模化供水覆盖率的目标是多少?", "平岭区一共有多少棵古树?", "望津县城里居民的水价一吨多少?"],
)
def test_a_figure_of_another_year_place_or_kind_is_no_answer(asker: Asker, question: str) -> None:
    """The figure for 2026, for the whole city or for the countryside answers nothing else."""
    assert isinstance(asker.ask(question), Declined)


def test_a_figure_belongs_to_the_year_before_it() -> None:
    """In a row of years each figure is of its own; a year that is compared with rules nothing."""
    question = read_question("2025年普及率是多少?")
    form = "普及率2024年达到93%,2025年达到95%,2026年达到97%"
    places = [form.index(figure) for figure in ("93%", "95%", "97%")]
    assert [of_other_year(question, form, place) for place in places] == [True, False, True]
    compared = "2025年比2024年增长5%"
    assert not of_other_year(question, compared, compared.index("5%"))


def test_kinds_shut_one_another_out_unless_the_asked_one_is_named() -> None:
    """农村 is not 城市; where the headings name the asked kind nothing is shut out."""
    assert is_of_excluded_kind("城里居民水价多少", "农村居民每吨2.2元", "")
    assert not is_of_excluded_kind("城里居民水价多少", "农村居民每吨2.2元", "城镇供水")
    assert not is_of_excluded_kind("居民水价多少", "农村居民每吨2.2元", "")
    assert not is_of_excluded_kind("小学和初中各多少", "高中3所", "")
    assert is_of_excluded_kind("中会议室租一天多少", "小会议室 天 300", "")
    assert not is_of_excluded_kind("大会议室租一天多少", "大会议室 天 800", "")
    assert not is_of_excluded_kind("上学期几号开学", "下学期3月开学,上学期9月开学", "")
    assert names_absent_shift("谁值夜班", "早接岗 晚送岗")
    assert not names_absent_shift("谁值夜班", "夜间值班 丁一")


def _said(asker: Asker, question: str) -> str:
    answer = asker.ask(question)
    assert isinstance(answer, Answered), question
    return "|".join(claim.text for claim in answer.claims)


def test_a_count_of_some_is_none_of_all() -> None:
    """How many there are in all is not said by how many of them something is said of."""
    question = read_question("公安局一共有多少名民警?")
    assert not answers_of_type(question, "以曾在公安部借调的16名民警为重点")
    assert answers_of_type(question, "全局共有1600名民警")


def test_an_outcome_that_no_passage_speaks_of_is_unsaid() -> None:
    """How many were dismissed is not answered by how many were trained."""
    assert counts_unsaid_outcome("一共开除了多少名干警", "16万名干警参加学习")
    assert not counts_unsaid_outcome("一共开除了多少名干警", "开除公职12人")
    assert not counts_unsaid_outcome("培训了多少名干警", "16万名干警参加学习")


def test_what_is_counted_is_told_by_the_noun_behind_the_amount() -> None:
    """银龄驿站 is counted in 多少个银龄驿站; a place behind the amount is not."""
    assert counted_in("建成了多少个银龄驿站?") == ("银龄", "驿站")
    assert counted_in("新打掉黑恶团伙几个兰州") == ()
    assert counted_in("一共要花多少钱?") == ()
    assert counted_in("多少年的树木算古树?") == ()


def test_a_figure_that_the_question_gives_is_not_what_it_asks_for() -> None:
    """Of 首批20项 the question asks how many are done: 20 is no answer."""
    found = answers_of_type(read_question("首批20项清单目前完成了几项?"), "推出项目94项,梳理首批20项清单")
    assert [one.text for one in found] == ["94项"]


def test_visits_are_no_people_unless_visits_are_asked_about() -> None:
    """64万人次 says nothing of how many were caught, but how many came."""
    form = "预警劝阻64万人次"
    assert not answers_of_type(read_question("一共抓了多少人?"), form)
    assert answers_of_type(read_question("有多少人来旅游?"), form)

"""Groups of names below parts, joint signers, both days of a notice, who gave a report and when, days of the week in tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.questions.asker import Asker
from bot.types import Answered, Declined
from tests.bot.drafting.asking import asker_of, check_shown

WINNERS = """雁湖县渔歌大赛获奖名单

一、成年组
一等奖（2名）
　　庄晓棠　　柏子谦
二等奖（3名）
　　倪青禾　　卫冬冬　　臧小雨
三等奖（2名）
　　穆清扬　　和顺昌
二、少年组
一等奖（1名）
　　曲安宁
二等奖（2名）
　　房小满　　蒲一诺

希望获奖选手再接再厉。
"""
SCHOOLS = """雁湖县渔歌传习基地名单

一、首批基地
雁湖实验小学、浦尾小学、竹屿镇中心小学

二、后备基地
县文化馆、渔歌博物馆

以上基地由县教育局和县文化局授牌，有效期三年，期满以后重新评审，评审的办法另行公布，不收取任何费用。
"""
CONTEST = """雁湖县渔歌大赛公告

比赛分成年组和少年组，由各村各校自愿报名，不收任何费用。

主办单位：雁湖县文化局
承办单位：雁湖县渔歌协会

比赛于2031年5月18日上午在县文化馆举行，优胜者发给证书。
"""
CHECK = """雁湖县交通运输局文件

雁交发〔2031〕17号

关于开展渡口安全检查的通知

各乡镇人民政府：

请于10月底前完成本辖区渡口的安全检查，并将结果报县里汇总。

雁湖县交通运输局
雁湖县应急管理局
雁湖县公安局
2031年9月12日

雁湖县交通运输局办公室 2031年9月15日印发
"""
REPORT = """雁湖县2031年政府工作报告

——2031年1月8日在雁湖县第十二届人民代表大会第五次会议上

雁湖县县长　晏明远

各位代表：

现在，我代表县人民政府向大会报告工作，请予审议。

一、2030年工作回顾
新建渔港2个，改造渡口9个。
"""
DUTY = """雁湖县药房夜间值班表

| 星期 | 值班药房 | 电话 |
| --- | --- | --- |
| 一、四 | 百和堂 | 0937-330 2101 |
| 二、五 | 长生药房 | 0937-330 2102 |
| 三、六、日 | 仁心堂 | 0937-330 2103 |
"""
CLASSES = """雁湖县少年宫班次表

| 班名 | 教室 | 学费（元） |
| --- | --- | --- |
| 古筝 | 东楼201 | 880 |
| 手鼓 | 东楼104 | 640 |
| 二胡 | 西楼305 | 760 |
"""
RENTS = """雁湖县少年宫乐器租借表

| 乐器 | 租金（元/天） | 押金（元） |
| --- | --- | --- |
| 扬琴 | 25 | 900 |
| 唢呐 | 6 | 150 |
"""
SNACKS = """竹屿集市小吃价目表

| 小吃 | 价格（元） | 份量 |
| --- | --- | --- |
| 鱼丸 | 12 | 十粒 |
| 海蛎煎 | 15 | 一盘 |
"""
FAIR = """竹屿集市公约

竹屿集市每月第二个星期三举行。摊主应当服从管理。
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """Asks lists of names, a contest, a notice, a report, four tables and a market's rules."""
    texts = {
        "winners.txt": WINNERS, "schools.txt": SCHOOLS, "contest.txt": CONTEST, "check.txt": CHECK,
        "report.txt": REPORT, "duty.md": DUTY, "classes.md": CLASSES, "rents.md": RENTS, "snacks.md": SNACKS,
        "fair.txt": FAIR,
    }  # fmt: skip
    with asker_of(tmp_path_factory.mktemp("groups"), texts) as asker:
        yield asker


def _claims(asker: Asker, question: str) -> list[str]:
    answer = asker.ask(question)
    assert isinstance(answer, Answered)
    return [claim.text for claim in answer.claims]


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("成年组二等奖有哪些人？", ["二等奖（3名）", "倪青禾", "卫冬冬", "臧小雨"]),
        ("少年组二等奖有哪些人？", ["二等奖（2名）", "房小满", "蒲一诺"]),
        ("成年组一等奖是谁？", ["一等奖（2名）", "庄晓棠", "柏子谦"]),
        ("少年组谁得了一等奖？", ["一等奖（1名）", "曲安宁"]),
    ],
)
def test_a_group_is_that_below_the_part_that_the_question_names(
    asked: Asker, question: str, shown: list[str]
) -> None:
    """Whole, be it one name, and before sentences at the end; nobody of the other part."""
    assert _claims(asked, question) == shown


def test_what_one_part_has_is_not_listed_for_the_other(asked: Asker) -> None:
    """少年组 has no 三等奖: those of 成年组 are not its own."""
    answer = asked.ask("少年组三等奖有哪些人？")
    assert "list-complete" not in {note.code for note in answer.notes}


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("首批基地有哪些单位？", ["一、首批基地", "雁湖实验小学", "浦尾小学", "竹屿镇中心小学"]),
        ("首批基地有几个？", ["一、首批基地", "雁湖实验小学", "浦尾小学", "竹屿镇中心小学"]),
    ],
)
def test_entries_in_one_row_are_shown_one_by_one(asked: Asker, question: str, shown: list[str]) -> None:
    """Commas part them."""
    assert _claims(asked, question) == shown


@pytest.mark.parametrize(
    ("question", "wanted"),
    [("渔歌大赛是谁主办的？", "雁湖县文化局"), ("渔歌大赛由哪个单位承办？", "雁湖县渔歌协会")],
)
def test_who_holds_an_event_is_quoted(asked: Asker, question: str, wanted: str) -> None:
    """From the line of its own."""
    check_shown(asked, question, wanted, "")


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        (
            "渡口安全检查的通知哪天成文的，哪天印发的？",
            ["2031年9月12日", "雁湖县交通运输局办公室 2031年9月15日印发"],
        ),
        (
            "渡口安全检查的通知是哪些单位发的？",
            ["雁湖县交通运输局", "雁湖县应急管理局", "雁湖县公安局"],
        ),
        (
            "渡口安全检查的通知是谁发的，什么时候？",
            ["雁湖县交通运输局", "雁湖县应急管理局", "雁湖县公安局", "2031年9月12日"],
        ),
        (
            "雁湖县政府工作报告是谁作的，什么时候、在什么会上？",
            ["雁湖县县长　晏明远", "——2031年1月8日在雁湖县第十二届人民代表大会第五次会议上"],
        ),
        (
            "雁湖县政府工作报告是谁作的，哪一天？",
            ["雁湖县县长　晏明远", "——2031年1月8日在雁湖县第十二届人民代表大会第五次会议上"],
        ),
    ],
)
def test_all_that_is_asked_of_a_paper_is_told(asked: Asker, question: str, shown: list[str]) -> None:
    """Both days, every body that signs, and who gave a report with the day."""
    assert _claims(asked, question) == shown


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("星期四是哪家药房值班？", "百和堂", "长生药房"),
        ("周日夜里哪家药房值班？", "仁心堂", "百和堂"),
        ("周五的值班药房是哪家？", "长生药房", "仁心堂"),
    ],
)
def test_the_day_of_the_week_chooses_the_row(asked: Asker, question: str, wanted: str, unwanted: str) -> None:
    """Below 星期, 一、四 is Monday and Thursday."""
    answer = asked.ask(question)
    assert answer.signs.features["by_cell"] == 1.0
    check_shown(asked, question, wanted, unwanted)


@pytest.mark.parametrize("question", ["租一把二胡要多少钱？", "修一把二胡要多少钱？"])
def test_what_one_does_with_a_thing_is_not_what_a_class_in_it_costs(asked: Asker, question: str) -> None:
    """The only money in the table is for lessons, and nothing there says 租 or 修."""
    answer = asked.ask(question)
    assert isinstance(answer, Declined)
    assert answer.signs.features["by_cell"] == 0.0


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("学二胡要多少钱？", "760", "640"),
        ("租一把唢呐多少钱？", "唢呐 | 6 |", "扬琴"),
        ("买一份鱼丸多少钱？", "12", "海蛎煎"),
    ],
)
def test_a_deed_that_the_column_says_finds_its_sum(
    asked: Asker, question: str, wanted: str, unwanted: str
) -> None:
    """学 is in 学费, 租 in 租金, and whatever costs something is bought."""
    assert asked.ask(question).signs.features["by_cell"] == 1.0
    check_shown(asked, question, wanted, unwanted)


def test_a_day_that_comes_every_month_answers_which_day(asked: Asker) -> None:
    """It has no date."""
    check_shown(asked, "竹屿集市哪一天举行？", "每月第二个星期三", "服从管理")

"""Follow-up questions: what they leave unsaid comes from the turns before."""

from __future__ import annotations

import pytest

from bot.questions.follow_ups import condense, hangs_on, is_sentence, own_subject
from bot.types import Turn


@pytest.mark.parametrize(
    ("before", "asked", "meant"),
    [
        ("停车管理办法第九条规定了什么?", "那第十条呢", "停车管理办法第十条规定了什么?"),
        ("银杏计划的申报条件是什么?", "那雪松计划呢？", "雪松计划的申报条件是什么?"),
        ("甲级泊位的押金是多少?", "那丙级的呢?", "丙级泊位的押金是多少?"),
        ("城北片谁中标了?", "那湖东片呢?", "湖东片谁中标了?"),
        ("计划中白石区有多少个小区?", "那云浦区呢?", "计划中云浦区有多少个小区?"),
        ("济南市的做法有哪些?", "那兰州呢?", "兰州的做法有哪些?"),
        ("石屿的淡水从哪儿来?", "那弯月岛呢?", "弯月岛的淡水从哪儿来?"),
        ("2021年轮换的价差补贴是多少?", "那2022年的补贴呢?", "2022年轮换的价差补贴是多少?"),
        ("粮库主任是什么时候到任的?", "他获得过什么奖励?", "粮库主任获得过什么奖励?"),
        ("人均收入是多少?", "农村的呢?", "农村人均收入是多少?"),
        ("岭下村的补贴县里出多少?", "那边的护理员每月补多少?", "岭下村 那边的护理员每月补多少?"),
        ("东渡口的老船工唐阿水是谁?", "他儿子在哪里工作?", "老船工唐阿水儿子在哪里工作?"),
    ],
)
def test_another_thing_of_the_same_kind_takes_the_place(before: str, asked: str, meant: str) -> None:
    """那…呢 asks the earlier question about another article, plan, row or place."""
    assert condense(asked, [Turn(before)]).text.removesuffix("?") == meant.removesuffix("?")


def test_a_follow_up_to_a_follow_up_keeps_the_subject() -> None:
    """Two steps deep the question is about what the second one named."""
    first = Turn("银杏计划的申报条件是什么?")
    second = Turn(condense("那雪松计划呢?", [first]).text)
    third = condense("申报地点在哪里?", [first, second]).text
    assert "雪松计划" in third
    assert "银杏" not in third
    assert "条件" not in third


def test_a_pronoun_reaches_past_a_follow_up() -> None:
    """他 in the third question is whom the first one named, the second having said 他 as well."""
    turns = [Turn("粮库主任是谁?"), Turn("他哪年到任的?")]
    assert condense("他获得过什么奖励?", turns).text == "粮库主任获得过什么奖励?"


def test_a_verb_phrase_is_no_subject_to_swap() -> None:
    """那期限呢 after 申请补贴要交哪些材料 asks for no materials of a 期限."""
    assert "期限要交" not in condense("那期限呢?", [Turn("申请补贴要交哪些材料?")]).text


def test_only_a_sentence_is_shown_as_understood() -> None:
    """Fragments side by side are searched with, but not shown."""
    assert is_sentence("停车管理办法第十条规定了什么?")
    assert not is_sentence("雪松计划 申报地点在哪里?")
    assert not is_sentence("")


def test_this_document_is_that_of_the_turn_before() -> None:
    """这份通知的附件有哪些 needs no word of the question before, only its document."""
    turn = Turn("供水到户率是多少?", ("notice-0003",))
    condensed = condense("这份通知的附件有哪些?", [turn])
    assert condensed.text == "这份通知的附件有哪些?"
    assert condensed.turn is turn


@pytest.mark.parametrize(
    ("asked", "hangs"),
    [("那第三项呢", True), ("还有第二条呢?", True), ("那什么时候施行?", False), ("第三项是什么?", False)],
)
def test_what_only_goes_on_hangs_on_a_question_before(asked: str, hangs: bool) -> None:
    """那第三项呢 says nothing by itself; 第三项是什么 may be asked of one document."""
    assert hangs_on(asked) is hangs


@pytest.mark.parametrize(
    ("asked", "subject"),
    [
        ("常住人口呢?", "常住人口"),
        ("工业投资呢", "工业投资"),
        ("那2022年呢?", ""),
        ("兰州呢?", ""),
        ("第三项呢?", ""),
    ],
)
def test_what_a_follow_up_is_about_by_itself(asked: str, subject: str) -> None:
    """A noun has a meaning of its own; a year, a number and a place take theirs from the question before."""
    assert own_subject(asked) == subject


def test_what_names_its_own_thing_and_asks_whole_stands_alone() -> None:
    """那 only joins it on: nothing of the question before is put in front of it."""
    earlier = [Turn("青杉计划什么时候申报?")]
    assert condense("那匠心计划什么时候申报?", earlier).text == "那匠心计划什么时候申报?"
    assert "时候申报" not in condense("要带哪些材料?", earlier).text.replace("什么时候申报", "")


def _asked_in_turn(*asked: str) -> list[str]:
    """How each of some questions is understood, all before it having been answered from one document."""
    turns: list[Turn] = []
    for question in asked:
        turns.append(Turn(condense(question, turns).text, ("notice-0001",)))
    return [turn.question for turn in turns]


def test_what_was_asked_of_a_subject_gives_way_to_what_is_asked_now() -> None:
    """However long a conversation is, a question holds its subject once and nothing of the turns between."""
    understood = _asked_in_turn("望月水库总投资是多少?", "谁负责?", "什么时候完工?", "何时开工?")
    assert understood[-1].replace(" ", "") == "望月水库总投资何时开工?"


def test_the_thing_that_was_turned_to_is_what_is_spoken_of() -> None:
    """谁负责 after 管网改造呢 asks about the pipes, though the reservoir was spoken of first."""
    understood = _asked_in_turn("望月水库总投资是多少?", "什么时候完工?", "老旧管网改造呢?", "谁负责?")
    assert "管网改造" in understood[-1]
    assert "完工" not in understood[-1]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("不对，我问的是雪松计划", "雪松计划的申报条件是什么?"),
        ("我说的是雪松计划", "雪松计划的申报条件是什么?"),
        ("不是，我想问雪松计划", "雪松计划的申报条件是什么?"),
        ("不对，我问的是雪松计划什么时候截止", "雪松计划什么时候截止"),
    ],
)
def test_a_correction_is_the_question_that_was_meant(asked: str, meant: str) -> None:
    """A thing takes the place of the one that was misread; a whole question is asked as it is."""
    found = condense(asked, [Turn("银杏计划的申报条件是什么?")])
    assert found.text.removesuffix("?") == meant.removesuffix("?")


@pytest.mark.parametrize(
    ("before", "asked", "meant"),
    [
        ("在河里游泳罚多少?", "第十条呢?", "第十条呢?"),
        ("停车管理办法第九条规定了什么?", "第三项呢?", "停车管理办法第九条第三项规定了什么?"),
        ("第九条第三项规定了什么?", "第五项呢?", "第九条第五项规定了什么?"),
        ("第九条第三项规定了什么?", "那第十条呢?", "第十条规定了什么?"),
        ("第九条第三项规定了什么?", "违反了罚多少?", "违反第九条第三项罚多少?"),
    ],
)
def test_a_unit_is_of_the_unit_above_it_and_of_the_document(before: str, asked: str, meant: str) -> None:
    """第三项 after 第九条 is an item of it; an article is of the document that was spoken of."""
    found = condense(asked, [Turn(before, ("rule-0009",))])
    assert found.text.removesuffix("?") == meant.removesuffix("?")
    assert found.within is meant.startswith(("第", "违反"))


def test_an_overview_is_of_the_document_spoken_of() -> None:
    """总结一下 names no document, so it means the one that the turn before was answered from."""
    found = condense("总结一下", [Turn("游泳罚多少?", ("rule-0009",))])
    assert (found.text, found.within) == ("总结一下", True)


@pytest.mark.parametrize(
    ("before", "asked", "meant"),
    [
        ("居民一年交多少?", "那职工呢?", "职工一年交多少?"),
        ("转租会怎么处罚?", "那擅自装修呢?", "擅自装修会怎么处罚?"),
        ("临江市在广场上摆摊罚多少?", "那钓鱼呢?", "钓鱼罚多少?"),
        ("综合楼每天开多久?", "要是临时停电呢?", "要是临时停电怎么办?"),
        ("青禾培训给多少钱?", "那雪松计划呢?", "雪松计划给多少钱?"),
    ],
)
def test_another_deed_case_or_payer_is_asked_about(before: str, asked: str, meant: str) -> None:
    """Who pays, what is done, and a case that is put each take their own place, never that of a town."""
    found = condense(asked, [Turn(before, ("rule-0009",))]).text
    assert found.removesuffix("?") == meant.removesuffix("?")


def test_a_telephone_is_nobody() -> None:
    """电话呢 after 联系人是谁 is not 电话是谁; 主任呢 is 主任是谁."""
    turns = [Turn("联系人是谁?", ("notice-0001",))]
    assert "电话是谁" not in condense("电话呢?", turns).text
    assert condense("主任呢?", turns).text.removesuffix("?") == "主任是谁"


@pytest.mark.parametrize(
    ("before", "asked", "meant"),
    [
        ("柳溪县接待了多少游客?", "梧桐区", "梧桐区接待了多少游客?"),
        ("柳溪乡分到几个名额?", "梧桐镇呢", "梧桐镇分到几个名额?"),
    ],
)
def test_a_name_alone_asks_the_same_of_it(before: str, asked: str, meant: str) -> None:
    """A name without 呢 asks the same of another place."""
    found = condense(asked, [Turn(before, ("report-0001",))]).text
    assert found.removesuffix("?") == meant.removesuffix("?")


def test_a_number_is_asked_of_no_person() -> None:
    """联系人呢 after 联系电话多少 is not 联系人多少."""
    assert "联系人多少" not in condense("联系人呢?", [Turn("联系电话多少?", ("notice-0001",))]).text


def test_those_who_are_asked_for_are_no_owner() -> None:
    """租金呢 after 优先的有哪些人 is not 租金的有哪些人."""
    assert "租金的有" not in condense("租金呢?", [Turn("优先的有哪些人?", ("rule-0008",))]).text


@pytest.mark.parametrize(
    ("before", "asked", "meant"),
    [
        ("柳溪县财政收入多少?", "支出呢?", "柳溪县财政支出多少?"),
        ("柳溪农村养老金每月多少钱?", "城镇的呢?", "柳溪城镇养老金每月多少钱?"),
        ("柳溪县去年GDP多少?", "2022年的呢?", "柳溪县2022年gdp多少?"),
        ("柳溪县去年GDP多少?", "那工业投资呢?", "柳溪县去年工业投资多少?"),
        ("东湖中学电话多少?", "不对，我问的是桂花路小学", "桂花路小学电话多少?"),
        ("危房改了几户?", "厕所呢?", "厕所改了几户?"),
        ("毛衣贵不贵?", "夏季衬衫呢?", "夏季衬衫贵不贵?"),
        ("要交什么材料?", "外省户籍的呢?", "外省户籍要交什么材料?"),
        ("迟到会怎样?", "旷课呢?", "旷课会怎样?"),
        ("在楼道停车怎么办?", "那堆放杂物呢?", "堆放杂物怎么办?"),
    ],
)
def test_a_kind_a_figure_or_a_deed_takes_the_place_of_its_like(before: str, asked: str, meant: str) -> None:
    """Kinds that shut each other out change places, and a figure stands beside the same place and year."""
    found = condense(asked, [Turn(before, ("report-0001",))]).text
    assert found.removesuffix("?") == meant.removesuffix("?")


@pytest.mark.parametrize(
    ("before", "asked", "meant"),
    [
        ("县医院第一包多少钱?", "第二包呢?", "县医院第二包多少钱?"),
        ("县医院第一包多少钱?", "第三包为什么流标?", "县医院第三包为什么流标?"),
        ("多少钱?", "第二包呢?", "第二包多少钱?"),
        ("养犬条例第十条讲了什么?", "违反第二款罚多少?", "违反第十条第二款罚多少?"),
        ("第八条第三项规定了什么?", "罚多少?", "违反第八条第三项罚多少?"),
    ],
)
def test_what_is_numbered_keeps_what_stands_above_it(before: str, asked: str, meant: str) -> None:
    """A paragraph is of its article, a lot of its tender; a penalty is for the breach of what was spoken of."""
    found = condense(asked, [Turn(before, ("rule-0009",))]).text
    assert found.removesuffix("?") == meant.removesuffix("?")


@pytest.mark.parametrize(
    "asked",
    [
        *("再说一遍", "原文是什么?", "出处呢", "刚才那个数再查一下", "上面那条是第几条?", "展开说说"),
        *("这是哪份文件里的", "说具体点", "什么意思?", "没看懂", "麻烦把答案重复一遍"),
    ],
)
def test_what_asks_for_the_answer_once_more_is_the_question_before(asked: str) -> None:
    """The last answer and the place where it stands are shown again; with nothing before there is none."""
    turn = Turn("擅自改装罚多少?", ("rule-0012",))
    found = condense(asked, [Turn("什么时候施行?", ("rule-0018",)), turn])
    assert (found.text, found.turn, found.within) == (turn.question, turn, True)
    assert hangs_on(asked)


@pytest.mark.parametrize(
    "asked", ["申报地点在哪里?", "在哪里?", "原文件是哪年印发的?", "依据是什么?", "第几条规定了停车?"]
)
def test_what_asks_something_else_is_not_the_question_before(asked: str) -> None:
    """A place, a basis or an article that is asked for is no wish to hear the answer again."""
    assert not hangs_on(asked)


def test_two_questions_in_one_are_completed_by_the_turn_before() -> None:
    """The second one goes on from the first, as a follow-up does."""
    turn = Turn("成人到县城多少钱?", ("interview-0004",))
    assert condense("老人呢?孩子呢?", [turn]).text.startswith("老人到县城多少钱?")
    whole = "出生率是多少,死亡率呢?"
    assert condense(whole, [Turn("粮食产量多少?", ("report-0001",))]).text.endswith("出生率是多少?死亡率呢")


def test_what_was_asked_of_a_school_gives_way_to_what_is_asked_now() -> None:
    """招几个班 after a question about the fees of a school asks about the school."""
    found = condense("招几个班?", [Turn("清河双语学校学费多少?", ("notice-0005",))])
    assert found.text.removesuffix("?") == "清河双语学校 招几个班"


def test_a_whole_question_is_no_name() -> None:
    """那…吗 is asked as it stands; only a name alone asks again what was asked before."""
    assert "呢" not in condense("那13岁的能骑吗", [Turn("几岁以下要戴头盔?", ("rule-0009",))]).text


def test_what_names_nothing_is_asked_of_the_document_at_hand() -> None:
    """涨了多少 can't be asked of another document; 镇长是谁 can, and so can 哪些车免费."""
    turn = Turn("柳溪县财政支出多少?", ("report-0004",))
    assert condense("涨了多少?", [turn]).within
    assert condense("多大年纪才能领?", [turn]).within
    assert not condense("镇长是谁?", [turn]).within
    assert not condense("哪些车免费?", [turn]).within


def test_what_was_turned_to_is_what_is_asked_about_next() -> None:
    """有上限吗 after 滞纳金怎么算 is about the fine, not about what was asked before it."""
    understood = _asked_in_turn("停车费怎么缴?", "滞纳金怎么算?", "有上限吗?")
    assert understood[-1].removesuffix("?") == "滞纳金 有上限吗"


def test_a_question_about_the_document_leaves_its_article() -> None:
    """这个办法… after a question about an article asks about the whole, and so does what follows it."""
    turns = [Turn("停车办法第十三条是什么?", ("rule-0013",))]
    found = condense("这个办法什么时候施行?", turns)
    assert (found.text, found.within) == ("这个办法什么时候施行?", True)
    after = condense("管几年?", [*turns, Turn(found.text, ("rule-0015",))]).text
    assert "第十三条" not in after


def test_who_else_is_asked_about_nobody_before() -> None:
    """谁请假了 after 组长是谁 asks about someone else; 谁负责 after a reservoir is about the reservoir."""
    assert condense("谁请假了?", [Turn("专班组长是谁?", ("minutes-0001",))]).text == "谁请假了?"
    assert "专班副组长" in condense("副组长呢?", [Turn("专班组长是谁?", ("minutes-0001",))]).text
    assert "水库" in condense("谁负责?", [Turn("望月水库总投资是多少?", ("report-0001",))]).text


def test_a_span_of_time_and_a_lot_are_no_items() -> None:
    """第一个小时 and 第一包 name themselves and point at nothing that was listed."""
    turn = Turn("代理费多少?", ("notice-0002",))
    assert condense("第一包质保几年?", [turn]).loose
    assert "第一个" not in condense("一天最多收多少?", [Turn("第一个小时多少?", ("rule-0004",))]).text.split()


def test_a_deed_that_has_happened_is_a_case() -> None:
    """超过了呢 asks what then, as 要是超过了呢 does."""
    turn = Turn("停车费忘交了怎么办?", ("rule-0007",))
    assert condense("超过了呢?", [turn]).text == "超过了怎么办?"

"""Units that a rule lacks, the rule in force, penalties by item, rosters, cells with names, heads and signatures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.questions.asker import Asker
from bot.types import Answer, Answered, Declined, Reason, as_turn
from tests.bot.drafting.asking import asker_of

OLD = """莘川市公共菜园租用规则

（2016年3月2日莘川市农业局印发）

一、每户居民一次可以租用公共菜园两块，租期一年。

二、逾期不退园的，每日收取占用费8元。

三、菜园内设公用水龙头，水费由租用人分摊。

四、本规则自2016年4月1日起施行。
"""
NEW = """莘川市公共菜园租用规则（2024年修订）

（2024年1月9日莘川市农业农村局印发）

一、每户居民一次可以租用公共菜园四块，租期两年。

二、菜园逾期不退的，不再收取占用费，自逾期之日起两年内不得再租。

三、菜园内设公用水龙头，水费由租用人分摊。

四、本规则自2024年2月1日起施行，2016年3月2日印发的《莘川市公共菜园租用规则》同时废止。
"""
TRAILS = """棠梨縣步道管理自治條例

第 1 條
為維護步道安全，特制定本自治條例。

第 2 條
步道內不得有下列行為：
一、燃放煙火。
二、採摘野花。
三、破壞護欄。

第 3 條
違反前條第一款規定者，處新臺幣五千元以上二萬元以下罰鍰。

第 4 條
違反第二條第三款規定者，處新臺幣一萬元罰鍰，並負擔修復費用。

第 5 條
本自治條例自公布日施行。
"""
EXPERTS = """莘川市园林评审专家名单

一、植物组

桑景行　市植物园　高级工程师
汲新雨　莘川林学院　副教授
步青云　市苗圃　工程师

二、水景组

荀子涵　市水务局　工程师
费明哲　市设计院　高级工程师
"""
STATIONS = """莘川市污水处理站一览

站名	设计规模（吨/日）	覆盖人口（人）	运营单位
莲塘站	2000	16400	清源水务
桐坳站	800	4550	碧漪环境
"""
NOTICE = """首页
无障碍阅读
关于规范菜市场停车收费行为
专项检查情况的通报
莘市监〔2024〕31号
各县（区）市场监督管理局：
2024年3月至4月，市市场监督管理局会同市发展和改革委员会，对全市菜市场停车收费行为开展了专项检查。
一、基本情况。共检查停车场76家。
二、有关要求。各停车场应当在二十日内完成自查。
附件：1.检查结果汇总表
莘川市市场监督管理局
2024年5月15日
附件1
检查结果汇总表
停车场	检查结果
东门停车场	合格
西门停车场	不合格
南门停车场	合格
北门停车场	合格
中心停车场	合格
河滨停车场	不合格
车站停车场	合格
码头停车场	合格
学府停车场	合格
新城停车场	合格
"""
PATROLS = """石陂水库巡查规程

1.1 汛期每日巡查一次，水位超过警戒线时每日巡查三次。

1.2 初次蓄水期间每日巡查两次。

1.3 发现渗漏的，巡查员应当在20分钟内电话报告技术责任人。
"""
COMMUNIQUE = """莘川市2024年统计公报

初步核算，全年地区生产总值86.42亿元，比上年增长5.6%。

管护资金由县财政承担六成，乡镇承担三成，村集体承担一成。
"""
DOCUMENTS = {
    "公报": COMMUNIQUE,
    "老规则": OLD,
    "新规则": NEW,
    "步道": TRAILS,
    "专家": EXPERTS,
    "站": STATIONS,
    "通报": NOTICE,
    "规程": PATROLS,
}


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """Seven documents, each with a form of its own."""
    texts = {f"{name}.txt": text for name, text in DOCUMENTS.items()}
    with asker_of(tmp_path_factory.mktemp("rules"), texts) as made:
        yield made


def _said(answer: Answer) -> str:
    assert isinstance(answer, Answered), answer
    return "|".join(claim.text for claim in answer.claims)


def test_the_rule_in_force_is_quoted_first(asker: Asker) -> None:
    """The sentence of the repealed rule has more of the question's words; it comes behind, or not at all."""
    answer = asker.ask("每户居民一次可以租几块公共菜园？")
    assert "四块" in _said(answer).split("|")[0]
    assert "edition-replaced" in {note.code for note in answer.notes} or "两块" not in _said(answer)


@pytest.mark.parametrize("address", ["第七条", "第二条第五款", "第二条之一"])
def test_a_unit_that_a_rule_lacks_is_told_and_not_replaced(asker: Asker, address: str) -> None:
    """Another article or paragraph is no answer to what one says that isn't there."""
    answer = asker.ask(f"棠梨县步道管理自治条例{address}规定了什么？")
    assert isinstance(answer, Declined)
    assert "unit-absent" in {note.code for note in answer.notes}


@pytest.mark.parametrize(
    ("deed", "said", "not_said"),
    [("在步道燃放烟火", "二萬元", "一萬元"), ("破坏步道护栏", "一萬元罰鍰", "二萬元")],
)
def test_an_item_finds_the_penalty_of_its_own_number(
    asker: Asker, deed: str, said: str, not_said: str
) -> None:
    """前條第一款 is the first item of the article before; 款 are items where they are numbered 一、."""
    answer = asker.ask(f"{deed}罚多少钱？")
    shown = [c.quote for c in answer.nearest] if isinstance(answer, Declined) else [_said(answer)]
    assert not any(not_said in one for one in shown)
    if isinstance(answer, Answered):
        assert said in _said(answer)


def test_a_deed_without_a_penalty_gets_none_of_another(asker: Asker) -> None:
    """No article says what follows from picking flowers."""
    answer = asker.ask("在步道采摘野花罚多少钱？")
    shown = [c.quote for c in answer.nearest] if isinstance(answer, Declined) else [_said(answer)]
    assert not any("元" in one for one in shown)


def test_lines_of_one_block_under_a_heading_are_entries(asker: Asker) -> None:
    """People who stand line by line are listed one by one, and each is found with the group over it."""
    said = _said(asker.ask("植物组的专家有哪些人？"))
    assert all(name in said for name in ("桑景行", "汲新雨", "步青云"))
    assert "荀子涵" not in said
    of_one = _said(asker.ask("费明哲在哪个组？"))
    assert "水景组" in of_one
    assert "荀子涵" not in of_one


@pytest.mark.parametrize(
    ("question", "cell"), [("桐坳站由谁运营？", "碧漪环境"), ("莲塘站覆盖多少人口？", "16400")]
)
def test_a_cell_is_found_by_what_its_column_says(asker: Asker, question: str, cell: str) -> None:
    """运营 says enough of 运营单位, and 覆盖多少人口 has all of 覆盖人口."""
    said = _said(asker.ask(question))
    assert cell in said
    assert len({"清源水务", "碧漪环境"} & {word for word in ("清源水务", "碧漪环境") if word in said}) == 1


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("菜市场停车收费专项检查通报是哪些单位发的？", "莘川市市场监督管理局"),
        ("菜市场停车收费专项检查通报是哪天成文的？", "2024年5月15日"),
    ],
)
def test_the_signature_above_attachments_is_that_of_the_paper(asker: Asker, question: str, line: str) -> None:
    """However long the attachments are; and the page's 无障碍阅读 is no part of its title."""
    assert line in _said(asker.ask(question))


def test_another_case_is_no_other_figure(asker: Asker) -> None:
    """One document gives figures of several cases; they don't contradict one another."""
    answer = asker.ask("石陂水库汛期每日巡查几次？")
    assert "figures-differ" not in {note.code for note in answer.notes}


def test_to_report_by_telephone_asks_for_no_number(asker: Asker) -> None:
    """电话 in 电话报告 is how something is done."""
    assert "20分钟" in _said(asker.ask("发现渗漏要在多长时间内电话报告？"))


def test_what_only_goes_on_has_nothing_to_go_on_from(asker: Asker) -> None:
    """Asked first of all, 那第三项呢 gets the reply that nothing was asked."""
    answer = asker.ask("那第三项呢")
    assert isinstance(answer, Declined)
    assert answer.reason is Reason.TALK


def test_a_document_that_is_not_named_is_asked_for(asker: Asker) -> None:
    """Of seven documents 这份报告 is none in particular; one that is called by a part of its title is found."""
    answer = asker.ask("这份报告讲了什么")
    assert isinstance(answer, Declined)
    assert "which-document" in {note.code for note in answer.notes}
    assert "植物组" in _said(asker.ask("园林专家名单讲了什么？"))


def test_a_follow_up_is_asked_by_its_own_subject_too(asker: Asker) -> None:
    """水费呢 after a question about the lease is answered from the same document."""
    before = as_turn(asker.ask("公共菜园的租期是多久？"))
    assert "租用人分摊" in _said(asker.ask("水费呢？", (before,)))


def test_what_people_say_is_looked_for_as_documents_write_it(asker: Asker) -> None:
    """No passage has the letters GDP."""
    assert "86.42亿元" in _said(asker.ask("莘川市2024年GDP是多少？"))


@pytest.mark.parametrize(("who", "share"), [("县财政", "六成"), ("乡镇", "三成"), ("村集体", "一成")])
def test_the_value_of_the_clause_that_is_asked_about_stands_out(asker: Asker, who: str, share: str) -> None:
    """One sentence gives three shares, each behind whom it is of."""
    answer = asker.ask(f"管护资金{who}承担几成？")
    assert isinstance(answer, Answered)
    citation = answer.claims[0].citations[0]
    start = citation.span.start
    bold = [citation.quote[one.start - start : one.end - start] for one in citation.emphasis]
    assert all(share in one for one in bold)
    assert answer.short is None or share in answer.short.text


COMMITTEE = """柏岭县防汛抗旱指挥部成员名单

指挥长
汤伯庸 县委副书记、县长

副指挥长
尹若兰 县委常委、副县长
郝建州 县人武部部长
冉启明 县水利局局长

专家组
阮思齐 县水利局总工程师
封雅文 省水利设计院高级工程师
喻长风 市水文站站长

指挥部办公室设在县水利局，办公室主任由冉启明同志兼任。办公室负责汛情收集、预案编制和值班值守工作。
"""
STARS = """# 霜林市公共厕所服务质量分级规范

## 3 分级要求

### 3.1 三星级

3.1.1 应配置感应式洗手器。

3.1.2 保洁间隔不应超过30分钟。

### 3.2 二星级

3.2.1 应配置挂衣钩。

3.2.2 保洁间隔不应超过60分钟。
"""
BRIEFING = """2024年银杉州经济运行简报

2024年，银杉州实现地区生产总值412.6亿元，同比增长5.8%。

分县市看：

银杉市实现地区生产总值156.2亿元，同比增长6.4%；

云背县实现地区生产总值98.7亿元，同比增长5.1%。
"""


@pytest.fixture(scope="module")
def committee(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """Asks a roster without sentences, a standard of levels and a briefing."""
    texts = {"roster.txt": COMMITTEE, "stars.md": STARS, "briefing.txt": BRIEFING}
    with asker_of(tmp_path_factory.mktemp("committee"), texts) as made:
        yield made


@pytest.mark.parametrize(
    ("question", "people"),
    [
        ("防汛抗旱指挥部有哪几位副指挥长？", ("尹若兰", "郝建州", "冉启明")),
        ("专家组有几个人，是谁？", ("阮思齐", "封雅文", "喻长风")),
    ],
)
def test_a_group_of_a_roster_is_listed_whole(
    committee: Asker, question: str, people: tuple[str, ...]
) -> None:
    """No more and no fewer than stand below its heading, the last group of the roster too."""
    answer = committee.ask(question)
    said = _said(answer)
    assert all(name in said for name in people)
    everybody = ("汤伯庸", "尹若兰", "郝建州", "冉启明", "阮思齐", "封雅文", "喻长风")
    assert not any(name in said for name in everybody if name not in people)
    assert ("list-complete", {"count": 3, "total": 3}) in [(n.code, dict(n.params)) for n in answer.notes]


@pytest.mark.parametrize("question", ["公厕的保洁间隔不能超过多少分钟？", "2024年银杉州地区生产总值是多少？"])
def test_figures_of_other_levels_and_places_do_not_differ(committee: Asker, question: str) -> None:
    """三星级 and 二星级 each have an interval of their own, and a county's product is not its prefecture's."""
    answer = committee.ask(question)
    assert isinstance(answer, Answered)
    assert "figures-differ" not in {note.code for note in answer.notes}


def test_a_county_is_not_shown_for_its_prefecture(committee: Asker) -> None:
    """Figures of places that nobody asked about are no further answers."""
    said = _said(committee.ask("2024年银杉州地区生产总值是多少？"))
    assert "412.6亿元" in said
    assert "156.2亿元" not in said
    assert "98.7亿元" not in said

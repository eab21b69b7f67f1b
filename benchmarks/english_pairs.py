"""English sentences that Chinese evidence supports, written by hand, and wrong ones made of them.

    python -m benchmarks.english_pairs [--show KIND]

Prints what the verifier keeps of the true ones and catches of the wrong ones.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence

from benchmarks.mutations import Text
from benchmarks.verifier import project_texts
from bot.verification.verdict import Drafted
from bot.verification.verifier import Evidence, prove
from vectorstore.text.search_form import search_form
from vectorstore.types import Document, Metadata, Passage, Span

#: Document, supporting words in it, true sentences.
TRUE = (
    ("000", "形成调研报告48份", "It produced 48 research reports.", "48 research reports were formed."),
    ("000", "培训600余人次", "The reading class trained more than 600 person-times.", "Over 600 were trained."),
    ("000", "对2名同志因思想作风苗头性、倾向性问题进行了诫勉谈话", "2 comrades were given admonishing talks."),
    ("000", "先后3次对落实中央八项规定精神情况进行全面检查", "It carried out 3 comprehensive inspections."),
    ("000", "自2月4日,组织党员干部下沉8个社区", "Since February 4, Party members and cadres were organized to 8 communities."),
    ("000", "实行月报制度", "A monthly report system was implemented."),
    ("000", "组建12个督导组", "12 supervision teams were set up."),
    ("001", "16.69万名政法干警参加网上政治轮训专题学习", "166,900 political and legal officers took part in online political rotation training."),
    ("001", "3月7日全部进驻到位", "All were in place on March 7."),
    ("001", "山东省委书记、全省政法队伍教育整顿领导小组组长刘家义", "Liu Jiayi is the head of the leading group.", "Liu Jiayi is the secretary of the Shandong provincial committee."),
    ("001", "日照市政法系统推出为民办实事项目94项", "Rizhao launched 94 projects.", "The system of Rizhao launched 94 projects for the people."),
    ("001", "淄博市政法系统深入推进“无证明城市”建设", "Zibo is promoting the construction of a city without proof."),
    ("001", "收集意见建议1.59万余条", "Over 15,900 opinions and suggestions were collected."),
    ("001", "召开座谈会5565场次", "5,565 symposiums were held."),
    ("001", "为做好政法队伍教育整顿,山东组建了16个省级指导组", "Shandong set up 16 provincial guidance teams."),
    ("002", "红河州委政法委印发了《红河州政法队伍纪律作风建设长效机制》", "The Honghe political and legal affairs commission issued the long-term mechanism."),
    ("002", "全州政法各单位每半年至少专题研究一次纪律作风建设工作", "Discipline is studied at least once every six months."),
    ("002", "每年至少开展一次纪律作风警示教育", "Warning education is carried out at least once a year."),
    ("003", "命案发案下降31.3%", "Homicides fell by 31.3%.", "Murder cases dropped 31.3 percent."),
    ("003", "指导273个党支部召开年度组织生活会", "273 Party branches were guided."),
    ("003", "冻结涉案资金2.34亿元", "Funds of 234 million yuan were frozen.", "It froze 234 million yuan of funds."),
    ("003", "紧急止付35.2亿元", "Emergency stop payments reached 3.52 billion yuan."),
    ("003", "督促整改苗头性问题1100个", "It urged the rectification of 1,100 problems."),
    ("004", "有2个处室(支部)、8名个人受省市级表彰", "8 individuals were commended."),
    ("100", "2023年全市计划改造城镇老旧小区86个", "The city plans to renovate 86 old residential communities in 2023."),
    ("100", "改造后入户水压不得低于0.14兆帕", "The water pressure must not be lower than 0.14 megapascals."),
    ("100", "有效期至2024年12月31日", "It is valid until December 31, 2024."),
    ("100", "由副市长陆明远任组长", "Deputy mayor Lu Mingyuan serves as head."),
    ("100", "全年加装电梯不少于60部", "At least 60 elevators will be installed.", "No less than 60 elevators are to be installed in the year."),
    ("101", "停放时间不超过三十分钟的,免收停车费", "Parking of no more than 30 minutes is free."),
    ("101", "专项规划每五年修编一次", "The special plan is revised every five years."),
    ("102", "全年开工建设保障性租赁住房3200套", "3,200 sets of affordable rental housing were started."),
    ("102", "查出问题127项,已整改89项", "127 problems were found and 89 were rectified."),
    ("102", "存量住房成交1.94万套,同比增长12.8%", "19,400 sets of housing were sold, an increase of 12.8%."),
    ("102", "全年商品房销售面积211万平方米", "2.11 million square meters of commercial housing were sold."),
    ("103", "加装电梯6部", "6 elevators were installed."),
    ("103", "梧桐里小区建成于1987年", "The community was built in 1987.", "Wutongli was built in 1987."),
    ("104", "断面水质每提高一个类别,上游区(县)获得补偿300万元", "The upstream district gets compensation of 3 million yuan."),
    ("104", "2023年8月16日下午", "It was in the afternoon of August 16, 2023."),
    ("104", "干流禁捕期为每年3月1日至6月30日", "Fishing is banned from March 1 to June 30 every year."),
    ("104", "由市生态环境局牵头,9月30日前完成剩余14个入河排污口的整治", "The municipal ecology and environment bureau takes the lead.", "The remaining 14 outlets are to be rectified before September 30."),
    ("105", "区民政局局长沈佩华说", "Shen Peihua is the director of the civil affairs bureau."),
    ("105", "通过公开招标引入6家专业机构", "6 professional institutions were introduced through open bidding."),
    ("106", "发放问卷1500份,回收有效问卷1387份", "1,500 questionnaires were distributed and 1,387 valid ones were recovered."),
    ("106", "城东新区的6个社区还没有驿站", "6 communities of the new area have no station yet."),
    ("106", "独居老人4210人", "4,210 old people live alone."),
    ("107", "强降雨过程有5至7次", "There were 5 to 7 heavy rainfall processes."),
    ("107", "汛末水库蓄水总量不低于2.8亿立方米", "The reservoirs must store no less than 280 million cubic meters."),
    ("107", "全市118座小型水库中,还有9座没有完成除险加固", "9 of the 118 small reservoirs have not been reinforced."),
)  # fmt: skip

_NAMES = ("Qingdao", "Kunming", "Wang Jianguo", "Li Ming", "Weifang", "Zhao Zhigang")
_NOUNS = (
    "schools",
    "vehicles",
    "trees",
    "hospitals",
    "books",
    "bridges",
    "prizes",
    "lawsuits",
    "patients",
    "meals",
)
_OPPOSITE = (
    ("fell", "rose"), ("dropped", "increased"), ("increase", "decrease"), ("launched", "cancelled"), ("issued", "abolished"),
    ("set up", "dissolved"), ("started", "demolished"), ("installed", "removed"), ("promoting", "opposing"), ("collected", "destroyed"),
    ("froze", "released"), ("frozen", "released"), ("built", "destroyed"), ("sold", "bought"), ("commended", "punished"),
    ("distributed", "lost"), ("trained", "dismissed"), ("at least", "at most"), ("more than", "less than"), ("Over", "Under"),
    ("before", "after"), ("no less than", "no more than"), ("free", "expensive"), ("banned", "allowed"), ("produced", "lost"),
    ("afternoon", "morning"), ("until", "from"), ("upstream", "downstream"), ("old", "new"), ("Deputy mayor", "Mayor's wife"),
    ("secretary", "deputy secretary"), ("head", "deputy head"), ("held", "cancelled"), ("introduced", "expelled"), ("revised", "abolished"),
)  # fmt: skip


def _offered(texts: Sequence[Text], doc: str, quote: str) -> Evidence:
    """The passage of a document that holds a quotation, as a model would be given it."""
    wanted = search_form(quote).text
    held = next(
        (one for one in texts if one.doc.startswith(doc) and wanted in search_form(one.text).text), None
    )
    assert held is not None, (doc, quote)
    document = Document(held.doc, "", "utf-8", held.text, Metadata(title=held.doc), ())
    span = Span(0, len(held.text))
    passage = Passage("AAAA-AAAA-AAAA", document.file, span, 1, 0, ())
    title = next(one.text for one in texts if one.doc == held.doc)[:60]
    return Evidence("K", passage, document, search_form(held.text), (span,), title)


def changed(sentence: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Wrong sentences made of a true one, with the name of the change."""
    for found in re.finditer(r"\d[\d,.]*\d|\d", sentence):
        at = rng.choice([n for n in range(*found.span()) if sentence[n].isdigit()])
        digit = rng.choice([d for d in "123456789" if d != sentence[at]])
        yield "figure", sentence[:at] + digit + sentence[at + 1 :]
    for one, other in (
        ("million", "billion"),
        ("billion", "million"),
        (",000", ""),
        ("00 ", " "),
        (" percent", " points"),
    ):
        if one in sentence:
            yield "figure", sentence.replace(one, other, 1)
    for month, other in (
        ("March", "May"),
        ("February", "June"),
        ("August", "April"),
        ("September", "October"),
        ("December", "July"),
    ):
        if month in sentence:
            yield "date", sentence.replace(month, other, 1)
    for found in re.finditer(
        r"\b(?:Shandong|Rizhao|Zibo|Honghe|Wutongli|Liu Jiayi|Lu Mingyuan|Shen Peihua)\b", sentence
    ):
        yield "name", sentence[: found.start()] + rng.choice(_NAMES) + sentence[found.end() :]
    if not re.search(r"\b(?:not|no)\b", sentence):
        for verb in ("was", "were", "is"):
            if re.search(rf"\b{verb}\b", sentence):
                yield "negation", re.sub(rf"\b{verb}\b", f"{verb} not", sentence, count=1)
                yield "negation", re.sub(rf"\b{verb}\b", f"{verb} never", sentence, count=1)
        yield "negation", f"It is not true that {sentence[0].lower()}{sentence[1:]}"
    else:
        yield "negation", re.sub(r"\b(?:not|no) ", "", sentence, count=1)
    for one, other in _OPPOSITE:
        if re.search(rf"\b{one}\b", sentence):
            yield "opposite", re.sub(rf"\b{one}\b", other, sentence, count=1)
    for found in re.finditer(r"(?<=\d )[a-z]{5,}(?: [a-z]+)?", sentence):
        if found[0].split()[0] not in {"million", "billion", "percent"}:
            yield "noun", sentence[: found.start()] + rng.choice(_NOUNS) + sentence[found.end() :]
    yield "added", sentence.rstrip(".") + f" in {rng.choice(('Beijing', 'secret', 'vain', 'London'))}."
    yield "added", sentence.rstrip(".") + ", which the court praised."


def measure(seed: int = 1) -> tuple[dict[str, list[int]], list[tuple[str, str, str]]]:
    """[right, all] by kind, and what went wrong: (kind, sentence, problems)."""
    rng = random.Random(seed)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    wrong: list[tuple[str, str, str]] = []

    def note(kind: str, sentence: str, quote: str, offered: Evidence, true: bool) -> None:
        verdict = prove(Drafted("K", quote, sentence), {"K": offered}, english=True)
        right = (verdict.claim is not None) is true
        counts[kind][0] += right
        counts[kind][1] += 1
        if not right:
            problems = ", ".join(f"{one.flaw.value} {one.words}" for one in verdict.problems)
            wrong.append((kind, sentence, f"{quote} {problems}"))

    # The passage of a page is what a reader sees of it.
    texts = [
        Text(t.id, t.doc, re.sub(r"<[^>]*>|\*\*|(?<=[^。\w])\s+", "", t.text)) for t in project_texts()[0]
    ]
    places = [(_offered(texts, doc, quote), quote, sentences) for doc, quote, *sentences in TRUE]
    for number, (offered, quote, sentences) in enumerate(places):
        for sentence in sentences:
            note("true", sentence, quote, offered, True)
            for kind, new in changed(sentence, rng):
                if new != sentence:
                    note(kind, new, quote, offered, False)
            for figure in dict.fromkeys(re.findall(r"\d+(?:\.\d+)?", offered.form.text)):
                new = re.sub(r"\d[\d,.]*\d|\d", figure, sentence, count=1)
                if figure not in sentence and new != sentence and figure not in quote:
                    note("other figure", new, quote, offered, False)
            elsewhere, other, _ = places[(number + rng.randrange(1, len(places))) % len(places)]
            note("wrong passage", sentence, other, elsewhere, False)
    return counts, wrong


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--show", default="", help="print the wrong verdicts of this kind, or `all`")
    given = parser.parse_args(arguments)
    counts, wrong = measure()
    for kind, (right, whole) in counts.items():
        print(f"{kind:14}{right:4}/{whole:<4} {'kept' if kind == 'true' else 'caught'}")
    for kind, sentence, why in wrong:
        if given.show in {kind, "all"}:
            print(f"[{kind}] {sentence}\n    < {why}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

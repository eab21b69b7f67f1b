"""Names of people in a search form: those that the segmenter knows, and those that stand where a name stands.

The segmenter knows common names only. Surnames are a closed list, so that a rare name is told by its surname
behind an office (局长鄢道临), behind a label (联系人:申屠婧), before an office or as a cell of its own.
"""

from __future__ import annotations

import re

from bot.language.entity_patterns import EntityMatch
from bot.language.segmentation import words
from bot.language.word_lists import words_of

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文"
    "牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲"
    "翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗"
    "习鄢宿步昝巩仝逯苟乜禚庾荀闵卞栾桑汲糜璩仰竺赫都伊虞郗阎佟隋郦湛边鞠封储甄丛粟沙尧匡国敖支修佘厉茅荣应宣邬"
    "臧计伏樂乐傅皮平和萧毋狄贝明强郁祖危虢谌茹练英衡揭赖迟衣揣权亓邰缑占商佀查后荆红竹权逄仲晋楚暴牧隗山养鞠须丰巢蒯相"
    "芮奚酆嵇羿宓郜蓟胥蔺莘阚訾晁桓寇阙仇裘贲钮邴邬刁屠"
    "鄂扶堵宰雍却桂濮寿通扈燕冀郏浦尚瞿充慕茹宦鱼容慎戈暨居弓咸籍"
)
_LONG_SURNAMES = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|令狐|申屠|宇文|慕容|司徒|司空|夏侯|端木|独孤|南宫|西门|长孙|轩辕|呼延|单于|澹台|公冶|太史|赫连|闻人|淳于|钟离|第五|百里|东郭|拓跋"
_OFFICE, _SPEECH = "|".join(words_of("offices")), "|".join(words_of("speaking"))
_LABEL = "人|员|长|者|成员|组员|姓名|名单|负责|值班|签发|核稿|校对|监制"
_NAME = rf"(?:(?:{_LONG_SURNAMES})[\u4e00-\u9fff]{{1,2}}|[{''.join(sorted(SURNAMES))}][\u4e00-\u9fff]{{1,2}})"
_EDGE = r"$|[|,。;:、()\s]"
#: Behind an office or a label, as a cell of its own, before an office.
_PERSON = re.compile(
    rf"(?:(?:{_OFFICE}|发言人|负责人|联系人)\s?|(?:{_LABEL}):\s?)(?P<behind>{_NAME})(?={_EDGE}|{_SPEECH}|作|在|对|向|就|和|与|及|为|主)"
    rf"|(?:^|[|\s])(?P<cell>{_NAME})(?=$|[|\s])"
    rf"|(?:^|[,。;:、\s]|由)(?P<before>{_NAME})(?=(?:副|常务副)?(?:{_OFFICE}))"
)


def people_in(form: str) -> list[EntityMatch]:
    """The people named in a search form, in their order."""
    tagged = words(form)
    found = {
        word.start: EntityMatch(word.text, word.start, word.start + len(word.text))
        for word in tagged
        if word.tag.startswith("nr") and 2 <= len(word.text) <= 4
    }
    # What the segmenter knows as one word of another kind (高速, 安全) is no name.
    known = {(word.start, word.start + len(word.text)) for word in tagged if not word.tag.startswith("nr")}
    for one in _PERSON.finditer(form):
        where = one.span(one.lastgroup or 0)
        if where not in known:
            found[where[0]] = EntityMatch(form[slice(*where)], *where)
    return [found[start] for start in sorted(found)]


def masked_names(form: str) -> frozenset[str]:
    """The people of a search form whose given names are left out: 郝某某, 时某; none for 某公司."""
    found = set()
    for at in range(1, len(form)):
        if form[at] != "某" or form[at - 1] not in SURNAMES:
            continue
        rest = form[at:]
        behind = rest.lstrip("某")
        if not behind.startswith(_FIRMS):
            found.add(form[at - 1] + "某" * (len(rest) - len(behind)))
    return frozenset(found)


#: How what follows 某 begins where it is no person.
_FIRMS = tuple(words_of("masked-firms"))

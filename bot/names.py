"""Whether a change between two texts changes the name of a person, a place or a body.

No dictionary of all names exists, so the surroundings decide: a name of a province or
prefecture; characters before 县, 局, 委员会 and the like; a surname beside an office or before
说 and 表示. Everything is read off bare forms (simplified, without punctuation).
"""

from __future__ import annotations

import re

_PROVINCES = (
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州"
    " 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门"
)
_PREFECTURES = (
    "石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 雄安 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁"
    " 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 兴安盟 锡林郭勒 阿拉善 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州"
    " 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛 长春 四平 辽源 通化 白山 松原 白城 延边 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春"
    " 佳木斯 七台河 牡丹江 黑河 绥化 大兴安岭 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 杭州 宁波 温州"
    " 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城"
    " 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博 枣庄"
    " 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 莱芜 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河"
    " 三门峡 南阳 商丘 信阳 周口 驻马店 济源 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 长沙 株洲 湘潭 衡阳"
    " 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源"
    " 阳江 清远 东莞 中山 潮州 揭阳 云浮 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左 海口 三亚 三沙"
    " 儋州 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 阿坝 甘孜 凉山 贵阳 六盘水"
    " 遵义 安顺 毕节 铜仁 黔西南 黔东南 黔南 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆"
    " 拉萨 日喀则 昌都 林芝 山南 那曲 阿里 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 嘉峪关 金昌 白银 天水 武威 张掖"
    " 平凉 酒泉 庆阳 定西 陇南 临夏 甘南 西宁 海东 海北 黄南 海南州 果洛 玉树 海西 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依"
    " 吐鲁番 哈密 昌吉 博尔塔拉 巴音郭楞 阿克苏 克孜勒苏 喀什 和田 伊犁 塔城 阿勒泰 石河子 台北 高雄 台中 台南 新北 桃园 基隆"
)
_PLACES = frozenset((_PROVINCES + " " + _PREFECTURES).split())
_LONGEST_PLACE = max(map(len, _PLACES))

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文"
    "牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲"
    "翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗"
    "习"
)
_OFFICE = (
    "书记|主任|局长|厅长|省长|市长|县长|区长|州长|镇长|乡长|村长|部长|院长|校长|处长|科长|所长|队长|支队长|大队长|组长|检察长|"
    "主席|总理|总统|委员|常委|代表|同志|记者|通讯员|作者|编辑|责编|教授|博士|院士|律师|法官|检察官|民警|干警|先生|女士|专家|经理|"
    "董事长|总裁|秘书长|会长|理事长|司长|政委|参谋长|司令员|局党委书记"
)
_SPEECH = "说|表示|介绍|指出|强调|认为|称|告诉|主持|出席|要求|担任|任|带头|等|坦言|透露"
_BEFORE_PERSON = re.compile(rf"(?:{_OFFICE}|本报通讯员)[\u4e00-\u9fff]{{0,8}}$")
_BEHIND_PERSON = re.compile(rf"(?:{_OFFICE}|{_SPEECH}|同志)")

_BODIES = (
    "自治区|自治州|自治县|特别行政区|街道办|街道|开发区|新区|委员会|党委|党组|政法委|纪委|监委|省委|市委|县委|州委|区委|"
    "人民政府|政府|公安局|司法局|检察院|法院|公安厅|司法厅|办公室|研究院|大学|学院|中学|小学|医院|银行|公司|集团|协会|报社|日报|晚报|"
    "电视台|出版社|支队|大队|派出所|省|市|县|州|区|镇|乡|村|旗|盟|厅|局|委"
)
_BODY_BEHIND = re.compile(rf"[\u4e00-\u9fff]{{0,1}}(?:{_BODIES})")
#: Words that end as names do but name nothing.
_GENERIC = re.compile(
    r"(?:全|各|本|我|该|每|某|两|多|跨|外|城|都|上|超|股|门|夜|楼|乡|农|山|社|园|地|辖|景|小|片|灾|牧|郊|林|矿|库|禁|"
    r"县|州|省|市|区|级|个|到|在|进|驻|入|基层|部|布|结|格|定|大|原|编|政法|政|纪|常)(?:省|市|县|州|区|镇|乡|村|局|委|旗)$"
)


def is_name_change(source: str, s0: int, s1: int, quoted: str, q0: int, q1: int) -> bool:
    """Whether the change of `source[s0:s1]` to `quoted[q0:q1]` touches a name.

    Either range may be empty; the texts around both are alike.
    """
    return _in_name(source, s0, s1) or _in_name(quoted, q0, q1)


def _in_name(text: str, start: int, end: int) -> bool:
    return start < end and (
        _in_place(text, start, end) or _in_person(text, start, end) or _in_body(text, start, end)
    )


def _in_place(text: str, start: int, end: int) -> bool:
    """Whether the range overlaps the name of a province or prefecture."""
    for first in range(max(0, start - _LONGEST_PLACE + 1), end):
        for length in range(2, _LONGEST_PLACE + 1):
            if first + length > start and text[first : first + length] in _PLACES:
                return True
    return False


def _in_person(text: str, start: int, end: int) -> bool:
    """Whether the range overlaps two or three characters that look like a person's name."""
    for first in range(max(0, start - 2), end):
        if text[first] not in _SURNAMES:
            continue
        for length in (3, 2):
            last = first + length
            if last <= start or last > len(text):
                continue
            if _BEHIND_PERSON.match(text, last) and not _BEHIND_PERSON.match(text, first):
                return True
            if _BEFORE_PERSON.search(text[max(0, first - 14) : first]) and first + 1 <= end <= last + 3:
                return True
    return False


def _in_body(text: str, start: int, end: int) -> bool:
    """Whether the range stands right before the ending of a place's or a body's name."""
    found = _BODY_BEHIND.match(text, end)
    if not found:
        # The ending itself was changed: 济南市 for 济南县.
        return bool(
            re.fullmatch(r"[省市县州区镇乡村旗]", text[start:end])
            and start >= 2
            and text[start - 2 : start] in _PLACES
        )
    name = text[max(0, end - 1) : found.end()]
    return not _GENERIC.search(name) and all("\u4e00" <= char <= "\u9fff" for char in text[start:end])

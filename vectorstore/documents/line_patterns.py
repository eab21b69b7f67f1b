"""Patterns of lines that are no body text: menus, captions, dates, sources, signatures."""

from __future__ import annotations

import re

from vectorstore.types import Span

#: The level of a line that is an item of a list or a row of a table: no heading, however short.
ITEM = -1
MENU_WORDS = re.compile(r"[\s|｜/>·»]+")
#: How a menu begins, however short it is.
HOME = frozenset({"首页", "网站首页", "主页"})
SITE_WORDS = frozenset(
    [
        "首页",
        "网站首页",
        "主页",
        "热点",
        "资讯",
        "新闻",
        "要闻",
        "行业",
        "财经",
        "国内",
        "国际",
        "商业",
        "生活",
        "快讯",
        "视频",
        "图片",
        "专题",
        "登录",
        "注册",
        "搜索",
        "关于我们",
        "联系我们",
        "政务公开",
        "互动交流",
        "办事服务",
        "政务服务",
        "党建",
        "理论",
        "评论",
        "体育",
        "娱乐",
        "科技",
        "教育",
        "导航",
    ]
)
CHROME = re.compile(
    r"^[\[(]?(?:"
    r"责编|责任编辑|编辑:|校对|审核:|初审|复审|终审|值班编辑|图片来源|供稿:|摄影|图/文|文/图|图为|资料图"
    r"|编者按|编者的话|编辑按|编后"
    r"|版权声明|免责声明|版权所有|特别声明|声明:|本站仅提供|本文内容由互联网用户|转载请注明|copyright|©"
    r"|分享到|分享至|扫一扫|微信扫|打印本页|打印|关闭窗口|关闭本页|返回顶部|返回列表|上一篇|下一篇|字号"
    r"|浏览次数|点击数|阅读量|阅读次数|访问量|当前位置|您的位置|您当前的位置|您所在的位置"
    r"|网站地图|京公网安备|.{0,4}icp备|网站标识码|点击进入|点击查看|查看更多|更多>>|我要纠错|相关附件下载|原标题"
    r")"
)
#: Who runs a site, in its footer; who holds an event, anywhere else.
RUNS_SITE = re.compile(r"^[\[(]?(?:主办单位:|承办单位:|技术支持)")
FOOTER = re.compile(r"icp备|备案号:|公网安备|网站标识码|网站地图|版权所有|技术支持|copyright|©")
TAIL = re.compile(
    r"^[\[(]?(?:推荐阅读|相关阅读|相关新闻|相关链接|相关文章|延伸阅读|热门推荐|热点新闻|猜你喜欢|精彩推荐|更多新闻)"
)
CAPTION_MARK = re.compile(r"^[\[(]?(?:图/文|文/图|图为|摄影|.{0,12}摄[)\]]?$|资料图|图片来源)")
DATE = r"(?:19|20)\d{2}(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2})"
# The number of a file, such as YL2026-00417, holds no date.
FIND_DATE = re.compile(
    r"(?<![0-9A-Za-z])((?:19|20)\d{2})(?:年|[-/.])(0?[1-9]|1[0-2])(?!\d)(?:月|[-/.])?(?:(0?[1-9]|[12]\d|3[01])(?!\d)日?)?"
)
DATE_LINE = re.compile(rf"^[\[(]?(?:{DATE})(?:\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?[)\]]?$")
META = re.compile(
    rf"(?:^|[\[(]|{DATE}|\d{{2}}:\d{{2}}|\d号|^.{{0,6}}?)(?:来源|作者|时间|日期|发布时间|发布日期|发布机构|发文机关|"
    r"成文日期|文号|发文字号|信息来源|稿件来源|供稿单位|通讯员|记者|撰稿|文章来源|索引号|主题分类|"
    r"[证股][券票](?:代码|简称)|公告编号|案号):"
)
NUMBERED_ISSUE = re.compile(r"^.{1,12}[\[(](?:19|20)\d{2}[\])]\d{1,5}号(?:签发人?:.{2,12})?$")
SOURCE = re.compile(r"(?:信息来源|稿件来源|文章来源|来源|发布机构|发文机关|供稿单位):\s*([^\s:]{2,40})")
AUTHOR = re.compile(r"(?:作者|撰稿|文|记者):\s*([^\s:,()]{2,40})")
BYLINE = re.compile(
    r"^[^,。;:!?]{2,44}(?:党委|委员会|办公室|党组|公安局|法院|检察院|人民政府|课题组|研究院|大学|党支部|政法委|司法局|"
    r"厅|局|办|院|会|部|处|室|社|中心)$"
)
# (2021年9月28日…审议通过) under a title, and the same on a line of its own without brackets.
ADOPTED = re.compile(
    r"^[\[(].*(?:19|20)\d{2}年.*[\])]$"
    r"|^(?:19|20)\d{2}年\d{1,2}月\d{1,2}日.{2,50}(?:通过|公布|颁布|发布|批准|修订|修正|施行)$"
)
#: Whose paper it is, above the number and the title: 林州市教育局文件.
MASTHEAD = re.compile(r"^[\u4e00-\u9fff]{3,30}文件$")
#: The number of a court's case and of an issue, which stand between whose paper it is and its title.
CASE_NUMBER = re.compile(r"^[(](?:19|20)\d{2}[)][\u4e00-\u9fff][\u4e00-\u9fff\d]{1,12}号$")
ISSUE = re.compile(
    r"^(?:[\[(]?(?:19|20)\d{2}[\])年])?[\[(]?(?:总?第[\d〇零一二三四五六七八九十百]{1,5}[期号][\[\]()]*){1,2}$"
)
#: The number of a standard: DB36/T 1287—2024.
STANDARD_NUMBER = re.compile(
    r"^(?:gb|db\d{2,6}|[a-z]{2,3}|[tq]/[a-z\d]{2,8})(?:/[tz])?\s?\d{1,6}(?:\.\d{1,3})?[—–-]+(?:19|20)\d{2}$"
)
#: How urgent and how secret a paper is and which copy, and who issues it on which day, all above its title.
ABOVE_TITLE = re.compile(
    # A standard's classes and its series.
    r"^(?:ics\s?[\d.]+|[a-z]\s?\d{1,3}|(?:gb|db|[tq]/)[a-z\d/]{0,8}|.{2,20}(?:国家|行业|地方|团体|企业)标准)$"
    r"|^(?:特急|特提|加急|平急|急件|[绝机]密|秘密|内部(?:资料|文件)|不公开|★|\d{6}|\d{1,2}[年月]|[,·])+$"
    rf"|^[^,。:]{{2,20}}(?:室|委|局|会|部|处|厅|府|科|中心|编印?)\s*{DATE}$"
)
#: What official documents are called.
NAMES_DOCUMENT = re.compile(
    r"(?:通知|意见|办法|规定|条例|方案|报告|公告|通告|决定|决议|批复|函|纪要|细则|规划|计划|讲话|通报|公报|请示|议案|公示"
    r"|(?:判决|裁定|裁决|调解|决定|起诉|告知|意见|建议|认定|通知|倡议|责任)书)(?:[(][^()]{2,12}[)])?$"
)
#: A line of the head that says when a rule was made public, which is the date that it goes by.
MADE_PUBLIC = re.compile(r"((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日[^,。]{0,40}?(?:公布|颁布|发布)")
#: A line that says something in a sentence is no line of names and dates, whatever it begins with.
SAYS = re.compile(r"[?!]|。.")
# Under a speech's title: the day and the meeting, and who gave it.
GIVEN = re.compile(
    r"^-{1,2}.*(?:19|20)\d{2}年.*|^.{0,12}(?:长|主任|书记|主席|总理|秘书|院士|教授)[\u4e00-\u9fff]{2,4}$"
)
CLOSING_NOTE = re.compile(r"^[\[(](?:此件|此文件|联系人|联系电话)")
TERMINAL = re.compile(r"[。!?;:…\"\])>}」』”’）】》]$")
CONTINUES = re.compile(r"[、,，]$")
#: A line that runs longer than this, in characters of the search form, is body text.
BODY_LENGTH = 45
LONGEST_HEADING = 40

#: What a page's buttons and menus say, whole: 下载, 打印, 签到列表, 【字号：, 大, 中, 小.
BUTTON = re.compile(
    r"[\[(]?(?:下载|打印|收藏|分享|关闭|返回|保存|搜索|查询|登录|注册|退出|刷新|复制|转发|点赞|评论|举报|纠错|朗读|全文|目录|附件下载"
    r"|字号:?|字体:?|加大|还原|减小|放大|缩小|默认|大|中|小|简|繁|简体|繁体|无障碍(?:阅读|浏览|版|模式)?|适老(?:版|化|模式)|(?:长者|老年|关怀)(?:版|模式|专区)|首页|上一页|下一页|尾页|a[+-]?"
    r"|[\u4e00-\u9fff]{2,4}(?:列表|设置|维护|管理|查询|中心|统计|记录|详情))[\])]?|[\[\]()|]+"
)

_CELLS = re.compile(r"\t+|[|｜│]|</?t[dhr]\b[^>]*>", re.IGNORECASE)


def is_row(line: str) -> bool:
    """Whether a line has three cells or more: what looks like a number at its beginning (一、四) numbers nothing.

    With two, it may be a number that a tab sets apart from its heading.
    """
    return len([cell for cell in _CELLS.split(line) if cell.strip()]) > 2


def lines_between(text: str, one: Span, following: Span) -> int:
    """How many line ends stand between two spans of a text."""
    return len(re.findall(r"\r\n|\r|\n", text[one.end : following.start]))

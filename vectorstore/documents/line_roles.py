"""What each line of a page is: title, metadata, heading, paragraph, or a web leftover.

Nothing is removed from the text. A line's role decides whether it becomes a passage; web
leftovers (menu lines, 推荐阅读, editors' names, captions, disclaimers, editors' notes) stay
in the document and are never passages. All rules read the search form of a line, so one rule
serves both scripts and pages with pinyin notes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from vectorstore.text.numbering import heading_label
from vectorstore.text.search_form import SearchForm, one_script, search_form
from vectorstore.types import Block, Markup, Metadata, Role, Span

#: Raised whenever a role would come out differently; an index records it.
VERSION = 4

_MENU_WORDS = re.compile(r"[\s|｜/>·»]+")
_SITE_WORDS = frozenset(
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
_CHROME = re.compile(
    r"^[\[(]?(?:"
    r"责编|责任编辑|编辑:|校对|审核:|初审|复审|终审|值班编辑|图片来源|供稿:|摄影|图/文|文/图|图为|资料图"
    r"|编者按|编者的话|编辑按|编后"
    r"|版权声明|免责声明|版权所有|特别声明|声明:|本站仅提供|本文内容由互联网用户|转载请注明|copyright|©"
    r"|分享到|分享至|扫一扫|微信扫|打印本页|打印|关闭窗口|关闭本页|返回顶部|返回列表|上一篇|下一篇|字号"
    r"|浏览次数|点击数|阅读量|阅读次数|访问量|当前位置|您的位置|您当前的位置|您所在的位置|主办单位:|承办单位:|技术支持"
    r"|网站地图|京公网安备|.{0,4}icp备|网站标识码|点击进入|点击查看|查看更多|更多>>|我要纠错|相关附件下载|原标题"
    r")"
)
_TAIL = re.compile(
    r"^[\[(]?(?:推荐阅读|相关阅读|相关新闻|相关链接|相关文章|延伸阅读|热门推荐|热点新闻|猜你喜欢|精彩推荐|更多新闻)"
)
_CAPTION_MARK = re.compile(r"^[\[(]?(?:图/文|文/图|图为|摄影|.{0,12}摄[)\]]?$|资料图|图片来源)")
_DATE = r"(?:19|20)\d{2}(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2})"
_FIND_DATE = re.compile(r"((?:19|20)\d{2})(?:年|[-/.])(\d{1,2})(?:月|[-/.])?(?:(\d{1,2})日?)?")
_DATE_LINE = re.compile(rf"^[\[(]?(?:{_DATE})(?:\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?[)\]]?$")
_META = re.compile(
    rf"(?:^|[\[(]|{_DATE}|\d{{2}}:\d{{2}}|^.{{0,6}}?)(?:来源|作者|时间|日期|发布时间|发布日期|发布机构|发文机关|"
    r"成文日期|文号|发文字号|信息来源|稿件来源|供稿单位|通讯员|记者|撰稿|文章来源|索引号|主题分类):"
)
_NUMBERED_ISSUE = re.compile(r"^.{1,12}[\[(](?:19|20)\d{2}[\])]\d{1,5}号$")
_SOURCE = re.compile(r"(?:信息来源|稿件来源|文章来源|来源|发布机构|发文机关|供稿单位):\s*([^\s:]{2,40})")
_AUTHOR = re.compile(r"(?:作者|撰稿|文|记者):\s*([^\s:,()]{2,40})")
_BYLINE = re.compile(
    r"^[^,。;:!?]{2,20}(?:党委|委员会|办公室|党组|公安局|法院|检察院|人民政府|课题组|研究院|大学|党支部|政法委|司法局|"
    r"厅|局|办|院|会|部|处|室|社|中心)$"
)
# (2021年9月28日…审议通过) under a title, and the like.
_ADOPTED = re.compile(r"^[\[(].*(?:19|20)\d{2}年.*[\])]$")
_CLOSING_NOTE = re.compile(r"^[\[(](?:此件|此文件|联系人|联系电话)")
_TERMINAL = re.compile(r"[。!?;:…\"\])>}」』”’）】》]$")
_CONTINUES = re.compile(r"[、,，]$")
#: A line that runs longer than this, in characters of the search form, is body text.
_BODY_LENGTH = 45
_LONGEST_HEADING = 40
#: The level of a line that is an item of a list or a row of a table: no heading, however short.
ITEM = -1


@dataclass(frozen=True, slots=True)
class Line:
    """A block before its role is known. `level` is that of an HTML or Markdown heading, or `ITEM`."""

    span: Span
    form: SearchForm
    level: int = 0

    @property
    def text(self) -> str:
        """The search form's text, which all rules read."""
        return self.form.text


def lines_of(text: str) -> list[Span]:
    """The non-empty lines of a plain text, without the white space around them."""
    spans = []
    for found in re.finditer(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+", text):
        start, end = found.span()
        while start < end and _blank(text[start]):
            start += 1
        while end > start and _blank(text[end - 1]):
            end -= 1
        if start < end:
            spans.append(Span(start, end))
    return spans


def _blank(char: str) -> bool:
    return char.isspace() or char in "\ufeff\u200b\u200c\u200d\u2060"


def clean(
    text: str, lines: Sequence[tuple[Span, int]], markup: Sequence[Markup] = (), join: bool = True
) -> tuple[tuple[Block, ...], Metadata]:
    """The blocks of a text from its lines (span, heading level), and the metadata found.

    With `join`, a sentence that was broken over two lines becomes one block again.
    """
    forms = [Line(span, _form(text, span, markup), level) for span, level in lines]
    forms = [line for line in forms if line.text]
    if join:
        forms = _joined(text, forms, markup)
    roles = _roles(text, forms)
    blocks = tuple(
        Block(line.span, role, max(0, line.level) if role is Role.HEADING else 0)
        for line, role in zip(forms, roles, strict=True)
    )
    return blocks, _metadata(text, forms, roles, markup)


def _form(text: str, span: Span, markup: Sequence[Markup]) -> SearchForm:
    inside = [
        replace(mark, span=Span(mark.span.start - span.start, mark.span.end - span.start))
        for mark in markup
        if span.contains(mark.span)
    ]
    return search_form(span.of(text), inside, span.start)


def _joined(text: str, lines: list[Line], markup: Sequence[Markup]) -> list[Line]:
    """Put lines together that one sentence runs through."""
    wrap = _wrap_width(text, lines)
    joined: list[Line] = []
    for line in lines:
        if joined and _runs_on(text, joined[-1], line, wrap):
            span = Span(joined[-1].span.start, line.span.end)
            joined[-1] = Line(span, _form(text, span, markup), joined[-1].level)
        else:
            joined.append(line)
    return joined


def _columns(text: str) -> int:
    """The width of a line on a screen: a Chinese character takes two columns."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _wrap_width(text: str, lines: Sequence[Line]) -> int:
    """The columns at which a hard-wrapped text breaks its lines, 0 where it is not wrapped."""
    widths = [_columns(line.span.of(text)) for line in lines]
    if len(widths) < 6 or max(widths) > 160:
        return 0
    # A paragraph's last line is shorter; in a wrapped text most others are nearly as long as
    # the longest, give or take the character that no longer fitted.
    full = sorted(widths)[int(len(widths) * 0.9)]
    near = sum(full - 6 <= width <= full + 2 for width in widths)
    unended = sum(
        full - 6 <= width and not _TERMINAL.search(line.text)
        for width, line in zip(widths, lines, strict=True)
    )
    return full if near >= 0.35 * len(widths) and unended >= 0.25 * len(widths) else 0


def _runs_on(text: str, line: Line, following: Line, wrap: int) -> bool:
    if line.level or following.level or (heading_label(following.text) and not wrap):
        return False
    if wrap and _starts_heading(following.text):
        return False
    if _CHROME.match(following.text) or _TAIL.match(following.text) or _META.search(line.text):
        return False
    between = text[line.span.end : following.span.start]
    last = re.split(r"[\r\n]+", line.span.of(text))[-1]
    if wrap and _columns(last.strip()) >= wrap - 6 and len(re.findall(r"\r\n|\r|\n", between)) == 1:
        # An indented line begins a paragraph, even in a wrapped text.
        return not re.search(r"[\r\n][ \t\u3000]{2,}$", between)
    if _CONTINUES.search(line.text):
        return len(line.text) > 15
    if _TERMINAL.search(line.text):
        return False
    # A body line of several sentences whose last has no end was cut by the page.
    return len(line.text) > 2 * _BODY_LENGTH and "。" in line.text and len(following.text) > 8


def _starts_heading(text: str) -> bool:
    """Whether a line of a wrapped text begins a numbered part, and not just with a figure."""
    label = heading_label(text)
    if label and label.style not in {"digit", "article"}:
        return True
    return bool(re.match(r"\d{1,2}[.、][\u4e00-\u9fff]", text))


def _roles(text: str, lines: Sequence[Line]) -> list[Role]:
    roles: list[Role | None] = [None] * len(lines)
    tail = False
    for index, line in enumerate(lines):
        if _TAIL.match(line.text) and (index > len(lines) // 2 or len(line.text) <= 12):
            tail = True
        if tail and len(line.text) > 3 * _BODY_LENGTH and "。" in line.text:
            tail = False
        if tail or _is_chrome(text, line):
            roles[index] = Role.CHROME
        elif len(line.text) < 90 and _is_meta(line.text, index, len(lines)):
            roles[index] = Role.META
    _mark_captions(lines, roles)
    _mark_signature(lines, roles)
    body = _first_body(lines, roles)
    for index in range(body):
        if roles[index] is None:
            roles[index] = _opening_role(lines, roles, index)
    for index in range(body, len(lines)):
        if roles[index] is None:
            heading = _is_heading(lines, roles, index)
            roles[index] = Role.HEADING if heading else Role.PARAGRAPH
    return [role or Role.PARAGRAPH for role in roles]


def _is_chrome(text: str, line: Line) -> bool:
    if _CHROME.match(line.text):
        # A disclaimer or an editor's note may be long; a paragraph that merely begins with
        # such a word goes on for several sentences and is not bracketed by the page.
        return len(line.text) < 400
    words = [word for word in _MENU_WORDS.split(line.span.of(text)) if word]
    if len(words) >= 4 and all(len(word) <= 5 for word in words):
        folded = [word for word in words if word in _SITE_WORDS]
        return len(folded) >= 2 or (len(words) >= 6 and median(map(len, words)) <= 2)
    return False


def _is_meta(text: str, index: int, count: int) -> bool:
    near_edge = index < 12 or index >= count - 4
    if not near_edge:
        return False
    return bool(_DATE_LINE.match(text) or _META.search(text) or _NUMBERED_ISSUE.match(text))


def _mark_captions(lines: Sequence[Line], roles: list[Role | None]) -> None:
    """A short line right before a picture's credit is its caption."""
    for index in range(len(lines) - 1):
        follows = lines[index + 1].text
        if (
            roles[index] is None
            and roles[index + 1] is Role.CHROME
            and _CAPTION_MARK.match(follows)
            and len(lines[index].text) <= _BODY_LENGTH
            and not _TERMINAL.search(lines[index].text)
        ):
            roles[index] = Role.CHROME


def _mark_signature(lines: Sequence[Line], roles: list[Role | None]) -> None:
    """The body that signs a document stands right before its date at the end."""
    for index in range(max(1, len(lines) - 4), len(lines)):
        if _CLOSING_NOTE.match(lines[index].text) and roles[index] is None:
            roles[index] = Role.META
        if roles[index] is Role.META and _DATE_LINE.match(lines[index].text):
            before = lines[index - 1].text
            if roles[index - 1] is None and len(before) <= 40 and not re.search(r"[。;:,]", before):
                roles[index - 1] = Role.META


def _first_body(lines: Sequence[Line], roles: Sequence[Role | None]) -> int:
    """Where the body begins: the first long or punctuated line, or the first numbered one."""
    for index, line in enumerate(lines):
        if roles[index] is not None:
            continue
        if line.level > 1 or line.level == ITEM or heading_label(line.text):
            return index
        if _ADOPTED.match(line.text):
            continue
        if line.level <= 0 and (len(line.text) > _BODY_LENGTH * 1.5 or re.search(r"[。;!?]", line.text)):
            return index
    return len(lines)


def _opening_role(lines: Sequence[Line], roles: Sequence[Role | None], index: int) -> Role:
    titled = any(role is Role.TITLE for role in roles[:index])
    line = lines[index].text
    if titled and (_BYLINE.match(line) or line.endswith(":") or _ADOPTED.match(line)):
        return Role.META
    return Role.TITLE


def _is_heading(lines: Sequence[Line], roles: Sequence[Role | None], index: int) -> bool:
    line = lines[index]
    if line.level > 0:
        return True
    label = heading_label(line.text)
    if line.level == ITEM and not label:
        return False
    if label:
        if index and lines[index - 1].text.startswith("附件"):
            return False
        if len(line.text) <= _LONGEST_HEADING and not re.search(r"[。!?;:]", line.text):
            return True
        # 一、聚焦强基固本。 over paragraphs of its own is a heading, full stop or not.
        return (
            label.style == "han"
            and bool(re.fullmatch(r"[^。!?;:]{4,60}。", line.text))
            and index + 1 < len(lines)
            and roles[index + 1] is None
            and not heading_label(lines[index + 1].text)
            and len(lines[index + 1].text) > _BODY_LENGTH
        )
    if len(line.text) > _LONGEST_HEADING or re.search(r"[。!?;:,、…]$", line.text):
        return False
    if re.search(r"[。;!?]", line.text):
        return False
    # An unnumbered heading stands over a paragraph.
    for later in range(index + 1, len(lines)):
        if roles[later] is None:
            return len(lines[later].text) > _BODY_LENGTH
        if roles[later] is Role.CHROME:
            return False
    return False


def _metadata(text: str, lines: Sequence[Line], roles: Sequence[Role], markup: Sequence[Markup]) -> Metadata:
    title = publisher = author = date = ""
    for line, role in zip(lines, roles, strict=True):
        shown = " ".join(visible(text, line.span, markup).split())
        folded = re.sub(r"：", ":", shown)
        if role is Role.TITLE and not title:
            title = shown
        if role is not Role.META:
            continue
        if not date and (found := _FIND_DATE.search(line.text)):
            date = "-".join(part.zfill(2) for part in found.groups() if part)
        if not publisher and (found := _SOURCE.search(folded.replace("來", "来"))):
            publisher = found[1]
        if not author and (found := _AUTHOR.search(folded)):
            author = found[1]
        if _BYLINE.match(line.text):
            # Under the title it is the author, above the closing date the body that issues.
            if any(later is Role.PARAGRAPH for later in roles[lines.index(line) :]):
                author = author or shown
            else:
                publisher = publisher or shown
    return Metadata(title, publisher, author, date, script_of(text))


def visible(text: str, span: Span, markup: Sequence[Markup]) -> str:
    """The characters of `span` that a reader of the page sees: markup left out."""
    shown = []
    at = span.start
    for mark in markup:
        if mark.span.end <= span.start:
            continue
        if mark.span.start >= span.end:
            break
        shown.append(text[at : mark.span.start])
        shown.append(mark.shown)
        at = mark.span.end
    shown.append(text[at : span.end])
    return "".join(shown)


def script_of(text: str) -> str:
    """`hans`, `hant`, or empty: the script that most of the telling characters are in."""
    characters = "".join(char for char in text if "\u4e00" <= char <= "\u9fff")
    if not characters:
        return ""
    changed = sum(a != b for a, b in zip(characters, one_script(characters), strict=True))
    return "hant" if changed > 0.05 * len(characters) else "hans"

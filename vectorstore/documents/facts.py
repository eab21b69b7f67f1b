"""What the lines around a document's body say of the document: its number, its dates, whom it is sent to.

They stand in its head (number, adoption, the meeting where it was given, who gave it, to whom it is
sent) and at its end (attachments, who signed and when, copies, printing). Each fact is a span of the
source, read off the blocks that an index keeps, so that it can be quoted as anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vectorstore.documents.line_patterns import ISSUE, STANDARD_NUMBER, lines_between
from vectorstore.documents.outline import block_form
from vectorstore.documents.tables import HEAD_LABELS
from vectorstore.text.numbering import heading_label
from vectorstore.text.sentences import sentences
from vectorstore.types import Block, Document, Role, Span


class FactKind(StrEnum):
    """What a line says of its document."""

    NUMBER = "number"  # 发文字号: 林政发〔2024〕5号, 令第87号
    ADDRESSEE = "addressee"  # 主送机关
    COPIES = "copies"  # 抄送
    ADOPTED = "adopted"  # …会议通过
    APPROVED = "approved"  # …批准
    PUBLISHED = "published"  # …公布
    WRITTEN = "written"  # 成文日期, below the text
    PRINTED = "printed"  # …印发
    IN_FORCE = "in_force"  # 自…起施行
    OCCASION = "occasion"  # the day and the meeting where it was given
    SPEAKER = "speaker"
    ISSUER = "issuer"  # 签发人, in the head of a paper that goes upwards
    SIGNER = "signer"  # the body above the closing date
    URGENCY = "urgency"  # 特急, 机密★5年: how urgent a paper is, and how secret
    REPLACED = "replaced"  # 代替 DB36/T 1065—2014: the standard that it replaces
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Fact:
    """One such line; `span` is what is quoted of it."""

    kind: FactKind
    span: Span


#: So many blocks from the beginning may be of the head, and so many from the end of the signature.
_HEAD, _END = 14, 12
#: A line of the head or the end is no longer than this, but for attachments and addressees.
_LONGEST = 90
_DAY = r"(?:(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|(?:19|20)\d{2}-\d{1,2}-\d{1,2}|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
_NUMBER = re.compile(
    r"^(?:(?:发文字号|文号|字号):)?[\u4e00-\u9fff]{1,14}[\[(](?:19|20)\d{2}[\])]第?\d{1,5}号"
    r"(?:\s*(?:签发人|(?:发布|公开|成文|印发)(?:时间|日期)):.*)?$"
    r"|(?:发文字号|文号|字号):[\u4e00-\u9fff]{1,14}[\[(](?:19|20)\d{2}[\])]第?\d{1,5}号"
    r"|^[(](?:19|20)\d{2}[)][\u4e00-\u9fff][\u4e00-\u9fff\d]{1,12}号$|(?:公告编号|案号):"
    r"|^(?:第\d{1,4}号|(?!.*关于)[\u4e00-\u9fff]{2,24}(?:令|公告)(?:第\d{1,4}号|(?:19|20)\d{2}年第\d{1,4}号)?)$"
    r"|(?:令|公告)第[\d一二三四五六七八九十百]{1,6}号"
)
#: Such a number among other facts in the line below a page's title.
_NUMBER_INSIDE = re.compile(r"[\u4e00-\u9fff]{2,14}[\[(](?:19|20)\d{2}[\])]第?\d{1,5}号")
#: What the name of a body that gives a document ends with.
_BODIES = (
    "局",
    "委",
    "办",
    "厅",
    "院",
    "部",
    "委员会",
    "协会",
    "学会",
    "联合会",
    "室",
    "处",
    "政府",
    "中心",
    "公司",
    "集团",
    "大学",
    "学校",
    "总队",
    "支队",
)
_ADOPTED = re.compile(rf"{_DAY}.{{2,60}}通过")
_APPROVED = re.compile(rf"{_DAY}.{{2,60}}批准")
_PUBLISHED = re.compile(rf"{_DAY}[^,。]{{0,40}}?(?:公布|颁布|发布)|(?:公开|公布|发布)(?:日期|时间):{_DAY}")
_MADE_PUBLIC = re.compile(r"现将?[^,。]{0,12}(?:予以|予)?(?:公布|颁布|发布)(?:施行)?[,。]")
#: So many lines below an order's text may be those of its signature: the office, the name, the day.
_SIGNED = 4
_WRITTEN = re.compile(rf"^[(\[]?{_DAY}[)\]]?$")
_PRINTED = re.compile(rf"{_DAY}印发[。]?$|^印发日期:")
_IN_FORCE = re.compile(
    r"(?:本|该)[\u4e00-\u9fff]{1,8}自[^。;]{2,30}(?:起|之日)(?:施行|实施|执行|生效)|自[^。;]{2,24}起(?:施行|实施|执行|生效)"
)
#: The line of a standard's cover that says when it is in force, and who gives it: 2024-06-01实施, …局发布.
_COVER_DAY = re.compile(rf"{_DAY}实施$")
_REPLACED = re.compile(r"^(?:部分)?[代替]{2}\s?[a-z]{1,3}\S*\d")
_COVER_BODY = re.compile(r"^[\u4e00-\u9fff]{4,30}发布$")
_OCCASION = re.compile(
    rf"{_DAY}[^。]{{0,4}}在?.{{2,50}}(?:会|会议|大会|论坛|仪式|座谈会|全会)(?:第.次.{{0,4}}会议)?(?:上|的讲话|上的讲话|上的报告)"
)
_SPEAKER = re.compile(
    r"^(?:.{0,16}(?:长|主任|书记|主席|总理|秘书|院士|教授|代表|委员))[\u4e00-\u9fff]{2,4}$"
    r"|^(?:报告人|讲话人|主讲人|发言人|作者|报告):[\u4e00-\u9fff·]{2,20}$"
)
_ISSUER = re.compile(r"签发人?:\s*[\u4e00-\u9fff·]{2,20}")
_URGENCY = re.compile(r"^(?:特急|特提|加急|平急|急件|[绝机]密|秘密)(?![\u4e00-\u9fff]{2})")
#: Minutes and bulletins say above their title who issues them and when; a court's paper begins with the court.
_ISSUED = re.compile(rf"^[^,。:]{{2,20}}(?:室|委|局|会|部|处|厅|府|科|中心|编印?)\s*{_DAY}$")
_COURTS = ("法院", "检察院", "仲裁委员会", "仲裁院")
_ADDRESSEE = re.compile(r"^[^。;:!?]{2,200}:$")
_NO_ADDRESSEE = re.compile(r"如下|下列|以下|通知|指出|强调|附件|问|答")
_COPIES = re.compile(r"^(?:抄送|抄报|分送|发送|报送|[报送抄]):")
_ATTACHMENT = re.compile(r"^附[件表录]\d{0,2}[:.、]|^附:")
_NUMBERED = re.compile(r"^\d{1,2}[.、)]|^[(]\d{1,2}[)]|^附[件表]\d{1,2}|^[<《]")


def facts_of(document: Document) -> tuple[Fact, ...]:
    """The facts that the lines around a document's body say of it, in the order of its text."""
    blocks = [block for block in document.blocks if block.role is not Role.CHROME]
    forms = [block_form(document, block.span).text for block in blocks]
    body = _body(blocks, forms)
    found = [
        *_in_head(blocks[:body], forms[:body]),
        *_addressee(blocks, forms, body),
        *_at_end(document.text, blocks, forms, body),
        *_attachments(blocks, forms, body),
        *_in_force(document, blocks, forms),
        *_of_order(blocks[:_HEAD], forms[:_HEAD]),
    ]
    return tuple(sorted(found, key=lambda fact: fact.span))


def _body(blocks: Sequence[Block], forms: Sequence[str]) -> int:
    """The number of the first block of the body, the line that names the addressees left out.

    What stands above the title is of the head, such as the table that says what a page is.
    """
    title = next((number for number, block in enumerate(blocks[:_HEAD]) if block.role is Role.TITLE), 0)
    for number, (block, form) in enumerate(zip(blocks, forms, strict=True)):
        if number >= _HEAD:
            return number
        if (
            number < title
            or block.role in {Role.TITLE, Role.META}
            or _is_addressee(form)
            or _speaks_of_itself(form)
        ):
            continue
        return number
    return len(blocks)


def _speaks_of_itself(form: str) -> bool:
    """Whether a line that was read as body text is one of the head all the same."""
    if len(form) > _LONGEST or heading_label(form):
        return False
    return any(one.search(form) for one in (_NUMBER, _ADOPTED, _OCCASION)) and "。" not in form


def _is_addressee(form: str) -> bool:
    if form.rstrip(":") in HEAD_LABELS:
        return False  # 索引号: with its number in the next line
    return bool(_ADDRESSEE.match(form)) and not _NO_ADDRESSEE.search(form) and not heading_label(form)


def _in_head(blocks: Sequence[Block], forms: Sequence[str]) -> Iterator[Fact]:
    for number, (block, form) in enumerate(zip(blocks, forms, strict=True)):
        if len(form) > 2 * _LONGEST:
            continue
        for kind, pattern in (
            (FactKind.NUMBER, _NUMBER),
            (FactKind.ADOPTED, _ADOPTED),
            (FactKind.APPROVED, _APPROVED),
            (FactKind.PUBLISHED, _PUBLISHED),
            (FactKind.OCCASION, _OCCASION),
            (FactKind.SPEAKER, _SPEAKER),
            (FactKind.ISSUER, _ISSUER),
            (FactKind.URGENCY, _URGENCY),
            (FactKind.IN_FORCE, _COVER_DAY),
            (FactKind.SIGNER, _COVER_BODY),
            (FactKind.NUMBER, STANDARD_NUMBER),
            (FactKind.NUMBER, ISSUE),
            (FactKind.REPLACED, _REPLACED),
        ):
            if pattern.search(form) and (number or kind is not FactKind.SPEAKER):
                yield Fact(kind, block.span)
        if block.role is Role.TITLE and form.endswith(_COURTS):
            yield Fact(FactKind.SIGNER, block.span)
        if _ISSUED.match(form):
            yield Fact(FactKind.SIGNER, block.span)
            yield Fact(FactKind.WRITTEN, block.span)
        if block.role is Role.META and _NUMBER_INSIDE.search(form) and not _NUMBER.search(form):
            yield Fact(FactKind.NUMBER, block.span)
        # A communiqué has below its title who gives it, and the day below that.
        if number > 1 and _WRITTEN.match(form) and forms[number - 1].endswith(_BODIES):
            yield Fact(FactKind.SIGNER, blocks[number - 1].span)


def _addressee(blocks: Sequence[Block], forms: Sequence[str], body: int) -> Iterator[Fact]:
    for block, form in zip(blocks[1:body], forms[1:body], strict=True):
        if _is_addressee(form):
            yield Fact(FactKind.ADDRESSEE, block.span)
            return


def _at_end(text: str, blocks: Sequence[Block], forms: Sequence[str], body: int) -> Iterator[Fact]:
    first = max(body, len(blocks) - _END)
    # What an attachment holds follows the signature: the first date line behind the body is its end.
    for number in range(body, len(blocks)):
        block, form = blocks[number], forms[number]
        if len(form) > _LONGEST:
            continue
        if _COPIES.match(form):
            yield Fact(FactKind.COPIES, block.span)
        if _PRINTED.search(form):
            yield Fact(FactKind.PRINTED, block.span)
        signed = "".join(forms[number + 1 : number + 2]).startswith(("附件", "附表", "附录"))
        if _WRITTEN.match(form) and (number >= first or signed or block.role is Role.META):
            yield Fact(FactKind.WRITTEN, block.span)
            yield from (
                Fact(FactKind.SIGNER, blocks[signer].span) for signer in _signers(text, blocks, forms, number)
            )


def _signers(text: str, blocks: Sequence[Block], forms: Sequence[str], date: int) -> Iterator[int]:
    """The numbers of the lines right above a date that say who signs: one, or several bodies together."""
    apart = 0
    for number in range(date - 1, -1, -1):
        form = forms[number]
        between = lines_between(text, blocks[number].span, blocks[number + 1].span)
        if not 4 <= len(form) <= 40 or re.search(
            r"[。;:,?!]|^(?:审判|代理审判|人民陪审|书记|仲裁)员|^审判长", form
        ):
            return
        if number == date - 1:
            apart = between
        elif (
            heading_label(form)
            or between != apart
            or not (form.endswith(_BODIES) and forms[number + 1].endswith(_BODIES))
        ):
            return
        yield number


def _attachments(blocks: Sequence[Block], forms: Sequence[str], body: int) -> Iterator[Fact]:
    """The list of attachments below the text: the line 附件: and the numbered ones behind it."""
    for number in range(body, len(blocks)):
        if not _ATTACHMENT.match(forms[number]) or len(forms[number]) > 2 * _LONGEST:
            continue
        yield Fact(FactKind.ATTACHMENT, blocks[number].span)
        for later in range(number + 1, len(blocks)):
            if not _NUMBERED.match(forms[later]) or len(forms[later]) > _LONGEST or "。" in forms[later]:
                return
            yield Fact(FactKind.ATTACHMENT, blocks[later].span)
        return


def _of_order(blocks: Sequence[Block], forms: Sequence[str]) -> Iterator[Fact]:
    """What an order before a rule says that makes it public (现予公布): by whom it was adopted, and below who signed, the day."""
    for number, form in enumerate(forms):
        if _MADE_PUBLIC.search(form) and not heading_label(form):
            if "。" in form and _ADOPTED.search(form):
                yield Fact(FactKind.ADOPTED, blocks[number].span)
            signed = zip(blocks[number + 1 :], forms[number + 1 : number + 1 + _SIGNED], strict=False)
            above: Block | None = None
            for block, line in signed:
                if _WRITTEN.match(line):
                    yield Fact(FactKind.PUBLISHED, block.span)
                    if above:
                        yield Fact(FactKind.ISSUER, above.span)
                    break
                above = block if _SPEAKER.match(line) else None
            return


def _in_force(document: Document, blocks: Sequence[Block], forms: Sequence[str]) -> Iterator[Fact]:
    """The sentence that says from when the rule is in force: the last one that does."""
    for block, form in zip(reversed(blocks), reversed(forms), strict=True):
        if _IN_FORCE.search(form):
            searched = block_form(document, block.span)
            for span in sentences(searched):
                if _IN_FORCE.search(block_form(document, span).text):
                    yield Fact(FactKind.IN_FORCE, span)
                    return

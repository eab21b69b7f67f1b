"""Why a file or a part of it was not read, and where in a file something stands, in Chinese and English."""

from __future__ import annotations

from bot.messages.marks import bracketed, labelled
from bot.messages.safe_text import safe
from bot.types import Language

#: By the reason of `UnreadableFile` or of a part that was left out.
TEXTS: dict[str, tuple[str, str]] = {
    "empty": ("文件是空的", "the file is empty"),
    "no-paragraph": ("没有正文段落", "it has no paragraph"),
    "encoding": ("无法识别字符编码", "its character encoding can't be told"),
    "binary": ("不是文本文件", "it is not a text file"),
    "no-access": ("没有读取权限或文件已消失", "it can't be opened"),
    "name": ("文件名不是 UTF-8 编码，请改名", "its name is not UTF-8: rename it"),
    "too-large": ("文件过大（上限 64 MB）", "it is too large (64 MB at most)"),
    "encrypted": (
        "文件加了密码；请去掉密码后再加入",
        "it has a password; remove it and add the file again",
    ),
    "damaged": ("文件不完整或已损坏；请重新取得", "it is damaged or cut short; fetch it again"),
    "expands": (
        "展开后过大（上限 200 MB）或内部文件过多；请拆分",
        "it unpacks to too much (200 MB at most); split it",
    ),
    "limits": (
        "读取超出了时间或内存的限制；请拆分或另存",
        "reading it took too much time or memory; split it or save it anew",
    ),
    "nested": (
        "压缩包嵌套超过两层；请先解压",
        "archives inside archives inside an archive; unpack it first",
    ),
    "scanned": (
        "是扫描件，页面上没有文字；要识别文字请安装：{install}",
        "it is a scan without text; to recognise it, run: {install}",
    ),
    "picture": (
        "是图片；要识别文字请安装：{install}",
        "it is a picture; to recognise its text, run: {install}",
    ),
    "pages-pictures": (
        "各页都是图片，没有文字；请另存为 PDF，并安装 yinju[ocr] 以识别文字",
        "its pages are pictures without text; save it as PDF and install yinju[ocr] to recognise it",
    ),
    "garbled": (
        "字体没有说明所画的是哪些字，取出的文字不可读；请另存为 PDF，或安装 yinju[ocr]",
        "its fonts don't say which characters they draw; save it as PDF anew, or install yinju[ocr]",
    ),
    "unsupported": (
        "不支持这种格式；请另存为 .docx、.pdf 或 .txt",
        "this format is not supported; save it as .docx, .pdf or .txt",
    ),
    "archive-kind": (
        "不支持这种压缩包；请解压后加入，或改存为 .zip",
        "archives of this kind are not supported; unpack it, or pack it as .zip",
    ),
    "archive-here": (
        "压缩包里有多份文件；请解压后逐份发送",
        "an archive holds several files; unpack it and send each of them",
    ),
    "no-converter": (
        "读取这种格式要先安装 LibreOffice（.doc 也可用 antiword 或 catdoc）",
        "install LibreOffice to read this format (for .doc, antiword or catdoc will do)",
    ),
    "page-without-text": (
        "有的页没有文字，可能是扫描页，未读",
        "pages without text, perhaps scans, were not read",
    ),
    "page-garbled": ("有的页文字不可读", "the text of pages is not readable"),
    "page-damaged": ("有的页已损坏，未读", "damaged pages were not read"),
    "pages-many": (
        "页数过多，后面的页未读；请拆分。已读的页数",
        "it has too many pages, and the later ones were not read: split it; pages that were read",
    ),
    "page-unsure": (
        "有的页识别把握不大，请核对原件",
        "pages were recognised with little certainty; compare the original",
    ),
    "page-hidden-text": (
        "有的页是扫描件，文字是扫描时识别的，请核对原件",
        "pages are scans whose text was recognised by the scanner; compare the original",
    ),
    "attachment": (
        "内含的附件未读；请单独取出",
        "its attachment was not read; save it as a file of its own",
    ),
    "linked": (
        "网页链接的附件未读；请下载后单独加入",
        "an attachment that the page links to was not read; fetch it and add it as a file of its own",
    ),
    "header-footer": ("页眉页脚未编入", "headers and footers were left out"),
    "sheet-hidden": ("隐藏的工作表未读", "a hidden sheet was not read"),
    "annotation": (
        "页面上的批注、图章或水印未编入",
        "notes, stamps or watermarks over its pages were left out",
    ),
    "struck": ("划掉的文字未编入", "struck-out words were left out"),
    "cells-hidden": ("隐藏的行或列未读", "hidden rows or columns were not read"),
    "comments": ("批注未编入", "comments were left out"),
    "formulas": (
        "有的公式没有计算结果，单元格未读；请用办公软件打开并保存，或安装 LibreOffice",
        "formulas without a result were not read; open and save it in an office program, or install LibreOffice",
    ),
    "inserted-file": (
        "插入的文件未读；请单独取出",
        "a file inserted into it was not read; save it as a file of its own",
    ),
    "frames": (
        "框架里的网页未读；请把各框架的网页单独加入",
        "pages in its frames were not read; add the page of each frame as a file of its own",
    ),
    "pictures": ("图片里的文字未读", "text in its pictures was not read"),
    "provenance": ("格式不对", "its format is wrong"),
}

#: Of these reasons, the detail says which page, sheet, attachment or format it concerns.
_WITH_DETAIL = frozenset(
    {
        "unsupported", "page-without-text", "page-garbled", "page-damaged", "page-unsure", "page-hidden-text", "attachment",
        "sheet-hidden", "pictures", "linked", "header-footer", "archive-kind", "cells-hidden", "comments",
         "formulas", "inserted-file", "frames", "annotation", "pages-many", "struck",
    }
)  # fmt: skip

_PARTS = {"page": ("第{label}页", "page {label}"), "sheet": ("工作表“{label}”", "sheet “{label}”")}
_RECOGNISED = ("扫描识别，把握{sure}", "recognised from a scan, {sure} sure")


def unread_text(
    reason: str, detail: str, language: Language, install: str = "pip install 'yinju[ocr]'"
) -> str:
    """Why a file or a part of it was not read, and which part. Raises `KeyError` for an unknown reason.

    `install` is the command that installs what recognises scans; only who runs the program is told where its
    environment lies.
    """
    words = TEXTS[reason][language is Language.ENGLISH].replace("{install}", install)
    return labelled(words, safe(detail), language) if detail and reason in _WITH_DETAIL else words


def part_text(label: str, language: Language, confidence: float = 0.0) -> str:
    """The page or sheet of a citation; empty where the document has none.

    With a `confidence` above 0, that the words were recognised from a scan, and how surely.
    """
    if not label:
        return ""
    kind = "page" if label.replace("-", "").isdigit() else "sheet"
    shown = _PARTS[kind][language is Language.ENGLISH].format(label=safe(label))
    if not confidence:
        return shown
    return shown + bracketed(recognised_text(confidence, language), language)


def recognised_text(confidence: float, language: Language) -> str:
    """That words were recognised from a scan; the rate is never shown as certainty."""
    return _RECOGNISED[language is Language.ENGLISH].format(sure=f"{min(confidence, 0.99):.0%}")

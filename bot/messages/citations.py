"""What people read of citations and quotations, by code, in Chinese and English."""

from __future__ import annotations

from bot.types import Language

TEXTS: dict[str, tuple[str, str]] = {
    # --- fields
    "field.publisher": ("来源", "Source"),
    "field.author": ("作者", "Author"),
    "field.date": ("日期", "Date"),
    "field.file": ("文件", "File"),
    "field.page": ("页或表", "Page or sheet"),
    "field.key": ("引文编号", "Key"),
    "field.path": ("标题", "Heading"),
    "field.paragraph": ("第{number}段", "paragraph {number}"),
    "field.before": ("上文", "Before"),
    "field.after": ("下文", "After"),
    "answer.paragraph": ("第{number}段", "¶{number}"),
    # --- page
    "page.copy": ("复制引用", "Copy a citation"),
    "page.copy.text": ("文字", "Text"),
    "page.copy.markdown": ("Markdown 格式", "Markdown"),
    "page.copy.gbt7714": ("GB/T 7714 格式", "GB/T 7714"),
    "page.copied": ("已复制", "Copied"),
    "page.outline": ("目录", "Outline"),
    "page.cited": ("→ 引用处", "→ Cited passage"),
    "page.skip": ("跳到引用处", "Skip to the cited passage"),
    "page.paragraph": ("第{number}段", "Paragraph {number}"),
    "page.written": ("已写入 {path}", "Written: {path}"),
    # --- keys
    "key.moved": (
        "{key}：原文未变，现在的引文编号是 {now}。",
        "{key}: the text is unchanged; its key is {now} now.",
    ),
    "key.changed": (
        "{key}：这段文字已改动{on}。现在此处是：",
        "{key}: this passage was changed{on}. What stands there now:",
    ),
    "key.perhaps": (
        "{key}：所在文档没有这一段（已改动，或编号输错）；最可能是下面这段（未必就是）：",
        "{key}: its document has no such passage (changed, or mistyped); this one is likeliest, not certain:",
    ),
    "key.gone": (
        "{key}：这段文字已不在文档中{on}。",
        "{key}: this passage is no longer in the documents{on}.",
    ),
    "key.unknown": (
        "{key}：没有这个引文编号。请检查是否输错，或先为它所属的文档建立索引：yinju ingest",
        "{key}: no such key. Check it for typing errors, or ingest its document: yinju ingest",
    ),
    "key.on": ("（{date} 发现）", " (seen on {date})"),
    "key.was": ("原来是：", "It was:"),
    "key.near": ("相近的引文编号：", "Keys that resemble it:"),
    "key.leftover": (
        "注意：这是网页残留文字（菜单、编辑署名之类），不是文档正文。",
        "Note: this is a leftover of the web page, not what the document says.",
    ),
    # --- locating
    "page.scan": (
        "这份文档的全部或部分页面是扫描件，其文字由程序识别，可能与纸面不同；引用前请核对原件。",
        "All or some pages of this document are scans: their words were recognised by a program and may differ "
        "from the paper. Compare the original before you quote.",
    ),
    "locate.scan": (
        "{place}：只与识别出的文字相比，不等于与纸面逐字一致，请核对原件",
        "{place}: compared with the recognised words only, which may differ from the paper; check the original",
    ),
    "verdict.exact": ("一致", "exact"),
    "verdict.altered": ("有改动", "altered"),
    "verdict.spliced": ("拼接", "spliced"),
    "verdict.absent": ("未见", "absent"),
    "locate.exact": ("与原文一致，共 {count} 处", "stands as quoted; places: {count}"),
    "locate.exact-cut": (
        "文字与原文一致，但首尾截断处有出入，共 {count} 处",
        "stands there, but was cut at its edges; places: {count}",
    ),
    "locate.altered": (
        "与原文有出入，最接近的 {count} 处",
        "differs from the source; nearest places: {count}",
    ),
    "locate.spliced": ("由 {count} 处文字拼接而成", "put together from {count} places"),
    "locate.absent": ("文档中没有这段话", "stands in no document"),
    "locate.nearest": (
        "最接近的段落（相似度 {score}，不是出处）：",
        "The nearest passage ({score} alike; not its source):",
    ),
    "locate.more": ("另有 {count} 处（--json 列出全部）", "{count} more (--json lists all)"),
    "locate.part": ("第{number}部分", "Part {number}"),
    "locate.source": ("原文", "Source"),
    "locate.quoted": ("引文", "Quoted"),
    "locate.place": ("第{start}–{end}字", "characters {start}–{end}"),
    "locate.file": ("无法读取 {file}：{reason}。", "Can't read {file}: {reason}."),
    "locate.summary": (
        "共 {total} 处引文：一致 {exact}，拼接 {spliced}，有改动 {altered}，未见 {absent}。",
        "{total} quotations: {exact} exact, {spliced} spliced, {altered} altered, {absent} absent.",
    ),
    "locate.none": ('没有找到引文（「」『』“”""）。', 'No quotations found (「」『』“”"").'),
    "locate.line": ("第{line}行", "line {line}"),
    "sort.figure": ("数字", "figure"),
    "sort.date": ("时间", "date or time"),
    "sort.name": ("名称", "name"),
    "sort.negation": ("否定词", "negation"),
    "sort.other": ("文字", "wording"),
    "kind.replace": ("原文“{source}” → 引文“{quoted}”", "source “{source}” → quoted “{quoted}”"),
    "kind.insert": ("引文多出“{quoted}”", "added: “{quoted}”"),
    "kind.delete": ("引文缺少“{source}”", "missing: “{source}”"),
}


def say(code: str, language: Language, **params: object) -> str:
    """The sentence for a code. Raises `KeyError` for an unknown one."""
    chinese, english = TEXTS[code]
    return (english if language is Language.ENGLISH else chinese).format(**params)

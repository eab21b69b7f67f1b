"""Every sentence that a person reads, by code, in Chinese and English.

A sentence about an error says what happened and what to do next.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.errors import YinjuError
from bot.safe_text import safe
from bot.types import Language, Note, Reason
from vectorstore.errors import VectorstoreError

_TEXTS: dict[str, tuple[str, str]] = {
    # --- errors
    "unreadable-file": ("无法读取文件 {file}:{reason_text}。", "Can't read {file}: {reason_text}."),
    "no-documents": (
        "在 {paths} 没有找到可读的文档。请检查路径;支持文本、网页、Word、PDF、OFD、Excel、CSV 文件和压缩包。",
        "No readable document at {paths}. Check the path; text, HTML, Word, PDF, OFD, Excel, CSV files and archives are read.",
    ),
    "no-documents.unread": (
        "{paths} 里有 {skipped} 个文件(或其中的部分),但没有一份能读取,原因如下。",
        "{paths}: {skipped} files (or parts of them), none of which could be read, for these reasons.",
    ),
    "index-missing": (
        "还没有索引({folder})。请先运行:yinju ingest",
        "There is no index yet ({folder}). Run: yinju ingest",
    ),
    "index-mismatch": (
        "索引与当前设置不符:{what} 建立时为 {built},现在为 {wanted}。请运行:yinju ingest",
        "The index doesn't fit the settings: {what} was {built} and is {wanted} now. Run: yinju ingest",
    ),
    "index-damaged": (
        "索引已损坏({reason})。请运行:yinju ingest --rebuild",
        "The index is damaged ({reason}). Run: yinju ingest --rebuild",
    ),
    "index-busy": (
        "另一个进程(PID {pid})正在写入索引。请等它结束后再试。",
        "Another process (PID {pid}) is writing the index. Try again when it has ended.",
    ),
    "embedding-unavailable": (
        "无法加载向量模型 {model}:{reason}。请检查 EMBEDDING_MODEL,或重新安装:make install",
        "Can't load the embedding model {model}: {reason}. Check EMBEDDING_MODEL, or run: make install",
    ),
    "bad-question.empty": ("问题是空的。请输入一个问题。", "The question is empty. Type a question."),
    "bad-question.too-long": (
        "问题太长({length} 字,最多 {limit} 字)。请缩短后再问。",
        "The question is too long ({length} characters, at most {limit}). Shorten it.",
    ),
    "bad-settings": (
        "设置有误:{problems}。请对照 .env.example 修改 .env。",
        "Wrong settings: {problems}. Compare .env with .env.example.",
    ),
    "bad-input": ("无法使用 {what}:{reason}。", "Can't use {what}: {reason}."),
    "unknown-document": (
        "索引里没有文档“{file}”。现有:{known}",
        "The index has no document “{file}”. It has: {known}",
    ),
    "unexpected": (
        "出现了意外错误({kind}:{detail})。加 --debug 可查看详情;也可运行 yinju doctor 检查。",
        "An unexpected error ({kind}: {detail}). Add --debug for details, or run: yinju doctor",
    ),
    # --- why a file was skipped
    "reason.empty": ("文件是空的", "the file is empty"),
    "reason.no-paragraph": ("没有正文段落", "it has no paragraph"),
    "reason.encoding": ("无法识别字符编码", "its character encoding can't be told"),
    "reason.binary": ("不是文本文件", "it is not a text file"),
    "reason.no-access": ("没有读取权限或文件已消失", "it can't be opened"),
    "reason.too-large": ("文件过大(上限 64 MB)", "it is too large (64 MB at most)"),
    "reason.encrypted": (
        "文件加了密码;请去掉密码后再加入",
        "it has a password; remove it and add the file again",
    ),
    "reason.damaged": ("文件不完整或已损坏;请重新取得", "it is damaged or cut short; fetch it again"),
    "reason.expands": (
        "展开后过大(上限 200 MB)或内部文件过多;请拆分",
        "it unpacks to too much (200 MB at most); split it",
    ),
    "reason.limits": (
        "读取超出了时间或内存的限制;请拆分或另存",
        "reading it took too much time or memory; split it or save it anew",
    ),
    "reason.nested": (
        "压缩包嵌套超过两层;请先解压",
        "archives inside archives inside an archive; unpack it first",
    ),
    "reason.scanned": (
        "是扫描件,页面上没有文字;要识别文字请安装:pip install 'yinju[ocr]'",
        "it is a scan without text; to recognise it, run: pip install 'yinju[ocr]'",
    ),
    "reason.picture": (
        "是图片;要识别文字请安装:pip install 'yinju[ocr]'",
        "it is a picture; to recognise its text, run: pip install 'yinju[ocr]'",
    ),
    "reason.garbled": (
        "字体没有说明所画的是哪些字,取出的文字不可读;请另存为 PDF,或安装 yinju[ocr]",
        "its fonts don't say which characters they draw; save it as PDF anew, or install yinju[ocr]",
    ),
    "reason.unsupported": (
        "不支持这种格式;请另存为 .docx、.pdf 或 .txt",
        "this format is not supported; save it as .docx, .pdf or .txt",
    ),
    "reason.no-converter": (
        "读取这种格式要先安装 LibreOffice(.doc 也可用 antiword 或 catdoc)",
        "install LibreOffice to read this format (for .doc, antiword or catdoc will do)",
    ),
    "reason.page-without-text": (
        "有的页没有文字,可能是扫描页,未读",
        "pages without text, perhaps scans, were not read",
    ),
    "reason.page-garbled": ("有的页文字不可读", "the text of pages is not readable"),
    "reason.page-damaged": ("有的页已损坏,未读", "damaged pages were not read"),
    "reason.page-unsure": (
        "有的页识别把握不大,请核对原件",
        "pages were recognised with little certainty; compare the original",
    ),
    "reason.attachment": (
        "内含的附件未读;请单独取出",
        "its attachment was not read; save it as a file of its own",
    ),
    "reason.sheet-hidden": ("隐藏的工作表未读", "a hidden sheet was not read"),
    "reason.pictures": ("图片里的文字未读", "text in its pictures was not read"),
    "reason.provenance": ("格式不对", "its format is wrong"),
    # --- notes on answers
    "list-complete": ("共 {total} 项,已全部列出({count}/{total})。", "All items: {count}/{total}."),
    "list-count-differs": (
        "问题说的是 {asked} 项,文档中实际为 {real} 项。",
        "The question speaks of {asked} items; the document has {real}.",
    ),
    "figures-differ": (
        "文档中的数字不一致,以上各处均为原文,未作合并。",
        "The documents give different figures; each is quoted as it stands.",
    ),
    "premise-unsaid": (
        "问题里的“{words}”在所引的话里没有出现,引用前请核对原文。",
        "The quoted words don't say “{words}”; check the source before you rely on that.",
    ),
    "premise-differs": (
        "问题说“{asked}”,原文说的是“{source}”。",
        "The question says “{asked}”; the document says “{source}”.",
    ),
    "withheld": ("有 {count} 条未通过核对,未显示。", "{count} claims failed verification and are not shown."),
    # --- models
    "reranker-unavailable": (
        "无法加载重排模型 {model}:{reason}。请检查 RERANKER_MODEL(文件夹或模型名),或清空它以使用自带的阅读模型。",
        "Can't load the cross-encoder {model}: {reason}. Check RERANKER_MODEL (a folder or a name on the hub), "
        "or leave it empty to use the built-in reader.",
    ),
    "chat-unavailable": (
        "无法使用对话模型 {model}:{problem}。请检查 CHAT_MODEL 等设置,或清空 CHAT_MODEL。",
        "Can't use the chat model {model}: {problem}. Check the CHAT_ settings, or leave CHAT_MODEL empty.",
    ),
    "chat-unavailable.package": (
        "对话模型 {model} 需要另装软件包。请运行:{problem}",
        "The chat model {model} needs a package of its own. Run: {problem}",
    ),
    "bad-prompt": (
        "提示词文件 {file} 有误({problem})。请恢复原文件。",
        "The prompt file {file} is wrong ({problem}). Restore it.",
    ),
    "chat-failed": (
        "对话模型没有给出可用的回答({reason_text})。",
        "The chat model didn't answer ({reason_text}).",
    ),
    "chat-withheld": (
        "对话模型有 {count} 句话未通过核对,未显示。",
        "{count} sentences of the chat model failed verification and are not shown.",
    ),
    "chat-failed.slow": (
        "对话模型未在时限内答完,以上引文直接摘自原文。",
        "The chat model didn't finish in time; the quotations above come straight from the documents.",
    ),
    "chat-failed.down": (
        "对话模型无法连接或出错,以上引文直接摘自原文。",
        "The chat model can't be reached or failed; the quotations above come straight from the documents.",
    ),
    "chat-failed.quota": (
        "对话模型的额度或频率已到上限,以上引文直接摘自原文。",
        "The chat model's quota is used up; the quotations above come straight from the documents.",
    ),
    "chat-failed.key": (
        "对话模型拒绝了密钥(请检查 CHAT_API_KEY),以上引文直接摘自原文。",
        "The chat model refused the key (check CHAT_API_KEY); the quotations above come straight from the documents.",
    ),
    "chat-failed.model": (
        "服务器上没有这个对话模型(请检查 CHAT_MODEL、CHAT_BASE_URL),以上引文直接摘自原文。",
        "The server has no such chat model (check CHAT_MODEL, CHAT_BASE_URL); the quotations above come straight "
        "from the documents.",
    ),
    "chat-failed.request": (
        "对话模型不接受请求,以上引文直接摘自原文。",
        "The chat model refused the request; the quotations above come straight from the documents.",
    ),
    "chat-failed.garbage": (
        "对话模型的回答无法读取,以上引文直接摘自原文。",
        "The chat model's reply can't be read; the quotations above come straight from the documents.",
    ),
    "chat-failed.cut": (
        "对话模型的回答中途断开,只显示已核对的内容。",
        "The chat model's reply broke off; only what was verified is shown.",
    ),
    "explain.title": ("对话模型写的句子及核对结果:", "What the chat model wrote, and what became of it:"),
    "explain.none": (
        "没有对话模型写的句子:未设置 CHAT_MODEL,或这个答案只由原文构成。",
        "No sentence of a chat model: CHAT_MODEL is not set, or this answer is made of quotations alone.",
    ),
    "explain.shown": ("通过,已显示", "proven, shown"),
    "explain.repaired": ("改正后通过,已显示", "proven after a repair, shown"),
    "explain.repeats": ("与前句重复,不再显示", "repeats another, not shown again"),
    "explain.quoted": ("未通过,改用原文", "not proven, replaced by the quotation"),
    "explain.dropped": ("未通过,不显示", "not proven, dropped"),
    "explain.support": ("依据", "support"),
    "flaw.figure": ("数字不在依据中,或属于别的事", "the figure isn't in the support, or is another thing's"),
    "flaw.date": ("日期不在依据中,或属于别的事", "the date isn't in the support, or is another thing's"),
    "flaw.unit": ("单位与依据不同", "the unit differs from the support"),
    "flaw.name": ("名称不在依据中", "the name isn't in the support"),
    "flaw.negation": ("否定与依据不同", "affirmed and denied differ from the support"),
    "flaw.subject": ("依据说的不是它", "the support says it of something else"),
    "flaw.words": ("用语不在依据中", "its words aren't in the support"),
    "flaw.quoted": ("引号里不是原文", "what it puts in quotation marks isn't quoted"),
    "flaw.form": ("不是一句通顺的中文陈述", "it is no plain sentence"),
    "flaw.key": ("没有这个段落编号", "there is no passage under this key"),
    "flaw.quote": ("依据不是该段落的原文", "the support isn't verbatim in that passage"),
    "flaw.part": ("只说了清单的一部分", "it names a part of the list only"),
    "flaw.off": ("依据与问题无关", "the support doesn't bear on the question"),
    "doctor.reranker": ("重排模型", "Cross-encoder"),
    "doctor.chat": ("对话模型", "Chat model"),
    # --- declining
    "declined.nothing-found": ("文档中没有找到相关内容。", "Nothing about this was found in the documents."),
    "declined.not-in-documents": (
        "文档提到了相关内容,但没有回答这个问题。",
        "The documents speak of this, but don't answer the question.",
    ),
    "declined.out-of-scope": (
        "这不是针对文档的问题,无法回答。请就文档内容提问。",
        "This is no question about the documents. Ask about what they say.",
    ),
    "nearest": ("最接近的段落(不是答案):", "Nearest passages (not an answer):"),
    "understood-as": ("理解为:{question}", "Understood as: {question}"),
    "first-ingest": ("首次使用,正在建立索引…", "First use: building the index…"),
    # --- ingest
    "stage.reading": ("读取文档", "Reading"),
    "stage.embedding": ("计算向量", "Embedding"),
    "stage.writing": ("写入索引", "Writing"),
    "stage.checking": ("核对索引", "Checking"),
    "report.added": ("新增", "added"),
    "report.changed": ("变更", "changed"),
    "report.unchanged": ("未变", "unchanged"),
    "report.removed": ("移除", "removed"),
    "report.skipped": ("跳过", "skipped"),
    "report.summary": (
        "共 {documents} 份文档、{passages} 个段落;新算向量 {embedded} 个,沿用 {carried} 个;用时 {seconds} 秒。",
        "{documents} documents, {passages} passages; {embedded} embedded, {carried} carried over; {seconds} s.",
    ),
    # --- pages and formats
    "part.page": ("第{label}页", "page {label}"),
    "part.sheet": ("工作表“{label}”", "sheet “{label}”"),
    "sources.format": ("格式", "format"),
    "sources.pages": ("页/表", "pages or sheets"),
    # --- chat
    "chat.welcome": (
        "引据:就文档提问,每句话都有出处。命令:/cite N 查看出处,/sources 文档列表,/reset 忘记上文,/quit 退出",
        "Yinju: ask about the documents; every sentence is cited. /cite N, /sources, /reset, /quit",
    ),
    "chat.reset": ("已忘记上文。", "The conversation is forgotten."),
    "chat.no-citation": (
        "没有编号为 {number} 的出处。请先提问,再用 /cite 1 至 /cite {count}。",
        "There is no citation {number}. Ask first, then use /cite 1 to /cite {count}.",
    ),
    "chat.unknown-command": (
        "没有命令 {command}。可用:/cite N、/sources、/reset、/quit",
        "No command {command}. There are: /cite N, /sources, /reset, /quit",
    ),
    # --- sources
    "sources.title": ("题名", "Title"),
    "sources.file": ("文件", "File"),
    "sources.publisher": ("来源", "Publisher"),
    "sources.date": ("日期", "Date"),
    "sources.passages": ("段落", "Passages"),
    "sources.sha": ("SHA-256", "SHA-256"),
    "sources.state": ("状态", "State"),
    "state.unchanged": ("未变", "unchanged"),
    "state.changed": ("已变更,请运行 yinju ingest", "changed: run yinju ingest"),
    "state.missing": ("文件已不在", "file is gone"),
    "state.archived": ("在压缩包内", "inside an archive"),
    # --- doctor
    "doctor.ok": ("正常", "ok"),
    "doctor.python": ("Python 版本", "Python"),
    "doctor.settings": ("设置", "Settings"),
    "doctor.index": ("索引", "Index"),
    "doctor.sound": (
        "索引自检:{passages} 个段落都能找到自己",
        "Index check: all {passages} passages find themselves",
    ),
    "doctor.native": ("原生向量引擎", "Native embedding engine"),
    "doctor.native-missing": (
        "不可用({reason});提问改由 sentence-transformers 计算,会慢几秒",
        "not usable ({reason}); sentence-transformers embeds questions instead, some seconds slower",
    ),
    "doctor.sources": ("源文件", "Source files"),
    "doctor.stale": (
        "{count} 份文档在建立索引后有变化。请运行:yinju ingest",
        "{count} documents changed since they were indexed. Run: yinju ingest",
    ),
    "doctor.writable": ("数据文件夹可写", "Data folder can be written"),
    "doctor.not-writable": (
        "{folder} 不可写。请修改 DATA_DIR 或权限。",
        "{folder} can't be written. Change DATA_DIR or its permissions.",
    ),
}

#: Of these reasons, the detail says which page, sheet, attachment or format it concerns.
_WITH_DETAIL = frozenset(
    {
        "unsupported", "page-without-text", "page-garbled", "page-damaged", "page-unsure", "attachment",
        "sheet-hidden", "pictures",
    }
)  # fmt: skip


def text(code: str, language: Language, params: Mapping[str, object] | None = None) -> str:
    """The sentence for a code. Raises `KeyError` for an unknown one: a test lists them all."""
    chinese, english = _TEXTS[code]
    # A file's name or an argument may hold what steers a terminal.
    given = {name: safe(one) if isinstance(one, str) else one for name, one in (params or {}).items()}
    return (english if language is Language.ENGLISH else chinese).format(**given)


def has(code: str) -> bool:
    """Whether there is a sentence for a code."""
    return code in _TEXTS


def error_text(error: YinjuError | VectorstoreError, language: Language) -> str:
    """The one line that a person sees of an error."""
    params = dict(error.params)
    reason = str(params.get("reason", ""))
    params["reason_text"] = text(f"reason.{reason}", language) if has(f"reason.{reason}") else reason
    code = f"{error.code}.{reason}" if has(f"{error.code}.{reason}") else error.code
    unread = params.pop("unread", ())
    if isinstance(unread, tuple) and unread:
        rows = [f"{safe(one.file)}({unread_text(one.reason, one.detail, language)})" for one in unread]
        return "\n".join([text("no-documents.unread", language, params), *rows])
    return text(code, language, params)


def unread_text(reason: str, detail: str, language: Language) -> str:
    """Why a file or a part of it was not read, and which part."""
    words = text(f"reason.{reason}", language) if has(f"reason.{reason}") else reason
    return f"{words}:{safe(detail)}" if detail and reason in _WITH_DETAIL else words


def part_text(label: str, language: Language) -> str:
    """The page or sheet of a citation; empty where the document has none."""
    return (
        text("part.page" if label.replace("-", "").isdigit() else "part.sheet", language, {"label": label})
        if label
        else ""
    )


def reason_text(reason: Reason, language: Language) -> str:
    """Why a question was declined."""
    return text(f"declined.{reason.value}", language)


def note_text(note: Note, language: Language) -> str:
    """A remark on an answer."""
    return text(note.code, language, note.params)


def codes() -> tuple[str, ...]:
    """All codes."""
    return tuple(_TEXTS)

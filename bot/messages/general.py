"""Every sentence that a person reads, by code, in Chinese and English.

A sentence about an error says what happened and what to do next.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.errors import YinjuError, os_reason
from bot.messages.evaluation import FILES as EVALUATION_FILES
from bot.messages.files import TEXTS as FILES
from bot.messages.marks import bracketed, listed
from bot.messages.models import TEXTS as MODELS
from bot.messages.safe_text import safe
from bot.messages.servers import TEXTS as SERVERS
from bot.messages.settings import problems_text
from bot.messages.unread import TEXTS as UNREAD
from bot.messages.unread import unread_text
from bot.types import Language, Note, Reason
from vectorstore.errors import VectorstoreError

_TEXTS: dict[str, tuple[str, str]] = {
    # --- errors
    "unreadable-file": ("无法读取文件 {file}：{reason_text}。", "Can't read {file}: {reason_text}."),
    "no-documents": (
        "在 {paths} 没有找到可读的文档（支持文本、网页、Word、PDF、OFD、Excel、CSV 和压缩包）。请指定自己的文档：yinju ingest 文件夹",
        "No readable document at {paths} (text, HTML, Word, PDF, OFD, Excel, CSV and archives are read). "
        "Name your own: yinju ingest FOLDER",
    ),
    "nothing-added": (
        "{paths} 里没有文档；索引里的其他文档不变。",
        "There is no document in {paths}; what else is indexed stays as it is.",
    ),
    "no-documents.unread": (
        "{paths} 里有 {skipped} 个文件（或其中的部分），但没有一份能读取：{files}。",
        "{paths}: {skipped} files (or parts of them), none of which could be read: {files}.",
    ),
    "index-missing": (
        "还没有索引（{folder}）。请先运行：yinju ingest",
        "There is no index yet ({folder}). Run: yinju ingest",
    ),
    "index-mismatch": (
        "索引由另一版本的引据建立（{what}：当时 {built}，现在 {wanted}）。请重新建立：yinju ingest",
        "The index was built by another version of Yinju ({what}: {built} then, {wanted} now). "
        "Build it anew: yinju ingest",
    ),
    "index-mismatch.model": (
        "索引与设置不符：建立时用的向量模型是 {built}，现在是 {wanted}。请改回 EMBEDDING_MODEL，或重新建立索引：yinju ingest",
        "The index doesn't fit the settings: its embedding model was {built} and is {wanted} now. "
        "Set EMBEDDING_MODEL back, or build the index anew: yinju ingest",
    ),
    "index-mismatch.CHROMA_URL": (
        "索引的向量在 Chroma 服务器上，而设置里没有 CHROMA_URL。请补上它，或重新建立索引：yinju ingest",
        "The vectors of the index are on a Chroma server, and CHROMA_URL is not set. Set it, or build the index "
        "anew: yinju ingest",
    ),
    "index-damaged": (
        "索引已损坏（{reason}）。请运行：yinju doctor --repair",
        "The index is damaged ({reason}). Run: yinju doctor --repair",
    ),
    "index-unavailable": (
        "索引现在无法读写（{reason}），数据没有损坏。请检查 {folder} 的权限、磁盘空间和是否只读。",
        "The index can't be read or written now ({reason}); nothing is damaged. "
        "Check the rights, the free space and whether {folder} is read-only.",
    ),
    "roots-unknown": (
        "索引已损坏，已无从得知以前加入了哪些文件夹。请写明全部文件夹：yinju ingest --only 文件夹…",
        "The index is damaged and no longer tells which folders were in it. Name them all: yinju ingest --only FOLDER…",
    ),
    "index-busy": (
        "另一个进程（PID {pid}）正在写入索引。请等它结束后再试。",
        "Another process (PID {pid}) is writing the index. Try again when it has ended.",
    ),
    "embedding-unavailable": (
        "无法加载向量模型 {model}：{reason}。请检查 EMBEDDING_MODEL，或重新安装 yinju。",
        "Can't load the embedding model {model}: {reason}. Check EMBEDDING_MODEL, or install yinju again.",
    ),
    "bad-question.empty": ("问题是空的。请输入一个问题。", "The question is empty. Type a question."),
    "bad-question.too-long": (
        "问题太长（{length} 字，最多 {limit} 字）。请缩短后再问。",
        "The question is too long ({length} characters, at most {limit}). Shorten it.",
    ),
    "bad-settings": (
        "设置有误：{problems}。请在 .env 或环境变量中改正。",
        "Wrong settings: {problems}. Correct it in .env or in the environment.",
    ),
    "unknown-document": (
        "索引里没有文档“{file}”。现有：{known}",
        "The index has no document “{file}”. It has: {known}",
    ),
    "ambiguous-document": (
        "“{file}”可指 {count} 份文档：{known}。请写出文件名全称（见 yinju sources）。",
        "“{file}” means {count} documents: {known}. Give the whole file name (see yinju sources).",
    ),
    "nothing-left": (
        "索引共有 {count} 份文档，这样会一份不剩，所以没有移除。要换成别的文件夹，请用：yinju ingest --only 文件夹",
        "That would leave none of the {count} documents in the index, so nothing was removed. "
        "To index another folder instead: yinju ingest --only FOLDER",
    ),
    "answer-log-off": (
        "此功能需要问答记录，但设置 {setting} 已将其关闭。请在 .env 中改为 true。",
        "This needs the answer log, which the setting {setting} turns off. Set it to true in .env.",
    ),
    "answer-log-broken": (
        "无法读写问答记录 {file}：{problem}。请检查权限；文件若已损坏，可改名后重试。",
        "Can't read or write the answer log {file}: {problem}. Check its permissions; if it is damaged, move it away.",
    ),
    "nothing-kept": (
        "问答记录中没有 {what}。请用 yinju log 查看已有的。",
        "The answer log has no {what}. See what there is: yinju log",
    ),
    "nothing-kept.no-such-source": (
        "上一个答案只有 {count} 个出处，没有第 {what} 个。请写其中一个的序号，或写引文编号。",
        "The last answer has {count} sources, and no source {what}. Give the number of one, or a citation key.",
    ),
    "nothing-kept.no-source": (
        "上一个答案没有出处。请先提问：yinju ask 问题",
        "The last answer has no sources. Ask first: yinju ask QUESTION",
    ),
    "nothing-kept.votes": ("还没有评价。", "There are no votes."),
    "nothing-kept.empty": (
        "问答记录还是空的。请先提问：yinju ask",
        "The answer log is empty. Ask first: yinju ask",
    ),
    "unexpected": (
        "出现了意外错误（{kind}：{detail}）。加 --debug 可查看详情；也可运行 yinju doctor 检查。",
        "An unexpected error ({kind}: {detail}). Add --debug for details, or run: yinju doctor",
    ),
    # --- notes on answers
    "list-complete": (
        "共 {total} 项，已全部列出（{count}/{total}）。",
        "All {total} items are listed ({count}/{total}).",
    ),
    "outline-count": (
        "按条目编号计数，共 {count} {unit}。",
        "Counted by its numbered headings: {count} ({unit}).",
    ),
    "name-withheld": (
        "文档里只写“{called}”，没有写出名称。",
        "The documents only say “{called}” and don't name it.",
    ),
    "part-unanswered": (
        "“{question}”在文档中没有找到答案。",
        "“{question}” is not answered by the documents.",
    ),
    "period-absent": (
        "文档没有给出所问月份或季度的数字。",
        "The documents give no figure for the month or quarter asked about.",
    ),
    "fact-absent": (
        "《{title}》没有写明这一项。",
        "《{title}》 doesn't say that of itself.",
    ),
    "which-document": (
        "共有 {count} 份文档，不知道问的是哪一份。请写出名称：{titles}。",
        "There are {count} documents; say by its name which one is meant: {titles}.",
    ),
    "unit-absent": (
        "《{title}》没有所问的这一条、款或项。",
        "《{title}》 has no such article, paragraph or item.",
    ),
    "list-count-differs": (
        "问题说的是 {asked} 项，文档中实际为 {real} 项。",
        "The question speaks of {asked} items; the document has {real}.",
    ),
    "figures-differ": (
        "文档中的数字不一致，以上各处均为原文，未作合并。",
        "The documents give different figures; each is quoted as it stands.",
    ),
    "edition-replaced": (
        "《{old}》已由《{new}》修订或废止，现行规定以后者为准（施行日期：{date}）。",
        "《{old}》 was revised or repealed by 《{new}》, which is in force (from {date}).",
    ),
    "edition-dates": (
        "以上出自不同时间的文档：{dates}。",
        "The documents are of different dates: {dates}.",
    ),
    "subject-absent": (
        "文档中没有关于“{name}”的材料；别的单位或地方的数字不能作答。",
        "No document is about “{name}”; the figures of others are no answer.",
    ),
    "spelling": (
        "问题里的“{written}”按“{read}”理解。",
        "“{written}” in the question was read as “{read}”.",
    ),
    "premise-unsaid": (
        "问题里的“{words}”在所引的话里没有出现，引用前请核对原文。",
        "The quoted words don't say “{words}”; check the source before you rely on that.",
    ),
    "premise-differs": (
        "问题说“{asked}”，原文说的是“{source}”。",
        "The question says “{asked}”; the document says “{source}”.",
    ),
    "recognised": (
        "有 {count} 处引文出自扫描件，文字由程序识别，可能与纸面不同；请核对原件。",
        "{count} of the quotations are from scans: recognised by a program, they may differ from the paper. "
        "Check the original.",
    ),
    "withheld": (
        "有 {count} 条未通过核对，未显示。",
        "{count} claims failed verification and are not shown.",
    ),
    # --- declining
    "declined.nothing-found": ("文档中没有找到相关内容。", "Nothing about this was found in the documents."),
    "declined.not-in-documents": (
        "文档提到了相关内容，但没有回答这个问题。",
        "The documents speak of this, but don't answer the question.",
    ),
    "declined.out-of-scope": (
        "这不是针对文档的问题，无法回答。请就文档内容提问。",
        "This isn't a question about the documents. Ask about what they say.",
    ),
    "declined.talk": ("", ""),
    "overview": (
        "以上是《{title}》的标题，共 {count} 个；这里只给原文引文，不作概括。",
        "These are the headings of 《{title}》, {count} in all; only quotations are given, no summary.",
    ),
    # --- what is said to what is no question
    "talk.greeting": (
        "您好！请就文档提问，每句回答都注明出处。",
        "Hello! Ask about the documents; every sentence is cited.",
    ),
    "talk.thanks": ("不客气。还可以接着问。", "You're welcome. Feel free to ask more."),
    "talk.fresh": ("好的，请问新的问题。", "All right, ask your new question."),
    "talk.okay": ("好的。还可以接着问。", "All right. Feel free to ask more."),
    "talk.abilities": (
        "我在所给的文档里找答案：数字、日期、人名、条款、清单、标题提纲，都用原文回答并注明出处；文档没有的就说没有。例如：“申报条件有哪些？”“第十条是什么？”",
        "I look for answers in the documents given: figures, dates, names, articles, lists, outlines. Each is a "
        "cited quotation; what the documents don't say, I say so. Just ask a question.",
    ),
    "talk.farewell": ("再见。", "Goodbye."),
    "talk.all": ("没有了：上面就是全部 {total} 项。", "No: those were all {total} items."),
    "talk.no-more": (
        "没有找到更多能回答上一个问题的原文。",
        "No further words of the documents were found that answer the question before.",
    ),
    "talk.nothing-before": (
        "前面没有可以接着问的回答。请把问题说完整。",
        "There is no answer before that this could go on from. Ask the whole question.",
    ),
    "nearest": ("最接近的段落（不是答案）：", "Nearest passage (not an answer):"),
    "understood-as": ("理解为：{question}", "Understood as: {question}"),
    "first-ingest": ("首次使用，正在建立索引……", "First use: building the index…"),
    # --- ingest
    "stage.opening": ("核对现有索引", "Checking the index in use"),
    "stage.reading": ("读取文档", "Reading"),
    "stage.embedding": ("计算向量", "Embedding"),
    "stage.writing": ("写入索引", "Writing"),
    "stage.merging": ("合并词表", "Merging word lists"),
    "stage.checking": ("核对索引", "Checking"),
    "stage.saving": ("存盘", "Saving"),
    "stage.begun": ("{stage}（共 {total}）……", "{stage} ({total})…"),
    "stage.progress": (
        "{stage} {done}/{total}，每秒 {rate} 个，约剩 {left} 秒",
        "{stage} {done}/{total}, {rate} a second, about {left} s left",
    ),
    "report.added": ("新增", "added"),
    "report.changed": ("变更", "changed"),
    "report.unchanged": ("未变", "unchanged"),
    "report.removed": ("移除", "removed"),
    "report.skipped": ("跳过", "skipped"),
    "report.note": ("注意", "note"),
    "report.away": (
        "现在读不到，保留原有内容 {count}：{files}（确要移除，请用 yinju ingest --only）",
        "can't be read now, kept as they were {count}: {files} (to remove them: yinju ingest --only)",
    ),
    "report.taken-out": (
        "先前移除的 {count} 份仍不编入：{files}（要重新编入：yinju ingest 文件）",
        "{count} removed earlier stay out: {files} (to take one in again: yinju ingest FILE)",
    ),
    "report.summary": (
        "共 {documents} 份文档、{passages} 个段落；新算向量 {embedded} 个，沿用 {carried} 个；用时 {seconds} 秒。",
        "{documents} documents, {passages} passages; {embedded} embedded, {carried} carried over; {seconds} s.",
    ),
    "watch.begun": (
        "正在跟踪 {folders}，有变动就更新索引；按 Ctrl-C 结束。",
        "Following {folders}: the index is updated when something changes. Ctrl-C ends it.",
    ),
    "watch.changed": ("有变动 {count}：{files}", "changed {count}: {files}"),
    "watch.ended": (
        "已停止跟踪，索引是最近一次更新完成时的样子。",
        "Stopped following; the index is as the last finished update left it.",
    ),
    # --- config
    "config.read": ("已读取", "read"),
    "config.absent": ("没有这个文件", "no such file"),
    "working": ("正在查找并核对……", "Searching and verifying…"),
    "loading": ("正在加载模型……", "Loading the models…"),
    # --- sources
    "sources.title": ("题名", "Title"),
    "sources.file": ("文件", "File"),
    "sources.publisher": ("来源", "Publisher"),
    "sources.date": ("日期", "Date"),
    "sources.format": ("格式", "Format"),
    "sources.pages": ("页/表", "Pages or sheets"),
    "sources.recognised": ("其中扫描识别", "Recognised from scans"),
    "sources.passages": ("段落", "Passages"),
    "sources.sha": ("SHA-256", "SHA-256"),
    "sources.state": ("状态", "State"),
    "state.unchanged": ("未变", "unchanged"),
    "state.changed": ("已变更，请运行 yinju ingest", "changed: run yinju ingest"),
    "state.missing": ("文件已不在", "file is gone"),
    "state.archived": ("在压缩包内", "inside an archive"),
}

_ALL = {**_TEXTS, **FILES, **EVALUATION_FILES, **MODELS, **SERVERS}
#: How Python writes an error of the system.
_SYSTEMS = re.compile(r"\[Errno (\d+)\]")
#: So many files are named in an error.
_SOME = 3


def text(code: str, language: Language, params: Mapping[str, object] | None = None) -> str:
    """The sentence for a code. Raises `KeyError` for an unknown one: a test lists them all."""
    chinese, english = _ALL[code]
    # A file's name or an argument may hold what steers a terminal.
    given = {name: safe(one) if isinstance(one, str) else one for name, one in (params or {}).items()}
    return (english if language is Language.ENGLISH else chinese).format(**given)


def has(code: str) -> bool:
    """Whether there is a sentence for a code."""
    return code in _ALL


def error_text(error: YinjuError | VectorstoreError, language: Language) -> str:
    """The one line that a person sees of an error."""
    params = dict(error.params)
    reason = str(params.get("reason", ""))
    if not isinstance(problems := params.get("problems", ""), str):
        params["problems"] = problems_text(problems, language)
    params["reason_text"] = _why(reason, language)
    if cause := str(params.pop("cause", "")):
        params["reason"] = _why(cause, language)
    elif number := _SYSTEMS.search(reason):
        params["reason"] = _why(os_reason(OSError(int(number[1]), "")), language)
    # What a mismatch is about has words of its own as a reason has.
    kinds = [f"{error.code}.{params[name]}" for name in ("reason", "what") if name in params]
    code = next(filter(has, kinds), error.code)
    unread = params.pop("unread", ())
    if isinstance(unread, tuple) and unread:
        code = "no-documents.unread"
        rows = [
            safe(one.file) + bracketed(unread_text(one.reason, one.detail, language), language)
            for one in unread
        ]
        params["files"] = listed(rows[:_SOME], language) + ("…" if len(rows) > _SOME else "")
    for name, value in params.items():
        if isinstance(value, tuple):
            params[name] = listed(map(str, value), language)
    return text(code, language, params)


def _why(reason: str, language: Language) -> str:
    """The words for the reason of an error; the reason itself where it is no code."""
    if has(f"reason.{reason}"):
        return text(f"reason.{reason}", language)
    return unread_text(reason, "", language) if reason in UNREAD else reason


def reason_text(reason: Reason, language: Language) -> str:
    """Why a question was declined."""
    return text(f"declined.{reason.value}", language)


def note_text(note: Note, language: Language) -> str:
    """A remark on an answer."""
    return text(note.code, language, note.params)


def codes() -> tuple[str, ...]:
    """All codes."""
    return tuple(_ALL)

"""What people read in a conversation at the command line, in Chinese and English."""

from __future__ import annotations

from bot.messages.safe_text import safe
from bot.types import Language

TEXTS: dict[str, tuple[str, str]] = {
    "welcome": (
        "引据：就文档提问，每句话都有出处。/help 查看命令，Ctrl-C 取消回答，“退出”结束。",
        "Yinju: ask about the documents; every sentence is cited.\n/help lists commands, Ctrl-C cancels an "
        "answer, quit ends.",
    ),
    "help": (
        "直接输入问题；可以追问，如“其中第三项是什么”。\n"
        "  /cite N      显示第 N 个出处的段落\n"
        "  /open N      在浏览器中打开第 N 个出处\n"
        "  /copy N      第 N 个出处的可粘贴引用（终端支持时放入剪贴板）\n"
        "  /locate 引文 核对一段引文\n"
        "  /sources     文档列表\n"
        "  /lang zh|en  界面语言\n"
        "  /reset       忘记上文\n"
        "  /help        显示这些命令\n"
        "  /quit        结束（也可输入 quit、退出，或按 Ctrl-D）",
        "Type a question; follow-ups such as 其中第三项是什么 are understood.\n"
        "  /cite N       show the passage of source N\n"
        "  /open N       open source N in the browser\n"
        "  /copy N       a citation of source N, ready to paste (clipboard if it can be)\n"
        "  /locate TEXT  check a quotation\n"
        "  /sources      list the documents\n"
        "  /lang zh|en   language of what is shown\n"
        "  /reset        forget what was asked before\n"
        "  /help         show these commands\n"
        "  /quit         end (quit, 退出 and Ctrl-D do too)",
    ),
    "no-words": ("请用文字提问，例如：有哪些机制？", "Ask in words, such as: Which mechanisms are there?"),
    "offered": ("可以这样问：", "Questions that these documents answer:"),
    "cancelled": ("已取消这个回答，可以继续提问。", "Cancelled. You can ask something else."),
    "lang": ("界面语言：中文", "Language: English"),
    "which-lang": ("请写 /lang zh 或 /lang en。", "Write /lang zh or /lang en."),
    "copied": ("已放入剪贴板（如果终端支持）。", "On the clipboard, if the terminal allows it."),
    "locate-what": ("请写上要核对的引文：/locate 引文", "Write the quotation: /locate TEXT"),
    "session": ("会话：{name}（已有 {count} 问）", "Session: {name} ({count} questions so far)"),
    "reset": ("已忘记上文。", "The conversation is forgotten."),
    "no-citation-yet": ("还没有出处，请先提问。", "There are no sources yet; ask something first."),
    "no-citation": (
        "没有编号为 {number} 的出处，可用 1 至 {count}。",
        "There is no source {number}; use 1 to {count}.",
    ),
    "no-citation-but-one": (
        "没有编号为 {number} 的出处，这个答案只有 1 个。",
        "There is no source {number}; this answer has only source 1.",
    ),
    "which-citation": (
        "请写出处的序号，例如：{command} 1",
        "Write the number of a source, such as: {command} 1",
    ),
    "unknown-command": (
        "没有命令 {command}。/help 列出全部命令。",
        "No command {command}. /help lists them all.",
    ),
}


def say(code: str, language: Language, **params: object) -> str:
    """The sentence for a code. Raises `KeyError` for an unknown one."""
    chinese, english = TEXTS[code]
    # What a person typed may hold what steers a terminal.
    given = {name: safe(one) if isinstance(one, str) else one for name, one in params.items()}
    return (english if language is Language.ENGLISH else chinese).format(**given)

"""What people read around a command's help and of wrong usage, by code, in Chinese and English."""

from __future__ import annotations

from bot.types import Language

TEXTS: dict[str, tuple[str, str]] = {
    # --- parts of a help page
    "usage": ("用法", "Usage"),
    "any-options": ("[选项]", "[OPTIONS]"),
    "a-command": ("命令", "COMMAND"),
    "arguments": ("参数", "Arguments"),
    "options": ("选项", "Options"),
    "commands": ("命令", "Commands"),
    "examples": ("示例", "Examples"),
    "exit-codes": ("退出码", "Exit codes"),
    "default": ("[默认：{value}]", "[default: {value}]"),
    "required": ("[必填]", "[required]"),
    "repeated": ("[可重复]", "[repeatable]"),
    "help": ("显示这一页", "Show this page"),
    "more": ("某个命令的用法：yinju 命令 --help", "Help on a command: yinju COMMAND --help"),
    # --- wrong usage
    "wrong": ("用法错误：{what}", "Wrong usage: {what}"),
    "hint": ("查看用法：{command} --help", "See: {command} --help"),
    "no-option": ("没有选项 {name}", "there is no option {name}"),
    "no-command": ("没有命令 {name}", "there is no command {name}"),
    "nearest": ("{what}。是不是想用 {near}？", "{what}. Did you mean {near}?"),
    "missing-argument": ("缺少参数 {name}", "the argument {name} is missing"),
    "missing-option": ("缺少选项 {name}", "the option {name} is missing"),
    "missing-command": ("缺少命令", "a command is missing"),
    "needs-value": ("选项 {name} 后面要有值", "the option {name} needs a value"),
    "empty": ("{name} 的值是空的", "the value of {name} is empty"),
    "takes-no-value": ("选项 {name} 不带值", "the option {name} takes no value"),
    "too-many": (
        "多余的参数 {name}（值里有空格时，请加引号）",
        "there is an argument too many: {name} (a value with spaces belongs in quotation marks)",
    ),
    "not-chosen": ("{name} 只能是 {choices}", "{name} must be one of {choices}"),
    "not-whole": ("{name} 应为整数", "{name} must be a whole number"),
    "not-within": (
        "{name} 应为 {least} 到 {most} 的整数",
        "{name} must be a whole number from {least} to {most}",
    ),
    "not-least": ("{name} 应为不小于 {least} 的整数", "{name} must be a whole number of at least {least}"),
    "bad-value": ("{name} 的值不对", "the value of {name} is wrong"),
    "wrong-elsewhere": ("这些参数不能这样用", "these arguments can't be used like this"),
    "both": ("{one} 与 {other} 不能同时用", "{one} and {other} can't go together"),
    "no-question": (
        "没有给出问题。请写：yinju ask 问题，或从标准输入传入；连续对话用 yinju chat",
        "there is no question. Write: yinju ask QUESTION, or pipe one in; for a conversation: yinju chat",
    ),
    "no-quotation": (
        "没有要查的引文。请写：yinju locate 引文，或从标准输入传入；整篇文稿用 --file",
        "there is no quotation. Write: yinju locate QUOTATION, or pipe one in; for a whole draft: --file",
    ),
    "no-key": (
        "“{text}”不是引文编号。引文编号形如 7K3M-Q8F4-ZWPD（12 位字母和数字，连字符可省）；上一个答案的出处写序号，如 2",
        "“{text}” is no citation key. A key looks like 7K3M-Q8F4-ZWPD (12 letters and digits); a source of the last "
        "answer is named by its number, such as 2",
    ),
    "word-needs-file": (
        "Word 不能写到标准输出。请用 -o 写明文件，如 -o 答案.docx",
        "Word can't go to standard output. Name a file: -o answer.docx",
    ),
    "no-format": (
        "不能写成 {suffix}。请用 .md 或 .docx 作文件名，或用 --format 写明格式",
        "{suffix} can't be written. Name the file .md or .docx, or say --format",
    ),
    "no-model": (
        "对话模型应写成 提供者:名称，例如 ollama:qwen2.5:7b",
        "a chat model must be written provider:name, for example ollama:qwen2.5:7b",
    ),
    "no-name": (
        "会话名要有 1 到 80 个字符，不含换行",
        "a session's name has 1 to 80 characters and no line break",
    ),
    "cancelled": ("已取消。", "Cancelled."),
}


def say(code: str, language: Language, **params: object) -> str:
    """The sentence for a code. Raises `KeyError` for an unknown one."""
    chinese, english = TEXTS[code]
    return (english if language is Language.ENGLISH else chinese).format(**params)

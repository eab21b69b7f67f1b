"""What people and programs read of the servers and of their page, in Chinese and English."""

from __future__ import annotations

from bot.messages.safe_text import safe
from bot.types import Language

TEXTS: dict[str, tuple[str, str]] = {
    # --- what is wrong with a request
    "not-json": ("请求体不是 JSON 对象。", "The request's body is no JSON object."),
    "missing-field": ("缺少字段 {field}。", "The field {field} is missing."),
    "unknown-field": (
        "没有字段 {field}；可用：{known}。",
        "There is no field {field}; there are: {known}.",
    ),
    "no-tool": ("没有工具 {name}；可用：{known}。", "There is no tool {name}; there are: {known}."),
    "wrong-type": ("字段 {field} 应为{wanted}。", "The field {field} has to be {wanted}."),
    "out-of-range": (
        "字段 {field} 超出范围（{least} 至 {most}）。",
        "The field {field} is out of range ({least} to {most}).",
    ),
    "invalid-key": (
        "{text} 不是引文编号；引文编号形如 3NHZ-R55W-FT7J。",
        "{text} is no citation key; keys look like 3NHZ-R55W-FT7J.",
    ),
    "bad-token": (
        "需要访问令牌：请求头 Authorization: Bearer <SERVE_TOKEN 的值>。",
        "A token is needed: the header Authorization: Bearer <the value of SERVE_TOKEN>.",
    ),
    "foreign-host": (
        "不接受以主机名 {host} 发来的请求；请用 http://127.0.0.1 访问，或设置 SERVE_TOKEN。",
        "Requests for the host {host} aren't taken; use http://127.0.0.1, or set SERVE_TOKEN.",
    ),
    "not-found": ("没有 {path}；见 /openapi.json。", "There is no {path}; see /openapi.json."),
    "wrong-method": (
        "此处不能用 {method}；见 /openapi.json。",
        "{method} isn't taken here; see /openapi.json.",
    ),
    "too-large": ("请求太大（上限 {limit} 字节）。", "The request is too large (at most {limit} bytes)."),
    "not-json-type": (
        "请用 Content-Type: application/json 发送。",
        "Send it with Content-Type: application/json.",
    ),
    "failed": (
        "出现了意外错误（{kind}）。请重试；若再出现，请运行 yinju doctor。",
        "An unexpected error ({kind}). Try again; if it comes back, run: yinju doctor",
    ),
    "busy": ("请求太多，请稍后再试。", "Too many requests at once; try again in a moment."),
    "stopping": ("服务正在停止。", "The server is stopping."),
    # --- kinds of values, as named in `wrong-type`
    "type.string": ("字符串", "a string"),
    "type.integer": ("整数", "an integer"),
    "type.array": ("数组", "an array"),
    "type.turns": (
        "问题（字符串）或 turn 对象的数组",
        "an array of questions (strings) or turn objects",
    ),
    # --- the command
    "serve.at": ("引据已就绪：{url}（Ctrl-C 停止）", "Yinju is ready: {url} (Ctrl-C stops it)"),
    "serve.token-needed": (
        "监听 {host} 会让其他机器也能访问，须先设置访问令牌：在 .env 中写 SERVE_TOKEN=（至少 16 个字符）；"
        "只在本机使用请去掉 --host。",
        "Listening on {host} lets other machines in, which needs a token: put SERVE_TOKEN= (at least 16 "
        "characters) into .env. For this machine alone leave --host out.",
    ),
    "serve.token-short": (
        "SERVE_TOKEN 不能用：至少要 16 个字符，只能是英文字母、数字和符号。请在 .env 中改正。",
        "SERVE_TOKEN can't be used: at least 16 characters, letters, digits and signs of ASCII only. Correct it in .env.",
    ),
    "serve.cant-listen.taken": (
        "端口 {port} 已被占用，也许 yinju serve 已在运行。请用 --port 换一个端口。",
        "Port {port} is taken; perhaps yinju serve runs already. Choose another one with --port.",
    ),
    "serve.cant-listen.forbidden": (
        "没有权限使用端口 {port}。请用 --port 换一个 1024 以上的端口。",
        "Port {port} is not allowed. Choose one above 1024 with --port.",
    ),
    "serve.cant-listen.address": (
        "本机没有地址 {host}。请核对 --host；只在本机使用则不写。",
        "{host} is no address of this machine. Check --host; leave it out to serve this machine alone.",
    ),
    "serve.cant-listen.other": (
        "无法监听 {host}:{port}。请用 --port 或 --host 换一个。",
        "Can't listen on {host}:{port}. Choose another one with --port or --host.",
    ),
    # --- the page
    "page.title": ("引据", "Yinju"),
    "page.tagline": ("每句话都有出处", "Every sentence has its source"),
    "page.tab.ask": ("提问", "Ask"),
    "page.tab.check": ("核对引文", "Check quotations"),
    "page.tab.documents": ("文档", "Documents"),
    "page.ask": ("就文档提问", "Ask about the documents"),
    "page.ask.placeholder": (
        "例如：红河州的十项机制分别是什么？",
        "For example: What are the ten mechanisms of Honghe?",
    ),
    "page.send": ("提问", "Ask"),
    "page.stop": ("停止", "Stop"),
    "page.new": ("新对话", "New conversation"),
    "page.working": ("正在查找……", "Looking it up…"),
    "page.stopped": ("已停止。", "Stopped."),
    "page.understood": ("理解为：", "Understood as: "),
    "page.nearest": ("最接近的段落（不是答案）：", "Nearest passage (not an answer):"),
    "page.open": ("打开出处", "Open the source"),
    "page.source": ("出处", "Source"),
    "page.source.empty": (
        "点答案后的编号，出处会在这里打开。",
        "Choose a number behind an answer; its source opens here.",
    ),
    "page.close": ("关闭", "Close"),
    "page.outline": ("目录", "Outline"),
    "page.paragraph": ("第{number}段", "¶{number}"),
    "page.copy": ("复制引用", "Copy a citation"),
    "page.copy.text": ("文字", "Text"),
    "page.copy.markdown": ("Markdown 格式", "Markdown"),
    "page.copy.gbt7714": ("GB/T 7714 格式", "GB/T 7714"),
    "page.scan": ("扫描识别", "from a scan"),
    "page.scan.sure": ("扫描识别，把握{sure}", "recognised from a scan, {sure} sure"),
    "page.scan.check": (
        "文字由程序从扫描件识别，可能与纸面不同；引用前请核对原件。",
        "These words were recognised from a scan and may differ from the paper; check the original first.",
    ),
    "page.copied": ("已复制", "Copied"),
    "page.check": ("粘贴一句引文，或一篇带引号的文稿", "Paste a quotation, or a draft with quotation marks"),
    "page.check.one": ("核对这句话", "Check this sentence"),
    "page.check.all": ("核对文稿中的所有引文", "Check every quotation in the draft"),
    "page.check.none": ("文稿中没有带引号的引文。", "There is no quotation in the draft."),
    "page.verdict.exact": ("一致", "exact"),
    "page.verdict.altered": ("有改动", "altered"),
    "page.verdict.spliced": ("拼接", "put together"),
    "page.verdict.absent": ("未见", "not found"),
    "page.as-is": ("原文：", "Source: "),
    "page.nothing": ("（无）", "(nothing)"),
    "page.sort.figure": ("数字：", "figure: "),
    "page.sort.date": ("时间：", "date or time: "),
    "page.sort.name": ("名称：", "name: "),
    "page.sort.negation": ("否定词：", "negation: "),
    "page.sort.other": ("文字：", "wording: "),
    "page.documents": ("索引中的文档", "Documents of the index"),
    "page.passages": ("段", "passages"),
    "page.token": ("访问令牌（SERVE_TOKEN）", "Token (SERVE_TOKEN)"),
    "page.token.send": ("进入", "Enter"),
    "page.unreachable": (
        "连不上服务。请确认 yinju serve 仍在运行。",
        "The server can't be reached. Is yinju serve still running?",
    ),
    "page.cut": ("连接中断，答案可能不全。", "The connection broke off; the answer may be incomplete."),
    "page.keys": (
        "/ 提问 · Esc 关闭出处 · Enter 发送 · Shift+Enter 换行",
        "/ ask · Esc closes the source · Enter sends · Shift+Enter new line",
    ),
    "page.other-language": ("English", "中文"),
    "page.noscript": ("此页需要 JavaScript。", "This page needs JavaScript."),
    "page.skip": ("跳到提问框", "Skip to the question"),
}


def say(code: str, language: Language, **params: object) -> str:
    """The sentence for a code. Raises `KeyError` for an unknown one."""
    chinese, english = TEXTS[code]
    given = {name: safe(one) if isinstance(one, str) else one for name, one in params.items()}
    return (english if language is Language.ENGLISH else chinese).format(**given)


def page_texts(language: Language) -> dict[str, str]:
    """The texts of the page by their codes, without `page.`."""
    at = 1 if language is Language.ENGLISH else 0
    return {code.removeprefix("page."): both[at] for code, both in TEXTS.items() if code.startswith("page.")}

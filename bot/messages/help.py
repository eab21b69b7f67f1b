"""The help of every command and option, in Chinese and English.

A command's first line is what the list of commands says of it. An option is looked up under
`command.option`, then under `option` for those that mean the same everywhere.
"""

from __future__ import annotations

from bot.types import Language

_Both = tuple[str, str]

COMMANDS: dict[str, _Both] = {
    "": (
        "引据：就中文公文提问，每句话都有出处；也可按编号查段落、按引文查出处。",
        "Yinju answers from Chinese official documents, every sentence quoted and cited.",
    ),
    "ask": (
        "就文档提问\n\n每句话都有出处，引号里的字与原文逐字相同；文档没有答案就直说。问答默认记在本机（yinju log）。",
        "Ask a question of the documents\n\nEvery sentence is cited, and what stands in quotation marks is the "
        "document's own. What the documents don't answer is declined. Answers are kept on this machine "
        "(yinju log).",
    ),
    "chat": (
        "连续对话，可追问\n\n命令：/help /cite N /open N /copy N /locate 引文 /sources /lang zh|en /reset /quit。"
        "回答时按 Ctrl-C 只取消这个回答；输入“退出”或 quit 结束。",
        "Have a conversation with follow-up questions\n\nCommands: /help /cite N /open N /copy N /locate QUOTATION /sources "
        "/lang zh|en /reset /quit. Ctrl-C cancels the answer that is being made, not the chat; quit ends it.",
    ),
    "log": (
        "查看问过的问题和答案\n\n记录在数据文件夹的 answers.sqlite3，只有本人可读，不离开本机；设 ANSWER_LOG=false 则不记。",
        "Look through earlier questions and answers\n\nThe log is answers.sqlite3 in the data folder: readable by "
        "you alone, and it never leaves this machine. ANSWER_LOG=false turns it off.",
    ),
    "export": (
        "导出答案，供写入报告：Markdown（脚注）或 Word\n\n引文加引号，出处按 GB/T 7714 著录。不指定时导出最近一个答案。",
        "Write answers for a report: Markdown with footnotes, or Word\n\nQuotations stand in quotation marks, "
        "sources as GB/T 7714 notes. By default it is the last answer.",
    ),
    "cite": (
        "显示引文编号所指的段落及其上下文",
        "Show the passage that a citation key stands for, with its surroundings",
    ),
    "locate": (
        "查引文的出处，并与原文逐字核对",
        "Find where a quotation stands, and compare it with its source",
    ),
    "open": (
        "在浏览器中打开整篇文档，定位到引用处",
        "Open the whole document in the browser at the cited passage",
    ),
    "ingest": ("建立或更新索引", "Build or update the index"),
    "remove": (
        "从索引中移除文档\n\n文件本身不动，以后的 yinju ingest 也不再编入它；写明这个文件（yinju ingest 文件）即重新编入。"
        "有一个名称不对，就什么都不移除。",
        "Take documents out of the index\n\nTheir files stay where they are, and later runs of yinju ingest leave "
        "them out; to take one in again, name it: yinju ingest FILE. If one name is wrong, nothing is removed.",
    ),
    "sources": ("列出文档", "List the documents"),
    "config": ("显示当前设置，密钥隐藏", "Show the current settings, secrets hidden"),
    "doctor": ("检查安装和索引", "Check the installation and the index"),
    "eval": ("用已知答案的问题评测", "Measure answers against known ones"),
    "telegram": ("启动 Telegram 机器人", "Run the Telegram bot"),
    "serve": (
        "启动网页和 HTTP 接口\n\n默认只供本机使用；要让别的机器访问，须设 SERVE_TOKEN。",
        "Serve a page and an HTTP API\n\nOnly this machine is served unless --host says otherwise, and then "
        "SERVE_TOKEN is needed.",
    ),
    "mcp": (
        "作为 MCP 服务器供 AI 助手使用\n\n由助手启动，经标准输入输出通信。",
        "Serve AI assistants over the Model Context Protocol\n\nThe assistant starts it and speaks to it through "
        "standard input and output.",
    ),
}

_STANDS = (
    "0 原文仍在；4 已改动、已不在或没有这个编号；1 出错；2 用法错误",
    "0 still stands; 4 changed, gone or unknown; 1 error; 2 wrong usage",
)
_SIMPLE = ("0 成功；1 出错；2 用法错误", "0 done; 1 error; 2 wrong usage")
EXIT_CODES: dict[str, _Both] = {
    "": (
        "0 已回答；3 文档未回答；1 出错；2 用法错误；4 引文或文件有问题（见各命令）",
        "0 answered; 3 declined; 1 error; 2 wrong usage; 4 something is wrong with a quotation or a file "
        "(see the command)",
    ),
    "ask": (
        "0 已回答；3 文档没有答案；4 --batch 中有不可用的行；1 出错；2 用法错误",
        "0 answered; 3 the documents don't answer; 4 --batch had bad lines; 1 error; 2 wrong usage",
    ),
    "cite": _STANDS,
    "open": _STANDS,
    "locate": (
        "0 一致（含由一致的各段拼接）；4 有改动或未见；1 出错；2 用法错误",
        "0 exact, or put together from exact parts; 4 altered or absent; 1 error; 2 wrong usage",
    ),
    "ingest": (
        "0 成功；4 有的文件或其中的页没有读到；1 出错；2 用法错误",
        "0 done; 4 some files, or pages of them, weren't read; 1 error; 2 wrong usage",
    ),
}

OPTIONS: dict[str, _Both] = {
    "--lang": ("界面语言", "Language of what is shown"),
    "--debug": ("出错时显示完整调用栈", "Show the whole traceback of an error"),
    "--version": ("显示版本", "Show the version"),
    "--install-completion": ("为当前 shell 安装命令补全", "Install completion for the current shell"),
    "--show-completion": ("输出补全脚本", "Print the completion script"),
    "--json": ("输出 JSON", "Print JSON"),
    "--plain": ("不用颜色", "No colour"),
    "--keys": ("每条出处附引文编号", "Show the citation key of every source"),
    "--model": (
        "对话模型，代替设置中的 CHAT_MODEL，如 ollama:qwen2.5:7b；写 none 则只用原文",
        "A chat model instead of CHAT_MODEL, such as ollama:qwen2.5:7b; none for quotations only",
    ),
    "--continue": ("接着最近一次会话追问", "Follow up on the last session"),
    "--session": ("会话名；没有就新建", "The session's name; a new one is begun if there is none"),
    "ask.question": ("问题；省略时从标准输入读取", "The question; read from standard input if left out"),
    "ask.--top": ("JSON 中列出几个检索段落；默认见设置 TOP_PASSAGES", "How many retrieved passages JSON lists; by default the setting TOP_PASSAGES"),
    "ask.--doc": ("只在这些文档中找：文件名、其开头或题名的一部分", "Only these documents: file name, its beginning, or part of the title"),
    "ask.--explain": ("说明对话模型的每句话为何显示或不显示", "Say why each sentence of a chat model is shown or not"),
    "ask.--batch": (
        '每行一个 {"id","question","history"} 的文件，每行输出一个 JSON；- 为标准输入',
        'A file with {"id","question","history"} in each line; one JSON answer a line; - is standard input',
    ),
    "log.--query": ("只列出含有这些词的问答，空格隔开", "Only entries that hold all these words"),
    "log.--number": ("最多列出几条", "How many at most"),
    "log.--session": ("只列出这个会话", "Only this session"),
    "log.--votes": (
        "只列出 Telegram 中评价过的答案：good 👍，bad 👎，all 全部",
        "Only answers that were voted on in Telegram: good 👍, bad 👎, or all",
    ),
    "export.--votes": (
        "导出 Telegram 中评价过的答案：good 👍，bad 👎，all 全部",
        "Export answers that were voted on in Telegram: good 👍, bad 👎, or all",
    ),
    "log.--clear": ("删除列出范围内的全部记录", "Delete everything that matches, however many entries"),
    "export.number": ("记录中的编号（yinju log）；默认最近一个", "The answer's number in the log; the last one by default"),
    "export.--session": ("导出这个会话", "Export this session"),
    "export.--all": ("导出全部记录", "Export the whole log"),
    "export.--format": ("md 或 docx；默认看文件名", "md or docx; by default what the file's name says"),
    "export.--output": ("写到这个文件；默认写到标准输出（docx 必填）", "Write this file; standard output by default (needed for docx)"),
    "cite.keys": ("引文编号，可带任何括号，不分大小写", "Citation keys, with or without brackets, upper or lower case"),
    "cite.--quote": ("要突出显示的引文", "The quotation to emphasise"),
    "cite.--copy-as": ("输出可直接粘贴的引用", "Print a citation that is ready to paste"),
    "locate.text": ("引文；省略时从标准输入读取", "The quotation; read from standard input if left out"),
    "locate.--file": (
        '逐条核对此文稿中的引文（「」『』“”""），- 为标准输入',
        'Check every quotation in a draft (「」『』“”""); - is standard input',
    ),
    "open.key": ("引文编号", "A citation key"),
    "open.--print-path": ("只输出文件路径，不打开浏览器", "Only print the file's path"),
    "open.--quote": ("要突出显示的引文", "The quotation to highlight"),
    "ingest.paths": (
        "文件或文件夹；默认 DOCUMENTS（seeds/）及以前加入的",
        "Files or folders; by default DOCUMENTS (seeds/) and what was added before",
    ),
    "ingest.--only": ("只保留这些路径，移除以前加入的", "Keep only these paths; what was added before is removed"),
    "ingest.--rebuild": ("不沿用旧索引，全部重建", "Build everything anew; nothing is carried over"),
    "ingest.--forget": (
        "抹去已移出索引的文字，连同旧的索引；不再能说出旧引文原来的内容",
        "Erase texts that left the index, earlier generations included; old citations no longer say what they meant",
    ),
    "ingest.--days": (
        "同 --forget，但只抹去至少这么多天以前移出的",
        "As --forget, but only what left at least so many days ago",
    ),
    "remove.names": (
        "文件名（见 yinju sources）或其开头、题名或其一部分、文件路径；压缩包或文件夹则指其中全部",
        "File names (see yinju sources) or their beginnings, titles or parts of them, paths; an archive or a "
        "folder stands for all in it",
    ),
    "remove.--quiet": ("只显示进度", "Show only the progress"),
    "ingest.--watch": ("一直跟踪，有变动就更新，Ctrl-C 结束", "Keep running and update after every change, until Ctrl-C"),
    "ingest.--quiet": ("只显示进度", "Show only the progress"),
    "eval.questions": ("问题文件（JSONL）", "The questions, one JSON object a line"),
    "eval.--html": ("写出带图的网页报告", "Write a report with plots as one HTML file"),
    "eval.--compare": ("与先前的 --json 逐题比较", "Compare with an earlier --json, question by question"),
    "eval.--failures": ("列出未答对的问题", "List the questions that went wrong"),
    "eval.--no-reader": ("不用阅读模型", "Without the reader model"),
    "eval.--levels": ("低于文件中的水平则退出码为 1", "Exit with 1 if results are below the levels in this file"),
    "doctor.--repair": ("用原文件和完好的部分修复索引", "Repair the index from the files and from its sound parts"),
    "serve.--host": ("监听的地址；非本机地址须设 SERVE_TOKEN", "The address to listen on; any that other machines reach needs SERVE_TOKEN"),
    "serve.--port": ("端口；0 为任选空闲端口", "The port; 0 takes a free one"),
    "telegram.--webhook": ("由 Telegram 推送消息，而不是长轮询", "Let Telegram push updates instead of polling"),
}  # fmt: skip

#: Command lines that can be typed as they stand.
EXAMPLES: dict[str, tuple[str, ...]] = {
    "": (
        'yinju ask "红河州的十项机制分别是什么？"',
        "yinju chat",
        "yinju locate 收集意见建议159万余条",
        "yinju --lang en ask --help",
    ),
    "ask": (
        'yinju ask "红河州的十项机制分别是什么？"',
        'yinju ask -c "其中第三项是什么？"',
        'yinju ask --keys --doc 003 "五型模范机关是哪五型？"',
        "yinju ask --json < 问题.txt",
    ),
    "chat": ("yinju chat", "yinju chat -c", "yinju chat --session 周报"),
    "log": ("yinju log", "yinju log -q 培训", "yinju log --session 周报 --json", "yinju log --votes bad"),
    "export": ("yinju export", "yinju export 12 -o 答案.docx", "yinju export --session 周报 -o 周报.md"),
    "cite": ("yinju cite 8XJ3-TJCK-1B2C", "yinju cite 8XJ3-TJCK-1B2C --copy-as gbt7714"),
    "locate": ("yinju locate 收集意见建议159万余条", "yinju locate --file 文稿.md"),
    "open": ("yinju open 8XJ3-TJCK-1B2C", "yinju open 8XJ3-TJCK-1B2C --print-path"),
    "ingest": ("yinju ingest", "yinju ingest ~/公文", "yinju ingest --only ~/公文", "yinju ingest --watch"),
    "remove": ("yinju remove 通知.docx", "yinju remove 2019年卷宗.zip 旧版办法.pdf", "yinju remove ~/公文"),
    "sources": ("yinju sources", "yinju sources --json"),
    "config": ("yinju config", "yinju config > .env"),
    "doctor": ("yinju doctor", "yinju doctor --repair"),
    "eval": ("yinju eval 问题.jsonl", "yinju eval 问题.jsonl --failures --html 报告.html"),
    "telegram": ("yinju telegram", "yinju telegram --webhook"),
    "serve": ("yinju serve", "yinju serve --port 8080", "yinju serve --host 0.0.0.0"),
    "mcp": ("yinju mcp",),
}


def about(command: str, own: str, language: Language) -> str:
    """What a command is for; `own` is its own text where none stands here."""
    found = COMMANDS.get(command)
    return _chosen(found, language) if found else one_language(own, language)


def option_help(command: str, name: str, own: str, language: Language) -> str:
    """What an option or argument does; `own` is its own text where none stands here."""
    found = OPTIONS.get(f"{command}.{name}") or OPTIONS.get(name)
    return _chosen(found, language) if found else one_language(own, language)


def exit_codes(command: str, language: Language) -> str:
    """Which exit codes a command has."""
    return _chosen(EXIT_CODES.get(command, _SIMPLE), language)


def one_language(text: str, language: Language) -> str:
    """One side of each paragraph that is written as `中文 / English`; a paragraph without it whole."""
    sides = [paragraph.partition(" / ") for paragraph in text.split("\n\n")]
    return "\n\n".join(
        (right if language is Language.ENGLISH and right else left) for left, _, right in sides
    )


def _chosen(both: _Both, language: Language) -> str:
    chinese, english = both
    return english if language is Language.ENGLISH else chinese

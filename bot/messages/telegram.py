"""Every sentence of the Telegram bot, in Chinese and English, by its code."""

from __future__ import annotations

from collections.abc import Mapping

from bot.types import Language

MESSAGES: Mapping[str, tuple[str, str]] = {
    # starting
    "telegram-no-token": (
        "没有机器人令牌。请在 Telegram 里向 @BotFather 申请，写入 .env：TELEGRAM_TOKEN=…",
        "There is no bot token. Get one from @BotFather in Telegram and put it into .env: TELEGRAM_TOKEN=…",
    ),
    "telegram-no-allow-list": (
        "没有写明谁可以使用机器人。请在 .env 写 TELEGRAM_ALLOW=用户或群的编号（逗号分隔）；不知道自己的编号，先写 1，"
        "再给机器人发一句话，它会告诉您。要对所有人开放，写 TELEGRAM_OPEN=true",
        "Nobody is allowed to use the bot. Put TELEGRAM_ALLOW=user or chat ids (with commas) into .env; if you don't know "
        "your id, write 1, send the bot a message, and it tells you. To let everybody in, TELEGRAM_OPEN=true",
    ),
    "telegram-no-webhook-url": (
        "--webhook 需要公网地址。请在 .env 写 TELEGRAM_WEBHOOK_URL=https://…",
        "--webhook needs a public address. Put TELEGRAM_WEBHOOK_URL=https://… into .env",
    ),
    "telegram-no-webhook-secret": (
        "--webhook 需要密钥。请在 .env 写 TELEGRAM_WEBHOOK_SECRET=16 到 256 个字母、数字、_ 或 -",
        "--webhook needs a secret. Put TELEGRAM_WEBHOOK_SECRET= and 16 to 256 letters, digits, _ or - into .env",
    ),
    "telegram-token-refused": (
        "Telegram 一直拒绝这个令牌（401）。令牌可能已被撤销：请向 @BotFather 核对，更新 TELEGRAM_TOKEN 后重新启动。",
        "Telegram keeps refusing the token (401). It may have been revoked: check with @BotFather, "
        "update TELEGRAM_TOKEN and start again.",
    ),
    "telegram-second-poller": (
        "另一个程序正在用同一个令牌收取消息（409）。请停掉那一个，再重新启动。",
        "Another program is polling with the same token (409). Stop it, then start again.",
    ),
    "telegram-polling-stuck": (
        "接收消息已中断，程序就此退出，请由 systemd 等重新启动；若再次发生，请检查网络。",
        "Polling has stopped for good. The process ends now so that it can be started again; "
        "if this repeats, check the network.",
    ),
    "telegram-unreachable": (
        "连不上 Telegram（{url}）。请检查网络、TELEGRAM_PROXY 或 TELEGRAM_BASE_URL。",
        "Telegram can't be reached ({url}). Check the network, TELEGRAM_PROXY or TELEGRAM_BASE_URL.",
    ),
    "telegram-waiting": (
        "暂时连不上 Telegram（{url}），两分钟内会继续重试。若网络需要代理，请设置 TELEGRAM_PROXY；按 Ctrl-C 结束。",
        "Telegram can't be reached yet ({url}); trying again for two minutes. Where a proxy is needed, "
        "set TELEGRAM_PROXY; press Ctrl-C to end it.",
    ),
    "telegram-bad-setting": (
        "设置 {name} 不对：{reason}。请改正 .env。",
        "The setting {name} is wrong: {reason}. Please correct .env.",
    ),
    "telegram-busy": (
        "另一个 yinju telegram 正在使用同一个数据目录（{folder}）。请先停掉它。",
        "Another yinju telegram uses the same data folder ({folder}). Stop it first.",
    ),
    "telegram-crashed": (
        "机器人意外停止（{kind}）。出错的位置在上面的日志里；没有处理完的消息会在重新启动后处理。",
        "The bot stopped unexpectedly ({kind}). The log above says where; what was not finished is handled "
        "after the next start.",
    ),
    "telegram-starting": ("正在连接 Telegram，载入文档和模型……", "Connecting to Telegram, loading documents and models…"),
    "telegram-started": ("@{name} 已启动，按 Ctrl-C 结束。", "@{name} is running; press Ctrl-C to end it."),
    "telegram-stopped": ("已结束。", "Stopped."),
    # everybody
    "start": (
        "我是引据：从公文里找答案，每一句都有出处，引号里的字与原文一字不差；文档里没有的，我会直说。\n\n"
        "直接发问题就行；追问也可以。群里请 @我、回复我，或用 /ask。",
        "I am Yinju: I answer from official documents, every sentence with its source, quotations character for "
        "character; what is not in the documents, I say so.\n\nJust send a question; follow-ups work too. "
        "In groups mention me, reply to me, or use /ask.",
    ),
    "start-english": ("\n\nFor English, send /lang en", "\n\nFor English, send /lang en"),
    "start-try": ("\n试一试：", "\nTry one:"),
    "help": (
        "/ask 问题：提问（私聊里直接发文字即可）\n"
        "发来文档里的一句话：立刻核对，改了的字会标出来\n"
        "/cite 引文编号：打开一条引文的原文\n"
        "/locate 文字：这句话出自哪里、引得对不对；也可以回复别人的消息发 /locate\n"
        "/sources：有哪些文档\n"
        "/documents：本聊天自己的文档：查看、删除（发来 .txt .html .docx .doc .wps .pdf .ofd .xlsx .csv 即可加入）\n"
        "/reset：忘记上文\n"
        "/lang zh|en：界面语言\n\n"
        "按答案下面的按钮看原文；◀ ▶ 看前后段落；👍 👎 告诉管理员答得好不好。在任何聊天里输入 @{name} 词语，可选取原文片段发出。",
        "/ask QUESTION — ask (in private chats just write)\n"
        "a sentence of the documents — is checked at once, what was changed is marked\n"
        "/cite KEY — open the passage of a citation\n"
        "/locate TEXT — where a quotation stands and whether it is right; also as a reply to a message\n"
        "/sources — the documents\n"
        "/documents — this chat's own documents: list, delete (send a .txt .html .docx .doc .wps .pdf .ofd .xlsx .csv to add one)\n"
        "/reset — forget what was asked before\n"
        "/lang zh|en — language\n\n"
        "The buttons under an answer show the passages; ◀ ▶ walk to the neighbours; 👍 👎 tell the admins. Type @{name} and words in any "
        "chat to send a passage with its citation.",
    ),
    "stranger": (
        "抱歉，这个机器人只供指定的用户使用。如需使用，请把您的编号 {user} 告诉管理员。",
        "Sorry, this bot is for invited users only. To use it, send your id {user} to its admin.",
    ),
    "reset": ("好，已忘记上文。", "Done: what was asked before is forgotten."),
    "lang": ("界面语言：中文。", "Language: English."),
    "lang-which": ("请选择语言 / Choose a language：", "请选择语言 / Choose a language:"),
    "only-text": (
        "我只看文字，以及 .txt .html .docx .doc .wps .pdf .ofd .xlsx .csv 文档。请把问题写成文字发给我。",
        "I read text, and .txt .html .docx .doc .wps .pdf .ofd .xlsx .csv files. Please write your question as text.",
    ),
    "empty-question": ("请在后面写上问题，例如：/ask 有哪些机制？", "Write the question after it: /ask Which mechanisms are there?"),
    "question-too-long": (
        "问题有 {length} 个字，最多 {most} 个。要核对一段引文，请用 /locate。",
        "The question has {length} characters; at most {most}. To check a quotation use /locate.",
    ),
    "too-fast": (
        "每分钟最多处理 {most} 个问题、引文或文档。请 {seconds} 秒后再发这一个。",
        "At most {most} questions, quotations and documents a minute. Please send this one again in {seconds} seconds.",
    ),
    "too-many": (
        "太快了：每分钟最多 {most} 次操作。请 {seconds} 秒后再试。",
        "Too fast: at most {most} actions a minute. Please try again in {seconds} seconds.",
    ),
    "thinking": ("正在文档里查找……", "Looking through the documents…"),
    "growing": ("（还在继续……）", "(there is more to come…)"),
    "failed": (
        "抱歉，这个问题没能答出来：程序出了错（编号 {number}）。请稍后再问一次；若还是这样，请告诉管理员。",
        "Sorry, this could not be answered: something went wrong (code {number}). "
        "Please ask again later; if it repeats, tell an admin.",
    ),
    "gave-up": (
        "抱歉，这条消息几次都没能处理完，我不再试了。请换个说法再发一次。",
        "Sorry, this message could not be handled in several attempts. Please send it again in other words.",
    ),
    "unstored": (
        "抱歉，我这边的磁盘暂时写不进去，刚才的消息没能处理。请稍后再发一次。",
        "Sorry, my disk can't be written to now, so your message was not handled. Please send it again later.",
    ),
    "no-words": (
        "请把问题写成文字，例如：有哪些机制？",
        "Please write your question in words, such as: Which mechanisms are there?",
    ),
    "no-index": ("文档还没有编好索引。请管理员先运行 yinju ingest。", "There is no index yet. An admin should run yinju ingest."),
    "unknown-command": ("没有这个命令。/help 列出全部命令。", "There is no such command. /help lists them."),
    # delivery
    "unsure": (
        "抱歉，网络中断，不能确定刚才的回答是否已送达。如果上面没有看到，请按下面的按钮。",
        "Sorry, the network failed: the reply may or may not have arrived. If you don't see it above, press the button.",
    ),
    "undeliverable": (
        "抱歉，Telegram 没有接受对这条消息的回答。请换个问法再问一次。",
        "Sorry, Telegram did not accept the reply to this message. Please ask again in other words.",
    ),
    "unsure-button": ("显示回答", "Show the reply"),
    # answers
    "own-documents": ("（出自本聊天自己的文档）", "(from this chat's own documents)"),
    "source": ("出处：{title}", "Source: {title}"),
    "rest": ("其余 {count} 项 ▶", "{count} more ▶"),
    "further": ("下一页 ▶", "Next page ▶"),
    "earlier": ("◀ 前一页", "◀ Page before"),
    # passages
    "scan-mark": (" 扫描", " scan"),
    "paragraph": ("第{number}段", "paragraph {number}"),
    "place": ("第{number}段", "para. {number}"),
    "no-date": ("未注明日期", "undated"),
    "copy-citation": ("复制引文", "Copy citation"),
    "copy-key": ("复制引文编号", "Copy key"),
    "close": ("✕ 收起", "✕ Close"),
    "previous": ("◀ 上一段", "◀ Previous"),
    "next": ("下一段 ▶", "Next ▶"),
    "key-changed": (
        "⚠️ 这段原文已被修改。引文编号 {key} 现在指向最接近的一段：",
        "⚠️ The passage has been changed. The nearest one to {key} now:",
    ),
    "key-gone": (
        "⚠️ 引文编号 {key} 的原文已不在文档里。",
        "⚠️ The passage of {key} is no longer in the documents.",
    ),
    "key-unknown": (
        "没有引文编号 {key}。引文编号形如 7K3M-Q8F4-ZWPD。",
        "There is no citation with the key {key}. A key looks like 7K3M-Q8F4-ZWPD.",
    ),
    "cite-which": ("请写上引文编号：/cite 7K3M-Q8F4-ZWPD", "Write the key of a citation: /cite 7K3M-Q8F4-ZWPD"),
    "old-button": ("这个按钮已失效，请重新提问。", "This button no longer works; please ask again."),
    "button-not-yours": ("只有添加文档的人或管理员可以删除。", "Only who sent it, or an admin, can delete it."),
    "try-again": ("没能打开，请再按一次。", "That didn't open; press the button again."),
    # locating
    "locate-which": (
        "请在 /locate 后写上要核对的文字，或回复一条消息发 /locate。",
        "Write the text to check after /locate, or send /locate as a reply to a message.",
    ),
    "locate-exact": ("✅ 与原文一致", "✅ Exactly as in the source"),
    "locate-altered": ("⚠️ 与原文不同", "⚠️ Differs from the source"),
    "locate-spliced": ("✂️ 由几处原文拼成", "✂️ Put together from several places"),
    "locate-absent": ("❌ 文档里没有这句话", "❌ Not in the documents"),
    "locate-nearest": ("最接近的一处（相似度 {score}）：", "The nearest place (similarity {score}):"),
    "locate-source": ("原文：", "Source: "),
    "locate-quoted": ("引文：", "Quoted: "),
    "locate-also": ("另见：", "Also in: "),
    "locate-important": ("注意：{sorts}有出入", "Note: {sorts} differ"),
    "locate-part": ("第{number}部分", "Part {number}"),
    "locate-too-long": ("文字太长，最多 {most} 字。", "The text is too long; at most {most} characters."),
    "sort-figure": ("数字", "figures"),
    "sort-date": ("时间", "dates or times"),
    "sort-name": ("名称", "names"),
    "sort-negation": ("否定词", "negations"),
    "nothing-there": ("（无）", "(nothing)"),
    # sources and documents
    "sources-head": ("共 {count} 份文档：", "{count} documents:"),
    "sources-none": ("还没有文档。", "There are no documents yet."),
    "sources-line": ("{passages} 段 · {characters} 字", "{passages} passages · {characters} characters"),
    "sources-passages": ("{passages} 段", "{passages} passages"),
    "page-back": ("◀", "◀"),
    "page-on": ("▶", "▶"),
    "documents-none": (
        "本聊天还没有自己的文档。发来 .txt .html .docx .doc .wps .pdf .ofd .xlsx 或 .csv 即可加入（最多 {characters} 字，约 {pages} 页；{most} MB）。",
        "This chat has no documents of its own. Send a .txt, .html, .docx, .doc, .wps, .pdf, .ofd, .xlsx or .csv (at most {characters} characters, about {pages} pages; {most} MB) to add one.",
    ),
    "documents-head": ("本聊天自己的文档（{count} / {most}）：", "This chat's own documents ({count} of {most}):"),
    "documents-off": ("管理员没有开放添加文档。", "The admin has not turned on sending documents."),
    "delete": ("🗑 删除 {number}", "🗑 Delete {number}"),
    "delete-sure": ("删除「{name}」？删除后不能恢复。", "Delete “{name}”? This can't be undone."),
    "delete-yes": ("是，删除", "Yes, delete"),
    "delete-no": ("不删", "Keep it"),
    "deleted": ("「{name}」已删除，它的文字和索引都已清除。", "“{name}” is deleted, its text and index included."),
    "delete-gone": ("这份文档已经不在了。", "This document is already gone."),
    "upload-kind": (
        "不能读取这种格式（{suffix}）。可以发 .txt .html .docx .doc .wps .pdf .ofd .xlsx .csv。",
        "This kind of file ({suffix}) can't be read. Send a .txt, .html, .docx, .doc, .wps, .pdf, .ofd, .xlsx or .csv.",
    ),
    "upload-large": (
        "文档有 {size} MB，最多 {most} MB。",
        "The file has {size} MB; at most {most} MB.",
    ),
    "upload-many": (
        "本聊天已有 {most} 份文档。请先用 /documents 删除一份。",
        "This chat has {most} documents already. Delete one with /documents first.",
    ),
    "upload-known": ("这份文档已经在本聊天里了：「{name}」。", "This document is already in this chat: “{name}”."),
    "upload-waiting": (
        "⏳ 前面还有 {count} 份文档，轮到「{name}」就开始读取……",
        "⏳ {count} documents are before it; “{name}” is read when its turn comes…",
    ),
    "upload-fetching": ("📥 正在下载「{name}」……", "📥 Fetching “{name}”…"),
    "upload-reading": ("📖 正在读取「{name}」……", "📖 Reading “{name}”…"),
    "upload-indexing": ("🗂 正在为「{name}」编索引……", "🗂 Indexing “{name}”…"),
    "upload-done": ("✅ 已加入「{name}」：{passages} 段。只有本聊天能查到它。", "✅ Added “{name}”: {passages} passages. Only this chat can find it."),
    "upload-outline": ("目录：", "Outline:"),
    "upload-no-outline": ("没有发现标题。", "No headings were found."),
    "upload-more": ("……另有 {count} 条", "… and {count} more"),
    "upload-skipped": ("略过 {count} 处（页眉、网页杂项等），例如：{sample}", "Skipped {count} places (page furniture), such as: {sample}"),
    "upload-pages": ("有 {count} 页没有文字（可能是扫描件），已略过。", "{count} pages hold no text (perhaps scans) and were skipped."),
    "upload-ask": ("现在可以直接提问。", "You can ask about it now."),
    "upload-failed-fetch": ("没能从 Telegram 下载这份文档，请再发一次。", "The file could not be fetched from Telegram; please send it again."),
    "upload-failed-unreadable": ("读不了「{name}」：{why}。", "“{name}” can't be read: {why}."),
    "upload-failed-empty": ("「{name}」里没有文字：是空文档，或是没有识别的扫描件。请检查后再发。", "“{name}” holds no text: it is empty, or a scan that was not recognised. Check it and send it again."),
    "upload-failed-limits": (
        "读取「{name}」用了太多时间或内存，已停止。请拆成每份不超过 {most} 字（约 {pages} 页）的文档。",
        "Reading “{name}” took too much time or memory and was stopped. Please split it into documents of at most {most} "
        "characters (about {pages} pages).",
    ),
    "upload-failed-long": (
        "「{name}」有 {characters} 字（约 {has} 页），最多 {most} 字（约 {pages} 页）。请拆成几份。",
        "“{name}” has {characters} characters (about {has} pages); at most {most} (about {pages} pages). Please split it.",
    ),
    "upload-failed-index": ("「{name}」没能编入索引，未加入。请稍后再发一次。", "“{name}” could not be indexed and was not added. Please send it again later."),
    # judging answers
    "ask-it": ("当作问题来回答", "Answer it as a question"),
    "voted": ("谢谢，已记下，管理员会看到这个问题和回答。", "Thank you; the admins will see this question and its answer."),
    "vote-lost": ("没能记下，请稍后再按一次。", "That could not be kept; press it again later."),
    "votes-off": ("问答记录已关闭（ANSWER_LOG），所以没有评价。", "The answer log is off (ANSWER_LOG), so there are no votes."),
    "votes-none": ("还没有人评价。", "There are no votes yet."),
    "votes-head": ("👍 {good} · 👎 {bad}，最近的：", "👍 {good} · 👎 {bad}, the latest:"),
    "vote-declined": ("（没有回答）", "(declined)"),
    # admins
    "not-admin": ("这个命令只有管理员可以用。", "Only an admin can use this command."),
    "stats": (
        "已处理 {handled} 条，等待 {waiting} 条；记住的回答 {shown} 个；文档 {documents} 份；"
        "被拒绝的陌生人 {refused} 个，屏蔽 {blocked} 个；运行 {hours} 小时。",
        "Handled {handled}, waiting {waiting}; answers remembered {shown}; documents {documents}; "
        "strangers refused {refused}, blocked {blocked}; up {hours} hours.",
    ),
    "reloaded": ("已换用最新的索引：{documents} 份文档。", "Now using the latest index: {documents} documents."),
    "block-which": ("请写上用户编号：/block 12345 或 /block 12345 off", "Write a user's id: /block 12345 or /block 12345 off"),
    "blocked": ("已屏蔽 {user}。", "{user} is blocked."),
    "unblocked": ("已解除对 {user} 的屏蔽。", "{user} is no longer blocked."),
    # the command menu
    "menu-ask": ("提问", "Ask a question"),
    "menu-cite": ("打开引文原文", "Open a citation"),
    "menu-locate": ("核对一段引文", "Check a quotation"),
    "menu-sources": ("有哪些文档", "The documents"),
    "menu-documents": ("本聊天自己的文档", "This chat's own documents"),
    "menu-reset": ("忘记上文", "Forget what was asked"),
    "menu-lang": ("语言", "Language"),
    "menu-help": ("用法", "Help"),
}  # fmt: skip


def say(code: str, language: Language, **params: object) -> str:
    """The sentence with this code in a language, its places filled."""
    chinese, english = MESSAGES[code]
    return (english if language is Language.ENGLISH else chinese).format(**params)

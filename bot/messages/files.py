"""Why a file or folder that somebody named can't be used, by code, in Chinese and English."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "bad-input": ("无法使用 {what}：{reason_text}。", "Can't use {what}: {reason_text}."),
    "bad-input.missing": (
        "无法使用 {what}：没有这个文件或文件夹。请核对路径。",
        "Can't use {what}: there is no such file or folder. Check the path.",
    ),
    "bad-input.forbidden": (
        "无法使用 {what}：没有权限。请检查文件的权限，或换一个位置。",
        "Can't use {what}: permission denied. Check its permissions, or take another place.",
    ),
    "bad-input.folder": (
        "无法使用 {what}：这是文件夹。请写明其中的一个文件。",
        "Can't use {what}: it is a folder. Name a file in it.",
    ),
    "bad-input.special": (
        "无法使用 {what}：这是设备或管道。请写明文件或文件夹。",
        "Can't use {what}: it is a device or a pipe. Name a file or a folder.",
    ),
    "bad-input.no-folder": (
        "无法使用 {what}：路径中有一段不是文件夹。请核对路径。",
        "Can't use {what}: a part of its path is not a folder. Check the path.",
    ),
    "bad-input.disk-full": (
        "无法使用 {what}：磁盘已满。请腾出空间，或换一个位置。",
        "Can't use {what}: the disk is full. Make room, or take another place.",
    ),
    "bad-input.too-large": (
        "无法使用 {what}：文件超过了允许的大小。请换一个位置。",
        "Can't use {what}: a file may not grow that large. Take another place.",
    ),
    "bad-input.read-only": (
        "无法使用 {what}：这里是只读的。请换一个位置。",
        "Can't use {what}: the place is read-only. Take another one.",
    ),
    "bad-input.too-long": (
        "无法使用 {what}：名称太长。请改短。",
        "Can't use {what}: the name is too long. Shorten it.",
    ),
    "bad-input.io": (
        "无法使用 {what}：读写出错。请检查磁盘，或换一个位置。",
        "Can't use {what}: reading or writing failed. Check the disk, or take another place.",
    ),
    "bad-input.encoding": (
        "无法使用 {what}：无法识别字符编码。请另存为 UTF-8 后重试。",
        "Can't use {what}: its character encoding can't be told. Save it as UTF-8 and try again.",
    ),
    "bad-input.not-json": (
        '无法使用 {what}：不是 JSON。每行应是一个 JSON 对象，如 {{"question": "问题"}}。',
        'Can\'t use {what}: it is not JSON. Each line is a JSON object such as {{"question": "…"}}.',
    ),
    "bad-input.no-question": (
        '无法使用 {what}：不是含有 question 的对象。请写成 {{"question": "问题"}}。',
        'Can\'t use {what}: it is not an object with a question. Write it as {{"question": "…"}}.',
    ),
    "bad-input.bad-history": (
        '无法使用 {what}：history 不是问题的列表。请写成 ["前一问", "后一问"]。',
        'Can\'t use {what}: history is not a list of questions. Write it as ["first", "second"].',
    ),
    "output-failed": (
        "无法写到标准输出：{reason}。请把结果写到别处。",
        "Can't write to standard output: {reason}. Send the result elsewhere.",
    ),
    "batch.bad-lines": (
        "{lines} 行中有 {bad} 行无法提问，原因见对应的输出行。请改正后再问这些行。",
        "{bad} of {lines} lines hold no question that can be asked; their lines of the output say why. "
        "Correct them and ask those again.",
    ),
    # --- the reason alone
    "reason.missing": ("没有这个文件或文件夹", "there is no such file or folder"),
    "reason.forbidden": ("没有权限", "permission denied"),
    "reason.folder": ("这是文件夹", "it is a folder"),
    "reason.no-folder": ("路径中有一段不是文件夹", "a part of its path is not a folder"),
    "reason.refused": ("连接被拒绝", "connection refused"),
    "reason.broken-off": ("连接中断", "the connection broke off"),
    "reason.no-reply": ("没有响应", "no reply"),
    "reason.unreachable": ("网络不通", "the network can't be reached"),
    "reason.too-long": ("名称太长", "the name is too long"),
    "reason.disk-full": ("磁盘已满", "the disk is full"),
    "reason.too-large": ("文件超过了允许的大小", "a file may not grow that large"),
    "reason.read-only": ("这里是只读的", "the place is read-only"),
    "reason.io": ("读写出错", "reading or writing failed"),
    "reason.not-json": ("不是 JSON", "it is not JSON"),
    "reason.no-question": ("不是含有 question 的对象", "it is not an object with a question"),
    "reason.bad-history": ("history 不是问题的列表", "history is not a list of questions"),
}

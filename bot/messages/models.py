"""What is said of models that can't be used or didn't answer, in Chinese and English."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "reranker-unavailable": (
        "无法加载重排模型 {model}：{reason}。请检查 RERANKER_MODEL（文件夹或模型名），或清空它以使用自带的阅读模型。",
        "Can't load the cross-encoder {model}: {reason}. Check RERANKER_MODEL (a folder or a name on the hub), "
        "or leave it empty to use the built-in reader.",
    ),
    "chat-unavailable": (
        "无法使用对话模型 {model}：{problem}。请检查 CHAT_MODEL 等设置，或清空 CHAT_MODEL。",
        "Can't use the chat model {model}: {problem}. Check the CHAT_ settings, or leave CHAT_MODEL empty.",
    ),
    "chat-unavailable.provider": (
        "无法使用对话模型 {model}：没有名为 {problem} 的提供者。请写成 提供者:名称，如 openai:qwen-plus、ollama:qwen2.5:7b，或清空 CHAT_MODEL。",
        "Can't use the chat model {model}: there is no provider called {problem}. Write it as provider:name, such as "
        "openai:qwen-plus or ollama:qwen2.5:7b, or leave CHAT_MODEL empty.",
    ),
    "chat-unavailable.key": (
        "对话模型 {model} 需要密钥。请在 .env 中写 CHAT_API_KEY=…，或清空 CHAT_MODEL。",
        "The chat model {model} needs a key. Put CHAT_API_KEY=… into .env, or leave CHAT_MODEL empty.",
    ),
    "chat-unavailable.package": (
        "对话模型 {model} 需要另装软件包。请运行：{problem}",
        "The chat model {model} needs a package of its own. Run: {problem}",
    ),
    "bad-prompt": (
        "提示词文件 {file} 有误（{problem}）。请恢复原文件。",
        "The prompt file {file} is wrong ({problem}). Restore it.",
    ),
    "chat-failed": (
        "对话模型没有给出可用的回答（{reason_text}）。",
        "The chat model didn't answer ({reason_text}).",
    ),
    "chat-withheld": (
        "对话模型有 {count} 句话未通过核对，未显示。",
        "{count} sentences of the chat model failed verification and are not shown.",
    ),
}

#: Why a chat model gave nothing usable, by reason code: what an answer and `yinju doctor` say begins with it.
_WHY_CHAT_FAILED: dict[str, tuple[str, str]] = {
    "slow": ("对话模型未在时限内答完", "The chat model didn't finish in time"),
    "down": ("对话模型无法连接或出错", "The chat model can't be reached or failed"),
    "quota": ("对话模型的额度或频率已到上限", "The chat model's quota is used up"),
    "key": (
        "对话模型拒绝了密钥（请检查 CHAT_API_KEY）",
        "The chat model refused the key (check CHAT_API_KEY)",
    ),
    "model": (
        "服务器上没有这个对话模型（请检查 CHAT_MODEL、CHAT_BASE_URL）",
        "The server has no such chat model (check CHAT_MODEL, CHAT_BASE_URL)",
    ),
    "request": ("对话模型不接受请求", "The chat model refused the request"),
    "garbage": ("对话模型的回答无法读取", "The chat model's reply can't be read"),
    "cut": ("对话模型的回答中途断开", "The chat model's reply broke off"),
}
#: What stands in for the model's sentences in an answer; a reply that broke off has shown some of them.
_INSTEAD = ("，以上引文直接摘自原文。", "; the quotations above come straight from the documents.")
_INSTEAD_OF_THE_REST = ("，只显示已核对的内容。", "; only what was verified is shown.")
#: What to look at, in `yinju doctor`, where the reason doesn't say so by itself.
_TO_LOOK_AT: dict[str, tuple[str, str]] = {
    "down": (
        "。请看模型服务是否已启动，CHAT_BASE_URL 是否写对。",
        ". See whether its server runs, and whether CHAT_BASE_URL is right.",
    ),
}

for _reason, (_chinese, _english) in _WHY_CHAT_FAILED.items():
    _rest = _INSTEAD_OF_THE_REST if _reason == "cut" else _INSTEAD
    _advice = _TO_LOOK_AT.get(_reason, ("。", "."))
    TEXTS[f"chat-failed.{_reason}"] = (_chinese + _rest[0], _english + _rest[1])
    TEXTS[f"doctor.chat-failed.{_reason}"] = (_chinese + _advice[0], _english + _advice[1])

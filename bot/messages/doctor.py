"""What `yinju doctor` says of each thing it checks, in Chinese and English."""

from __future__ import annotations

from bot.messages.safe_text import safe
from bot.types import Language

TEXTS: dict[str, tuple[str, str]] = {
    "doctor.ok": ("正常", "ok"),
    "doctor.python": ("Python 版本", "Python"),
    "doctor.settings": ("设置", "Settings"),
    "doctor.index": ("索引", "Index"),
    "doctor.sound": (
        "索引自检：{passages} 个段落都在，检索正常",
        "Index check: all {passages} passages are there and found",
    ),
    "doctor.repaired": ("修复", "Repair"),
    "doctor.native": ("原生向量引擎", "Native embedding engine"),
    "doctor.native-missing": (
        "不可用（{reason}）；提问改由 sentence-transformers 计算，会慢几秒",
        "not usable ({reason}); sentence-transformers embeds questions instead, some seconds slower",
    ),
    "doctor.sources": ("源文件", "Source files"),
    "doctor.stale": (
        "{count} 份文档在建立索引后有变化。请运行：yinju ingest",
        "{count} documents changed since they were indexed. Run: yinju ingest",
    ),
    "doctor.writable": ("数据文件夹可写", "Data folder can be written"),
    "doctor.not-writable": (
        "{folder} 不可写。请修改 DATA_DIR 或权限。",
        "{folder} can't be written. Change DATA_DIR or its permissions.",
    ),
    "doctor.reranker": ("重排模型", "Cross-encoder"),
    "doctor.server": ("Chroma 服务器", "Chroma server"),
    "doctor.database": ("Telegram 公用数据库", "Telegram workers' database"),
    "doctor.chat": ("对话模型", "Chat model"),
}


def say(code: str, language: Language, **params: object) -> str:
    """The sentence for a code. Raises `KeyError` for an unknown one."""
    chinese, english = TEXTS[code]
    given = {name: safe(one) if isinstance(one, str) else one for name, one in params.items()}
    return (english if language is Language.ENGLISH else chinese).format(**given)

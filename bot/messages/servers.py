"""What is said of servers that can't be used, in Chinese and English."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "server-unavailable": (
        "连不上 Chroma 服务器 {url}（{reason}），数据没有损坏。请确认它在运行、CHROMA_URL 无误，然后重试。",
        "The Chroma server {url} can't be reached ({reason}); nothing is damaged. "
        "Check that it is running and that CHROMA_URL is right, then try again.",
    ),
    "server-refuses": (
        "Chroma 服务器 {url} 拒绝访问（{reason}）。请检查 CHROMA_HEADERS、CHROMA_TENANT 和 CHROMA_DATABASE。",
        "The Chroma server {url} refuses access ({reason}). Check CHROMA_HEADERS, CHROMA_TENANT and CHROMA_DATABASE.",
    ),
    "database-unavailable": (
        "无法使用 Telegram 机器人的公用数据库 {place}（{reason}）。请确认 PostgreSQL 在运行、TELEGRAM_DATABASE_URL 无误，然后重新启动。",
        "The Telegram workers' database {place} can't be used ({reason}). "
        "Check that PostgreSQL is running and that TELEGRAM_DATABASE_URL is right, then start again.",
    ),
    "database-unavailable.psycopg": (
        "TELEGRAM_DATABASE_URL 需要 psycopg。请运行：{place}",
        "TELEGRAM_DATABASE_URL needs psycopg. Run: {place}",
    ),
}

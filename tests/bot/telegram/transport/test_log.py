import json
import logging

from bot.telegram.transport.log import JsonLines, redact

_TOKEN = "123456:AAExampleExampleExampleExample_-12"


def line(name: str, message: object, *args: object, error: BaseException | None = None) -> str:
    """A record as it is written."""
    info = (type(error), error, None) if error else None
    return JsonLines(_TOKEN).format(logging.LogRecord(name, 20, "x.py", 1, message, args, info))  # type: ignore[arg-type]


def test_a_token_is_redacted_in_every_form() -> None:
    """Plain, percent-encoded and unknown tokens are all replaced."""
    for text in (
        f"https://x/bot{_TOKEN}/getMe",
        _TOKEN.replace(":", "%3A"),
        "bot987654:ABCDEFGHIJKLMNOPQRS/x",
    ):
        assert "AAExample" not in redact(text, _TOKEN)
        assert "ABCDEFGHIJ" not in redact(text, _TOKEN)


def test_other_libraries_write_their_template_only() -> None:
    """Arguments and messages of exceptions of other libraries are left out."""
    written = line(
        "httpx", "HTTP Request: %s", f"https://x/bot{_TOKEN}/sendMessage", error=ValueError("绝密的话")
    )
    row = json.loads(written)
    assert row["event"] == "HTTP Request: %s"
    assert row["error"] == "ValueError"
    assert "AAExample" not in written
    assert "绝密" not in written

"""Naming a chat model in the settings: what is said where it can't be set up, and what stays light."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.chat_faults import good_reply, plain_answer
from bot.errors import BadSettings, ChatUnavailable
from bot.generation.chat_model import build_chat_model, reason_of
from bot.library import Library
from bot.messages.general import error_text, has
from bot.settings import ChatSettings, load_chat_settings
from bot.types import Language
from tests.bot.generation.faulty_server import chat_server
from tests.commands import run


def test_without_a_model_there_is_none() -> None:
    """An empty CHAT_MODEL is no chat model."""
    assert build_chat_model(ChatSettings(model=""), None) is None


def test_a_provider_whose_package_is_missing_is_told_with_the_pip_command(data_dir: Path) -> None:
    """One line names the package to install; the question isn't asked."""
    done = run(data_dir, "ask", "济南", more={"CHAT_MODEL": "mistralai:some-model"})
    assert done.code == 1
    assert f"{sys.executable} -m pip install langchain-mistralai" in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize("model", ["nonsense:some-model", "openai:some-model"])
def test_a_model_that_cannot_be_set_up_is_told_in_one_line(
    model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unknown provider, and a missing key, are a mapped error whose line names the model."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ChatUnavailable) as caught:
        build_chat_model(ChatSettings(model=model), None)
    for language in Language:
        shown = error_text(caught.value, language)
        assert model in shown
        assert "\n" not in shown


@pytest.mark.parametrize(
    ("model", "chinese", "english"),
    [
        ("nonsense:some-model", "没有名为 nonsense 的提供者", "no provider called nonsense"),
        ("openai:some-model", "CHAT_API_KEY=…", "Put CHAT_API_KEY=… into .env"),
    ],
)
def test_what_a_library_says_of_a_provider_or_key_is_told_in_our_words(
    model: str, chinese: str, english: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What LangChain and a provider's package say in English is said in the reader's language, with what to do."""
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ChatUnavailable) as caught:
        build_chat_model(ChatSettings(model=model), None)
    assert chinese in error_text(caught.value, Language.CHINESE)
    assert english in error_text(caught.value, Language.ENGLISH)
    assert "model_provider" not in error_text(caught.value, Language.ENGLISH)


@pytest.mark.parametrize(
    "wrong", [{"CHAT_MODEL": "qwen"}, {"CHAT_BASE_URL": "localhost:80"}, {"CHAT_DEADLINE": "0"}]
)
def test_a_wrong_setting_is_told_by_its_name(wrong: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong chat setting is an error that names it."""
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings, match=next(iter(wrong))):
        load_chat_settings()


def test_the_key_is_sent_to_the_server_and_shown_nowhere(data_dir: Path) -> None:
    """`yinju config` hides the key and `yinju doctor` says that the model answers."""
    with chat_server("good", "好") as server:
        more = {"CHAT_MODEL": "openai:any", "CHAT_BASE_URL": server.address, "CHAT_API_KEY": "geheim-42"}
        shown = run(data_dir, "config", more=more)
        checked = run(data_dir, "doctor", more=more)
    assert "CHAT_MODEL=openai:any" in shown.out
    assert "geheim-42" not in shown.out + checked.out + checked.err
    assert "✓ 对话模型：openai:any" in checked.out


def test_a_worded_answer_at_the_command_line(data_dir: Path, library: Library) -> None:
    """The command asks the server, shows what is proven and explains it on request."""
    from benchmarks.chat_faults import QUESTION

    with chat_server("good", good_reply(plain_answer(library))) as server:
        more = {"CHAT_MODEL": "openai:any", "CHAT_BASE_URL": server.address}
        done = run(data_dir, "ask", "--explain", QUESTION, more=more)
    assert done.code == 0, done.err
    assert done.out.startswith("读书班培训了600余人次。[1]\n还举办了辅导报告会30余场次。[1]\n\n「")
    assert done.out.count("✓ 通过，已显示") == 2
    (data_dir / "chat-model.json").unlink()


def test_every_reason_for_a_failure_has_a_line() -> None:
    """Each reason that an error is mapped to is a sentence in the answer's notes."""

    class Status(Exception):
        status_code = 0

    reasons = set()
    for code in (400, 401, 403, 404, 408, 422, 429, 500, 503):
        error = Status()
        error.status_code = code
        reasons.add(reason_of(error))
    reasons |= {
        reason_of(error) for error in (TimeoutError(), ConnectionError(), ValueError(), NotImplementedError())
    }
    assert reasons == {"request", "key", "model", "slow", "quota", "down", "garbage"}
    assert all(has(f"{said}chat-failed.{reason}") for said in ("", "doctor.") for reason in (*reasons, "cut"))

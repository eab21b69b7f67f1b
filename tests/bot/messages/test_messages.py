"""Every sentence that a person reads exists in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from string import Formatter
from types import ModuleType

import pytest

import bot.errors
import vectorstore.errors
from bot.messages import (
    answer_log,
    chat,
    doctor,
    evaluation,
    explain,
    files,
    models,
    servers,
    settings,
    unread,
    usage,
)
from bot.messages import general as messages
from bot.types import Language, Note, Reason
from tests.commands import PROJECT

ERRORS = sorted(
    {
        one
        for module in (bot.errors, vectorstore.errors)
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Exception) and one.__module__ == module.__name__
    }
    - {bot.errors.YinjuError, vectorstore.errors.VectorstoreError},
    key=lambda one: one.__name__,
)


def _params(error: type[Exception]) -> dict[str, str]:
    found = re.search(r"Params: ([\w, ]+)", error.__doc__ or "")
    assert found, error
    return {name.strip(): f"<{name.strip()}>" for name in found[1].split(",")}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_error_is_one_sentence_in_both_languages(error: type[Exception], language: Language) -> None:
    """Each error class with its documented parameters gives one line that is filled in."""
    params = _params(error)
    for reason in ("empty", "too-long") if error is bot.errors.BadQuestion else (params.get("reason", ""),):
        shown = messages.error_text(error(**{**params, "reason": reason}), language)  # type: ignore[arg-type]
        assert shown
        assert "\n" not in shown
        assert "{" not in shown
        assert bool(re.search(r"[\u4e00-\u9fff]", shown)) == (language is Language.CHINESE)


@pytest.mark.parametrize("language", list(Language))
def test_every_reason_to_decline_has_a_sentence(language: Language) -> None:
    """Each Reason says why in both languages."""
    assert len({messages.reason_text(reason, language) for reason in Reason}) == len(Reason)


def _constants(call: str) -> Iterator[str]:
    """The first argument, where it is a constant, of every call of that name in `bot`."""
    for path in (PROJECT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == call
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                yield str(node.args[0].value)


def test_every_note_and_check_that_the_code_makes_has_a_sentence() -> None:
    """Each message code that stands in a Note or a Check is known."""
    notes, checks = set(_constants("Note")), set(_constants("Check"))
    assert notes
    assert checks
    assert {code for code in notes if not messages.has(code)} == set()
    assert checks <= set(doctor.TEXTS)


def test_every_reason_for_skipping_a_file_has_a_sentence() -> None:
    """Each reason that reading gives is explained, and no raw code reaches a report."""
    files = (PROJECT / "vectorstore" / "documents").rglob("*.py")
    text = "\n".join(file.read_text("utf-8") for file in files)
    reasons = set(re.findall(r'(?:reason=|CannotRead\(|LeftOut\()"([\w-]+)"', text)) | {
        "binary",
        "unsupported",
    }
    assert {"empty", "binary", "encoding", "too-large", "no-access"} <= reasons
    assert reasons <= set(unread.TEXTS)


def test_both_languages_take_the_same_parameters() -> None:
    """A sentence has the same placeholders in Chinese and in English."""
    found = 0
    for chinese, english in _pairs():
        fields = [{name for _, name, _, _ in Formatter().parse(one) if name} for one in (chinese, english)]
        assert fields[0] == fields[1], chinese
        assert re.search(r"[\u4e00-\u9fff]", chinese) or chinese == english
        found += 1
    assert found == len(messages.codes())


def _pairs() -> Iterator[tuple[str, str]]:
    """The sentences of `bot.messages.general` and of what it takes in, before anything is filled in."""
    tree = ast.parse((PROJECT / "bot" / "messages" / "general.py").read_text("utf-8"))
    table = next(
        n.value for n in tree.body if isinstance(n, ast.AnnAssign) and ast.unparse(n.target) == "_TEXTS"
    )
    assert table is not None
    yield from ast.literal_eval(table).values()
    yield from files.TEXTS.values()
    yield from servers.TEXTS.values()
    yield from models.TEXTS.values()
    yield from evaluation.FILES.values()


@pytest.mark.parametrize(
    "table", [answer_log, chat, doctor, explain, settings, unread, usage], ids=lambda one: one.__name__
)
def test_each_small_table_is_in_both_languages(table: ModuleType) -> None:
    """Each sentence has the same places in both languages, Chinese in one and none in the other."""
    for code, (chinese, english) in table.TEXTS.items():
        fields = [{name for _, name, _, _ in Formatter().parse(one) if name} for one in (chinese, english)]
        assert fields[0] == fields[1], code
        assert re.search(r"[\u4e00-\u9fff]", chinese), code
        # 退出 is what may be typed in either language.
        assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"退出|其中第三项是什么", "", english)), code


@pytest.mark.parametrize("language", list(Language))
def test_what_is_wrong_with_settings_is_one_line(language: Language) -> None:
    """Each kind of problem names its setting; one that is not known is still told."""
    problems = [("A_SETTING", code, {"name": "B", "choices": "x|y", "limit": 3}) for code in settings.TEXTS]
    shown = messages.error_text(
        bot.errors.BadSettings(problems=[*problems, ("OTHER", "nonsense", {})]), language
    )
    assert shown.count("A_SETTING") == len(settings.TEXTS)
    assert "OTHER" in shown
    assert "\n" not in shown


def test_a_note_is_filled_with_its_parameters() -> None:
    """A note's parameters stand in its sentence."""
    note = Note("list-complete", {"total": 10, "count": 10})
    assert "10/10" in messages.note_text(note, Language.CHINESE)
    assert "10/10" in messages.note_text(note, Language.ENGLISH)


def test_no_error_shows_the_systems_words() -> None:
    """A number of the system is told as what it means, in either language; an index of other settings says which."""
    refused = vectorstore.errors.ServerUnavailable(url="http://x", reason="[Errno 111] Connection refused")
    assert "（连接被拒绝）" in messages.error_text(refused, Language.CHINESE)
    assert "(connection refused)" in messages.error_text(refused, Language.ENGLISH)
    for what, told in (
        ("model", "向量模型是 甲"),
        ("CHROMA_URL", "没有 CHROMA_URL"),
        ("cutting", "cutting：当时 甲"),
    ):
        mismatch = vectorstore.errors.IndexMismatch(what=what, built="甲", wanted="乙")
        assert told in messages.error_text(mismatch, Language.CHINESE)
    for number in (2, 13, 20, 21, 28, 30, 36):
        shown = messages.error_text(
            bot.errors.BadInput(what="x", reason=bot.errors.os_reason(OSError(number, "said"))),
            Language.CHINESE,
        )
        assert "请" in shown, number
        assert "said" not in shown

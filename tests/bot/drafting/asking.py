"""An index of a few texts, to ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bot.library import build_asker, open_library
from bot.questions.asker import Asker
from bot.types import Answered
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.ingest import ingest


@contextmanager
def asker_of(folder: Path, texts: Mapping[str, str]) -> Iterator[Asker]:
    """Asks the texts, which are files of these names in the folder, by the real ingest."""
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    ingest([folder], folder / "index", BUNDLED)
    library = open_library(folder / "index", BUNDLED)
    try:
        yield build_asker(library)
    finally:
        library.close()


def check_shown(asker: Asker, question: str, wanted: str, unwanted: str) -> None:
    """Fails where a question is not answered, or not with the one text, or with the other where one is given."""
    answer = asker.ask(question)
    assert isinstance(answer, Answered)
    shown = "".join(claim.text for claim in answer.claims)
    assert wanted in shown
    assert not (unwanted and unwanted in shown)

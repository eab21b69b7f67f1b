"""The settings of what every command does: folders, models, the language."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.settings.folders import data_folder, seeds_folder
from bot.types import Language


class Settings(BaseSettings):
    """Everything that can be set. Each field is described in `.env.example` too."""

    # A value that is empty is none: as a path it would be the current folder.
    model_config = SettingsConfigDict(
        env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True, frozen=True
    )

    data_dir: Path = Field(
        data_folder(), description="Folder of the index and of conversations; it may grow large."
    )
    documents: Path = Field(seeds_folder(), description="Folder that is indexed when no other is named.")
    embedding_model: str = Field(
        "bundled",
        description="`bundled` (multilingual-e5-small, nothing to download), or a sentence-transformers "
        "model: a folder, or a name on the hub. Another model needs a new `yinju ingest`.",
    )
    reranker_model: str = Field(
        "",
        description="A sentence-transformers cross-encoder (a folder, or a name on the hub) that reads the "
        "passages instead of the built-in reader, in `yinju chat` and `yinju telegram`. Empty: the reader.",
    )
    language: Language = Field(
        Language.CHINESE,
        validation_alias="YINJU_LANGUAGE",
        description="Language of answers and errors: zh or en.",
    )
    answer_log: bool = Field(
        True,
        description="Keep questions and answers of the command line in DATA_DIR/answers.sqlite3, readable by "
        "you alone, for `yinju log`, `yinju export` and `-c`. Nothing of it leaves the machine.",
    )
    top_passages: int = Field(5, ge=1, le=50, description="How many retrieved passages `--json` lists.")

    @field_validator("data_dir", "documents")
    @classmethod
    def _expanded(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @property
    def index(self) -> Path:
        """The folder of the index."""
        return self.data_dir / "index"

"""`.env.example` is what the settings are."""

from __future__ import annotations

import re
from pathlib import Path

from bot.cli.env_example import env_example
from bot.settings import Settings, known_names
from tests.commands import PROJECT, run

TEXT = (PROJECT / ".env.example").read_text("utf-8")


def test_the_example_names_every_setting_and_no_other() -> None:
    """The names in .env.example are those of the settings, in their order."""
    assert re.findall(r"^#?([A-Z_]+)=", TEXT, re.MULTILINE) == list(known_names())


def test_the_example_is_what_is_generated() -> None:
    """.env.example is the output of `python -m bot.cli.env_example`."""
    assert env_example() == TEXT


def test_every_setting_is_described() -> None:
    """Each field has a sentence, which stands in .env.example."""
    flat = " ".join(line.lstrip("# ") for line in TEXT.splitlines())
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description in flat, name


def test_the_example_itself_is_a_valid_env_file(data_dir: Path, tmp_path: Path) -> None:
    """With every line of the example in force the program starts; no path of any machine is in it."""
    lines = [line.removeprefix("#") for line in TEXT.splitlines() if re.match(r"#[A-Z_]+=", line)]
    (tmp_path / ".env").write_text("\n".join(lines) + "\n", "utf-8")
    done = run(data_dir, "config", folder=tmp_path)
    assert done.code == 0, done.err
    assert str(Path.home()) not in TEXT
    assert str(PROJECT) not in TEXT

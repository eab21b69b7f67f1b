"""Where things lie: in a checkout beside the code, in an installation in the user's own folders.

A checkout keeps its index in `.yinju` and reads its own `.env`. An installed package writes
nothing beside its code, which may be read-only and is replaced by every upgrade.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
#: The folder that the package lies in: the project's in a checkout, else site-packages.
PROJECT = _PACKAGE.parent
_NAME = "yinju"


def in_checkout() -> bool:
    """Whether the code runs from the project's folder rather than from an installed wheel."""
    return (PROJECT / "pyproject.toml").is_file() and (PROJECT / "prompts").is_dir()


def data_folder() -> Path:
    """The folder of the index and of conversations, unless `DATA_DIR` names another."""
    if in_checkout():
        return PROJECT / ".yinju"
    from platformdirs import user_data_path

    return user_data_path(_NAME, appauthor=False)


def config_file() -> Path:
    """The `.env` that is read wherever the command is started."""
    if in_checkout():
        return PROJECT / ".env"
    from platformdirs import user_config_path

    return user_config_path(_NAME, appauthor=False) / ".env"


def seeds_folder() -> Path:
    """The documents that come with the project, which are indexed when no others are named."""
    return _shipped("seeds")


def prompts_folder() -> Path:
    """The prompts for chat models."""
    return _shipped("prompts")


def _shipped(name: str) -> Path:
    # A wheel carries these folders inside the package, where an installation finds them.
    return PROJECT / name if in_checkout() else _PACKAGE / name

"""How a package that is missing is installed into the environment that runs."""

from __future__ import annotations

import importlib.util
import shlex
import sys


def pip_install(wanted: str) -> str:
    """The command that installs a package where this program looks for it.

    A plain `pip` belongs to another environment wherever this one isn't activated, as with
    `.venv/bin/yinju`. An environment of `uv tool` has no pip, so only the package is named there.
    """
    pip = "pip" if importlib.util.find_spec("pip") is None else f"{shlex.quote(sys.executable)} -m pip"
    return f"{pip} install {shlex.quote(wanted)}"

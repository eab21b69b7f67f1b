"""Loads onnxruntime, for everything here that runs a model with it: it tells nobody of its use.

Since 1.31 the wheels for Linux and macOS keep a number for this machine under `~/.cache/Microsoft`
and send Microsoft an event for each process, session and model. The variable must be set before the
import: the library reads it once, and its own function to switch events off comes too late for the first.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any


def onnx_runtime() -> Any:
    """The module. Raises `ImportError` where it can't be loaded."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    return import_module("onnxruntime")

"""Ten conversations of eight turns on the seeds, with greetings, thanks and changes of subject."""

from __future__ import annotations

import json
import re
from pathlib import Path

#: Each conversation is a list of turns: what is said, and what must be shown (nothing where it ends the talk).
CONVERSATIONS: list[list[tuple[str, str]]] = json.loads(
    Path(__file__).with_name("conversations.json").read_text(encoding="utf-8")
)
#: What is shown to a greeting, to thanks and to what only says that something was understood.
SMALL_TALK = re.compile(r"您好|不客气|接着问")

"""The whole command with a real small model behind an OpenAI-compatible server on the loopback.

    python -m benchmarks.llm_end_to_end

Checks what must hold whatever the model writes. Where the model can't be had, it says so and
succeeds: its weights are other people's and may vanish.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from benchmarks.small_models import MODELS, NoModel, served
from tests.commands import SEEDS, run

_QUESTIONS = (
    "济南市委政法委去年以来形成了多少份调研报告?",
    "济南市委政法委举办的主题教育读书班培训了多少人次?",
    "山东省政法队伍教育整顿领导小组组长是谁?",
)
_DECLINED = "红河州委政法委书记叫什么名字?"
_PATIENCE = {"CHAT_TIMEOUT": "200", "CHAT_DEADLINE": "230"}


def main() -> int:
    """Ask and check; exit code 1 where something didn't hold."""
    try:
        with tempfile.TemporaryDirectory() as name, served("small") as reached:
            return _check(Path(name), {**reached, **_PATIENCE})
    except NoModel as exc:
        print(f"test-llm is left out: {exc}")
        return 0


def _check(data_dir: Path, settings: dict[str, str]) -> int:
    assert run(data_dir, "ingest", str(SEEDS), "--quiet").code == 0
    texts = {path.name: path.read_bytes().decode() for path in SEEDS.glob("*.txt")}
    written = shown = 0
    for question in _QUESTIONS:
        done = run(data_dir, "ask", "--json", "--explain", question, more=settings)
        plain = run(data_dir, "ask", "--json", question)
        assert done.code == plain.code == 0, done.err
        claims = done.json["claims"]
        quoted = [claim["text"] for claim in claims if not claim["own_words"]]
        assert [claim["text"] for claim in plain.json["claims"]] == quoted[: len(plain.json["claims"])]
        for claim in claims:
            assert claim["citations"], claim
            for one in claim["citations"]:
                assert texts[one["file"]][one["start"] : one["end"]] == one["quote"], one
        own = [claim["text"] for claim in claims if claim["own_words"]]
        written += sum(done.err.count(mark) for mark in ("✓ ", "✗ ", "= "))
        shown += len(own)
        print(json.dumps({"question": question, "own": own, "notes": done.json["notes"]}, ensure_ascii=False))
    assert run(data_dir, "ask", _DECLINED, more=settings).code == 3
    assert "✓" in run(data_dir, "doctor", more=settings).out.split("openai:small")[0].splitlines()[-1]
    assert json.loads((data_dir / "chat-model.json").read_text("utf-8"))
    print(f"{MODELS['small'].name}: {written} sentences written, {shown} proven and shown")
    return 0 if written else 1


if __name__ == "__main__":
    sys.exit(main())

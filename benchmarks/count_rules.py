"""Counts the hand-made rules of the answer path: compiled patterns, constants, listed words, lines.

Read from the syntax tree of every module between a question and its answer: `questions`, `drafting`,
`extraction`, `abstention` and `language`. Patterns are calls of `re.compile` and calls of `re` with a pattern
written in place. Constants are numbers at the top of a module and fractions inside functions. Words are Chinese
ones: alternatives of patterns, strings in collections at the top of a module, and words of the data files.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOMS = ("questions", "drafting", "extraction", "abstention", "language")
_CALLS = frozenset({"search", "match", "fullmatch", "findall", "finditer", "sub", "split"})
_HAN = re.compile(r"[\u3400-\u9fff]+")
_ROOT = Path(__file__).resolve().parents[1] / "bot"


def counts(folder: Path) -> dict[str, int]:
    """The counts of one room."""
    found = dict.fromkeys(("compiled", "in place", "constants", "words", "lines"), 0)
    for path in sorted(folder.rglob("*.py")):
        source = path.read_text("utf-8")
        tree = ast.parse(source)
        found["lines"] += sum(1 for line in source.splitlines() if line.strip())
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        found["compiled"] += sum(_of_re(call, {"compile"}) for call in calls)
        found["in place"] += sum(_of_re(call, _CALLS) and _written(call) for call in calls)
        found["constants"] += sum(1 for _ in _constants(tree))
        found["words"] += sum(len(_HAN.findall(text)) for text in _texts(tree))
    for path in sorted(folder.glob("data/*.txt")):
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
        found["words"] += sum(len(_HAN.findall(line)) for line in lines)
    return found


def _of_re(call: ast.Call, names: set[str] | frozenset[str]) -> bool:
    called = call.func
    return (
        isinstance(called, ast.Attribute)
        and isinstance(called.value, ast.Name)
        and called.value.id == "re"
        and called.attr in names
    )


def _written(call: ast.Call) -> bool:
    return bool(call.args) and isinstance(call.args[0], (ast.Constant, ast.JoinedStr))


def _constants(tree: ast.Module) -> Iterator[ast.Constant]:
    """Numbers assigned at the top of a module, and fractions anywhere else but 0.0 and 1.0."""
    top = [node.value for node in tree.body if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value]
    assigned = {id(each) for value in top for each in _numbers(value)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or isinstance(node.value, bool):
            continue
        if id(node) in assigned or (isinstance(node.value, float) and node.value not in {0.0, 1.0}):
            yield node


def _numbers(value: ast.expr) -> list[ast.Constant]:
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    return [one for one in parts if isinstance(one, ast.Constant) and isinstance(one.value, (int, float))]


def _texts(tree: ast.Module) -> Iterator[str]:
    """The strings of a module that are no docstrings and no comments."""
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def main(root: Path = _ROOT) -> None:
    """Print the counts of every room and their sum."""
    rows = {room: counts(root / room) for room in ROOMS}
    names = list(rows[ROOMS[0]])
    print(f"{'':12}" + "".join(f"{name:>11}" for name in names))
    for room, row in rows.items():
        print(f"{room:12}" + "".join(f"{row[name]:>11}" for name in names))
    print(f"{'sum':12}" + "".join(f"{sum(row[name] for row in rows.values()):>11}" for name in names))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

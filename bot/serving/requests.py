"""What a request may hold: its fields, as JSON Schema and as checks with a clear refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.serving.failures import Refused
from bot.types import Turn

#: Turns before a question that are looked at; earlier ones are of no use to a follow-up.
MOST_TURNS = 6


class Kind(StrEnum):
    """The kind of value that a field takes."""

    STRING = "string"
    INTEGER = "integer"
    STRINGS = "array"
    TURNS = "turns"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a request, with what it is for; a number has its range."""

    name: str
    kind: Kind
    about: str
    required: bool = False
    least: int = 0
    most: int = 0

    @property
    def schema(self) -> dict[str, Any]:
        """The field as JSON Schema."""
        if self.kind is Kind.TURNS:
            return {
                "type": "array",
                "description": self.about,
                "items": {"anyOf": [{"type": "string"}, _TURN]},
            }
        if self.kind is Kind.STRINGS:
            return {"type": "array", "description": self.about, "items": {"type": "string"}}
        schema: dict[str, Any] = {"type": self.kind.value, "description": self.about}
        if self.kind is Kind.INTEGER:
            schema |= {"minimum": self.least, "maximum": self.most}
        return schema


_STRING_LIST = {"type": "array", "items": {"type": "string"}}
_TURN = {
    "type": "object",
    "description": "The `turn` of an earlier answer, as it was given.",
    "properties": {"question": {"type": "string"}, "keys": _STRING_LIST, "items": _STRING_LIST},
    "required": ["question"],
    "additionalProperties": False,
}


def object_schema(fields: Sequence[Field]) -> dict[str, Any]:
    """The request as JSON Schema."""
    return {
        "type": "object",
        "properties": {field.name: field.schema for field in fields},
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }


def checked(fields: Sequence[Field], given: object) -> dict[str, Any]:
    """The request's values, each of its field's kind. Raises `Refused` that names the field."""
    if not isinstance(given, Mapping):
        raise Refused("not-json")
    known = {field.name: field for field in fields}
    for name in given:
        if name not in known:
            raise Refused("unknown-field", field=str(name)[:60], known=list(known))
    values: dict[str, Any] = {}
    for field in fields:
        value = given.get(field.name)
        if value is not None:
            values[field.name] = _value(field, value)
        elif field.required:
            raise Refused("missing-field", field=field.name)
    return values


def _value(field: Field, value: object) -> Any:
    match field.kind:
        case Kind.STRING if isinstance(value, str):
            return value
        case Kind.INTEGER if isinstance(value, int) and not isinstance(value, bool):
            if not field.least <= value <= field.most:
                raise Refused("out-of-range", field=field.name, least=field.least, most=field.most)
            return value
        case Kind.STRINGS if _is_texts(value):
            return value
        case Kind.TURNS if isinstance(value, list) and all(map(_is_turn, value)):
            return tuple(map(_turn, value[-MOST_TURNS:]))
    raise Refused("wrong-type", field=field.name, kind=field.kind.value)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_turn(value: object) -> bool:
    if isinstance(value, str):
        return True
    if not isinstance(value, dict) or not isinstance(value.get("question"), str):
        return False
    return set(value) <= {"question", "keys", "items"} and all(
        _is_texts(value.get(name, [])) for name in ("keys", "items")
    )


def _turn(value: str | Mapping[str, Any]) -> Turn:
    if isinstance(value, str):
        return Turn(value)
    return Turn(value["question"], tuple(value.get("keys", ())), tuple(value.get("items", ())))


def from_query(fields: Sequence[Field], query: Mapping[str, str]) -> dict[str, Any]:
    """The fields that stand in an address, numbers as numbers."""
    kinds = {field.name: field.kind for field in fields}
    given: dict[str, Any] = {}
    for name, text in query.items():
        if kinds.get(name) is Kind.INTEGER and text.lstrip("-").isascii() and text.lstrip("-").isdigit():
            given[name] = int(text[:12])
        elif kinds.get(name) is Kind.STRINGS:
            given[name] = [part for part in text.split(",") if part]
        else:
            given[name] = text
    return given

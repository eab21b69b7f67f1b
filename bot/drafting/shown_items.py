"""The item of a list that was shown a turn before, by its number."""

from __future__ import annotations

from collections.abc import Sequence

from bot.drafting.outline_lists import lists_of
from vectorstore.index.catalog import Catalog
from vectorstore.types import Node


def item_shown_as(number: int, items: Sequence[str], catalog: Catalog) -> tuple[str, Node] | None:
    """The file and the outline's node of an item, counted from 1; `items` are the keys of the passages shown.

    The items of a sentence (一是…，二是…) are one passage: of the lists in it the one with just as many is meant.
    """
    if not 0 < number <= len(items) or (passage := catalog.passage(items[number - 1])) is None:
        return None
    nodes = catalog.nodes(passage.file)
    if len(set(items)) == len(items):
        return passage.file, nodes[passage.node]
    rows = lists_of(catalog.document(passage.file), nodes) if len(set(items)) == 1 else []
    inside = (row for row in rows if len(row) == len(items) and passage.span.contains(row[0].name))
    row = next(inside, None)
    return (passage.file, row[number - 1]) if row else None

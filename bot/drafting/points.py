"""The points (點) that rules of Taiwan are parted into: 第 3 點 on a line of its own, or 三、 in 要點."""

from __future__ import annotations

from collections.abc import Sequence

from vectorstore.text.search_form import bare_form
from vectorstore.types import Document, Node


def points_of(document: Document, nodes: Sequence[Node]) -> list[Node]:
    """The points of a rule in their order; none where its parts are called otherwise."""
    articles = [node for node in nodes if node.style == "article"]
    if articles:
        return [node for node in articles if bare_form(node.label).text.endswith("点")]
    return _outermost(nodes) if "要点" in bare_form(document.title).text else []


def point_at(nodes: Sequence[Node], at: int) -> Node | None:
    """The numbered part around a place of a document without articles, which 第几条 and 第几點 may both ask for."""
    if any(node.style == "article" for node in nodes):
        return None
    return next((node for node in _outermost(nodes) if node.span.start <= at < node.span.end), None)


def _outermost(nodes: Sequence[Node]) -> list[Node]:
    return [node for node in nodes if node.style == "han" and node.parent == 0]

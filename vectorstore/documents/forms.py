"""Forms and certificates: documents without a sentence, whose short lines are all that they say."""

from __future__ import annotations

from collections.abc import Sequence

from vectorstore.types import Role

#: A form has more lines than a title with its source and date.
_LEAST_LINES = 4


def as_form(roles: Sequence[Role]) -> list[Role]:
    """A form or certificate has no sentence: what stands below its first line is what it says.

    A title with no more than its source and date is a page whose body is elsewhere.
    """
    head = {Role.TITLE, Role.META}
    titles = sum(role is Role.TITLE for role in roles)
    lines = sum(role in head for role in roles)
    if lines == len(roles) == 1:
        return [Role.PARAGRAPH]
    if titles < 2 and lines < _LEAST_LINES:
        return list(roles)
    first = next(index for index, role in enumerate(roles) if role in head)
    return [Role.PARAGRAPH if index != first and role in head else role for index, role in enumerate(roles)]

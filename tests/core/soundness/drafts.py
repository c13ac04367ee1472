"""The standard edition as plain data, to be changed by name and looked at again."""

from copy import deepcopy
from functools import cache
from typing import Any

from zongzhi_xl.core.edition.statement import Edition, edition_of
from zongzhi_xl.core.soundness.parts import audit
from zongzhi_xl.core.soundness.sense import every
from zongzhi_xl.core.soundness.sense.glance import refused_at_once
from zongzhi_xl.statements.loader import standard


class Draft:
    """A copy of the document; what is found in it is changed in place."""

    def __init__(self) -> None:
        self.document: dict[str, Any] = deepcopy(dict(standard().document))
        self.statement = self.document["statement"]

    def clause(self, number: int) -> Any:
        return self.document["clauses"][number - 1]

    def rule(self, name: str) -> dict[str, Any]:
        """The deduction of that id."""
        rules = self.clause(int(name[1:3]))["deductions"]
        return next(one for one in rules if one["id"] == name)

    def indicator(self, name: str) -> dict[str, Any]:
        found = (one for clause in self.document["clauses"] for one in clause.get("indicators", ()))
        return next(one for one in found if one["name"] == name)

    def check(self, form: str, number: str) -> dict[str, Any]:
        parts = (*self.document["clauses"], *self.document["forms"])
        found = (one for part in parts for one in part.get("checks", ()))
        return next(one for one in found if (one["form"], one["id"]) == (form, number))

    def section(self, form: str) -> Any:
        """The first section of that form."""
        return next(one for one in self.document["forms"] if one["kind"] == form)["sections"][0]

    def edition(self) -> Edition:
        return edition_of(self.document)

    def faults(self) -> list[str]:
        """``path：problem`` of everything refused; trials are made where nothing is at a glance."""
        edition = self.edition()
        audit(edition)
        found = [*refused_at_once(edition)] or [*every.refused_on_trial(edition)]
        return [*map(str, found)]

    def doubts(self) -> dict[str, str]:
        """What is asked about, by subject; the standard edition's own are left out."""
        found = {one.subject: one.problem for one in every.doubts(self.edition())}
        return {name: said for name, said in found.items() if name not in own()}


@cache
def own() -> set[str]:
    """What the standard edition asks of itself, and answers."""
    return {one.subject for one in every.doubts(standard())}

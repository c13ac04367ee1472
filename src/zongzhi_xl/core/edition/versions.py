"""Form, rules and register are versions of their own: what may be read, what judges, of whom.

The form version (表样) is a hash over what a form prints and how its cells are filled in; it
decides whether a return can be read. The rules version (规则) is a hash over everything else of
an edition; it decides score and words. The register of units (名册) has a third, which is printed
wherever scores are. The first two stand in 版本 of every workbook.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from zongzhi_xl.core.edition.event_words import RegisterColumn
from zongzhi_xl.core.edition.items import Derived, Form, Item, Section
from zongzhi_xl.record import Record

#: fields of the form version; all other fields of an edition are rules, but for the register
OF_FORM: Mapping[type, tuple[str, ...]] = {
    Form: ("kind", "number", "title", "sections", "derived"),
    Section: ("title", "items"),
    Item: (
        "name", "code", "kind", "unit", "source", "aggregation", "label", "part_of", "months",
        "sums",
    ),
    Derived: ("name", "kind", "unit", "below", "label"),
    RegisterColumn: ("name", "kind", "label"),
}  # fmt: skip
#: where the register of units stands in an edition's document
_REGISTER = "units"

#: signs of a hash: short enough to be typed off from paper
_SIGNS = 8


class Version(Record):
    """What stands in 版本: ``表样 1a2b3c4d · 规则 5e6f7a8b``."""

    form: str
    rules: str

    def __str__(self) -> str:
        return f"表样 {self.form} · 规则 {self.rules}"

    def has_form(self, text: str) -> bool:
        """Whether what stands in 版本 is of this form, whatever the rules were."""
        said = version_in(text)
        return text == str(self) or bool(said and said.form == self.form)


_WRITTEN = re.compile(r"表样\W*([0-9a-f]{8})\W*规则\W*([0-9a-f]{8})", re.IGNORECASE)


def version_in(text: str) -> Version | None:
    """The version that ``text`` is, however its parts are set apart; None where it is none."""
    found = _WRITTEN.fullmatch(text.strip())
    return Version(found[1].lower(), found[2].lower()) if found else None


def form_version(forms: Iterable[Form], columns: Iterable[RegisterColumn] = ()) -> str:
    """The hash over what these forms print and how their cells are filled in, in their order.

    ``columns`` are those of the register of events, which is printed with 月报.
    """
    return _hash([*map(_of_form, forms), *map(_of_form, columns)])


def _of_form(part: object) -> object:
    if type(part) in OF_FORM:
        return [_of_form(getattr(part, name)) for name in OF_FORM[type(part)]]
    return [_of_form(one) for one in part] if isinstance(part, tuple) else part


def rules_version(document: Mapping[str, Any]) -> str:
    """The hash over what an edition's document says beside its forms' print and its register."""
    kept = ("forms", "statement", _REGISTER)
    said = {key: value for key, value in document.items() if key not in kept}
    said["statement"] = _statement_rules(document["statement"])
    return _hash([said, [_of_rules(form) for form in document.get("forms", ())]])


def _statement_rules(statement: Mapping[str, Any]) -> Mapping[str, Any]:
    """What of it is rules: of a column of the register only what is not printed."""
    events = statement.get("events") or {}
    columns = {one["name"]: _rest(RegisterColumn, one) for one in events.get("columns", ())}
    return {**statement, "events": {**events, "columns": columns}}


#: what of the letter tells whose it is, and nothing of how points come about
_OF_DISTRICT = frozenset((
    "name", "district", "office", "commission", "contact", "document_number", "reference",
    "replaces", "fictitious", "holidays", "confirmation", "papers",
))  # fmt: skip


def scoring_version(document: Mapping[str, Any]) -> str:
    """The hash over what scores are made by, the same for every district that uses it."""
    said = _statement_rules(document["statement"])
    statement = {key: value for key, value in said.items() if key not in _OF_DISTRICT}
    forms = [_of_rules(form) for form in document.get("forms", ())]
    return _hash([statement, document.get("clauses", ()), forms])


def _of_rules(form: Mapping[str, Any]) -> object:
    """What of a form is rules; items and rows by name, since rules speak of them by it."""
    items = [item for section in form["sections"] for item in section["items"]]
    return [
        form["kind"],
        _rest(Form, form),
        {item["name"]: _rest(Item, item) for item in items},
        {row["name"]: _rest(Derived, row) for row in form.get("derived", ())},
    ]


def _rest(kind: type, part: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: value for key, value in part.items() if key not in OF_FORM[kind]}


def register_version(document: Mapping[str, Any]) -> str:
    """The hash over the units: names, groups, population, bases."""
    return _hash(document.get(_REGISTER, ()))


def _hash(part: object) -> str:
    return hashlib.sha256(canonical(part).encode()).hexdigest()[:_SIGNS]


def canonical(part: object) -> str:
    """Plain data as JSON, always the same text for the same data."""
    return json.dumps(part, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

"""Form, rules and register are three versions: which part of an edition decides which."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from zongzhi_xl.core.edition import rulebook
from zongzhi_xl.core.edition.deductions import Cap, Circumstance, Deduction, Without
from zongzhi_xl.core.edition.event_words import EventWords, RegisterColumn
from zongzhi_xl.core.edition.items import Check, Derived, Form, Item, Section
from zongzhi_xl.core.edition.paper_words import PaperWords
from zongzhi_xl.core.edition.register import Providers, RegisterField, Unit
from zongzhi_xl.core.edition.scales import Priced
from zongzhi_xl.core.edition.statement import (
    CalendarDay,
    Clause,
    Confirmation,
    Due,
    Edition,
    Ends,
    Grade,
    Indicator,
    LetterPart,
    Limit,
    NotCollected,
    Option,
    Outcome,
    Reading,
    ScoredPeriod,
    Statement,
    Veto,
    edition_of,
)
from zongzhi_xl.core.edition.versions import (
    OF_FORM,
    Version,
    canonical,
    register_version,
    rules_version,
    version_in,
)
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.record import is_record, names_of

#: records of which a part is printed on the form: (form, rules)
MIXED = {
    Form: ({"kind", "number", "title", "sections", "derived"}, {"checks"}),
    Section: ({"title", "items"}, set()),
    Item: (
        {"name", "code", "kind", "unit", "source", "aggregation", "label", "part_of", "months",
         "sums"},
        {"definition", "clauses"},
    ),
    Derived: ({"name", "kind", "unit", "below", "label"}, {"formula"}),
    RegisterColumn: ({"name", "kind", "label"}, {"choices", "words"}),
}  # fmt: skip
ALL_RULES = {
    Statement, Clause, Indicator, Check, Deduction, Circumstance, Without, Reading,
    Option, NotCollected, Grade, Veto, Due, Confirmation, CalendarDay, PaperWords, Providers,
    RegisterField, EventWords, Cap, Ends, Outcome, LetterPart, ScoredPeriod,
}  # fmt: skip
ALL_REGISTER = {Unit}


def records(kind: Any) -> Iterator[type]:
    """Every record that a ``kind`` is made of."""
    origin = get_origin(kind)
    if origin is not None:
        for inner in get_args(kind):
            yield from records(inner)
    elif is_record(kind) and _read_from_a_document(kind):
        yield kind
        for hint in get_type_hints(kind).values():
            yield from records(hint)


def test_every_field_of_an_edition_is_in_exactly_one_version() -> None:
    found = set(records(Edition)) - {Edition}
    scales = {*records(Priced)} - {Priced}
    assert found == {*MIXED, *ALL_RULES, *scales, *ALL_REGISTER}
    for kind, (form, rules) in MIXED.items():
        assert {*names_of(kind)} == form | rules
        assert set(OF_FORM[kind]) == form
        assert not form & rules
    assert set(OF_FORM) == set(MIXED)


def _read_from_a_document(kind: type) -> bool:
    """Expressions and limits are written as a text: they have no fields of their own there."""
    return kind not in (Expression, Limit)


def versions(document: dict[str, Any]) -> tuple[str, str, str]:
    edition = edition_of(document)
    return edition.version.form, edition.version.rules, edition.register_version


def changed(edition: Edition, *path: object, to: object) -> dict[str, Any]:
    document = copy.deepcopy(edition.document)
    part: Any = document
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = to
    return document  # type: ignore[return-value]  # a deep copy can be written to


FIRST = ("forms", 0, "sections", 0, "items", 0)  # 刑事立案数
FORM_ONLY = {
    "代码": (*FIRST, "code", "99"),
    "填法": (*FIRST, "kind", "是否"),
    "计量单位": (*FIRST, "unit", "件"),
    "来源": (*FIRST, "source", "街道"),
    "合计方法": (*FIRST, "aggregation", "期末"),
    "印的名称": (*FIRST, "label", "刑事案件立案数"),
    "其中数": ("forms", 0, "sections", 0, "items", 2, "part_of", "刑事立案数"),
    "填报月份": (*FIRST, "months", [5]),
    "核对的月报项目": ("forms", 1, "sections", 0, "items", 1, "sums", "刑事立案数"),
    "表号": ("forms", 0, "number", "综治月2表"),
    "表名": ("forms", 0, "title", "月报"),
    "小标题": ("forms", 0, "sections", 0, "title", "一、案件"),
    "自动计算行的位置": ("forms", 1, "derived", 0, "below", "书记述职日期"),
    "自动计算行的名称": ("forms", 1, "derived", 0, "label", "最后述职日期"),
}  # fmt: skip
RULES_ONLY = {
    "联系电话": ("statement", "contact", "0000-1234567"),
    "分值已确认": ("statement", "confirmation", "confirmed", True),
    "方案名称": ("statement", "name", "2026"),
    "报送期限": ("statement", "due", "月报", "day", 6),
    "等次线": ("statement", "grades", 0, "at_least", 91),
    "限额": ("clauses", 5, "indicators", 0, "limits", "一类", "<= 71"),
    "扣多少": ("clauses", 5, "deductions", 0, "per", "price", 0.3),
    "解释": ("clauses", 5, "readings", 0, "reason", "另有规定"),
    "条款里的审核关系": ("clauses", 5, "checks", 0, "remedy", "核对"),
    "表的审核关系": ("forms", 0, "checks", 0, "severity", "提示"),
    "指标解释": (*FIRST, "definition", "本月立案的刑事案件。"),
    "用在哪条": (*FIRST, "clauses", [6, 7]),
    "自动计算的公式": ("forms", 1, "derived", 0, "formula", "MIN(书记述职日期, 主任述职日期)"),
}  # fmt: skip
REGISTER_ONLY = {
    "人口": ("units", 0, "figures", "总人口", 62001),
    "组别": ("units", 0, "group", "二类"),
    "名称": ("units", 0, "name", "新海街道"),
    "火灾基数": ("units", 0, "figures", "上年农村火灾起数", 3),
}


@pytest.mark.parametrize(
    ("change", "version"),
    [
        pytest.param(change, version, id=name)
        for version, changes in enumerate((FORM_ONLY, RULES_ONLY, REGISTER_ONLY))
        for name, change in changes.items()
    ],
)
def test_a_change_makes_one_version_new(
    edition: Edition, change: tuple[object, ...], version: int
) -> None:
    *path, value = change
    after = versions(changed(edition, *path, to=value))
    same = [one == other for one, other in zip(versions(edition.document), after, strict=True)]
    assert same == [one != version for one in range(3)]


def test_the_order_of_items_is_the_forms(edition: Edition) -> None:
    items = edition.document["forms"][0]["sections"][0]["items"]
    turned = changed(edition, *FIRST[:-1], to=[items[1], items[0], *items[2:]])
    before, after = versions(edition.document), versions(turned)
    assert before[0] != after[0]
    assert before[1:] == after[1:]


def test_another_name_is_another_form_and_rules_speak_of_it(edition: Edition) -> None:
    before, after = versions(edition.document), versions(changed(edition, *FIRST, "name", to="新"))
    assert before[0] != after[0]


def leaves(part: Any, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    match part:
        case dict():
            for key, value in part.items():
                yield from leaves(value, (*path, key))
        case list():
            for number, value in enumerate(part):
                yield from leaves(value, (*path, number))
        case _:
            yield path


def printed(path: tuple[object, ...]) -> bool:
    """Whether it is of a form: of a column of the register its name is a word of rules as well."""
    return path[0] == "forms" or (
        path[:3] == ("statement", "events", "columns") and path[-1] == "kind"
    )


def test_no_word_of_an_edition_is_in_no_version(edition: Edition) -> None:
    """Any word of letter and clauses changes the rules; any of a unit the register's version."""
    every = [*leaves(edition.document)]
    for path in random.Random(11).sample([one for one in every if not printed(one)], 120):
        document = changed(edition, *path, to="改过的")
        registered = path[0] == "units"
        assert (rules_version(document) == edition.version.rules) == registered
        assert (register_version(document) != edition.register_version) == registered


def test_what_is_spelt_out_though_it_is_the_default_is_the_same_form(edition: Edition) -> None:
    spelt = changed(edition, *FIRST, "months", to=[])
    assert edition_of(spelt).version.form == edition.version.form


def test_what_travels_in_a_workbook_has_the_same_versions(edition: Edition) -> None:
    assert versions(json.loads(canonical(edition.document))) == versions(edition.document)


def test_the_button_knows_the_shipped_rules(edition: Edition) -> None:
    """After a change of the standard edition write these into core/edition/rulebook.py."""
    known = rulebook.STANDARD_RULES, rulebook.STANDARD_REGISTER
    assert known == (edition.version.rules, edition.register_version)


# ------------------------------------------------------------------ in 版本, for people


@pytest.mark.parametrize(
    "text",
    [
        "表样 1a2b3c4d · 规则 5e6f7a8b", "  表样 1A2B3C4D · 规则 5E6F7A8B ",
        "表样1a2b3c4d·规则5e6f7a8b", "表样：1a2b3c4d，规则：5e6f7a8b",
    ],
)  # fmt: skip
def test_a_version_typed_off_is_understood(text: str) -> None:
    assert version_in(text) == Version("1a2b3c4d", "5e6f7a8b")
    assert str(version_in(text)) == "表样 1a2b3c4d · 规则 5e6f7a8b"


@pytest.mark.parametrize("text", ["", "旧版", "standard-1a2b3c4d5e6f", "表样 1a2b · 规则 5e6f7a8b"])
def test_other_words_are_no_version(text: str) -> None:
    assert version_in(text) is None

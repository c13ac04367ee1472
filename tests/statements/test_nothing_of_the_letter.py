"""No item, unit, group, department or noun of the standard edition is known to the program."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from zongzhi_xl.core.edition.event_words import MEANT
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.statements.loader import standard

SOURCE = Path(__file__).parents[2] / "src" / "zongzhi_xl"

#: words that also mean something outside the letter
EVERYDAY = {"其他", "生产", "交通", "统计", "法院", "火灾", "无", "不适用"}

#: what is allowed, by module: the words, and why
_FORM = "区情登记表, by whose labels filled forms are read; init sets up a district of this letter"
ALLOWED: Mapping[str, tuple[set[str], str]] = {
    "contract": (
        {"区综治办", "街道"},
        "the title of message boxes; a sheet of 区情登记表",
    ),
    "core/edition/district_fields": ({"公安", "区综治办", "区综治委", "街道"}, _FORM),
    "core/returned/district_form": ({"街道"}, _FORM),
    "desk/initiating/district": ({"街道"}, _FORM),
    "sheets/district_form": ({"区综治办", "街道", "刑事立案数", "可防性案件数", "案件"}, _FORM),
    "core/edition/file_names": ({"一类"}, "“con 一类的设备名”: no group"),
    "functions": ({"总人口"}, "explains a rate per population, whoever has one"),
    "papers/calendar": (
        {"责任书"},
        "the name of a template; the paper is called as the edition says",
    ),
    "sheets/scheme/guide_page": (
        {"一类", "述职", "述职日期"},
        "examples of how a table is written",
    ),
}


def words_of(edition: Edition) -> set[str]:
    said = edition.statement
    events, providers = said.events, said.providers
    found = {*edition.items, *edition.indicators, *edition.derived, *edition.registered}
    found |= {item.printed for item in edition.items.values()}
    found |= {one.printed for one in said.register}
    found |= {unit.name for unit in edition.units} | {*said.groups}
    found |= {providers.unit, *providers.others, said.office, said.commission}
    found |= {*events.words, said.papers.letter} | {*events.kinds} - {*MEANT}
    found |= {clause.subject for clause in edition.clauses}
    return found - EVERYDAY


def texts_in(file: Path) -> Iterator[tuple[int, str]]:
    """Every text of a module that is no docstring, with its line."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    explained = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in explained:
            yield from ((node.lineno, text) for text in [node.value] if isinstance(text, str))


@pytest.fixture(scope="module")
def found() -> Mapping[str, set[str]]:
    words = words_of(standard())
    by_module: dict[str, set[str]] = {}
    for file in sorted(SOURCE.rglob("*.py")):
        module = file.relative_to(SOURCE).with_suffix("").as_posix()
        if module.startswith("demo"):  # an invented year of the standard edition
            continue
        for _, text in texts_in(file):
            for word in words:
                if word in text:
                    by_module.setdefault(module, set()).add(word)
    return by_module


def test_the_source_names_nothing_of_the_standard_edition(found: Mapping[str, set[str]]) -> None:
    more = {module: words - ALLOWED.get(module, (set(), ""))[0] for module, words in found.items()}
    assert {module: words for module, words in more.items() if words} == {}


def test_what_is_allowed_is_still_there(found: Mapping[str, set[str]]) -> None:
    gone = {module: words - found.get(module, set()) for module, (words, _) in ALLOWED.items()}
    assert {module: words for module, words in gone.items() if words} == {}

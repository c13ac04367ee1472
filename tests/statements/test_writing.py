"""What is written into an edition's folder is read back as it was meant, the rest untouched."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zongzhi_xl.core.edition.versions import canonical
from zongzhi_xl.statements import loader
from zongzhi_xl.statements.files import STANDARD
from zongzhi_xl.statements.writing import flow, statement_text, write_standard
from zongzhi_xl.statements.yaml_text import parsed

TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=12)
PLAIN = st.recursive(
    st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(PLAIN)
def test_what_is_written_is_read_back(value: object) -> None:
    assert parsed(f"a: {flow(value)}\n")[0] == {"a": value}


@pytest.mark.parametrize(
    "text",
    ["", "true", "null", "12", "0000-1234567", "是", "a: b", "#甲", "甲 街道", "o'b", "- 甲"],
)
def test_words_stay_words(text: str) -> None:
    assert parsed(f"a: {flow(text)}\n")[0] == {"a": text}


BEFORE = """\
name: 甲
reference: 依据
full_marks: 100
due:
  月报: {day: 5}
  年报: {day: 10}
veto: {}
"""


def test_an_entry_is_replaced_with_its_lines_and_nothing_else() -> None:
    changed = statement_text(BEFORE, {"due": {"月报": {"day": 8}}})
    assert changed == BEFORE.replace(
        "due:\n  月报: {day: 5}\n  年报: {day: 10}\n", "due:\n  月报: {day: 8}\n"
    )


def test_a_new_entry_stands_in_its_place_and_none_takes_one_away() -> None:
    changed = statement_text(BEFORE, {"holidays": ["2026-10-01"], "fictitious": None})
    lines = "reference: 依据\nholidays: ['2026-10-01']\n"
    assert changed == BEFORE.replace("reference: 依据\n", lines)
    assert statement_text(changed, {"holidays": None}) == BEFORE


def test_an_edition_written_without_a_change_is_the_standard_one(tmp_path: Path) -> None:
    standard = loader.standard()
    write_standard(tmp_path / "2026", {}, standard.document["units"])
    made = loader.load(tmp_path / "2026")
    assert canonical(made.document) == canonical(standard.document)
    for file in STANDARD.rglob("*.yaml"):
        assert (tmp_path / "2026" / file.relative_to(STANDARD)).read_text(
            "utf-8"
        ) == file.read_text("utf-8")

"""Sheet = engine: thousands of returns, recalculated hard by LibreOffice.

Every formula cell must show what Python computed for it, which is also what the writer caches in
the file; every live check must say 不通过 exactly when the engine raises its code. A
twenty-eighth of the returns is recalculated in every run of the tests, all in the long ones.
"""

from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter

from tests.office import Office
from tests.proof.cases import Case, generated, good
from tests.proof.recorder import Recording, plain, recorded
from tests.proof.routes import findings_of, live_codes, not_run, said_in_sheet
from tests.proof.spreadsheet import ERROR, Spreadsheet, differences, opened
from tests.sheets.recalculation import formulas, values
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.sheets.return_book import ReturnContents, write
from zongzhi_xl.sheets.returns.book_plan import plan_of

#: returns by form; together more than the 2,500 that are asked for
COUNTS = {FormKind.MONTHLY: 1500, FormKind.ANNUAL: 1200}
BOTH = pytest.mark.parametrize("form", COUNTS, ids=lambda form: form.name.lower())
SOME_AND_ALL = pytest.mark.parametrize(
    "every", [28, pytest.param(1, marks=pytest.mark.long)], ids=lambda every: f"one_in_{every}"
)


@pytest.fixture
def blank(form: FormKind, running: Office, edition: Edition, tmp_path: Path) -> Spreadsheet:
    """The blank template, open in LibreOffice."""
    path = tmp_path / f"{form.value}.xlsx"
    write(path, form, edition, ReturnContents())
    return opened(running, path, recorded(form, edition, ReturnContents()))


@SOME_AND_ALL
@BOTH
def test_every_formula_cell_of_every_return(form, every, blank, edition, say):
    sorts, cells, failed, judged = Counter[str](), 0, Counter[str](), 0
    for case in islice(generated(form, edition, COUNTS[form]), 0, None, every):
        recording = recorded(form, edition, case.contents)
        blank.become(recording)
        found = blank.recalculated()
        assert list(differences(recording, found))[:5] == [], case
        codes = findings_of(recording, plan_of(edition, form), edition)
        if codes is not None:
            shown = said_in_sheet(found, plan_of(edition, form))
            assert shown == codes & live_codes(edition, form), case
            failed.update(shown)
            judged += 1
        sorts[case.sort] += 1
        cells += len(found)
    blank.document.close(True)
    assert sorts.total() >= COUNTS[form] // every
    by_sort = "，".join(f"{sort} {count}" for sort, count in sorts.items())
    say(f"{form.value}：{sorts.total()} 份，{cells:,} 个公式单元格，全部相同（{by_sort}）")
    never = sorted(live_codes(edition, form) - not_run(edition, form) - failed.keys())
    assert never == [] or every > 1, "no generated return fails these live checks"
    say(
        f"{form.value}：表内审核 {len(failed)} 条，在可以审核的 {judged} 份中共不通过"
        f" {failed.total():,} 次，与程序逐份一致"
    )


@BOTH
def test_a_formula_that_is_off_by_one_is_noticed(form, blank, edition):
    recording = recorded(form, edition, good(form))
    blank.become(recording)
    found = blank.recalculated()
    assert list(differences(recording, found)) == []
    wrong = {spot: value for spot, value in found.items() if isinstance(value, float)}
    for spot, value in list(wrong.items())[:5]:
        assert len(list(differences(recording, {**found, spot: value + 1}))) == 1
        assert len(list(differences(recording, {**found, spot: None}))) == 1
    blank.document.close(True)


@pytest.mark.parametrize("returns", [4, pytest.param(12, marks=pytest.mark.long)])
@BOTH
def test_the_recorder_takes_down_what_stands_in_the_file(form, returns, edition, tmp_path):
    cases = [case for case in generated(form, edition, 0) if ERROR not in _values(case)]
    for case in cases[:: len(cases) // returns]:
        path = tmp_path / "return.xlsx"
        write(path, form, edition, case.contents)
        recording = recorded(form, edition, case.contents)
        assert formulas(path) == {
            _place(spot): f"={text}" for spot, text in recording.formulas.items()
        }
        held = {place: value for place, value in values(path).items() if value != ""}
        assert held == _held(recording)


def _values(case: Case) -> list[object]:
    events = (value for event in case.contents.events for value in event.values())
    return [*case.contents.values.values(), *events]


def _place(spot: tuple[str, int, int]) -> tuple[str, str]:
    sheet, row, column = spot
    return sheet, f"{get_column_letter(column + 1)}{row + 1}"


def _held(recording: Recording) -> dict[tuple[str, str], object]:
    cells = {**recording.literals, **recording.cached}
    return {_place(spot): plain(value) for spot, value in cells.items() if value not in (None, "")}

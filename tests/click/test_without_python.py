"""一键校验 without Python, in LibreOffice: 校验结果 says what ``validate --json`` says.

The macro is called here, return after return; with the mouse it is clicked in
tests/click/test_button_click.py.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from tests.office import Office, call, office
from tests.proof.cases import generated
from zongzhi_xl import contract
from zongzhi_xl.core.edition.items import FormKind, Kind, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned import results
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.desk.output import text_of
from zongzhi_xl.sheets.return_book import ReturnContents, write
from zongzhi_xl.sheets.returns.book_plan import plan_of
from zongzhi_xl.vba.macro_book import MacroEdition

#: texts of which sheet and program think the same; what others may mean only the program proposes
_TOLD = {"是", "否", "不适用", "12起", "有", "是否", "Y"}
FEW = {FormKind.MONTHLY: 2, FormKind.ANNUAL: 1}
MANY = {FormKind.MONTHLY: 18, FormKind.ANNUAL: 16}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office(
        tmp_path_factory.mktemp("没有 Python"),
        environment={"ZONGZHI_XL_PYTHON": "/没有 这个/python3"},
    ) as one:
        yield one


def returns(form: FormKind, edition: Edition, count: int) -> Iterator[ReturnContents]:
    """So many returns from all over those of the proof."""
    dates = {one.name for one in edition.form(form).items if one.kind == Kind.DATE}
    cases = [
        one.contents
        for one in generated(form, edition, 0)
        if one.sort not in ("空表", "表头填错") and _is_told(one.contents, dates)
    ]
    return islice(cases, 3, None, len(cases) // count)


def _is_told(contents: ReturnContents, dates: set[str]) -> bool:
    """Whether every odd entry is one of which the sheet, too, knows what it may mean."""
    odd = ((name, one) for name, one in contents.values.items() if name not in contract.IDENTITY)
    return not contents.events and all(
        isinstance(one, date)
        or (name not in dates and (one in _TOLD if isinstance(one, str) else one < 10**10))
        for name, one in odd
        if one is not None
    )


def validated(folder: Path) -> Mapping[str, Any]:
    """What ``validate --json`` says of each file that it can read."""
    command = [sys.executable, "-m", "zongzhi_xl", "validate", str(folder), "--json"]
    run = subprocess.run(command, capture_output=True, check=False, timeout=600)
    assert run.returncode < 2, run.stderr.decode()
    return {one["file"]: one for one in json.loads(run.stdout) if one["verdict"] != "rejected"}


def rows_of(findings: list[Any], edition: Edition) -> list[list[str]]:
    """The findings of ``validate --json`` as 校验结果 has them."""
    told = (Finding(**{**one, "severity": Severity[one["severity"].upper()]}) for one in findings)
    return [[words or "" for words in results.row_of(one)] for one in told]


def block(document: Any) -> list[list[str]]:
    cells = document.NamedRanges.getByName(contract.RESULT_RANGE).getReferredCells()
    return [list(row) for row in cells.getDataArray() if any(row)]


@pytest.mark.parametrize(
    "counts", [FEW, pytest.param(MANY, marks=pytest.mark.long)], ids=["few", "many"]
)
def test_the_macro_finds_what_validate_finds(
    running: Office, edition: Edition, tmp_path: Path, counts: Mapping[FormKind, int], say: Any
) -> None:
    found = clicked = 0
    for form, count in counts.items():
        folder, plan = tmp_path / form.value, plan_of(edition, form)
        folder.mkdir()
        for n, contents in enumerate(islice(returns(form, edition, count), count)):
            write(folder / f"{n}.xlsm", form, edition, contents, MacroEdition.LIBREOFFICE)
        for file, told in validated(folder).items():
            asked = {*plan.found.faults.asked}
            live = [one for one in told["findings"] if one["code"] in asked]
            document = running.open(folder / file)
            call(document, "Buttons.Check")
            basis, unchecked, *rows = block(document)
            verdict = document.NamedRanges.getByName(contract.VERDICT).getReferredCells()
            assert basis[0] == results.BASIS
            assert unchecked[0] == results.UNCHECKED
            assert text_of(rows) == text_of(rows_of(live, edition)), file
            assert verdict.getString().endswith(told["check_code"])
            document.close(True)
            found, clicked = found + len(rows), clicked + 1
    assert clicked == sum(counts.values())
    assert found
    say(f"不用 Python 的一键校验：{clicked} 份，{found} 条与 validate --json 一字不差")

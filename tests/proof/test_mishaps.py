"""What the cover says after a single mishap, and what `validate` says of the same file.

Each mishap is typed into a good return that is open in a real LibreOffice, which decides what
becomes of it; the copy that it saves goes through `validate`. A clerk who reads 通过 is never sent
back for anything that the sheet could have known. A fourteenth is typed in every run of the tests.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from tests.office import Office, save_copy
from tests.proof.cases import good
from tests.proof.mishaps import Mishap, mishaps
from tests.proof.routes import live_codes
from zongzhi_xl.contract import COVER, EVENTS
from zongzhi_xl.core.appraising.scorecard import Rejected
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.desk.checking import Wish, check
from zongzhi_xl.desk.output import CheckedFile
from zongzhi_xl.sheets.return_book import write

PASSED = "表内审核通过"
#: what the page shows is not what counts; the sheet asks of days in cells for counts
DAY_FOR_COUNT = "S8"


@pytest.mark.parametrize(
    "every", [14, pytest.param(1, marks=pytest.mark.long)], ids=lambda every: f"one_in_{every}"
)
def test_the_cover_never_passes_what_validate_sends_back(every, running, edition, tmp_path, say):
    said = dict(_typed(running, edition, tmp_path, list(islice(mishaps(), 0, None, every))))
    files = check([tmp_path / "saved"], Wish()).files
    assert len(files) == len(said) >= 14
    wrong = [
        (str(said[name][0]), _faults(one, edition))
        for one in files
        if said[name := Path(one.said.file).name][1].startswith(PASSED) and _faults(one, edition)
    ]
    assert wrong == []
    passed = sum(words.startswith(PASSED) for _, words in said.values())
    say(f"一次填错 {len(said)} 种，封面说通过的 {passed} 种，与 validate 矛盾的 {len(wrong)} 种")


def _typed(
    running: Office, edition: Edition, folder: Path, wanted: list[Mishap]
) -> Iterator[tuple[str, tuple[Mishap, str]]]:
    """Each mishap in turn: what the cover says, and a saved copy by its name."""
    (folder / "saved").mkdir()
    for form in (FormKind.MONTHLY, FormKind.ANNUAL):
        path = folder / f"{form.value}.xlsx"
        write(path, form, edition, good(form))
        document = running.open(path)
        for n, mishap in enumerate(wanted):
            if mishap.form == form:
                name = f"{form.value}{n:03}.xlsx"
                before = [
                    (cell, cell.getFormula(), cell.NumberFormat)
                    for cell in _cells(document, mishap)
                ]
                for (cell, *_), text in zip(before, mishap.typed.values(), strict=True):
                    cell.setFormula(text)
                document.calculate()
                yield name, (mishap, _verdict(document))
                save_copy(document, folder / "saved" / name)
                for cell, formula, look in before:
                    cell.setFormula(formula)
                    cell.NumberFormat = look
        document.close(True)


def _cells(document: Any, mishap: Mishap) -> list[Any]:
    names, register = document.NamedRanges, document.Sheets
    return [
        names.getByName(name).getReferredCells().getCellByPosition(0, 0)
        if names.hasByName(name)
        else register.getByName(EVENTS).getCellRangeByName(name)
        for name in mishap.typed
    ]


def _verdict(document: Any) -> str:
    """What stands beside 结论 on the cover."""
    block = document.Sheets.getByName(COVER).getCellRangeByName("A1:D30").getDataArray()
    return next(str(row[2]) for row in block if row[1] == "结论")


def _faults(one: CheckedFile, edition: Edition) -> list[str]:
    """What blocks, and queries that the sheet asks too and that are still open."""
    if isinstance(one.said, Rejected):
        return [one.said.reason]
    live = live_codes(edition, one.said.form) | {DAY_FOR_COUNT}
    return [
        f"{found.code} {found.cell} {found.message}"
        for found in one.said.findings
        if found.blocks or (found.open and found.code in live)
    ]

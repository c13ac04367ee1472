"""What the formulas of a return cost the clerk: typing, opening, recalculating, in LibreOffice.

    uv run python benchmarks/sheet.py [--rounds N]

A filled return is opened beside a copy of it in which every formula is its value; colours, and
rows that grow with what stands in them, are left, for a form without formulas has them too. In
turn, every count is typed anew in both and everything that depends on it is recalculated; what the
copy takes is the program's own share and that of the connection. Then the whole return is
recalculated from nothing, against the time that opening it takes. Quote the ratios, not the
seconds; Excel is not at hand here. Of each cell the least time of all rounds counts.
"""

import argparse
import re
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from openpyxl import load_workbook

from tests.good_year import ANNUAL_FIGURES, month_figures
from tests.office import Office, office
from zongzhi_xl.core.edition.items import FormKind, Kind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.sheets import return_book
from zongzhi_xl.sheets.return_book import ReturnContents
from zongzhi_xl.statements import loader

YEAR, MONTH = 2026, 6


def filled(folder: Path, form: FormKind, edition: Edition) -> Path:
    """A return with every figure in it."""
    monthly = form == FormKind.MONTHLY
    values = month_figures(MONTH) if monthly else ANNUAL_FIGURES
    month = MONTH if monthly else None
    path = folder / f"{form.value}.xlsx"
    contents = ReturnContents(edition.units[0].name, YEAR, month, values)
    return_book.write(path, form, edition, contents)
    return path


def without_formulas(path: Path) -> Path:
    """The same file without its formulas; their values stand beside them."""
    bare = path.with_name(f"{path.stem}_bare.xlsx")
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(bare, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in whole.namelist():
            text = whole.read(name)
            page = name.startswith("xl/worksheets/sheet")
            copy.writestr(name, re.sub(rb"<f[ >].*?</f>", b"", text) if page else text)
    return bare


def seconds(work: Callable[[], object]) -> float:
    """How long it took on the clock."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def inputs(document: Any, form: FormKind, edition: Edition) -> list[Any]:
    """The cells of the counts, each named like its item."""
    names = document.NamedRanges
    counts = [one.name for one in edition.form(form).items if one.kind == Kind.COUNT]
    cells = [names.getByName(name).getReferredCells() for name in counts if names.hasByName(name)]
    return [cell.getCellByPosition(0, 0) for cell in cells]


def typed(document: Any, cells: list[Any], number: int) -> list[float]:
    """Seconds for each entry: the cell is written and all that depends on it computed."""

    def entry(cell: Any) -> None:
        cell.setValue(number)
        document.calculate()

    return [seconds(partial(entry, cell)) for cell in cells]


def report(program: Office, path: Path, form: FormKind, edition: Edition, rounds: int) -> None:
    """The figures of one form."""
    bare_path = without_formulas(path)
    opening = statistics.median([seconds(lambda: program.open(path).close(True)) for _ in range(3)])
    whole, bare = program.open(path), program.open(bare_path)
    formulas = sum(
        cell.data_type == "f" for sheet in load_workbook(path) for row in sheet for cell in row
    )
    sides = [(one, inputs(one, form, edition)) for one in (whole, bare)]
    turns = [[typed(one, cells, number) for one, cells in sides] for number in range(rounds + 1)]
    # of each cell the least, so that what else the machine does weighs little
    ours, theirs = (
        statistics.median(map(min, zip(*side, strict=True)))
        for side in zip(*turns[1:], strict=True)
    )
    all_anew = statistics.median([seconds(whole.calculateAll) for _ in range(rounds)])
    print(f"{form.value}: {formulas} formulas, {len(sides[0][1])} figures typed one by one")
    print(
        f"  an entry {ours * 1e3:.2f} ms, without formulas {theirs * 1e3:.2f} ms: "
        f"{ours / theirs:.1f} times"
    )
    print(
        f"  everything recalculated {all_anew * 1e3:.0f} ms, opening {opening * 1e3:.0f} ms: "
        f"{all_anew / opening:.2f} of it"
    )
    for one in (whole, bare):
        one.close(True)


def main() -> None:
    """Both forms."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    edition = loader.standard()
    with tempfile.TemporaryDirectory() as name, office(Path(name)) as program:
        for form in (FormKind.MONTHLY, FormKind.ANNUAL):
            report(program, filled(Path(name), form, edition), form, edition, rounds)


if __name__ == "__main__":
    main()

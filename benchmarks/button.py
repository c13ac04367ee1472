"""What a click costs: the button's whole Python process against a bare ``import xlwings``.

    uv run python benchmarks/button.py [--rounds N]

Each round runs three whole processes in turn: one that only imports xlwings, one that does what
RunPython does (start Python, import, read the return, check it, write the block) and the same
once more under the condition that pandas is not installed. The return is open in xlwings' remote
engine, so no spreadsheet program's own time is in it; its JSON comes on standard input in both.

The bound is 1.5 × the bare import + 0.3 s; the program ends with 1 where the median exceeds it.
Beside the time on the clock it prints processor time, which other programs on the machine disturb
less.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from openpyxl import load_workbook

from zongzhi_xl.resources import workbooks_folder

FACTOR, MARGIN = 1.5, 0.3

BARE = "import sys; sys.stdin.buffer.read(); import xlwings"
CLICK = """
import json, sys
import xlwings as xw
book = xw.Book(json=json.loads(sys.stdin.buffer.read()))
from zongzhi_xl import button
assert button.check(book), "nothing found"
"""
WITHOUT_PANDAS = "import sys; sys.modules['pandas'] = sys.modules['numpy'] = None\n"


def payload(path: Path) -> bytes:
    """The workbook at ``path`` as xlwings' remote engine takes it."""
    import xlwings  # noqa: PLC0415  after the licence is set

    sheets = [
        {
            "name": sheet.title, "pictures": [], "tables": [],
            "values": [[_as_json(value) for value in row] for row in sheet.values],
        }
        for sheet in load_workbook(path, data_only=True)
    ]  # fmt: skip
    book = {"name": path.name, "active_sheet_index": 0, "selection": "A1"}
    whole = {
        "client": "Office.js", "version": xlwings.__version__, "book": book, "names": [],
        "sheets": sheets,
    }  # fmt: skip
    return json.dumps(whole).encode()


def _as_json(value: object) -> object:
    if isinstance(value, datetime):
        return f"{value.isoformat()}Z"
    return "" if value is None else value


class Cost(NamedTuple):
    """Seconds of one whole process: on the clock, and of the processor."""

    clock: float
    processor: float


def cost(code: str, data: bytes) -> Cost:
    """What one process costs."""
    started, before = time.perf_counter(), _processor()
    subprocess.run([sys.executable, "-c", code], input=data, check=True)
    return Cost(time.perf_counter() - started, _processor() - before)


def _processor() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system


def report(title: str, bare: list[Cost], click: list[Cost]) -> bool:
    """Print the medians; whether the click keeps within its bound on the clock."""
    held = True
    for n, name in enumerate(Cost._fields):
        first, second = (statistics.median(one[n] for one in costs) for costs in (bare, click))
        bound = FACTOR * first + MARGIN
        print(
            f"{title}, {name:9}: bare import {first:.3f} s, click {second:.3f} s = "
            f"{second / first:.2f} × bare; bound {bound:.3f} s, {second / bound:.0%} of it used"
        )
        held = held and (n > 0 or second <= bound)
    return held


def marked(path: Path, folder: Path) -> Path:
    """The standard return with a unit and a month, so that it can be checked at all."""
    book = load_workbook(path, data_only=True)
    for name, value in (("填报单位", "于楼街道"), ("年份", 2026), ("月份", 3)):
        sheet, cell = next(iter(book.defined_names[name].destinations))
        book[sheet][cell.replace("$", "")] = value
    filled = folder / path.name
    book.save(filled)
    return filled


def main() -> int:
    """Run the rounds, print the medians and what the bound leaves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--return", dest="path", type=Path, help="a return to check")
    options = parser.parse_args()
    os.environ.setdefault("XLWINGS_LICENSE_KEY", "noncommercial")
    codes = (BARE, CLICK, WITHOUT_PANDAS + BARE, WITHOUT_PANDAS + CLICK)
    with tempfile.TemporaryDirectory() as scratch:
        # as in any installation the modules are compiled: by the first round, which does not count
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = scratch
        path = options.path or marked(workbooks_folder() / "月报.xlsx", Path(scratch))
        data = payload(path)
        rounds = [[cost(code, data) for code in codes] for _ in range(options.rounds + 1)][1:]
    bare, click, bare_without, click_without = (list(costs) for costs in zip(*rounds, strict=True))
    held = [
        report("as installed", bare, click),
        report("without pandas", bare_without, click_without),
    ]
    print(f"medians of {options.rounds} rounds")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())

"""Papers to be saved again, clean and with slips, and all that the program tells of a file."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tests.click.test_saved_files import SLIPS
from tests.proof.cases import good
from tests.sheets.returns import EVENT
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.departments import RawDepartments
from zongzhi_xl.core.returned.submission import RawReturn
from zongzhi_xl.desk.checking import Wish, examine
from zongzhi_xl.reading.reader import read
from zongzhi_xl.record import replace
from zongzhi_xl.sheets import department_book, return_book

CLEAN, SLIPPED = "无错", "有错"
PAPERS = [(kind, state) for kind in FormKind for state in (CLEAN, SLIPPED)]
_NOTES = {FormKind.MONTHLY: {"刑事立案数": "含上月2起"}, FormKind.ANNUAL: {"专职人员数": "含借调"}}
_YEARLY = {"兴海街道": {"调查人数": 200, "知晓人数": 180, "书记述职日期": date(2026, 12, 3)}}
_MONTHLY: Mapping[tuple[str, int], Mapping[str, object]] = {
    ("兴海街道", 3): {"刑事立案数": 20},
    ("于楼街道", 12): {"农村火灾起数": 0},
}
_WRONG: Mapping[tuple[str, int], Mapping[str, object]] = {
    ("兴海街道", 3): {"刑事立案数": "20起"},
    ("于楼街道", 12): {"农村火灾起数": -1},
}


def written(folder: Path, kind: FormKind, state: str, edition: Edition) -> Path:
    """The paper as a workbook."""
    path = folder / f"{kind.value}{state}.xlsx"
    if kind == FormKind.DEPARTMENTS:
        monthly = _WRONG if state == SLIPPED else _MONTHLY
        department_book.write(path, edition, 2026, _YEARLY, monthly)
        return path
    contents = good(kind)
    if state == SLIPPED:
        contents = replace(contents, values={**contents.values, **SLIPS[kind]}, notes=_NOTES[kind])
    if (kind, state) == (FormKind.MONTHLY, SLIPPED):
        contents = replace(contents, events=(EVENT, {**EVENT, "大类": "盗窃"}))
    return_book.write(path, kind, edition, contents)
    return path


def held(path: Path) -> dict[str, object]:
    """Every value that somebody typed, by name; blank ones left out."""
    raw = read(path, "")
    if isinstance(raw, RawDepartments):
        tables = {"年度": raw.yearly, "月度": raw.monthly, "区认定": raw.designated}
        return {
            f"{table} {cell.cell}": (heading, cell.value)
            for table, rows in tables.items()
            for row in rows
            for heading, cell in row.items()
        }
    assert isinstance(raw, RawReturn)
    found = {name: cell.value for name, cell in raw.cells.items() if not cell.formula}
    found |= {f"说明_{name}": cell.value for name, cell in raw.notes.items()}
    for n, row in enumerate(raw.register, 1):
        found |= {f"{n} {column}": cell.value for column, cell in row.items()}
    return {name: value for name, value in found.items() if value is not None}


def told(path: Path, *, inspect: bool = False) -> tuple[object, ...]:
    """Verdict, check code and findings of ``validate``."""
    file = examine(Wish(inspect=inspect), path, "表.xlsx").file
    return file.verdict, file.check_code, file.said.findings

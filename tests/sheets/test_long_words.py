"""Explanations of a hundred signs, long names and long reasons: nothing printed is cut.

LibreOffice opens the page as it was written, is asked how high each printed row has to be for the
typefaces that it has, and prints; pdftotext reads the words back.
"""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.office import properties, require
from tests.proof.cases import good
from zongzhi_xl.contract import EVENTS, FAULTY, NATURE, REASON, SIGNED_BY
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.hosts.office_link import uno_module
from zongzhi_xl.record import replace
from zongzhi_xl.sheets.return_book import ReturnContents, write

pytestmark = pytest.mark.long

_SAID = "街道组织辖区派出所社区民警和群防群治队伍集中开展夜间巡逻和纠纷排查"
UNIT = "示例经济技术开发区综合保税区联合管理委员会"
#: as many as a bad month may have; every one of a year
MOST_NOTES = {FormKind.MONTHLY: 6, FormKind.ANNUAL: 99}
#: hundredths of a millimetre a point
POINT = 2540 / 72


def words(mark: str, signs: int = 100) -> str:
    """So many signs that no other cell holds."""
    return f"{mark}{_SAID * 4}"[: signs - 1] + "。"


def longest(form: FormKind, edition: Edition) -> ReturnContents:
    """A return whose every text is as long as may be."""
    names = [item.name for item in edition.form(form).items][: MOST_NOTES[form]]
    events = tuple(
        {
            "事项编号": f"2026-03-{n:03}", "大类": "矛盾纠纷", "事故类型": "不适用",
            "发生时间": datetime(2026, 3, n, 2, 30), "上报时间": datetime(2026, 3, n, 5, 0),
            "死亡人数": 0, "简要情况": words(f"事{n}", 50),
        }
        for n in range(1, 9)
    )  # fmt: skip
    said = {
        NATURE: "第1次更正",
        REASON: words("更正"),
        FAULTY: words("带错"),
        SIGNED_BY: "欧阳示例",
    }
    first = good(form)
    return replace(
        first, unit=UNIT, nature="第1次更正", values={**first.values, **said},
        notes={name: words(name) for name in names} | {"报出日期": words("日期")},
        events=events if form == FormKind.MONTHLY else (),
    )  # fmt: skip


@dataclass(frozen=True)
class Printed:
    """A workbook as LibreOffice has it open, and what it printed."""

    document: Any
    pdf: Path
    contents: ReturnContents

    @property
    def said(self) -> str:
        """All words of the paper, one behind the other."""
        read = subprocess.run(
            ["pdftotext", "-raw", str(self.pdf), "-"], check=True, capture_output=True, text=True
        )
        return "".join(read.stdout.split())


@pytest.fixture(scope="module", params=[FormKind.MONTHLY, FormKind.ANNUAL])
def printed(request, running, tmp_path_factory, edition) -> Printed:
    require("pdftotext")
    form = request.param
    path = tmp_path_factory.mktemp("printed") / f"{form.value}.xlsx"
    contents = longest(form, edition)
    write(path, form, edition, contents)
    document, pdf = running.open(path), path.with_suffix(".pdf")
    url = uno_module().systemPathToFileUrl(str(pdf))
    document.storeToURL(url, properties(FilterName="calc_pdf_Export", Overwrite=True))
    return Printed(document, pdf, contents)


def test_every_word_is_printed_whole(printed: Printed) -> None:
    contents, said = printed.contents, printed.said
    wanted = [
        UNIT, contents.values[REASON], contents.values[FAULTY], *contents.notes.values(),
        *(one["简要情况"] for one in contents.events),
    ]  # fmt: skip
    assert [one for one in wanted if str(one) not in said] == []


def test_every_printed_row_is_as_high_as_its_words(printed: Printed) -> None:
    """Lines stand as far apart as the typeface wants it; one alone needs room for its ink only."""
    low = [
        (sheet.Name, row + 1, has, wants)
        for sheet in _pages(printed.document)
        for row, has, wants in _heights(sheet)
        if wants > 1.5 * _of_a_line(sheet, row) and has < wants - POINT
    ]
    assert low == []


def _pages(document: Any) -> Iterator[Any]:
    for name in ("封面", "月报", "年报", EVENTS, "审核关系", "填报说明", "指标测算"):
        if document.Sheets.hasByName(name):
            yield document.Sheets.getByName(name)


def _heights(sheet: Any) -> Iterator[tuple[int, int, int]]:
    """Each printed row, how high it is, and how high its words want it."""
    (area,) = sheet.getPrintAreas()
    sheet.unprotect("")
    for row in range(area.StartRow, area.EndRow + 1):
        one = sheet.Rows.getByIndex(row)
        has = one.Height
        if one.IsVisible:
            one.OptimalHeight = True
            yield row, has, one.Height
            one.Height = has


def _of_a_line(sheet: Any, row: int) -> float:
    """A line of the largest type of the row, so that one line is told from two."""
    (area,) = sheet.getPrintAreas()
    cells = (sheet.getCellByPosition(at, row) for at in range(area.EndColumn + 1))
    return 1.3 * POINT * max(cell.CharHeightAsian for cell in cells)

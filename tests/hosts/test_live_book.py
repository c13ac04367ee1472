"""A return that is open says the same as its file, whatever program it is open in."""

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from tests.live_hosts import (
    Host,
    libreoffice,
    part_of,
    remote,
    serial,
    stand_in,
    with_formula,
    with_stray,
    written,
)
from tests.office import Office, save_copy
from tests.sheets.returns import EVENT, GOOD_MARCH, good_march, many
from zongzhi_xl.contract import RESULT_RANGE
from zongzhi_xl.core.checking.validation import validate
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.submission import Submission, submission_of
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.hosts import libreoffice_engine, live_book
from zongzhi_xl.reading.package import Target
from zongzhi_xl.reading.reader import read
from zongzhi_xl.record import replace

Opener = Callable[[Path], Host]


@pytest.fixture(scope="module")
def soffice(running: Office) -> Opener:
    return libreoffice(running)


@pytest.fixture(params=["替身", "xlwings远程引擎", "LibreOffice"])
def opened(request: pytest.FixtureRequest) -> Opener:
    """Each program in turn; the assertions are the same."""
    if request.param == "LibreOffice":
        return request.getfixturevalue("soffice")
    return {"替身": stand_in, "xlwings远程引擎": remote}[request.param]


@pytest.fixture
def march(tmp_path: Path, edition: Edition) -> Path:
    return written(tmp_path / "三月 月报.xlsx", FormKind.MONTHLY, edition, good_march())


def of_file(path: Path, edition: Edition) -> Submission:
    return replace(submission_of(read(path, path.name), edition), sha256="")


def of_screen(host: Host, edition: Edition) -> Submission:
    return submission_of(live_book.read(host.book), edition)


SLIPS = {
    "刑事立案数": date(2026, 3, 5), "可防性案件数": "3起", "治安案件受理数": -3,
    "治安案件查处数": 2.5, "出租房屋数": "1,2", "实行微机管理": "有", "上半月排查会日期": "3月5日",
    "下半月排查会日期": datetime(2026, 3, 20), "普法宣传次数": " ", "填表人": " 甲某 ",
    "流动人口数": "１２", "农村火灾起数": "不适用", "治安巡逻次数": True,
    "综治信息报送条数": "#N/A", "部署任务数": 10**16,
}  # fmt: skip


def test_the_same_submission_as_from_the_file(
    march: Path, opened: Opener, edition: Edition
) -> None:
    on_screen = of_screen(opened(march), edition)
    assert on_screen == of_file(march, edition)
    assert on_screen.value("刑事立案数") == 20
    assert on_screen.value("报出日期") == date(2026, 4, 2)
    assert on_screen.value("承前_刑事立案数") == 40


def test_whatever_a_clerk_types_reads_the_same(
    tmp_path: Path, opened: Opener, edition: Edition
) -> None:
    contents = replace(
        good_march(**SLIPS, 本月无重大事项="否"),
        notes={"刑事立案数": "系列案并案", "普法宣传次数": " "},
        events=(EVENT, {}, {**EVENT, "发生时间": "3月5日", "死亡人数": "无"}),
    )
    path = written(tmp_path / "slips.xlsx", FormKind.MONTHLY, edition, contents)
    on_screen, from_file = of_screen(opened(path), edition), of_file(path, edition)
    assert on_screen == from_file
    assert [event.row for event in on_screen.events] == [1, 3]
    assert on_screen.events[0].get("发生时间") == datetime(2026, 3, 5, 2, 30)
    assert validate(on_screen, edition) == validate(from_file, edition)


@pytest.mark.parametrize("form", [FormKind.MONTHLY, FormKind.ANNUAL])
def test_many_returns_read_the_same(
    tmp_path: Path, opened: Opener, edition: Edition, form: FormKind
) -> None:
    for n, contents in enumerate(many(edition, form, 6)):
        path = written(tmp_path / f"{n}.xlsx", form, edition, contents)
        assert of_screen(opened(path), edition) == of_file(path, edition)


def test_a_formula_in_an_input_cell_is_seen(
    march: Path,
    soffice: Opener,
    edition: Edition,
) -> None:
    path = with_formula(march, "月报", read(march, "").cells["刑事立案数"].cell, "8+12")
    from_file = of_file(path, edition)
    assert [one.code for one in validate(from_file, edition)] == ["S2"]
    for host in (stand_in(path), soffice(path)):
        assert of_screen(host, edition) == from_file


def test_a_formula_in_the_register_is_seen(tmp_path: Path, edition: Edition) -> None:
    contents = replace(good_march(本月无重大事项="否"), events=(EVENT,))
    path = written(tmp_path / "有事.xlsx", FormKind.MONTHLY, edition, contents)
    path = with_formula(path, "重大事项", "D6", "DATE(2026,3,5)")
    from_file = of_file(path, edition)
    assert [(one.code, one.cell) for one in validate(from_file, edition)] == [("S2", "D6")]
    assert of_screen(stand_in(path), edition) == from_file


def test_content_outside_the_template_is_seen(
    march: Path, opened: Opener, edition: Edition
) -> None:
    path = with_stray(march, "重大事项", 300, "C300", "补登一起")
    on_screen = of_screen(opened(path), edition)
    assert on_screen == of_file(path, edition)
    assert [place.cell for place in on_screen.strays] == ["C300"]


def test_days_as_serial_numbers_read_the_same(march: Path, edition: Edition) -> None:
    assert of_screen(stand_in(march, serial), edition) == of_file(march, edition)


def test_it_carries_its_rules(march: Path, opened: Opener, edition: Edition) -> None:
    carried = live_book.edition_of_book(opened(march).book)
    assert (carried.id, carried) == (edition.id, edition)


def test_cells_that_were_moved_are_found(march: Path, edition: Edition) -> None:
    host = stand_in(march)
    rows = host.book.grid["月报"]
    host.book.grid["月报"] = [[], *rows]
    host.book.formulas["月报"] = [[], *host.book.formulas["月报"]]
    for row in host.book.grid["目录"]:
        if row[1] == "月报":
            row[2] += 1  # what =ROW(name) gives after a row was inserted
    moved = of_screen(host, edition)
    assert {name: entry.value for name, entry in moved.entries.items()} == {
        name: entry.value for name, entry in of_file(march, edition).entries.items()
    }


# ------------------------------------------------------------------ calls


def test_calls_do_not_grow_with_what_is_filled_in(tmp_path: Path, edition: Edition) -> None:
    blank = written(
        tmp_path / "a.xlsx", FormKind.MONTHLY, edition, replace(good_march(), values={})
    )
    notes = dict.fromkeys(GOOD_MARCH, "核对过")
    full = replace(good_march(), notes=notes, events=(EVENT,) * 20)
    full_path = written(tmp_path / "b.xlsx", FormKind.MONTHLY, edition, full)
    assert _calls(blank, ()) == _calls(full_path, (_finding(),) * 90)
    assert len(_calls(full_path, ())) <= 16


def _calls(path: Path, findings: tuple[Finding, ...]) -> list[str]:
    host = stand_in(path)
    live_book.read(host.book)
    live_book.edition_of_book(host.book)
    live_book.write(host.book, findings, "有 1 处必须改正", "ABCD2345")
    return host.calls


def test_nor_in_a_real_program(
    tmp_path: Path, edition: Edition, soffice: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blocks read and written over UNO: the same ones, blank or full, for 0 or 90 findings."""
    crossings: list[str] = []

    def counted(name: str) -> None:
        real = getattr(libreoffice_engine, name)

        def call(cells: Any, *more: object) -> object:
            crossings.append(f"{name} {cells.AbsoluteName}")
            return real(cells, *more)

        monkeypatch.setattr(libreoffice_engine, name, call)

    counted("block")
    counted("put")
    full = replace(good_march(), notes=dict.fromkeys(GOOD_MARCH, "核对过"), events=(EVENT,) * 20)
    seen = []
    for name, contents, findings in (
        ("空", replace(good_march(), values={}), ()), ("满", full, (_finding(),) * 90),
    ):  # fmt: skip
        path = written(tmp_path / f"{name}.xlsx", FormKind.MONTHLY, edition, contents)
        book = soffice(path).book
        crossings.clear()
        live_book.read(book)
        live_book.edition_of_book(book)
        live_book.write(book, findings, "有 1 处必须改正", "ABCD2345")
        seen.append(tuple(crossings))
    assert seen[0] == seen[1]
    assert len(seen[0]) <= 9


# ------------------------------------------------------------------ writing


def _finding(number: int = 13, **changes: object) -> Finding:
    one = Finding(
        str(number), Severity.BLOCKING, "月报", "D9", "刑事立案数", "20", "可防性案件数 39 大于 20",
        "改正", 6,
    )  # fmt: skip
    return replace(one, **changes)


def test_findings_stand_in_the_block_and_the_verdict_on_the_cover(
    march: Path, opened: Opener
) -> None:
    host = opened(march)
    before = host.cells()
    findings = (_finding(), _finding(3, severity=Severity.QUERY, explained="并案", clause=None))
    assert live_book.write(host.book, findings, "有 1 处必须改正", "ABCD2345")
    changed = {place: value for place, value in host.cells().items() if before.get(place) != value}
    assert [changed["校验结果", f"{column}5"] for column in "ABCDEFGH"] == [
        "强制性", "月报", "D9", "刑事立案数", "20", "可防性案件数 39 大于 20", "改正", "第6条",
    ]  # fmt: skip
    assert (changed["校验结果", "A6"], changed["校验结果", "H6"]) == ("已说明", "通用")
    assert [value for (sheet, _), value in changed.items() if "校验码" in str(value)] == [
        "有 1 处必须改正。校验码 ABCD2345"
    ]


def test_too_many_findings_are_counted(march: Path, opened: Opener) -> None:
    host = opened(march)
    live_book.write(host.book, [_finding(n) for n in range(43)], "有 43 处必须改正")
    cells = host.cells()
    assert cells["校验结果", "D44"] == "刑事立案数"
    assert cells["校验结果", "A45"] == "还有 3 条没有列出：改正上面的问题后再校验一次"


def test_which_rules_judged_stands_above_the_findings(march: Path, opened: Opener) -> None:
    host = opened(march)
    some = [_finding(n) for n in range(43)]
    live_book.write(host.book, some, "有 43 处必须改正", rules="标准方案（规则 1a2b3c4d）")
    cells = host.cells()
    assert cells["校验结果", "A5"] == "依据"
    assert cells["校验结果", "F5"] == "按标准方案（规则 1a2b3c4d）审核"
    assert cells["校验结果", "D6"] == cells["校验结果", "D44"] == "刑事立案数"
    assert cells["校验结果", "A45"] == "还有 4 条没有列出：改正上面的问题后再校验一次"


def test_a_second_check_leaves_nothing_of_the_first(march: Path, opened: Opener) -> None:
    host = opened(march)
    live_book.write(host.book, [_finding(n) for n in range(43)], "有 43 处必须改正")
    live_book.write(host.book, [_finding()], "有 1 处必须改正")
    cells = host.cells()
    assert ("校验结果", "A5") in cells
    assert ("校验结果", "A6") not in cells
    assert ("校验结果", "A45") not in cells


def test_writing_nothing_undoes_exactly(march: Path, opened: Opener) -> None:
    host = opened(march)
    before = host.cells()
    live_book.write(host.book, [_finding(n) for n in range(43)], "有 43 处必须改正", "ABCD2345")
    assert host.cells() != before
    live_book.write(host.book, (), "")
    assert host.cells() == before


def test_writing_nothing_undoes_exactly_in_the_saved_file(
    march: Path,
    soffice: Opener,
    tmp_path: Path,
) -> None:
    """Formats, validations, names, protection: every part of the file, saved by one program."""
    book = soffice(march).book
    before = _saved(book, tmp_path / "before.xlsx")
    live_book.write(book, [_finding(n) for n in range(43)], "有 43 处必须改正", "ABCD2345")
    assert _saved(book, tmp_path / "between.xlsx") != before
    live_book.write(book, (), "")
    assert _saved(book, tmp_path / "after.xlsx") == before


def _saved(book: xw.Book, path: Path) -> dict[str, bytes]:
    """Every part of the file; LibreOffice fits the heights of rows in 校验结果 by itself.

    Calculated anew each time, because the export asks each cell what it shows.
    """
    book.api.calculateAll()
    save_copy(book.api, path)
    with zipfile.ZipFile(path) as archive:
        names = (name for name in archive.namelist() if not name.startswith("docProps/"))
        parts = {name: archive.read(name) for name in names}
    results = part_of(path, "校验结果")
    return parts | {results: re.sub(rb' ht="[0-9.]+"', b"", parts[results])}


def test_what_a_clerk_typed_never_becomes_a_formula(march: Path, opened: Opener) -> None:
    host = opened(march)
    live_book.write(host.book, [_finding(value='=HYPERLINK("http://x","y")')], "有 1 处必须改正")
    assert str(host.cells()["校验结果", "E5"]).strip().startswith("=HYPERLINK(")


def test_the_standard_block_is_the_writers(march: Path) -> None:
    listed = live_book.directory_of(stand_in(march).book)[RESULT_RANGE]
    assert listed == live_book.STANDARD_BLOCK == Target("校验结果", 5, 1, 45, 8)


# ------------------------------------------------------------------ what is not a return


def test_another_workbook_is_refused_in_words(march: Path) -> None:
    host = stand_in(march)
    del host.book.grid["目录"]
    with pytest.raises(UnusableFileError, match="找不到工作表“目录”"):
        live_book.read(host.book)


def test_a_renamed_sheet_is_named(march: Path) -> None:
    host = stand_in(march)
    host.book.grid["三月"] = host.book.grid.pop("月报")
    with pytest.raises(UnusableFileError, match="找不到工作表“月报”，可能改了名或删除了"):
        live_book.read(host.book)


def test_a_deleted_cell_is_named(march: Path) -> None:
    host = stand_in(march)
    row = next(row for row in host.book.grid["目录"] if row[0] == "刑事立案数")
    row[2] = "#REF!"
    with pytest.raises(UnusableFileError, match="名称“刑事立案数”所指的单元格或工作表已被删除"):
        live_book.read(host.book)


def test_damaged_rules_are_refused(march: Path) -> None:
    host = stand_in(march)
    host.book.grid["规则"][0][0] = '{"statement": 1'
    with pytest.raises(UnusableFileError, match="本表带的考核方案本程序读不出来"):
        live_book.edition_of_book(host.book)


def test_single_cells_by_name(march: Path, opened: Opener) -> None:
    book = opened(march).book
    assert live_book.values_of(book, ["刑事立案数", "没有这个名称"]) == {"刑事立案数": 20}

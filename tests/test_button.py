"""The buttons: what a clerk sees after a click, whatever stands in the workbook."""

import json
import logging
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from openpyxl import load_workbook

from tests import damage
from tests.desk.registry.districts import district_at
from tests.live_hosts import Host, libreoffice, remote, stand_in, written
from tests.office import Office
from tests.sheets.returns import EVENT, good_march, many
from zongzhi_xl import button, contract
from zongzhi_xl.core.appraising.scorecard import Rejected
from zongzhi_xl.core.checking.examined import examined
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.rulebook import rulebook
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.check_code import check_code
from zongzhi_xl.core.returned.findings import Verdict, verdict
from zongzhi_xl.core.returned.submission import submission_of
from zongzhi_xl.desk import checking
from zongzhi_xl.desk.output import CheckedFile, text_of, validation
from zongzhi_xl.hosts import live_book
from zongzhi_xl.mending import return_copy
from zongzhi_xl.reading.reader import read
from zongzhi_xl.record import replace

Opener = Callable[[Path], Host]
#: 可防性案件数 above 刑事立案数 must be put right; a rate above last year's mean is asked about
WRONG = {"刑事立案数": 2, "可防性案件数": 3, "刑事破案数": 2}


@pytest.fixture(scope="module")
def soffice(running: Office) -> Opener:
    return libreoffice(running)


@pytest.fixture(params=["替身", "xlwings远程引擎", "LibreOffice"])
def opened(request: pytest.FixtureRequest) -> Opener:
    if request.param == "LibreOffice":
        return request.getfixturevalue("soffice")
    return {"替身": stand_in, "xlwings远程引擎": remote}[request.param]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def good(tmp_path: Path, edition: Edition) -> Path:
    return written(tmp_path / "三月 填报.xlsx", FormKind.MONTHLY, edition, good_march())


@pytest.fixture
def wrong(tmp_path: Path, edition: Edition) -> Path:
    path = tmp_path / "三月 有错.xlsx"
    return written(path, FormKind.MONTHLY, edition, good_march(**WRONG))


def verdict_of(host: Host) -> str:
    place = live_book.directory_of(host.book)[contract.VERDICT]
    return str(host.cells().get((place.sheet, place.address), ""))


# ------------------------------------------------------------------ 一键校验


def test_a_clean_return_is_visibly_passed(good: Path, opened: Opener, edition: Edition) -> None:
    host = opened(good)
    assert button.check(host.book) == ()
    asked = sum(not one.district for one in edition.checks(FormKind.MONTHLY))
    code = check_code(submission_of(read(good, ""), edition), edition)
    assert verdict_of(host) == f"通过：本次检查 {asked} 条审核关系，没有问题。校验码 {code}"
    assert host.alerts() == []
    cells = host.cells()
    assert cells["校验结果", "F5"] == f"按{rulebook(edition)}审核"
    assert ("校验结果", "A6") not in cells


def test_what_is_wrong_stands_beside_its_cell(wrong: Path, opened: Opener) -> None:
    host = opened(wrong)
    findings = button.check(host.book)
    assert findings
    assert [one.item for one in findings if one.severity == Severity.BLOCKING] == ["可防性案件数"]
    cells = host.cells()
    assert cells["校验结果", "A5"] == "依据"
    assert cells["校验结果", "A6"] == "强制性"
    assert cells["校验结果", "D6"] == "可防性案件数"
    assert cells["校验结果", "E6"] == "3"
    assert verdict_of(host).startswith("有 1 处必须改正")


def test_a_second_click_after_the_correction(wrong: Path, opened: Opener) -> None:
    host = opened(wrong)
    button.check(host.book)
    where = read(wrong, "").cells["可防性案件数"]
    host.type_into(where.sheet, where.cell, 2.0)
    assert [one for one in button.check(host.book) or () if one.severity == Severity.BLOCKING] == []
    assert "必须改正" not in verdict_of(host)


@pytest.mark.parametrize("form", [FormKind.MONTHLY, FormKind.ANNUAL])
def test_the_same_findings_as_the_command_line(
    tmp_path: Path, edition: Edition, form: FormKind
) -> None:
    """Byte for byte, file for file: what ``validate --json`` prints of findings."""
    for n, contents in enumerate(many(edition, form, 12)):
        written(tmp_path / f"{n:02}.xlsx", form, edition, contents)
    run = subprocess.run(
        [sys.executable, "-m", "zongzhi_xl", "validate", str(tmp_path), "--json"],
        capture_output=True, check=False, timeout=300,
    )  # fmt: skip
    files = json.loads(run.stdout)
    assert len(files) == 12
    found = 0
    for file in files:
        if file["verdict"] == Verdict.REJECTED:
            continue
        by_button = button.check(stand_in(tmp_path / file["file"]).book)
        assert by_button is not None
        found += len(by_button)
        assert text_of(_as_json(by_button)) == text_of(file["findings"])
    assert found > 50


def _as_json(findings: tuple[Any, ...]) -> object:
    one = CheckedFile(Rejected("", "", findings))
    return validation([one])[0]["findings"]


def test_the_verdict_counts_what_is_asked_of_the_clerk(good: Path) -> None:
    examined = button.examine(stand_in(good).book)
    query, notice = (
        replace(FINDING, severity=Severity.QUERY), replace(FINDING, severity=Severity.NOTICE),
    )  # fmt: skip
    explained = replace(query, explained="并案")

    def words(*findings: object) -> str:
        return button.verdict_words(replace(examined, findings=findings))

    assert (
        words(FINDING, FINDING, FINDING, query) == "有 3 处必须改正、1 处需要说明，逐条见“校验结果”"
    )
    assert words(FINDING, explained, notice) == "有 1 处必须改正，逐条见“校验结果”"
    assert words(query, explained) == "有 1 处需要说明，逐条见“校验结果”"
    assert words(explained, notice).endswith("没有问题（1 处已作说明、1 处提示）")


FINDING = button.Finding("13", Severity.BLOCKING, "月报", "D9", "刑事立案数", "2", "", "", 6)


# ------------------------------------------------------------------ nothing escapes


class _Unwilling:
    """A workbook whose program fails at every call, naming what it saw."""

    name, fullname = "x.xlsm", "/x.xlsm"
    app = SimpleNamespace(alert=lambda *words: None)

    @property
    def sheets(self) -> object:
        raise RuntimeError("张三 110101199001011234")


def test_a_fault_nobody_foresaw_is_a_sentence(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("张三 110101199001011234")

    monkeypatch.setattr(button, "examined", broken)
    host = stand_in(good)
    assert button.check(host.book) is None
    said = "没有校验：程序出错（RuntimeError），表里填的数没有改动。请告诉区里的技术人员"
    assert (verdict_of(host), host.alerts()) == (said, [said])


def test_the_log_tells_the_place_and_no_values(
    good: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("张三 110101199001011234")

    monkeypatch.setattr(button, "examined", broken)
    button.check(stand_in(good).book)
    noted = button.log_file().read_text(encoding="utf-8")
    assert button.log_file().is_relative_to(home)
    assert "校验 ValueError test_button.py:" in noted
    assert "张三" not in noted
    assert "1101" not in noted


def test_old_findings_do_not_stay_when_a_check_fails(
    wrong: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = stand_in(wrong)
    button.check(host.book)
    monkeypatch.setattr(button, "examined", lambda *_, **__: 1 / 0)
    button.check(host.book)
    assert ("校验结果", "A5") not in host.cells()


def test_no_program_no_traceback(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for act in (button.check, button.hand_in, button.consolidate, button.update_desk):
            assert act(_Unwilling()) is None
            assert act() is None  # no workbook called
    assert "张三" not in caplog.text


def test_a_busy_excel_is_named(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    com_error = type("com_error", (Exception,), {})

    def busy(*_: object) -> None:
        raise com_error(-2147418111, "Call was rejected by callee.")

    monkeypatch.setattr(live_book, "edition_of_book", busy)
    host = stand_in(good)
    button.check(host.book)
    assert host.alerts() == [
        "没有校验：Excel 正忙，可能有单元格还在编辑。请按回车结束编辑，再点一次"
    ]


def test_an_excel_that_refuses_is_not_called_busy(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    com_error = type("com_error", (Exception,), {})

    def locked(*_: object) -> None:
        raise com_error(-2147352567, "发生意外。")

    monkeypatch.setattr(live_book, "edition_of_book", locked)
    host = stand_in(good)
    button.check(host.book)
    assert host.alerts()[0].startswith("没有校验：Excel 不让读写，工作表可能被改动")


def test_a_return_without_identity_is_told_what_is_missing(
    tmp_path: Path, edition: Edition, opened: Opener
) -> None:
    contents = replace(good_march(), unit=None)
    host = opened(written(tmp_path / "a.xlsx", FormKind.MONTHLY, edition, contents))
    assert button.check(host.book) is None
    assert verdict_of(host).startswith("没有校验：填报单位（月报!B2）没有填写")
    assert len(host.alerts()) == 1


def test_another_version_is_refused(good: Path) -> None:
    host = stand_in(good)
    where = read(good, "").cells["版本"]
    host.type_into(where.sheet, where.cell, "standard-000000000000")
    assert button.check(host.book) is None
    assert "版本“standard-000000000000”与表中所带的考核方案" in verdict_of(host)


def test_a_workbook_without_a_verdict_cell_tells_it_in_a_message(good: Path) -> None:
    host = stand_in(good)
    rows = host.book.grid["目录"]
    host.book.grid["目录"] = [row for row in rows if row[0] != contract.VERDICT]
    assert button.check(host.book) == ()
    assert len(host.alerts()) == 1
    assert host.alerts()[0].startswith("通过：")


# ------------------------------------------------------------------ 生成上报文件


def test_the_copy_says_the_same(tmp_path: Path, opened: Opener, edition: Edition) -> None:
    contents = replace(
        good_march(本月无重大事项="否"),
        notes={"刑事立案数": "系列案并案"},
        events=({}, EVENT, {}, {**EVENT, "事项编号": "2026-03-002", "死亡人数": 1}),
    )
    path = written(tmp_path / "三月 填报.xlsx", FormKind.MONTHLY, edition, contents)
    host = opened(path)
    copy = button.hand_in(_at(host, path))
    assert copy == tmp_path / "于楼街道_2026年03月_月报_上报.xlsx"
    first, second = (submission_of(read(one, ""), edition) for one in (path, copy))
    assert {name: (entry.value, entry.note) for name, entry in second.entries.items()} == {
        name: (entry.value, entry.note) for name, entry in first.entries.items()
    }
    assert [event.get("事项编号") for event in second.events] == ["2026-03-001", "2026-03-002"]
    assert [event.get("发生时间") for event in second.events] == [EVENT["发生时间"]] * 2
    assert check_code(first, edition) == check_code(second, edition)
    assert verdict_of(host).startswith(
        "已生成 于楼街道_2026年03月_月报_上报.xlsx，与本表在同一文件夹。"
    )


def test_an_older_copy_with_faults_is_pointed_out(good: Path) -> None:
    good.with_name("于楼街道_2026年03月_月报_待核.xlsx").touch()
    host = stand_in(good)
    assert button.hand_in(host.book)
    assert "以前生成的 于楼街道_2026年03月_月报_待核.xlsx 不要再报。" in verdict_of(host)


def _at(host: Host, path: Path) -> Any:
    """The book; xlwings' remote engine does not tell where the file lies."""
    if host.name == "xlwings 远程引擎":
        return SimpleNamespace(
            name=path.name, fullname=str(path), sheets=host.book.sheets, app=host.book.app
        )
    return host.book


def test_days_stay_days_where_the_program_gives_numbers(
    good: Path, soffice: Opener, edition: Edition
) -> None:
    copy = button.hand_in(soffice(good).book)
    assert copy
    where = read(good, "").cells["上半月排查会日期"]
    cell = load_workbook(copy)[where.sheet][where.cell]
    assert (cell.is_date, cell.value.date()) == (True, date(2026, 3, 5))


def test_an_annual_return(
    tmp_path: Path, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With whatever is wrong in it: the copy must say the same nevertheless."""
    monkeypatch.setattr(button, "verdict", lambda _: Verdict.EXPLAIN)
    units = {one.name for one in edition.units}
    for contents in [one for one in many(edition, FormKind.ANNUAL, 30) if one.unit in units][:5]:
        path = written(tmp_path / "年报 填报.xlsx", FormKind.ANNUAL, edition, contents)
        copy = button.hand_in(stand_in(path).book)
        assert copy == tmp_path / f"{contents.unit}_2026年_年报_上报.xlsx"
        codes = [check_code(submission_of(read(one, ""), edition), edition) for one in (path, copy)]
        assert codes[0] == codes[1]


def _type_reason(host: Host, words: object) -> None:
    place = live_book.directory_of(host.book)[contract.FAULTY]
    host.type_into(place.sheet, place.address, words)


def test_with_faults_it_asks_for_a_reason(wrong: Path, opened: Opener) -> None:
    host = opened(wrong)
    assert button.hand_in(_at(host, wrong)) is None
    assert verdict_of(host).startswith("没有生成：有 1 处必须改正")
    assert "写明带错上报原因再点一次" in host.alerts()[0]
    assert host.cells()["校验结果", "D6"] == "可防性案件数"
    assert [one.name for one in wrong.parent.glob("*_月报_*")] == []


@pytest.mark.parametrize("number", ["13800000000", "11010519491231002X"])
def test_a_reason_with_a_number_of_a_person_does_not_leave_the_house(
    number: str, wrong: Path, opened: Opener
) -> None:
    host = opened(wrong)
    _type_reason(host, f"找{number}核对")
    assert button.hand_in(_at(host, wrong)) is None
    (said,) = host.alerts()
    assert "带错上报原因里有个人的号码" in said
    assert number not in said
    assert [one.name for one in wrong.parent.glob("*_月报_*")] == []


@pytest.mark.parametrize("number", ["13800000000", 13800000000, "11010519491231002X"])
def test_a_number_of_a_person_in_the_reason_is_found_where_it_stands(
    number: object, wrong: Path, edition: Edition
) -> None:
    """By the button and by whoever reads the file, in the cell that holds it."""
    typed = f"找{number}核对" if isinstance(number, str) else number
    host = stand_in(wrong)
    _type_reason(host, typed)
    of_button = button.check(host.book)
    assert of_button is not None
    damage.write_at(wrong, contract.FAULTY, typed)
    of_file = examined(read(wrong, ""), edition).findings
    for found in (of_button, of_file):
        (one,) = [one for one in found if one.code == "12"]
        assert (one.sheet, one.cell, one.item) == ("封面", "C18", "带错上报原因")
        assert str(number) not in f"{one.message}{one.value}"


def test_a_verdict_of_the_button_is_no_text_of_the_clerks(wrong: Path, edition: Edition) -> None:
    damage.write_at(wrong, contract.VERDICT, "找13800000000核对")
    assert "12" not in {one.code for one in examined(read(wrong, ""), edition).findings}


def test_with_faults_and_a_reason_the_name_says_so(wrong: Path, edition: Edition) -> None:
    host = stand_in(wrong)
    _type_reason(host, "公安系统升级，数据待核")
    copy = button.hand_in(host.book)
    assert copy == wrong.parent / "于楼街道_2026年03月_月报_待核.xlsx"
    findings = examined(read(copy, ""), edition).findings
    assert verdict(findings) == Verdict.FAIL


def test_the_reason_travels(wrong: Path) -> None:
    host = stand_in(wrong)
    _type_reason(host, "公安系统升级，数据待核")
    copy = button.hand_in(host.book)
    assert copy
    texts = [cell.value for sheet in load_workbook(copy) for row in sheet for cell in row]
    assert "公安系统升级，数据待核" in texts


def test_a_reason_that_would_be_lost_is_not_lost(
    wrong: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = return_copy.write

    def forgetful(path: Path, form: FormKind, edition: Edition, contents: Any) -> None:
        kept = {name: value for name, value in contents.values.items() if name != contract.FAULTY}
        write(path, form, edition, replace(contents, values=kept))

    monkeypatch.setattr(return_copy, "write", forgetful)
    host = stand_in(wrong)
    _type_reason(host, "公安系统升级，数据待核")
    assert button.hand_in(host.book) is None
    assert host.alerts()[0].startswith("没有生成上报文件：生成的文件")
    assert [one.name for one in wrong.parent.glob("*_月报_*")] == []


def test_a_workbook_never_saved_has_no_folder(good: Path) -> None:
    host = stand_in(good)
    host.book.fullname = "工作簿1"
    assert button.hand_in(host.book) is None
    assert host.alerts()[0].startswith("没有生成上报文件：请先把本表保存到本机的文件夹里")


def test_the_open_workbook_is_never_overwritten(tmp_path: Path, edition: Edition) -> None:
    path = written(
        tmp_path / "于楼街道_2026年03月_月报_上报.xlsx", FormKind.MONTHLY, edition, good_march()
    )
    before = path.read_bytes()
    host = stand_in(path)
    assert button.hand_in(host.book) is None
    assert path.read_bytes() == before
    assert "会被覆盖" in host.alerts()[0]


def test_a_copy_that_differs_is_not_kept(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = return_copy.write

    def forgetful(path: Path, form: FormKind, edition: Edition, contents: Any) -> None:
        write(path, form, edition, replace(contents, values={**contents.values, "刑事立案数": 21}))

    monkeypatch.setattr(return_copy, "write", forgetful)
    host = stand_in(good)
    assert button.hand_in(host.book) is None
    assert host.alerts() == [
        "没有生成上报文件：生成的文件与表里的内容不一致（月报!D9 的“刑事立案数”），没有保留"
    ]
    assert sorted(one.name for one in good.parent.glob("*.xlsx")) == [good.name]


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("于楼街道", "于楼街道_2026年03月_月报_上报.xlsx"),
        ('..\\于楼/街道:*?"<>|', "_于楼_街道________2026年03月_月报_上报.xlsx"),
        ("///", "____2026年03月_月报_上报.xlsx"),
    ],
)
def test_file_names_are_safe(good: Path, edition: Edition, unit: str, name: str) -> None:
    one = replace(submission_of(read(good, ""), edition), unit=unit)
    assert button.file_name(one, with_faults=False) == name


# ------------------------------------------------------------------ 一键汇总

LAUNCHER = {
    "报表文件夹": (3, 2), "年份": (4, 2), "区文件夹": (5, 2),
    "办理结果": (7, 2), "写出的文件": (8, 2),
}  # fmt: skip


class Launcher:
    """The launcher as a stand-in: one page and its directory."""

    def __init__(self, folder: Path, **cells: object) -> None:
        path = folder / "区级汇总.xlsm"
        self.host = stand_in(_empty(folder / "empty.xlsx"))
        self.book = self.host.book
        self.book.name, self.book.fullname = path.name, str(path)
        rows = [["名称", "工作表", "行", "列"]]
        rows += [
            [name, "汇总", float(row), float(column)] for name, (row, column) in LAUNCHER.items()
        ]
        self.book.grid = {"目录": rows, "汇总": [[None, None] for _ in range(9)]}
        for name, value in cells.items():
            row, column = LAUNCHER[name]
            self.book.grid["汇总"][row - 1][column - 1] = value

    def cell(self, name: str) -> object:
        row, column = LAUNCHER[name]
        return self.book.grid["汇总"][row - 1][column - 1]


def _empty(path: Path) -> Path:
    from xlsxwriter import Workbook  # noqa: PLC0415

    with Workbook(str(path)) as workbook:
        workbook.add_worksheet("汇总")
    return path


def test_a_folder_becomes_a_summary(tmp_path: Path, edition: Edition) -> None:
    inbox = tmp_path / "收件 三月"
    inbox.mkdir()
    written(inbox / "a.xlsx", FormKind.MONTHLY, edition, good_march())
    launcher = Launcher(tmp_path, 报表文件夹=str(inbox), 年份=2026.0)
    summary = button.consolidate(launcher.book)
    assert summary == tmp_path / "区级汇总_2026.xlsx"
    assert "总览" in load_workbook(summary, read_only=True).sheetnames
    assert launcher.cell("写出的文件") == str(summary)
    assert str(launcher.cell("办理结果")).startswith("汇总完成：区级汇总_2026.xlsx，与本表在同一")
    assert "有事项需要处理" in str(launcher.cell("办理结果"))


def test_modules_beside_the_workbook_are_not_imported(tmp_path: Path, edition: Edition) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for folder in (inbox, tmp_path):
        (folder / "json.py").write_text("raise SystemExit(7)", encoding="utf-8")
    written(inbox / "a.xlsx", FormKind.MONTHLY, edition, good_march())
    assert button.consolidate(Launcher(tmp_path, 报表文件夹=str(inbox), 年份="2026").book)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"年份": 2026.0}, "请先在“报表文件夹”选择收到的报表所在的文件夹"),
        ({"报表文件夹": "/没有/这个", "年份": 2026.0}, "“报表文件夹”里写的文件夹不在：/没有/这个"),
        ({"报表文件夹": ".", "年份": "今年"}, "“年份”应填四位年份"),
        ({"报表文件夹": ".", "年份": None}, "“年份”应填四位年份"),
        ({"报表文件夹": ".", "年份": 2026.0, "区文件夹": "/没有"}, "“区文件夹”里写的文件夹不在"),
    ],
)
def test_what_the_launcher_needs(tmp_path: Path, cells: dict[str, object], words: str) -> None:
    launcher = Launcher(tmp_path, **cells)
    assert button.consolidate(launcher.book) is None
    assert words in str(launcher.cell("办理结果"))
    assert words in launcher.host.alerts()[0]


def test_the_commands_own_words_are_passed_on(tmp_path: Path) -> None:
    (tmp_path / "区级汇总_2026.xlsx").mkdir()
    launcher = Launcher(tmp_path, 报表文件夹=str(tmp_path), 年份=2026.0)
    assert button.consolidate(launcher.book) is None
    said = str(launcher.cell("办理结果"))
    assert said.startswith("没有汇总：写不了")
    assert "文件夹" in said
    assert not launcher.cell("写出的文件")


def test_a_districts_folder_gets_its_desk(tmp_path: Path, edition: Edition) -> None:
    """What came in is received; the page tells how the year stands and where the desk lies."""
    inbox, district = tmp_path / "收件", district_at(tmp_path / "甲区")
    inbox.mkdir()
    written(inbox / "a.xlsx", FormKind.MONTHLY, edition, good_march())
    launcher = Launcher(tmp_path, 报表文件夹=str(inbox), 区文件夹=str(district))
    assert button.update_desk(launcher.book) == district / "工作台.xlsx"
    assert "待办" in load_workbook(district / "工作台.xlsx", read_only=True).sheetnames
    assert launcher.cell("写出的文件") == str(district / "工作台.xlsx")
    said = str(launcher.cell("办理结果")).splitlines()
    assert said[0] == "工作台.xlsx 已更新，在区文件夹里"
    assert "待决定的" in said[1]
    assert said[2].startswith("收到 1 份新表")


def test_of_much_that_was_done_the_page_shows_the_beginning(tmp_path: Path) -> None:
    order = button.Order(("desk",), tmp_path / "工作台.xlsx")
    said = tuple(f"第{n}行" for n in range(1, 13))
    told = button._of_desk(order, button.Done(True, said)).splitlines()
    assert told[1:] == [*said[:7], "……还有 5 行，见工作台"]
    assert button._of_desk(order, button.Done(True, said[:8])).splitlines()[1:] == [*said[:8]]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({}, "没有更新工作台：请先在“区文件夹”选择本区的文件夹"),
        ({"区文件夹": "/没有/这个"}, "没有更新工作台：“区文件夹”里写的文件夹不在：/没有/这个"),
        ({"区文件夹": ".", "报表文件夹": "/没有"}, "“报表文件夹”里写的文件夹不在"),
        ({"区文件夹": ".", "年份": "今年"}, "“年份”应填四位年份"),
    ],
)
def test_what_the_desk_needs(tmp_path: Path, cells: dict[str, object], words: str) -> None:
    launcher = Launcher(tmp_path, **cells)
    assert button.update_desk(launcher.book) is None
    assert words in str(launcher.cell("办理结果"))
    assert words in launcher.host.alerts()[0]


@pytest.mark.parametrize(
    ("lock", "words"),
    [
        (None, "不是区文件夹：里面没有 statements/年份/"),
        ("~$工作台.xlsx", "正在 Excel 或 WPS 里打开：请保存、关闭后再运行，这次什么也没有登记"),
    ],
)
def test_what_stops_the_desk_is_said(tmp_path: Path, lock: str | None, words: str) -> None:
    district = district_at(tmp_path / "甲区") if lock else tmp_path
    if lock:
        (district / lock).write_bytes(b"")
    launcher = Launcher(tmp_path, 区文件夹=str(district))
    assert button.update_desk(launcher.book) is None
    assert words in str(launcher.cell("办理结果"))
    assert not launcher.cell("写出的文件")


# ------------------------------------------------------------------ what a click loads

_NOT_NEEDED = ("pandas", "numpy", "openpyxl", "yaml", "jinja2", "xlsxwriter", "click", "rich")
_PROBE = """
import importlib.abc, sys
class Refused(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {refused!r}:
            raise ImportError(name)
sys.meta_path.insert(0, Refused())
import pickle
import xlwings as xw
from zongzhi_xl import button
book = xw.Book(json=pickle.loads(sys.stdin.buffer.read()))
findings = button.check(book)
assert [one.item for one in findings] and book.json()["actions"], findings
print(sorted({refused!r} & {{name.partition(".")[0] for name in sys.modules}}))
print(sorted(name for name in sys.modules if name.startswith("zongzhi_xl.")))
"""


def test_a_click_needs_none_of_the_heavy_libraries(wrong: Path) -> None:
    """They are refused altogether: xlwings itself takes pandas where it is installed."""
    import pickle  # noqa: PLC0415

    payload = pickle.dumps(remote(wrong).book.api)
    run = subprocess.run(
        [sys.executable, "-c", _PROBE.format(refused=set(_NOT_NEEDED))],
        input=payload, capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr.decode()
    loaded, ours = run.stdout.decode().splitlines()
    assert loaded == "[]"
    assert "zongzhi_xl.desk" not in ours
    assert "zongzhi_xl.statements" not in ours


def test_the_same_words_as_checking_a_file(wrong: Path) -> None:
    by_file = checking.examine(checking.Wish(), wrong, wrong.name).file
    by_button = button.examine(stand_in(wrong).book)
    assert by_button.findings == by_file.said.findings
    assert by_button.code == by_file.check_code

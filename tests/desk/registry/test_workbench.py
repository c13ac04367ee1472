"""工作台: what is typed into 待办 becomes decisions, or stays in its row with the reason."""

import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from tests.desk.registry.districts import change, day, district_at, month_return
from tests.district_forms import filled
from tests.resaved.programs import by_libreoffice
from zongzhi_xl.archive.record_book import opened
from zongzhi_xl.cli import app
from zongzhi_xl.contract import OWN, OWN_COLUMNS, TASK_COLUMNS, TASK_ID, TASK_OUTCOME, TASKS
from zongzhi_xl.core.chronicle.decisions import in_force
from zongzhi_xl.core.chronicle.events import Ruling
from zongzhi_xl.desk.initiating.form import FILE as FORM
from zongzhi_xl.desk.receiving import found_under
from zongzhi_xl.desk.registry.arriving import Wish, receive
from zongzhi_xl.desk.registry.deciding import Grounds, Revoking, enter
from zongzhi_xl.desk.registry.entered import decisions_in, files_of
from zongzhi_xl.desk.registry.workbench import BOARD, FILE, KEPT, Outcome, lay_out
from zongzhi_xl.errors import OutputError, RequestError
from zongzhi_xl.sheets import department_book

EAST, WEST = "兴海街道", "于楼街道"
TODAY = day("2-10")
#: the officer agrees
ACCEPTED = {"处理": "接受", "理由": "情况属实", "经办人": "王"}


@pytest.fixture(scope="module")
def returns(tmp_path_factory, edition) -> Path:
    """January of two offices, each of which explains something."""
    folder = tmp_path_factory.mktemp("returns")
    for unit in (EAST, WEST):
        month_return(
            folder / f"{unit}.xlsx", edition, 1, unit,
            notes={"治安巡逻次数": "人手不足"}, 治安巡逻次数=0,
        )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def first_desk(tmp_path_factory, returns) -> Path:
    folder = district_at(tmp_path_factory.mktemp("first") / "区")
    run(folder, returns, on=day("2-04"))
    return folder


@pytest.fixture
def district(tmp_path, first_desk) -> Path:
    """A district on whose desk two questions lie."""
    return Path(shutil.copytree(first_desk, tmp_path / "区"))


def run(district: Path, *inbox: Path, on: date = TODAY, year: int | None = None) -> Outcome:
    return lay_out(Wish(district, inbox, on, on), year)


Row = dict[str, object]
#: of an id; a sheet without questions says so in the same column
_SIGNS = 8


def rows(path: Path) -> list[Row]:
    """The rows of 待办 in their order."""
    sheet = openpyxl.load_workbook(path, data_only=True)[TASKS]
    return [
        dict(zip(TASK_COLUMNS, row, strict=False))
        for row in _below(sheet.iter_rows(values_only=True), TASK_ID)
        if row[0] and len(str(row[0])) == _SIGNS
    ]


def _below(lines: Iterator[tuple[object, ...]], heading: str) -> Iterator[tuple[object, ...]]:
    for line in lines:
        if line[0] == heading:
            yield from lines


def row_of(district: Path, unit: str) -> Row:
    return next(row for row in rows(district / FILE) if row["单位"] == unit)


def type_in(path: Path, unit: str, **typed: object) -> None:
    """The officer fills in the row of a unit."""
    book = openpyxl.load_workbook(path)
    sheet = book[TASKS]
    place = next(
        cell.row
        for cell in sheet[openpyxl.utils.get_column_letter(TASK_COLUMNS.index("单位") + 1)]
        if cell.value == unit
    )
    for name, value in typed.items():
        sheet.cell(place, TASK_COLUMNS.index(name) + 1).value = value
    book.save(path)


def answer(path: Path, asked: object, **typed: object) -> None:
    """The officer fills in the row of a question, by its number."""
    book = openpyxl.load_workbook(path)
    place = next(cell.row for cell in book[TASKS]["A"] if cell.value == asked)
    for name, value in typed.items():
        book[TASKS].cell(place, TASK_COLUMNS.index(name) + 1).value = value
    book.save(path)


def decisions(district: Path) -> list[tuple[Ruling, str, str, str, str, date]]:
    with opened(district) as book:
        taken = [one.decided for one in decisions_in(book)]
    return [(one.ruling, one.unit, one.reason, one.document, one.by, one.day) for one in taken]


def state(district: Path) -> tuple[object, ...]:
    """Everything that a run may change."""
    with opened(district) as book:
        return book.last, (district / FILE).read_bytes(), sorted(district.rglob("*"))


# ------------------------------------------------------------------ taken


def test_what_came_in_is_received_and_its_questions_lie_on_the_desk(district):
    asked = sorted(rows(district / FILE), key=lambda row: row["单位"] != EAST)
    assert [(row["单位"], row["报表"], row["事由"]) for row in asked] == [
        (EAST, "1月月报", "说明"), (WEST, "1月月报", "说明"),
    ]  # fmt: skip
    assert "街道说明：人手不足" in str(asked[0]["内容"])
    with opened(district) as book:
        assert len(files_of(book)) == 2


def test_what_is_typed_becomes_a_decision_and_the_row_moves_to_the_settled(district):
    typed = ACCEPTED | {"文号": "区综治办〔2026〕3号", "日期": day("2-09")}
    type_in(district / FILE, EAST, **typed)
    done = run(district)
    assert decisions(district) == [
        (Ruling.ACCEPTED, EAST, "情况属实", "区综治办〔2026〕3号", "王", day("2-09"))
    ]
    assert (len(done.decided), done.left) == (1, ())
    assert [row["单位"] for row in rows(district / FILE)] == [WEST]
    settled = openpyxl.load_workbook(district / FILE)["已办"]
    told = [[cell for cell in row if cell] for row in settled.iter_rows(values_only=True)]
    assert any({1, EAST, "情况属实", "王", "2026-02-09"} <= set(row) for row in told)
    assert f"已决定 第1号 接受说明 {EAST}2026年1月月报" in done.report


def test_without_a_day_the_day_of_the_run_counts(district):
    type_in(district / FILE, EAST, **ACCEPTED)
    run(district)
    assert decisions(district)[0][-1] == TODAY


def test_a_row_is_found_by_its_id_wherever_it_was_moved(district):
    """The rows are sorted the other way round, and a column stands elsewhere."""
    type_in(district / FILE, EAST, **ACCEPTED)
    book = openpyxl.load_workbook(district / FILE)
    sheet = book[TASKS]
    first = next(cell.row for cell in sheet["A"] if cell.value == TASK_ID) + 1
    lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=first - 1)]
    for line in lines:
        line.insert(0, line.pop())
    for number, line in enumerate([lines[0], *reversed(lines[1:])], first - 1):
        for column, value in enumerate(line, 1):
            sheet.cell(number, column).value = value
    book.save(district / FILE)
    run(district)
    assert [one[1] for one in decisions(district)] == [EAST]


def test_what_was_typed_before_an_office_was_renamed_is_an_answer_still(district):
    type_in(district / FILE, EAST, **ACCEPTED)
    change(district, "units.yaml", "{name: 兴海街道,", "{name: 新兴海街道, formerly: [兴海街道],")
    outcome = run(district)
    assert [one.decided.unit for one in outcome.decided] == ["新兴海街道"]
    assert (outcome.left, [row["单位"] for row in rows(district / FILE)]) == ((), [WEST])


def test_a_desk_that_another_program_saved_says_the_same(district, running):
    """LibreOffice saves it with its own strings, styles and dates."""
    typed = ACCEPTED | {"文号": "区综治办〔2026〕3号", "日期": day("2-09")}
    type_in(district / FILE, EAST, **typed)
    by_libreoffice(running, district / FILE, district / FILE)
    run(district)
    assert decisions(district) == [
        (Ruling.ACCEPTED, EAST, "情况属实", "区综治办〔2026〕3号", "王", day("2-09"))
    ]


def test_nothing_typed_changes_nothing_and_keeps_no_copy(district):
    before = state(district)
    run(district, on=day("2-04"))
    assert state(district) == before
    assert not (district / KEPT).exists()


# ------------------------------------------------------------------ not taken


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"理由": None}, "没有写理由"),
        ({"理由": "  "}, "没有写理由"),
        ({"经办人": None}, "没有写经办人"),
        ({"处理": None}, "没有选“处理”"),
        ({"处理": "同意"}, "“同意”不是可以选的处理，可选：接受、退回"),
        ({"日期": TODAY + timedelta(days=1)}, "日期 2026-02-11 还没有到"),
        ({"日期": "明天"}, "日期“明天”看不懂，请写成 2026-04-03 这样"),
        ({"编号": None}, "这一行没有编号，不知道是哪一件"),
    ],
)
def test_a_row_that_cannot_be_taken_stays_as_it_was_typed_and_says_why(district, typed, reason):
    filled = {**ACCEPTED, "文号": "3号", **typed}
    type_in(district / FILE, EAST, **filled)
    done = run(district)
    assert decisions(district) == []
    assert [one.outcome for one in done.left] == [reason]
    assert done.needs_a_person
    assert reason in done.report
    kept = [row for row in _rows_with_outcome(district) if row[TASK_OUTCOME] == reason]
    (row,) = kept
    stands = {name: _plain(row[name]) for name in filled if name != "编号"}
    expected = {name: _plain(value) for name, value in filled.items() if name != "编号"}
    assert stands == {**expected, "理由": (expected["理由"] or "").strip() or None}
    run(district)
    assert [row[TASK_OUTCOME] for row in _rows_with_outcome(district)] == [reason]


def _rows_with_outcome(district: Path) -> list[Row]:
    sheet = openpyxl.load_workbook(district / FILE, data_only=True)[TASKS]
    every = (dict(zip(TASK_COLUMNS, row, strict=False)) for row in _below(
        sheet.iter_rows(values_only=True), TASK_ID))  # fmt: skip
    return [row for row in every if row[TASK_OUTCOME]]


def _plain(value: object) -> object:
    """A date cell comes back as a moment."""
    return value.date() if hasattr(value, "date") else value


def test_a_stale_copy_is_read_by_ids_and_what_was_answered_is_told_never_overwritten(
    district, tmp_path
):
    shutil.copy(district / FILE, tmp_path / "旧.xlsx")
    type_in(district / FILE, EAST, **ACCEPTED)
    run(district)
    type_in(tmp_path / "旧.xlsx", EAST, **ACCEPTED | {"处理": "退回", "理由": "不属实"})
    type_in(tmp_path / "旧.xlsx", WEST, **ACCEPTED)
    shutil.copy(tmp_path / "旧.xlsx", district / FILE)
    done = run(district)
    assert [(one[0], one[1]) for one in decisions(district)] == [
        (Ruling.ACCEPTED, EAST), (Ruling.ACCEPTED, WEST),
    ]  # fmt: skip
    (left,) = done.left
    assert (left.unit, left.typed.reason) == (EAST, "不属实")
    assert "可能已经决定" in left.outcome
    row = row_of(district, EAST)
    assert (row["处理"], row["理由"]) == (None, None)
    assert "填的是：退回、不属实" in row[TASK_OUTCOME]
    assert run(district).left == ()
    assert rows(district / FILE) == []


def test_an_answer_to_a_question_that_is_gone_is_none_when_it_is_asked_anew(district, tmp_path):
    """Accepted, then answered from a stale desk, then the decision undone: nothing is answered."""
    shutil.copy(district / FILE, tmp_path / "旧.xlsx")
    type_in(district / FILE, EAST, **ACCEPTED)
    run(district)
    type_in(tmp_path / "旧.xlsx", EAST, **ACCEPTED | {"处理": "退回", "理由": "不属实"})
    shutil.copy(tmp_path / "旧.xlsx", district / FILE)
    run(district)
    grounds = Grounds("答复有误", "甲某", TODAY, TODAY)
    enter(district, 2026, Revoking(1), grounds)
    assert run(district).decided == ()
    assert row_of(district, EAST)["处理"] is None
    assert "不属实" not in str(rows(district / FILE))


@pytest.mark.parametrize(("other", "decided"), [("情况属实", 1), ("另有原因", 0)])
def test_a_row_that_stands_twice_counts_once_and_only_where_both_say_the_same(
    district, other, decided
):
    type_in(district / FILE, EAST, **ACCEPTED)
    asked = row_of(district, EAST)
    type_in(district / FILE, WEST, **asked | {"理由": other})
    done = run(district)
    assert len(decisions(district)) == decided
    assert {one.outcome for one in done.left} == (
        set() if decided else {"这个编号填了 2 行，内容不同：请只留一行"}
    )


def test_before_a_desk_with_something_typed_is_written_over_it_is_kept(district):
    for number in (1, 2):
        type_in(district / FILE, EAST, **ACCEPTED | {"理由": None, "文号": f"{number}号"})
        typed = (district / FILE).read_bytes()
        run(district)
        assert (district / KEPT / f"工作台_{number}.xlsx").read_bytes() == typed


# ------------------------------------------------------------------ what no question asks for

SIGNED = {"理由": "复核：重复统计", "经办人": "王"}
#: the return has 400 there
REVIEWED = {"处理": "认定数", "单位": EAST, "报表": "1月月报", "指标": "刑事立案数", "改为": 398}


def own_rows(path: Path) -> list[Row]:
    """The rows of 另作决定 in which something stands."""
    lines = iter(openpyxl.load_workbook(path, data_only=True)[OWN].iter_rows(values_only=True))
    filled = (dict(zip(OWN_COLUMNS, line, strict=False)) for line in _below(lines, OWN_COLUMNS[0]))
    return [row for row in filled if any(row.values())]


def type_own(path: Path, *typed: Row) -> None:
    """The officer fills in the first rows."""
    book = openpyxl.load_workbook(path)
    sheet = book[OWN]
    head = next(cell.row for cell in sheet["A"] if cell.value == OWN_COLUMNS[0])
    for place, row in enumerate(typed, head + 1):
        for name, value in row.items():
            sheet.cell(place, OWN_COLUMNS.index(name) + 1).value = value
    book.save(path)


def own_decisions(district: Path) -> list[tuple[str, str, int | None, str, str]]:
    with opened(district) as book:
        taken = [one.decided for one in decisions_in(book)]
    return [(one.ruling, one.unit, one.month, one.subject, one.value) for one in taken]


def test_a_review_a_day_and_the_undoing_of_a_decision_are_said_on_the_desk_too(district):
    received = {"处理": "收件日期", "单位": WEST, "报表": "1月", "改为": "2026/2/3"}
    type_own(district / FILE, REVIEWED | SIGNED, received | SIGNED)
    done = run(district)
    reviewed = ("认定数", EAST, 1, "刑事立案数", "398")
    assert own_decisions(district) == [reviewed, ("收件日期", WEST, 1, "", "2026-02-03")]
    assert "已决定 第1号 认定数 兴海街道2026年1月月报，刑事立案数 → 398" in done.report
    assert own_rows(district / FILE) == []
    assert len(list((district / KEPT).iterdir())) == 1
    type_own(district / FILE, {"处理": "撤销", "改为": "第1号", **SIGNED})
    run(district)
    assert own_decisions(district)[2][::4] == ("撤销", "")
    with opened(district) as book:
        assert [one.number for one in in_force(decisions_in(book))] == [2]


def test_an_offices_word_is_accepted_on_the_desk_where_a_query_is_open(district):
    """Both offices have explained theirs: nothing is open, and the row says so."""
    word = {"处理": "接受说明", "单位": EAST, "报表": "1月月报", "指标": "治安巡逻次数", **SIGNED}
    type_own(district / FILE, word)
    (left,) = run(district).left_unasked
    assert left.outcome == ("兴海街道的治安巡逻次数在这份表里没有等说明的核实性问题，或者已经决定")


def test_a_word_about_the_whole_form_needs_no_item(district):
    """There is none at which it stands; here nothing of the kind is open, and the row says so."""
    word = {"处理": "接受说明", "单位": EAST, "报表": "1月月报", **SIGNED}
    type_own(district / FILE, word)
    (left,) = run(district).left_unasked
    assert left.outcome == "兴海街道的整张表在这份表里没有等说明的核实性问题，或者已经决定"


def test_a_row_that_is_read_twice_is_one_decision(district, tmp_path):
    """A run was stopped after it decided, and before it wrote the desk anew."""
    type_own(district / FILE, REVIEWED | SIGNED)
    shutil.copy(district / FILE, tmp_path / "填过的.xlsx")
    for _ in range(2):
        shutil.copy(tmp_path / "填过的.xlsx", district / FILE)
        run(district)
    assert len(own_decisions(district)) == 1


#: what is typed instead, and why it is not taken
NOT_DECIDED: tuple[tuple[Row, str], ...] = (
    ({"处理": None}, "没有选“处理”"),
    ({"处理": "改分"}, "“改分”不是可以选的处理，可选：认定数、收件日期、接受说明、撤销"),
    ({"单位": None}, "没有填“单位”"),
    ({"单位": "东街道"}, "“东街道”不在名册上"),
    ({"报表": None}, "没有填“报表”"),
    ({"报表": "13月"}, "报表“13月”看不懂，请写成 3月月报 或 年报"),
    ({"指标": None}, "没有填“指标”"),
    ({"指标": "刑事立案"}, "月报里没有“刑事立案”这一项，是不是“刑事立案数”"),
    ({"改为": None}, "“”不能作为刑事立案数的数"),
    ({"改为": "许多"}, "“许多”不能作为刑事立案数的数"),
    ({"理由": None}, "没有写理由"),
    ({"日期": TODAY + timedelta(days=1)}, "日期 2026-02-11 还没有到"),
    ({"处理": "收件日期", "改为": "昨天"}, "收件日期“昨天”看不懂，请写成 2026-04-03 这样"),
    ({"处理": "撤销", "改为": "上一个"}, "“上一个”不是决定号"),
    ({"处理": "撤销", "改为": 7}, "没有第 7 号决定，或已经撤销"),
)


def test_what_cannot_be_decided_stays_as_it_was_typed_and_says_why(district):
    """All in one desk, since each row is judged by itself."""
    every = [{**REVIEWED, **SIGNED, **typed} for typed, _ in NOT_DECIDED]
    type_own(district / FILE, *every)
    done = run(district)
    assert own_decisions(district) == []
    assert done.needs_a_person
    for wanted, row, (_, reason) in zip(every, own_rows(district / FILE), NOT_DECIDED, strict=True):
        assert str(row[TASK_OUTCOME]).startswith(reason)
        assert f"没有办成 另作决定 {wanted['单位'] or ''}：{reason}" in done.report
        stands = {name: str(_plain(row[name]) or "") for name in wanted}
        assert stands == {name: str(value or "") for name, value in wanted.items()}


def test_the_list_of_offices_is_that_of_the_returns(district):
    book = openpyxl.load_workbook(district / FILE)
    (choice,) = [
        one.formula1 for one in book[OWN].data_validations.dataValidation if "报送" in one.formula1
    ]
    sheet, cells = choice.split("!")
    offered = [cell.value for (cell,) in book[sheet.strip("='")][cells.replace("$", "")]]
    listed = [unit.unit for unit in run(district).standing.appraisal.units]
    assert offered == listed


def test_a_desk_without_the_sheet_is_read_as_before(district):
    type_in(district / FILE, EAST, **ACCEPTED)
    book = openpyxl.load_workbook(district / FILE)
    del book[OWN]
    book.save(district / FILE)
    assert len(run(district).decided) == 1


def test_a_file_that_tells_no_office_waits_until_somebody_has_looked_after_it(district, tmp_path):
    (tmp_path / "又来").mkdir()
    (tmp_path / "又来" / "没有传完.xlsx").write_bytes(b"PK\x03\x04")
    run(district, tmp_path / "又来")
    (asked,) = [row for row in rows(district / FILE) if row["事由"] == "没有单位的文件"]
    (kept,) = (district / "originals" / "2026-02-10").iterdir()
    assert kept.name.startswith("没有传完 ")
    assert str(asked["内容"]).startswith(
        f"2026-02-10 收到的文件“{kept.name}”不能用，里面看不出是哪个单位的：文件已损坏"
    )
    said = {"处理": "已经处理", "理由": "于楼街道的，已请它重报", "经办人": "王"}
    answer(district / FILE, asked["编号"], **said)
    done = run(district)
    assert "已决定 第1号 文件已处理" in done.report
    assert not [row for row in rows(district / FILE) if row["事由"] == "没有单位的文件"]


def test_a_figure_that_a_department_changed_is_asked_once_until_it_changes_again(
    district, tmp_path, edition
):
    def told_by_the_police(cases: int, on: str) -> list[Row]:
        path = tmp_path / on / "公安.xlsx"
        path.parent.mkdir()
        department_book.write(path, edition, 2026, {}, {(EAST, 1): {"刑事立案数": cases}})
        run(district, path.parent, on=day(on))
        return [row for row in rows(district / FILE) if row["事由"] == "部门改数"]

    assert told_by_the_police(10, "2-05") == []
    (asked,) = told_by_the_police(12, "2-06")
    assert "改了以前给过的数：兴海街道1月的刑事立案数 10→12。" in str(asked["内容"])
    answer(district / FILE, asked["编号"], 处理="已经核对", 理由="公安来电更正", 经办人="王")
    done = run(district)
    assert "已决定 第1号 文件已处理" in done.report
    assert told_by_the_police(12, "2-11") == []
    (again,) = told_by_the_police(11, "2-12")
    assert again["编号"] != asked["编号"]


# ------------------------------------------------------------------ nothing is done


@pytest.mark.parametrize("lock", [f"~${FILE}", f".~lock.{FILE}#"])
def test_while_a_program_holds_it_open_nothing_is_received_decided_or_written(
    district, tmp_path, edition, lock
):
    more = month_return(tmp_path / "更多" / "二月.xlsx", edition, 2, EAST)
    type_in(district / FILE, EAST, **ACCEPTED)
    (district / lock).write_bytes(b"")
    before = state(district)
    with pytest.raises(RequestError, match=r"正在 Excel 或 WPS 里打开.*什么也没有登记") as refusal:
        run(district, more)
    assert lock in str(refusal.value)
    assert state(district) == before
    (district / lock).unlink()
    assert len(run(district, more).decided) == 1


def test_a_broken_desk_or_somebody_elses_file_is_left_alone_and_nothing_is_done(
    district, tmp_path, edition
):
    more = month_return(tmp_path / "更多" / "二月.xlsx", edition, 2, EAST)
    whole = (district / FILE).read_bytes()
    for data in (whole[: len(whole) // 2], more.read_bytes()):
        (district / FILE).write_bytes(data)
        before = state(district)
        with pytest.raises(RequestError, match=r"打不开，或不是本系统写的工作台.*什么也没有登记"):
            run(district, more)
        assert state(district) == before


def test_the_board_lies_beside_it_and_tells_the_course_of_the_year(district):
    """One month is due: each office's indicators have one point, and both questions are open."""
    page = (district / BOARD).read_text(encoding="utf-8")
    assert "<b>2</b>待决定（件）" in page
    assert page.count("<polyline") > 0
    assert not re.search(r'<polyline points="[^"]* ', page)


def test_somebody_elses_page_is_left_alone_and_nothing_is_done(district, tmp_path, edition):
    more = month_return(tmp_path / "更多" / "二月.xlsx", edition, 2, EAST)
    (district / BOARD).write_text("<p>别人的网页</p>", encoding="utf-8")
    before = state(district)
    with pytest.raises(OutputError, match="不是本系统文书"):
        run(district, more)
    assert state(district) == before


def test_a_desk_that_cannot_be_replaced_stops_the_run(district, monkeypatch):
    """As where Excel holds it on Windows and no lock file lies beside it."""
    opened_as = Path.open

    def held(path: Path, mode: str = "r", *rest: object, **more: object) -> object:
        if (path.name, mode) == (FILE, "rb+"):
            raise PermissionError(13, "held")
        return opened_as(path, mode, *rest, **more)

    type_in(district / FILE, EAST, **ACCEPTED)
    before = state(district)
    monkeypatch.setattr(Path, "open", held)
    with pytest.raises(RequestError, match=r"正被别的程序打开.*什么也没有登记"):
        run(district)
    monkeypatch.undo()
    assert state(district) == before


def test_a_desk_whose_headings_were_changed_is_refused_with_what_to_do(district):
    book = openpyxl.load_workbook(district / FILE)
    for cell in (cell for row in book[TASKS].iter_rows() for cell in row if cell.value == "理由"):
        cell.value = "原因"
    book.save(district / FILE)
    before = state(district)
    with pytest.raises(RequestError, match=r"没有“理由”这一列.*什么也没有登记"):
        run(district)
    assert state(district) == before


def test_a_desk_that_was_saved_meanwhile_is_not_written_over(district, monkeypatch):
    """Decisions are in the record by then; what was typed meanwhile is read by the next run."""

    def saved(*_: object) -> None:
        type_in(district / FILE, WEST, **ACCEPTED)
        return receive(*_)

    type_in(district / FILE, EAST, **ACCEPTED)
    monkeypatch.setattr("zongzhi_xl.desk.registry.arriving.receive", saved)
    with pytest.raises(RequestError, match="在这期间又保存过"):
        run(district)
    assert row_of(district, WEST)["理由"] == "情况属实"
    monkeypatch.undo()
    run(district)
    assert {one[1] for one in decisions(district)} == {EAST, WEST}


# ------------------------------------------------------------------ beside


def test_offices_that_owe_are_told_with_the_telephone_of_the_districts_form(district):
    owing = "于楼街道"
    form = filled(district / FORM, offices=((owing, None, "一类", 9, 1, 1, 1, "0000-7654321"),))
    done = run(district, on=day("3-10"))
    assert owing in {one.unit for one in done.standing.owed}
    told = [
        [cell for cell in row if cell]
        for row in openpyxl.load_workbook(district / FILE)["今天"].iter_rows(values_only=True)
    ]
    assert [owing, "0000-7654321", "2月月报（2026-03-05到期）"] in told
    assert "7654321" not in done.report
    form.write_bytes(b"PK broken")
    before = state(district)
    with pytest.raises(RequestError, match="区情登记表"):
        run(district, on=day("3-11"))
    assert state(district) == before


def test_the_desk_and_its_copies_are_never_taken_for_returns(district, returns):
    type_in(district / FILE, EAST, 理由="属实")
    run(district)
    shutil.copy(district / FILE, district / "工作台 - 副本.xlsx")
    received = run(district, district).receiving
    names = [one.name for one in (*received.taken, *received.passed)]
    assert [name for name in names if "工作台" in name] == []
    gone_through = [name for _, name in found_under([district])]  # as consolidate does
    assert [name for name in gone_through if "工作台" in name] == []
    assert [name for name in gone_through if name.startswith("originals/")]


def test_the_year_is_that_of_the_desk_unless_another_is_asked_for(tmp_path, returns):
    folder = district_at(tmp_path / "区", 2026, 2027)
    run(folder, returns, on=day("2-04"))
    assert run(folder, on=day("27-1-15")).standing.year == 2026
    assert run(folder, on=day("27-1-15"), year=2027).standing.year == 2027
    before = state(folder)
    with pytest.raises(RequestError, match="区里没有2031年的考核方案"):
        run(folder, on=day("27-1-15"), year=2031)
    assert state(folder) == before
    with pytest.raises(RequestError, match="不是区文件夹"):
        run(tmp_path)


def test_a_district_in_which_nothing_has_happened_has_a_desk(tmp_path):
    """By the command itself; on whatever day this runs, somebody may owe a return by then."""
    folder = district_at(tmp_path / "区")
    result = CliRunner().invoke(app, ["desk", str(folder)])
    assert result.exit_code in {0, 1}, result.output
    assert "待决定的 0 件" in result.output
    assert rows(folder / FILE) == []

"""What an edition names and works out itself: days of the period, rows made of other rows.

Each test changes a copy of the standard edition as a district would, and follows the name through
the check, the workbook and the points.
"""

import json
import re
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.bags import of_departments, of_return
from tests.good_year import YEAR, annual_return, department_return, good_year, submissions
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.tally import merge_all
from zongzhi_xl.core.checking.validation import validate
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition, edition_of
from zongzhi_xl.core.language.values import BLANK, Gap, Value
from zongzhi_xl.core.returned.names import RESERVED, lookup_in
from zongzhi_xl.core.returned.submission import Submission, submission_of
from zongzhi_xl.core.soundness.vocabulary import audit_names
from zongzhi_xl.reading.reader import read
from zongzhi_xl.record import replace
from zongzhi_xl.sheets.return_book import ReturnContents, write
from zongzhi_xl.sheets.returns.book_plan import BookPlan
from zongzhi_xl.statements.loader import load

STANDARD = Path(load.__code__.co_filename).parent / "standard"
#: what 年报 works out, as it is written
DERIVED = re.search("derived:\n.*\n", (STANDARD / "forms/年报.yaml").read_text(encoding="utf-8"))[0]
Edits = Mapping[str, list[tuple[str, str]]]
Change = Callable[[Edits], Edition]


@pytest.fixture
def own(tmp_path: Path) -> Change:
    """The standard edition with these words otherwise, file by file."""

    def changed(files: Edits) -> Edition:
        shutil.copytree(STANDARD, tmp_path / "2026")
        for name, edits in files.items():
            (file,) = (tmp_path / "2026").rglob(f"*{name}.yaml")
            text = file.read_text(encoding="utf-8")
            for old, new in edits:
                assert old in text
                text = text.replace(old, new)
            file.write_text(text, encoding="utf-8")
        return load(tmp_path / "2026")

    return changed


def submitted(edition: Edition, **figures: object) -> Submission:
    """The good annual return with these figures otherwise."""
    year = good_year()
    year = replace(year, annual={**year.annual, **figures})
    return submission_of(annual_return(year, edition.id), edition)


def lost_in_clause_25(edition: Edition, **figures: object) -> list[str]:
    year = good_year()
    year = replace(year, annual={**year.annual, **figures})
    edition = replace(edition, units=(year.unit,))
    returns = [of_return(one) for one in submissions(year, edition)]
    tally = merge_all([*returns, of_departments(department_return([year], edition))])
    (unit,) = appraise(tally, edition, YEAR, final=True).units
    return [str(loss.points) for loss in unit.losses if loss.clause == 25]


def formula_at(path: Path, name: str) -> object:
    workbook = load_workbook(path)
    ((sheet, cell),) = workbook.defined_names[name].destinations
    return workbook[sheet][cell.replace("$", "")].value


def held_at(path: Path, name: str) -> object:
    workbook = load_workbook(path, data_only=True)
    ((sheet, cell),) = workbook.defined_names[name].destinations
    return workbook[sheet][cell.replace("$", "")].value


# ------------------------------------------------------------------ the days of a period


@pytest.mark.parametrize(
    ("year", "month", "name", "day"),
    [
        (2026, 3, "当月首日", date(2026, 3, 1)),
        (2026, 3, "当月十五日", date(2026, 3, 15)),
        (2026, 3, "当月十六日", date(2026, 3, 16)),
        (2026, 2, "当月末日", date(2026, 2, 28)),
        (2028, 2, "当月末日", date(2028, 2, 29)),
        (2026, 12, "当月末日", date(2026, 12, 31)),
        (2026, 12, "次月十日", date(2027, 1, 10)),
        (2026, None, "当月首日", date(2026, 12, 1)),  # a yearly return is one of December
        (2026, None, "三月末日", date(2026, 3, 31)),
        (2026, None, "七月末日", date(2026, 7, 31)),
        (2026, None, "次年一月末日", date(2027, 1, 31)),
        (2026, None, "年份", 2026),
        (2026, None, "月份", 12),
        (2026, 3, "月份", 3),
    ],
)
def test_the_days_of_the_standard_calendar(
    year: int, month: int | None, name: str, day: Value, edition: Edition
) -> None:
    form = FormKind.MONTHLY if month else FormKind.ANNUAL
    period = Submission(form, "甲街道", year, month, edition.id, "", "", {})
    assert lookup_in(period, edition)(name) == day


@pytest.mark.parametrize("kind", [FormKind.MONTHLY, FormKind.ANNUAL])
def test_the_edition_that_a_workbook_carries_has_its_rows_in_the_same_order(
    kind: FormKind, edition: Edition
) -> None:
    carried = edition_of(json.loads(edition.canonical))
    rows = [BookPlan(one, kind).bases.row_of for one in (edition, carried)]
    assert list(rows[0].items()) == list(rows[1].items())


def test_a_district_has_a_day_of_its_own(own: Change, tmp_path: Path) -> None:
    ours = "- {name: 五月二十日, day: 'DATE(年份, 5, 20)'}\n"
    edition = own(
        {
            "statement": [("calendar:\n", f"calendar:\n{ours}")],
            "25_述职": [("rule: 当月首日 <= 述职日期 <= 当月末日", "rule: 述职日期 <= 五月二十日")],
        }
    )
    heads = {"书记述职日期": date(2026, 5, 20), "主任述职日期": date(2026, 5, 21)}
    (late,) = [one for one in validate(submitted(edition, **heads), edition) if one.code == "59"]
    assert "述职日期 2026-05-21 晚于 2026-05-20" in late.message
    path = tmp_path / "a.xlsx"
    write(path, FormKind.ANNUAL, edition, ReturnContents("兴海街道", 2026))
    assert held_at(path, "五月二十日") == 46162  # 46,023 is 2026-01-01
    assert formula_at(path, "五月二十日").endswith(',"",DATE(本期年,5,20))')


# ------------------------------------------------------------------ rows made of other rows


def test_the_first_of_two_days_may_count(own: Change, tmp_path: Path) -> None:
    """MIN for MAX: the secretary spoke in time, so nothing is late."""
    edition = own({"年报": [("MAX(书记述职日期", "MIN(书记述职日期")]})
    heads = {"书记述职日期": date(2026, 12, 8), "主任述职日期": date(2026, 12, 10)}
    assert lookup_in(submitted(edition, **heads), edition)("述职日期") == date(2026, 12, 8)
    assert lost_in_clause_25(edition, **heads) == []
    path = tmp_path / "a.xlsx"
    write(path, FormKind.ANNUAL, edition, ReturnContents("兴海街道", 2026, values=heads))
    assert held_at(path, "述职日期").date() == date(2026, 12, 8)
    assert "MIN(书记述职日期,主任述职日期)" in formula_at(path, "述职日期")


def test_a_day_that_is_typed_may_bear_the_name(own: Change, tmp_path: Path) -> None:
    """One head alone: 述职日期 is an item like any other, two days late at 0.2."""
    forms = [
        ("- {name: 书记述职日期, code: '56'", "- {name: 述职日期, code: '56'"),
        ("书记述职日期, 主任述职日期, 全年刑事立案数", "述职日期, 主任述职日期, 全年刑事立案数"),
    ]
    edition = own(
        {
            "年报": [(DERIVED, ""), *forms],
            "25_述职": [("[书记述职日期, 主任述职日期]", "[述职日期, 主任述职日期]")],
        }
    )
    late = {"述职日期": date(2026, 12, 10)}
    returned = submitted(edition, **late)
    assert lookup_in(returned, edition)("述职日期") == date(2026, 12, 10)
    assert lost_in_clause_25(edition, **late) == ["0.40"]
    path = tmp_path / "a.xlsx"
    write(path, FormKind.ANNUAL, edition, ReturnContents("兴海街道", 2026, values=late))
    assert formula_at(path, "述职日期").date() == date(2026, 12, 10)
    again = submission_of(read(path, path.name), edition)
    assert again.value("述职日期") == date(2026, 12, 10)


def test_a_number_of_the_month_is_worked_out(own: Change, tmp_path: Path) -> None:
    """A district wants the cases not solved printed, and asks that they be no more than five."""
    formula = "formula: 刑事立案数 - 刑事破案数"
    row = f"{{name: 未破案数, kind: 计数, unit: 起, below: 刑事破案数, {formula}}}"
    edition = own(
        {
            "月报": [("checks:\n", f"derived:\n- {row}\nchecks:\n")],
            "06_刑事案件": [("rule: 可防性案件数 <= 刑事立案数", "rule: 未破案数 <= 5")],
        }
    )
    figures = {"刑事立案数": 20, "刑事破案数": 12}
    path = tmp_path / "a.xlsx"
    write(path, FormKind.MONTHLY, edition, ReturnContents("兴海街道", 2026, 3, values=figures))
    assert held_at(path, "未破案数") == 8
    returned = submission_of(read(path, path.name), edition)
    assert "未破案数" not in returned.entries
    messages = [one.message for one in validate(returned, edition)]
    assert [one for one in messages if "未破案数 8 大于 5" in one]


def test_a_row_worked_out_is_what_its_items_say_whatever_stands_there(edition: Edition) -> None:
    returned = submitted(edition, 述职日期=date(2026, 1, 1))
    assert lookup_in(returned, edition)("述职日期") == date(2026, 12, 5)


@pytest.mark.parametrize("given", [BLANK, "不适用", "十二月"])
def test_a_row_worked_out_has_the_gap_of_its_items(given: object, edition: Edition) -> None:
    cell = None if given == BLANK else given
    value = lookup_in(submitted(edition, 主任述职日期=cell), edition)("述职日期")
    assert isinstance(value, Gap)
    assert value == submitted(edition, 主任述职日期=cell).value("主任述职日期")


def test_the_annual_return_is_printed_without_such_a_row(own: Change, tmp_path: Path) -> None:
    edition = own(
        {
            "年报": [(DERIVED, "")],
            "25_述职": [
                ("当月首日 <= 述职日期 <= 当月末日", "当月首日 <= 主任述职日期 <= 当月末日"),
                ("rule: 述职日期 <= 区定述职日期", "rule: 主任述职日期 <= 区定述职日期"),
                ("of: 述职日期 -", "of: 主任述职日期 -"),
                ("{述职日期: {points", "{主任述职日期: {points"),
            ],
        }
    )
    path = tmp_path / "a.xlsx"
    write(path, FormKind.ANNUAL, edition, ReturnContents("兴海街道", 2026))
    assert "述职日期" not in load_workbook(path).defined_names
    assert lost_in_clause_25(edition, 主任述职日期=date(2026, 12, 9)) == ["0.20"]


# ------------------------------------------------------------------ names that are taken


@pytest.mark.parametrize("form", [FormKind.MONTHLY, FormKind.ANNUAL])
def test_no_item_can_take_a_name_of_the_workbook(
    form: FormKind, edition: Edition, tmp_path: Path
) -> None:
    """Every defined name but the edition's own is reserved, or is one of ours by its “_”."""
    path = tmp_path / "a.xlsx"
    write(path, form, edition, ReturnContents())
    ours = {*edition.items, *edition.derived, *edition.calendar, "总人口", "上年农村火灾起数"}
    names = {name for name in load_workbook(path).defined_names if "_" not in name[1:]}
    assert names - ours - {"_xlnm"} <= RESERVED


@pytest.mark.parametrize("name", ["月份", "版本", "填报单位", "大类", "校验结论", "备注"])
def test_an_item_of_a_reserved_name_is_refused(name: str, edition: Edition) -> None:
    form = edition.form(FormKind.ANNUAL)
    section = form.sections[0]
    item = replace(section.items[0], name=name)
    sections = (replace(section, items=(item, *section.items[1:])), *form.sections[1:])
    forms = tuple(replace(one, sections=sections) if one is form else one for one in edition.forms)
    (fault,) = audit_names(replace(edition, forms=forms))
    assert fault.problem == f"“{name}”是本系统用的名称，请换一个"

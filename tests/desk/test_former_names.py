"""An office is renamed in the year: what came in under its old name is still its own."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.core.test_departments import departments
from tests.desk.registry.districts import month_return
from tests.desk.test_whose_rules import codes, told
from tests.district_forms import OFFICES, filled
from tests.live_hosts import written
from tests.sheets.returns import good_march
from zongzhi_xl.cli import app
from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.appraising.tally import Tally
from zongzhi_xl.core.checking.examined import Examined, examined
from zongzhi_xl.core.chronicle.events import Understood
from zongzhi_xl.core.edition.amending import document_with, unit_entries
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.statement import Edition, edition_of
from zongzhi_xl.core.returned.submission import RawReturn, whose_of
from zongzhi_xl.core.soundness.parts import audit
from zongzhi_xl.desk import consolidation
from zongzhi_xl.desk.consolidation import Question
from zongzhi_xl.desk.registry.arriving import ready
from zongzhi_xl.errors import RecordError
from zongzhi_xl.reading.reader import read
from zongzhi_xl.record import replace
from zongzhi_xl.statements import loader
from zongzhi_xl.statements.writing import write_standard

OLD, NEW = "于楼街道", "新于楼街道"


def renamed(edition: Edition, *former: str, to: str = NEW) -> Edition:
    """The edition after 于楼街道 got another name."""
    units = [
        unit_entries(replace(one, name=to, formerly=former) if one.name == OLD else one)
        for one in edition.units
    ]
    document = copy.deepcopy(dict(edition.document))
    return edition_of(document_with(document, {}, units))


def march(path: Path, edition: Edition, unit: str = OLD, **bases: object) -> RawReturn:
    contents = good_march(unit)
    contents = replace(contents, bases={**contents.bases, **bases})
    raw = read(written(path / "三月.xlsx", FormKind.MONTHLY, edition, contents), "三月.xlsx")
    assert isinstance(raw, RawReturn)
    return raw


def scored(found: Examined, edition: Edition) -> Any:
    tally = Tally((Received(found.submission, found.findings),))
    return consolidation.score(tally, edition, Question((), 2026, Path())).appraisal


def test_a_unit_is_found_by_each_of_its_names(edition: Edition) -> None:
    now = renamed(edition, OLD, "老于楼街道")
    assert {name: now.unit(name).name for name in (NEW, OLD, "老于楼街道")} == dict.fromkeys(
        (NEW, OLD, "老于楼街道"), NEW
    )
    assert now.unit("兴海街道").name == "兴海街道"
    assert now.unit("没有街道") is None


def test_a_return_under_the_former_name_is_the_offices_and_told_so(
    tmp_path: Path, edition: Edition
) -> None:
    now = renamed(edition, OLD)
    found = examined(march(tmp_path, edition), now)
    assert found.submission.unit == NEW
    assert codes(found) == ["V5"]
    notice = told(found, "V5")
    assert notice.severity == Severity.NOTICE
    assert notice.message == "填报单位写的是曾用名“于楼街道”，按现在的“新于楼街道”收"
    assert (notice.item, notice.value, notice.cell) == ("填报单位", OLD, told_cell(found))


def told_cell(found: Examined) -> str:
    return found.raw.cells["填报单位"].cell


def test_without_the_former_name_nobody_knows_whose_it_is(tmp_path: Path, edition: Edition) -> None:
    found = examined(march(tmp_path, edition), renamed(edition))
    assert "02" in codes(found)


def test_the_appraisal_knows_the_present_name_only(tmp_path: Path, edition: Edition) -> None:
    now = renamed(edition, OLD)
    appraisal = scored(examined(march(tmp_path, edition), now), now)
    assert appraisal.rejected == ()
    names = [one.unit for one in appraisal.units]
    assert (NEW in names, OLD in names) == (True, False)
    (handed_in,) = (one for one in appraisal.deliveries if one.file)
    assert (handed_in.unit, handed_in.month) == (NEW, 3)


def test_both_names_for_one_month_are_two_returns_of_one_office(
    tmp_path: Path, edition: Edition
) -> None:
    now = renamed(edition, OLD)
    received = []
    for number, unit in enumerate((OLD, NEW)):
        folder = tmp_path / str(number)
        folder.mkdir()
        one = examined(march(folder, edition if unit == OLD else now, unit), now)
        submission = replace(one.submission, file=f"{number}.xlsx")
        received.append(Received(submission, one.findings))
    tally = Tally(tuple(received))
    appraisal = consolidation.score(tally, now, Question((), 2026, Path())).appraisal
    assert [one.file for one in appraisal.rejected] == ["0.xlsx", "1.xlsx"]
    assert "新于楼街道3月月报收到2份" in appraisal.rejected[0].reason


@pytest.mark.parametrize("typed", [OLD, NEW])
@pytest.mark.parametrize("issued", [OLD, NEW])
def test_a_blank_issued_under_either_name_may_be_filled_in_under_either(
    tmp_path: Path, edition: Edition, issued: str, typed: str
) -> None:
    now = renamed(edition, OLD)
    found = examined(march(tmp_path, now, typed, 下发_填报单位=issued), now)
    assert codes(found) == (["V5"] if typed == OLD else [])


def test_a_blank_of_another_office_is_still_asked_about(tmp_path: Path, edition: Edition) -> None:
    now = renamed(edition, OLD)
    found = examined(march(tmp_path, now, OLD, 下发_填报单位="兴海街道"), now)
    assert [code for code in codes(found) if code.startswith("02")] != []


def test_rows_of_the_departments_are_taken_under_the_former_name(edition: Edition) -> None:
    now = renamed(edition, OLD)
    given = departments(
        now,
        ({"单位": OLD, "调查人数": 100.0},),
        tuple({"单位": OLD, "月份": float(month), "刑事立案数": 7.0} for month in (1, 2)),
    )
    assert list(given.yearly) == [NEW]
    assert list(given.monthly) == [(NEW, 1), (NEW, 2)]
    notices = [one for one in given.findings if one.code == "V5"]
    assert [(one.sheet, one.cell, one.severity) for one in notices] == [
        ("年度", "A3", Severity.NOTICE), ("月度", "A3", Severity.NOTICE),
    ]  # fmt: skip
    assert notices[0].message == "单位写的是曾用名“于楼街道”，按现在的“新于楼街道”收"


def test_a_figure_under_both_names_is_one_figure_given_twice(edition: Edition) -> None:
    now = renamed(edition, OLD)
    given = departments(now, ({"单位": OLD, "调查人数": 100.0}, {"单位": NEW, "调查人数": 90.0}))
    assert "S4" in [one.code for one in given.findings]


def test_a_refused_file_is_the_offices_too(tmp_path: Path, edition: Edition) -> None:
    raw = march(tmp_path, edition)
    assert whose_of(raw.cells).unit == OLD
    assert whose_of(raw.cells, renamed(edition, OLD)).unit == NEW


def test_the_register_is_another_version_and_the_rules_are_not(edition: Edition) -> None:
    now, more = renamed(edition, OLD), renamed(edition, OLD, "老于楼街道")
    assert now.version == more.version == edition.version
    assert len({edition.register_version, now.register_version, more.register_version}) == 3
    assert "formerly" not in json.dumps(edition.document["units"])


WRONG = {
    "是别人的名称": (("兴海街道",), "“兴海街道”写了两次"),
    "是自己的名称": ((NEW,), "“新于楼街道”写了两次"),
    "写了两次": ((OLD, OLD), "“于楼街道”写了两次"),
    "看起来一样": (("兴海 街道",), "看起来一样"),
    "不能作文件名": (("老/街道",), "文件名里不能有"),
}


@pytest.mark.parametrize(("former", "said"), WRONG.values(), ids=WRONG.keys())
def test_a_former_name_is_nobody_elses(
    edition: Edition, former: tuple[str, ...], said: str
) -> None:
    with pytest.raises(RecordError, match=said) as caught:
        audit(renamed(edition, *former))
    assert caught.value.path.startswith("units[4].formerly[")


def test_the_year_goes_on_after_the_change(tmp_path: Path, edition: Edition) -> None:
    """March under the old name, April issued and the district consolidated under the new one."""
    district, inbox = tmp_path / "区", tmp_path / "收件"
    inbox.mkdir()
    march(inbox, edition)
    now = renamed(edition, OLD)
    entries = {"name": "新区", "district": "新区"}
    write_standard(district / "statements" / "2026", entries, [*map(unit_entries, now.units)])
    result = CliRunner().invoke(app, [
        "consolidate", str(inbox), "--year", "2026", "--district", str(district),
        "-o", str(tmp_path / "汇总.xlsx"), "--json", str(tmp_path / "out.json"),
    ])  # fmt: skip
    assert result.exit_code == 1, result.output
    document = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert OLD not in [one["unit"] for one in document["units"]]
    assert [one["unit"] for one in document["files"]] == [NEW]
    assert {"unit": NEW, "kind": "月报", "month": 3} not in document["missing"]
    assert {"unit": NEW, "kind": "月报", "month": 2} in document["missing"]
    (district / "结果.json").write_bytes((tmp_path / "out.json").read_bytes())
    asked = CliRunner().invoke(app, ["explain", OLD, "--district", str(district)])
    assert (asked.exit_code, NEW in asked.stdout) == (0, True)
    out = tmp_path / "空表"
    issued = CliRunner().invoke(app, [
        "issue", "--year", "2026", "--month", "4", "--district", str(district), "-o", str(out),
        "--from", str(inbox),
    ])  # fmt: skip
    assert f"{NEW}缺1月、2月报表" in issued.stdout


def test_the_record_of_a_renamed_office_goes_on(tmp_path: Path, edition: Edition) -> None:
    """Received in February, renamed in March: what came in is understood anew as the office's."""
    district, inbox = tmp_path / "区", tmp_path / "收件"
    offices = [("虚一街道", None, "一类", 50000, 8, 0, 0, None), *OFFICES[1:]]
    assert run("init", district, "--from", filled(tmp_path / "表.xlsx", offices=offices)) == 0
    month_return(inbox / "一月.xlsx", loader.for_year(district, 2026), 1, unit="虚一街道")
    late = ("--on", "2026-02-03", "--reason", "当天停电")
    assert run("receive", district, inbox, *late) in (0, 1)
    offices[0] = ("新一街道", "虚一街道", "一类", 50000, 8, 0, 0, None)
    form = filled(tmp_path / "新表.xlsx", offices=offices)
    assert run("init", district, "--from", form, "--change") == 0
    assert run("receive", district, inbox, *late) in (0, 1)
    with ready(district) as book:
        papers = [event.deed.paper for event in book.events(Understood)]
    assert [one.submission.unit for one in papers] == ["虚一街道", "新一街道"]
    assert [one.code for one in papers[-1].findings if one.code == "V5"] == ["V5"]
    for name in ("虚一街道", "新一街道"):
        told = CliRunner().invoke(app, ["history", str(district), "--unit", name]).stdout
        assert [line.partition(" ")[0] for line in told.splitlines()] == ["第3号", "第5号"]


def run(*words: object) -> int:
    return CliRunner().invoke(app, [str(one) for one in words]).exit_code

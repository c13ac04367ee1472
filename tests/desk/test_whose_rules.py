"""A return of other rules is taken, of another form as far as it goes; whose rules judge is said.

The district's edition judges whatever comes to the district; a file alone is judged by the rules
that it brings, and every output begins with which rules they were.
"""

import copy
import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from openpyxl import load_workbook

from tests.live_hosts import stand_in, written
from tests.sheets.returns import good_march
from zongzhi_xl import button, contract
from zongzhi_xl.cli import app
from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.appraising.tally import Tally
from zongzhi_xl.core.checking.examined import Examined, examined
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.rulebook import rulebook
from zongzhi_xl.core.edition.statement import Edition, edition_of
from zongzhi_xl.core.language.values import Gap, State
from zongzhi_xl.core.returned.findings import Finding, Verdict, verdict
from zongzhi_xl.core.returned.submission import RawCell, RawReturn
from zongzhi_xl.desk import consolidation
from zongzhi_xl.desk.checking import Wish, examine
from zongzhi_xl.desk.consolidation import Question
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.reader import read
from zongzhi_xl.record import replace
from zongzhi_xl.statements import loader
from zongzhi_xl.statements.editions import edition_for

STANDARD = Path(loader.__file__).parent / "standard"
UNIT = "于楼街道"
FIRST = ("forms", 0, "sections", 0, "items", 0)


def changed(edition: Edition, *changes: tuple[object, ...]) -> Edition:
    """The edition with the values at these paths replaced; the last of each path is the value."""
    document: Any = copy.deepcopy(edition.document)
    for *path, key, value in changes:
        part = document
        for one in path:
            part = part[one]
        part[key] = value
    return edition_of(document)


def issued(tmp_path: Path, edition: Edition, **values: object) -> RawReturn:
    """March of an office, filled into a form that ``edition`` issued."""
    path = written(tmp_path / "三月.xlsx", FormKind.MONTHLY, edition, good_march(**values))
    raw = read(path, path.name)
    assert isinstance(raw, RawReturn)
    return raw


def codes(found: Examined) -> list[str]:
    return [one.code for one in found.findings]


def told(found: Examined, code: str) -> Finding:
    (one,) = (finding for finding in found.findings if finding.code == code)
    return one


# ------------------------------------------------------------------ the year goes on


#: what happens to an edition in a year after the returns came in
EVENTS_OF_A_YEAR = {
    "联系电话变了": ("statement", "contact", "0000-1234567"),
    "分值确认了": ("statement", "confirmation", "confirmed", True),
    "限额改了": ("clauses", 5, "indicators", 0, "limits", "二类", "<= 5"),
    "期限改了": ("statement", "due", "月报", "day", 8),
    "一句话改了": (*FIRST, "definition", "本月立案的刑事案件。"),
    "审核关系改了": ("forms", 0, "checks", 0, "remedy", "补填"),
}


@pytest.mark.parametrize("change", EVENTS_OF_A_YEAR.values(), ids=EVENTS_OF_A_YEAR)
def test_returns_received_before_a_change_of_the_rules_are_still_taken(
    tmp_path: Path, edition: Edition, change: tuple[object, ...]
) -> None:
    now = changed(edition, change)
    found = examined(issued(tmp_path, edition), now)
    assert codes(found) == ["V2"]
    notice = told(found, "V2")
    assert (notice.severity, notice.item) == (Severity.NOTICE, "版本")
    assert edition.version.rules in notice.message
    assert now.version.rules in notice.message
    counted = scored(found, now)
    assert counted.rejected == ()
    assert counted.edition_id == now.id


def scored(found: Examined, edition: Edition) -> Any:
    tally = Tally((Received(found.submission, found.findings),))
    return consolidation.score(tally, edition, Question((), 2026, Path())).appraisal


def test_the_districts_limit_judges_not_the_one_that_came_with_the_file(
    tmp_path: Path, edition: Edition
) -> None:
    now = changed(edition, ("clauses", 5, "indicators", 0, "limits", "二类", "<= 5"))
    raw = issued(tmp_path, edition)
    assert _limit_of(scored(examined(raw, edition), edition)) == "<= 50"
    assert _limit_of(scored(examined(raw, now), now)) == "<= 5"


def _limit_of(appraisal: Any) -> str:
    (unit,) = (one for one in appraisal.units if one.unit == UNIT)
    (rate,) = (one for one in unit.indicators if one.name == "刑事案件发案率")
    return str(rate.limit)


def test_another_code_or_order_is_another_form_and_every_figure_is_taken(
    tmp_path: Path, edition: Edition
) -> None:
    items = edition.document["forms"][0]["sections"][0]["items"]
    turned = changed(edition, (*FIRST[:-1], [items[1], items[0], *items[2:]]))
    found = examined(issued(tmp_path, edition), turned)
    assert codes(found) == ["V3"]
    assert found.submission.value("刑事立案数") == 20
    assert edition.version.form in told(found, "V3").message
    assert turned.version.form in told(found, "V3").message


def test_an_item_that_is_new_is_asked_for_and_one_that_is_gone_is_named(
    tmp_path: Path, edition: Edition
) -> None:
    """破获积案数 is called 破获往年案件数 now: no rule speaks of it."""
    section = edition.document["forms"][0]["sections"][0]["items"]
    place = next(n for n, item in enumerate(section) if item["name"] == "破获积案数")
    document: Any = json.loads(edition.canonical.replace("破获积案数", "破获往年案件数"))
    assert document["forms"][0]["sections"][0]["items"][place]["name"] == "破获往年案件数"
    now = edition_of(document)
    found = examined(issued(tmp_path, edition), now)
    assert "缺 破获往年案件数；没有采用 破获积案数" in told(found, "V3").message
    assert told(found, "03").item == "破获往年案件数"
    assert verdict(found.findings) == Verdict.FAIL
    assert scored(found, now).rejected == ()


def test_a_figure_in_another_unit_of_measure_is_asked_about_in_its_cell(
    tmp_path: Path, edition: Edition
) -> None:
    raw = issued(tmp_path, edition)
    found = examined(raw, changed(edition, (*FIRST, "unit", "件")))
    query, cell = told(found, "V4"), raw.cells["刑事立案数"]
    assert (query.severity, query.cell, query.value) == (Severity.QUERY, cell.cell, "20")
    assert "现行表样印的是“刑事立案数（件）”" in query.message
    assert "“刑事立案数、起、01”" in query.message
    assert found.submission.value("刑事立案数") == 20


def test_a_figure_under_another_label_is_taken_and_named(tmp_path: Path, edition: Edition) -> None:
    found = examined(issued(tmp_path, edition), changed(edition, (*FIRST, "label", "立案数")))
    assert codes(found) == ["V3", "V4"]
    assert told(found, "V4").severity == Severity.NOTICE
    assert found.submission.value("刑事立案数") == 20


@pytest.mark.parametrize("version", ["旧版", "表样 00000000 · 规则 00000000"])
def test_a_forged_version_does_not_hide_that_a_name_was_moved(
    tmp_path: Path, edition: Edition, version: str
) -> None:
    """With 版本 spoilt, printed labels are held against the names all the same."""
    raw = issued(tmp_path, edition)
    forged = {**raw.cells, "版本": replace(raw.cells["版本"], value=version)}
    found = examined(replace(raw, cells=forged), edition)
    assert "V3" in codes(found)
    assert found.submission.value("刑事立案数") == 20
    moved = {**forged, "刑事立案数": raw.cells["可防性案件数"]}
    found = examined(replace(raw, cells=moved), edition)
    assert told(found, "S6").item == "刑事立案数"
    assert found.submission.value("刑事立案数") == Gap(State.UNREADABLE, "3")


# ------------------------------------------------------------------ a file that brings its rules


#: 可防性案件数 may be anything
LAX = ("clauses", 5, "checks", 0, "rule", "可防性案件数 >= 0")


def alone(path: Path) -> Any:
    return examine(Wish(), path, path.name).file


def lax_return(tmp_path: Path, rules: Edition, version: Edition) -> Path:
    values = {"刑事立案数": 1, "刑事破案数": 1, "可防性案件数": 999, "版本": version.id}
    return written(tmp_path / "松.xlsx", FormKind.MONTHLY, rules, good_march(**values))


def test_rules_that_nobody_knows_are_said_and_the_verdict_stays(
    tmp_path: Path, edition: Edition
) -> None:
    """999 of 1 passes by the rules in the file; whoever reads the result is told whose they are."""
    lax = changed(edition, LAX)
    path = lax_return(tmp_path, lax, lax)
    one = alone(path)
    assert not any(finding.severity == Severity.BLOCKING for finding in one.said.findings)
    (notice,) = (finding for finding in one.said.findings if finding.code == "V1")
    assert notice.severity == Severity.NOTICE
    assert notice.message.startswith("规则随表而来，未经核对")
    assert one.rules == rulebook(lax, carried=True)
    assert "未经核对" in one.rules
    by_button = button.check(stand_in(path).book)
    assert by_button == one.said.findings


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ('{"statement": {}, "of_next_year": 1}', "文件里带的考核方案本程序读不出来"),
        ("", "文件里没有带考核方案"),
    ],
    ids=["另一版程序的", "没有"],
)
def test_rules_that_cannot_be_read_are_not_called_missing(rules: str, said: str) -> None:
    version = {contract.RULES_VERSION: RawCell("月报", "A1", "表样 1a2b3c4d · 规则 5e6f7a8b")}
    with pytest.raises(UnusableFileError, match=said) as refused:
        edition_for(version, None, lambda: rules)
    assert "请用 --district 指明区文件夹" in refused.value.reason


def test_the_district_does_not_use_them(tmp_path: Path, edition: Edition) -> None:
    lax = changed(edition, LAX)
    raw = read(lax_return(tmp_path, lax, lax), "松.xlsx")
    assert isinstance(raw, RawReturn)
    found = examined(raw, edition)
    assert told(found, "13").severity == Severity.BLOCKING
    assert "V2" in codes(found)


def test_changed_rules_under_the_old_version_are_refused(tmp_path: Path, edition: Edition) -> None:
    path = lax_return(tmp_path, changed(edition, LAX), edition)
    assert "与表中所带的考核方案" in alone(path).said.reason
    host = stand_in(path)
    assert button.check(host.book) is None
    assert "与表中所带的考核方案" in host.alerts()[0]


def test_a_register_that_nobody_knows_is_said_too(tmp_path: Path, edition: Edition) -> None:
    other = changed(edition, ("units", 4, "figures", "总人口", 31000))
    path = written(tmp_path / "三月.xlsx", FormKind.MONTHLY, other, good_march())
    one = alone(path)
    assert [finding.code for finding in one.said.findings] == ["V1"]
    assert one.said.findings[0].message.startswith("名册随表而来，未经核对")
    assert one.verdict == Verdict.PASS


def test_of_the_shipped_rules_nothing_is_said(tmp_path: Path, edition: Edition) -> None:
    one = alone(written(tmp_path / "三月.xlsx", FormKind.MONTHLY, edition, good_march()))
    assert one.said.findings == ()
    assert one.rules == (
        f"标准方案（规则 {edition.version.rules}，名册 {edition.register_version}）"
    )


# ------------------------------------------------------------------ the first line of everything


def run(*args: object) -> str:
    return CliRunner().invoke(app, [str(one) for one in args]).output


@pytest.fixture
def district(tmp_path: Path) -> Callable[[int], Path]:
    """A district with rules of its own and so many people in 于楼街道."""

    def made(population: int) -> Path:
        folder = tmp_path / f"甲区{population}" / "statements" / "2026"
        shutil.copytree(STANDARD, folder)
        edit(folder / "statement.yaml", name="2026", contact="0000-1234567")
        units = yaml.safe_load((folder / "units.yaml").read_text(encoding="utf-8"))
        units[4]["figures"]["总人口"] = population
        text = yaml.safe_dump(units, allow_unicode=True)
        (folder / "units.yaml").write_text(text, encoding="utf-8")
        return folder.parents[1]

    return made


def edit(file: Path, **values: str) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    of_key = {key: f"{key}: '{value}'" for key, value in values.items()}
    lines = [of_key.get(line.partition(":")[0], line) for line in lines]
    file.write_text("\n".join(lines), encoding="utf-8")


def test_rules_and_register_stand_first_wherever_scores_are_printed(
    tmp_path: Path, edition: Edition, district: Callable[[int], Path]
) -> None:
    """Another population is another register, and everything printed says another version."""
    inbox = tmp_path / "收件"
    inbox.mkdir()
    written(inbox / "三月.xlsx", FormKind.MONTHLY, edition, good_march())
    first, second = (_printed(inbox, district(people)) for people in (30000, 31000))
    assert first.keys() == second.keys() == {"屏幕", "JSON", "汇总", "告知书", "通报", "说明"}
    for place, words in first.items():
        assert words.startswith("按示例区2026年考核方案（规则 "), place
        assert words != second[place], place
        rules = [one.partition("，")[0] for one in (words, second[place])]
        assert rules[0] == rules[1], place


def _printed(inbox: Path, district: Path) -> dict[str, str]:
    """The line that tells the rules in each output of one run."""
    out = district / "结果"
    out.mkdir()
    summary, data = out / "汇总.xlsx", out / "out.json"
    shown = run(
        "consolidate", inbox, "--year", 2026, "-o", summary, "--json", data,
        "--reports", out / "文书", "--district", district, "--workers", 1,
    )  # fmt: skip
    result = json.loads(data.read_text(encoding="utf-8"))
    assert [finding["code"] for finding in result["files"][0]["findings"]][-1] == "V2"
    assert result["rejected"] == []
    assert next(iter(result)) == "rules"
    subtitle = load_workbook(summary)[contract.OVERVIEW]["A2"].value
    papers = [
        next((out / "文书").glob(name)) for name in (f"初评告知书_{UNIT}*.html", "考核通报*.html")
    ]
    first = partial(_after, '<p class="rules">')
    return {
        "屏幕": shown.splitlines()[0].strip(),
        "JSON": f"按{result['rules']}",
        "汇总": subtitle[subtitle.index("按") :],
        "告知书": first(papers[0]),
        "通报": first(papers[1]),
        "说明": run("explain", UNIT, "--from", data).splitlines()[0],
    }


def _after(mark: str, paper: Path) -> str:
    return paper.read_text(encoding="utf-8").partition(mark)[2].partition("</p>")[0]


def test_validate_says_first_by_which_rules(tmp_path: Path, edition: Edition) -> None:
    good = written(tmp_path / "三月.xlsx", FormKind.MONTHLY, edition, good_march())
    report = tmp_path / "校验结果.xlsx"
    shown = run("validate", good, "--report", report).splitlines()
    words = f"按{rulebook(edition)}审核"
    assert words in shown[:2]  # what was written is noted beside it
    pages = load_workbook(report)
    assert [pages[name]["A2"].value for name in ("文件", "校验结果")] == [words] * 2


def test_files_judged_by_several_rules_are_counted_by_each(
    tmp_path: Path, edition: Edition
) -> None:
    lax = changed(edition, LAX)
    lax_return(tmp_path, lax, lax)
    for name in ("一.xlsx", "二.xlsx"):
        written(tmp_path / name, FormKind.MONTHLY, edition, good_march())
    shown = run("validate", tmp_path, "--workers", 1).replace("\n", "")
    assert f"2 份按{rulebook(edition)}" in shown
    assert f"1 份按{rulebook(lax, carried=True)}" in shown
    assert shown.index("份按") < shown.index("松.xlsx")


def test_a_few_units_are_of_the_whole_register(tmp_path: Path, edition: Edition) -> None:
    good = written(tmp_path / "三月.xlsx", FormKind.MONTHLY, edition, good_march())
    document = json.loads(run("appraise", good, "--json").partition("\n]")[0] or "{}")
    assert [unit["unit"] for unit in document["units"]] == [UNIT]
    assert document["register"] == edition.register_version

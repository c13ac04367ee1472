"""Whole schemes of others as editions: issued, filled in, consolidated, put on paper.

What they say is theirs: no noun of the standard edition stands on anything that they print.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from typer.testing import CliRunner

from zongzhi_xl.cli import app
from zongzhi_xl.papers import writing
from zongzhi_xl.papers.calendar import Year, due_on
from zongzhi_xl.statements import loader

EDITIONS = Path(__file__).with_name("foreign")
YEAR = 2026

#: what only the standard edition calls things; 治安 and 火灾 are everybody's
NOUNS = re.compile("街道|综治|责任书|刑事|一类|二类|三类|社区|行政村|公安|述职|邪教")

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Scheme:
    """A district that uses it, and what came of its year."""

    district: Path
    summary: Path
    papers: Path
    blanks: tuple[Path, ...]
    result: Mapping[str, Any]

    def unit(self, name: str) -> Mapping[str, Any]:
        """What came of one office."""
        return next(one for one in self.result["units"] if one["unit"] == name)

    def lost(self, name: str) -> dict[str, str]:
        """What an office lost, by rule."""
        return {one["id"]: one["points"] for one in self.unit(name)["deductions"]}


def run(*words: object) -> str:
    done = CliRunner().invoke(app, [*map(str, words)])
    assert done.exit_code in (0, 1), done.output
    return done.output


def filled(path: Path, rows: Mapping[str, Row], to: Path) -> None:
    """The departments' workbook with these figures of the year."""
    book = load_workbook(path)
    sheet = book["年度"]
    (head,) = (row for row in sheet.iter_rows() if row[0].value == "单位")
    columns = {cell.value: cell.column for cell in head}
    for name, *_ in sheet.iter_rows(head[0].row + 1):
        for item, value in rows.get(name.value, {}).items():
            sheet.cell(name.row, columns[item]).value = value
    book.save(to)


def scheme(folder: Path, name: str, rows: Mapping[str, Row]) -> Scheme:
    """The year of a district that is fed by its departments alone."""
    district, came, papers = folder / "区", folder / "收件", folder / "文书"
    copytree(EDITIONS / name, district / "statements" / str(YEAR))
    came.mkdir()
    papers.mkdir()
    run("issue", "--year", YEAR, "--departments", "-o", folder / "空表", "--district", district)
    (blank,) = (folder / "空表").iterdir()
    filled(blank, rows, came / "部门提供数.xlsx")
    summary, told = folder / "汇总.xlsx", folder / "out.json"
    run("consolidate", came, "--year", YEAR, "--final", "--district", district, "-o", summary,
        "--json", told, "--reports", papers)  # fmt: skip
    edition = loader.for_year(district, YEAR)
    year = Year(YEAR, edition, {}, (), 0)
    units = [unit.name for unit in edition.units]
    for month in (1, 2):
        writing.write_due(papers, due_on(date(YEAR, month, 1), year), units, None)
    result = json.loads(told.read_text(encoding="utf-8"))
    return Scheme(district, summary, papers, (blank,), result)


# ------------------------------------------------------------------ fed by the district alone

LETTERS = {
    "虚甲乡": {
        "信访会议次数": 3, "排查表次数": 8, "包案件数": 20, "包案化解件数": 16,
        "有接访记录": "否", "信访件数": 100, "按期结案件数": 96, "年终未结件数": 0,
        "网络推迟月数": 0, "信息员推迟月数": 1,
    },
    "虚乙镇": {
        "信访会议次数": 4, "排查表次数": 10, "包案件数": 10, "包案化解件数": 10,
        "有接访记录": "是", "信访件数": 40, "按期结案件数": 40, "年终未结件数": 0,
        "网络推迟月数": 0, "信息员推迟月数": 0,
    },
    "虚丙乡": {
        "信访会议次数": 0, "排查表次数": 12, "包案件数": 10, "包案化解件数": 8,
        "有接访记录": "是", "信访件数": 50, "按期结案件数": 45, "年终未结件数": 2,
        "网络推迟月数": 7, "信息员推迟月数": 0,
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    return scheme(tmp_path_factory.mktemp("信访"), "信访", LETTERS)


def test_every_point_of_a_scheme_fed_by_the_district_alone(letters: Scheme) -> None:
    # 4−3=1, ×1; 10−8=2, ×0.5; 16/20=80% under 85%; no record; 96% keeps 95%; one month late ×10
    assert letters.lost("虚甲乡") == {
        "D01-1": "1.00", "D01-2": "1.00", "D02-1": "3.00", "D02-2": "2.00", "D04-2": "10.00",
    }  # fmt: skip
    # 4 meetings missing; 80%; 45/50=90% under 95%; two not closed; 7 months ×10, capped at 50
    assert letters.lost("虚丙乡") == {
        "D01-1": "4.00", "D02-1": "3.00", "D03-1": "10.00", "D03-2": "10.00", "D04-1": "50.00",
    }  # fmt: skip
    assert letters.lost("虚乙镇") == {}


def test_scores_grades_and_ranks_are_told_without_a_return(letters: Scheme) -> None:
    told = [
        (one["unit"], one["score"], one["grade"], one["rank"]) for one in letters.result["units"]
    ]
    assert sorted(told, key=lambda one: one[3]) == [
        ("虚乙镇", "115.00", "优秀", 1),
        ("虚甲乡", "98.00", "合格", 2),
        ("虚丙乡", "38.00", "不合格", 3),
    ]
    assert letters.result["missing"] == []
    assert not any(one["provisional"] for one in letters.result["units"])


def test_offices_that_hand_in_nothing_get_no_blank(letters: Scheme, tmp_path: Path) -> None:
    refused = CliRunner().invoke(
        app, ["issue", "--year", "2026", "--month", "1", "-o", str(tmp_path / "空表"),
              "--district", str(letters.district)],
    )  # fmt: skip
    assert refused.exit_code == 2
    assert "信访工作目标管理考核办法没有月报要报" in refused.output


def test_what_a_department_has_not_given_is_owed_by_it(letters: Scheme, tmp_path: Path) -> None:
    came = tmp_path / "收件"
    came.mkdir()
    without = {
        name: {k: v for k, v in row.items() if k != "信访会议次数"} for name, row in LETTERS.items()
    }
    filled(letters.blanks[0], without, came / "部门提供数.xlsx")
    told = tmp_path / "out.json"
    run("consolidate", came, "--year", YEAR, "--final", "--district", letters.district,
        "-o", tmp_path / "汇总.xlsx", "--json", told)  # fmt: skip
    units = json.loads(told.read_text(encoding="utf-8"))["units"]
    assert all(one["provisional"] for one in units)
    assert not any(row["id"] == "D01-1" for one in units for row in one["deductions"])


# ------------------------------------------------------------------ every noun is theirs


def words_of(book: Workbook) -> Iterator[str]:
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            yield from (text for text in row if isinstance(text, str))


def words_in(papers: Path) -> Iterator[tuple[str, str]]:
    """What stands on each paper, in HTML and in Word."""
    for path in sorted(papers.iterdir()):
        if path.suffix == ".docx":
            with ZipFile(path) as package:
                parts = [name for name in package.namelist() if re.match(r"word/\w+\.xml", name)]
                text = " ".join(package.read(name).decode() for name in parts)
        else:
            text = re.sub(r"<style.*?</style>", "", path.read_text(encoding="utf-8"), flags=re.S)
        yield path.name, html.unescape(re.sub(r"<[^>]*>", "", text))


@pytest.mark.parametrize("name", ["letters"])
def test_no_noun_of_the_standard_edition_is_printed(
    name: str, request: pytest.FixtureRequest
) -> None:
    one: Scheme = request.getfixturevalue(name)
    for path in (one.summary, *one.blanks):
        found = [text for text in words_of(load_workbook(path)) if NOUNS.search(text)]
        assert found == [], path.name
    papers = dict(words_in(one.papers))
    assert {Path(file).suffix for file in papers} == {".html", ".docx"}
    found = {file: NOUNS.findall(text) for file, text in papers.items() if NOUNS.search(text)}
    assert found == {}
    assert [file for file in papers if "责任书" in file] == []


@pytest.mark.parametrize("name", ["信访"])
def test_it_is_sound_and_sense_raises_nothing(name: str) -> None:
    said = run("rules", "check", EDITIONS / name)
    assert said.startswith("没有发现错误"), said
    assert "疑问" not in said

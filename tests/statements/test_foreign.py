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
from types import MappingProxyType
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from zongzhi_xl.cli import app
from zongzhi_xl.papers import writing
from zongzhi_xl.papers.calendar import Year, due_on
from zongzhi_xl.statements import loader

EDITIONS = Path(__file__).with_name("foreign")
YEAR = 2026

#: what only the standard edition calls things; 治安 and 火灾 are everybody's
NOUNS = re.compile("街道|综治|责任书|刑事|一类|二类|三类|社区|行政村|公安|述职|邪教")

#: a 区 that is neither a park nor an office of theirs: what only a district calls its own
DISTRICT = re.compile("(?<![园县辖中])区(?![间别分域])")

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Scheme:
    """A district that uses it, and what came of its year."""

    district: Path
    summary: Path
    papers: Path
    blanks: tuple[Path, ...]
    result: Mapping[str, Any]
    ledger: dict[str, Any]
    said: str

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


def handed_in(path: Path, cells: Row, to: Path) -> None:
    """A return with these cells, by their names."""
    book = load_workbook(path)
    for name, value in cells.items():
        ((sheet, place),) = book.defined_names[name].destinations
        book[sheet][place].value = value
    book.save(to)


@dataclass(frozen=True)
class Came:
    """A district, the folder of what came in, and the blanks that had gone out."""

    district: Path
    inbox: Path
    blanks: tuple[Path, ...]


def handed(
    folder: Path,
    edition: Path,
    rows: Mapping[str, Row],
    returns: Mapping[str, Row] = MappingProxyType({}),
) -> Came:
    """What the departments of a district gave, and its offices' annual returns."""
    district, came = folder / "区", folder / "收件"
    copytree(edition, district / "statements" / str(YEAR))
    came.mkdir()
    run("issue", "--year", YEAR, "--departments", "-o", folder / "空表", "--district", district)
    (blank,) = (folder / "空表").iterdir()
    filled(blank, rows, came / "部门提供数.xlsx")
    blanks = [blank]
    if returns:
        run("issue", "--year", YEAR, "--annual", "-o", folder / "年报", "--district", district)
    for unit, cells in returns.items():
        (sent,) = (folder / "年报").glob(f"*{unit}*.xlsx")
        handed_in(sent, cells, came / sent.name)
        blanks.append(sent)
    return Came(district, came, tuple(blanks))


def scheme(folder: Path, came: Came) -> Scheme:
    """The year of a district, consolidated."""
    district, papers = came.district, folder / "文书"
    papers.mkdir()
    summary, told, points = folder / "汇总.xlsx", folder / "out.json", folder / "扣分账.json"
    said = run(
        "consolidate", came.inbox, "--year", YEAR, "--final", "--district", district, "-o", summary,
        "--json", told, "--ledger", points, "--reports", papers,
    )  # fmt: skip
    said += run("rules", "try", district / "statements" / str(YEAR))
    result = json.loads(told.read_text(encoding="utf-8"))
    for one in result["units"]:
        said += run("explain", one["unit"], "--from", told)
    edition = loader.for_year(district, YEAR)
    year = Year(YEAR, edition, {}, (), 0)
    units = [unit.name for unit in edition.units]
    for day in (date(YEAR, 1, 1), date(YEAR, 2, 1), date(YEAR, 12, 5), date(YEAR, 12, 28)):
        writing.write_due(papers, due_on(day, year), units, None)
    ledger = json.loads(points.read_text(encoding="utf-8"))
    # where it lies is no word of ours
    said = said.replace(str(folder), "")
    return Scheme(district, summary, papers, came.blanks, result, ledger, said)


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
    folder = tmp_path_factory.mktemp("信访")
    return scheme(folder, handed(folder, EDITIONS / "信访", LETTERS))


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


# ------------------------------------------------------------------ a thousand points

GOOD_RETURN = {
    "主要领导调研次数": 2, "分管领导明确": "是", "因人事变动": "否", "全体会议次数": 2,
    "联席会召开": "是", "纠纷受理件数": 20, "纠纷化解件数": 20,
    "填表人": "示例甲", "单位负责人": "示例乙", "联系电话": "0000-0000000",
    "报出日期": date(YEAR + 1, 1, 8),
}  # fmt: skip
GOOD_YEAR = {
    "经费列入预算": "是", "经费落实": "是", "应协商企业数": 100, "已协商企业数": 80,
    "特别严重起数": 0, "同类起数": 0, "较大起数": 0, "命案未破数": 0, "命案已破数": 0,
    "两抢案件数": 40, "应执行戒毒人数": 100, "有效执行人数": 80, "维持治疗任务数": 100,
    "维持治疗完成数": 100, "较大责任事故起数": 0, "再次同类事故起数": 0, "事故死亡人数": 30,
    "信息录用数": 50, "抽样人数": 1000, "感到安全人数": 960, "干扰调查起数": 0,
    "严重干扰起数": 0, "专项打击评分": 0, "专项打击理由": "没有问题", "抽检车辆数": 200,
    "超限车辆数": 9, "持枪爆炸案未破数": 0, "持枪爆炸案已破数": 0, "中央批示次数": 0,
    "省批示次数": 0,
}  # fmt: skip
EAST = GOOD_YEAR | {
    "经费落实": "否", "已协商企业数": 77, "同类起数": 1, "较大起数": 1, "命案未破数": 1,
    "命案已破数": 2, "两抢案件数": 53, "有效执行人数": 65, "维持治疗完成数": 98,
    "较大责任事故起数": 1, "事故死亡人数": 16, "信息录用数": 30, "感到安全人数": 940,
    "干扰调查起数": 1, "严重干扰起数": 1, "专项打击评分": 4, "专项打击理由": "两次未完成",
    "超限车辆数": 10, "持枪爆炸案已破数": 1, "中央批示次数": 2, "省批示次数": 3,
}  # fmt: skip
POINTS = {
    "虚东县": EAST,
    "虚西县": GOOD_YEAR | {"省批示次数": 1},
    "虚中区": GOOD_YEAR | {"特别严重起数": 3, "信息录用数": 10, "感到安全人数": 880},
}
RETURNS = {
    "虚东县": GOOD_RETURN | {
        "主要领导调研次数": 1, "分管领导明确": "否", "因人事变动": "是", "纠纷受理件数": 40,
        "纠纷化解件数": 36,
    },
    "虚西县": GOOD_RETURN,
    "虚中区": GOOD_RETURN,
}  # fmt: skip


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    folder = tmp_path_factory.mktemp("千分")
    return scheme(folder, handed(folder, EDITIONS / "千分", POINTS, RETURNS))


def test_every_point_of_a_thousand(thousand: Scheme) -> None:
    assert thousand.lost("虚东县") == {
        "D01-1": "5.00",  # one visit of two
        "D01-2": "5.00",  # 10, but for a change of persons
        "D01-5": "10.00",  # budgeted, not paid
        "D01-6": "3.00",  # 80 − 77
        "D02-1": "25.00",  # 15 + 10
        "D02-2": "4.00",  # 1 × 2 + 2 × 1
        "D03-1": "12.00",  # 53 ÷ 50 − 1 = 6 %, × 2
        "D03-2": "2.00",  # 65 % is under 70 %: the dearest band alone
        "D03-3": "2.00",  # 98 of 100
        "D03-4": "10.00",  # one accident
        "D04-1": "20.00",  # 30 reports: second of three, 80 of 100
        "D04-2": "0.50",  # 94 %: two points short × 0.25
        "D04-4": "10.00",  # one interference, and a grave one
        "D05-1": "4.00",  # by hand
        "D05-2": "10.00",  # 10 ÷ 200 = 5 % over 4.5 %
        "D05-3": "2.50",  # one, solved
        "D06-2": "3.75",  # 37.5 − 90 % × 37.5
    }
    assert thousand.lost("虚西县") == {}
    assert thousand.lost("虚中区") == {
        "D02-1": "50.00",  # 3 × 30, capped
        "D04-1": "40.00",  # third of three: 60 of 100
        "D04-2": "2.00",  # 88 %: eight short × 0.25
        "D04-3": "0.50",  # two under 90 % × 0.25 more
    }


def test_a_bonus_ends_where_the_shared_cap_does(thousand: Scheme) -> None:
    gained = {name: sum(float(one["points"]) for one in thousand.unit(name)["additions"])
              for name in POINTS}  # fmt: skip
    # 2 × 3 + 3 × 1 + (20 − 16) = 13, at most 10
    assert gained == {"虚东县": 10, "虚西县": 1, "虚中区": 0}


def test_each_part_has_its_mark_wherever_a_result_is_told(thousand: Scheme) -> None:
    # of 虚东县, by the rows above: 100 − 23; 470 − 55; 300 − 30.5; 130 − 20.25; what was added
    told = [(one["title"], one["points"], one["mark"]) for one in thousand.unit("虚东县")["parts"]]
    assert told == [
        ("一、组织领导", "100.00", "77.00"),
        ("二、稳定和治理", "470.00", "415.00"),
        ("三、群众评价", "300.00", "269.50"),
        ("四、专项和基础", "130.00", "109.75"),
        ("五、工作创新", "0.00", "10.00"),
    ]
    ranking = [*load_workbook(thousand.summary)["排名"].values]
    heads = next(row for row in ranking if row[0] == "名次")
    row = next(row for row in ranking if row[1] == "虚东县")
    assert heads[-5:] == tuple(f"{title}得分" for title, _, _ in told)
    assert row[-5:] == (77, 415, 269.5, 109.75, 10)
    papers = dict(words_in(thousand.papers))
    (notice,) = (
        text
        for file, text in papers.items()
        if "初评" in file and "虚东县" in file and file.endswith("html")
    )
    assert re.search(r"二、稳定和治理\s*470.00\s*415.00", notice)
    (letter,) = (
        text
        for file, text in papers.items()
        if "目标书" in file and "虚东县" in file and file.endswith("html")
    )
    assert letter.index("二、稳定和治理（470分，至少得 200 分）") < letter.index("2．社会稳定")
    assert "五、工作创新（0分，至多得 10 分）" in letter


def test_place_and_veto_follow_of_the_score(thousand: Scheme) -> None:
    """1000 − 128.75 + 10; 1000 + 1; 1000 − 92.5. The last may be 合格 at best, with 881.25."""
    told = {
        one["unit"]: (one["score"], one["grade"], one["veto"], one["rank"])
        for one in thousand.result["units"]
    }
    assert told == {
        "虚东县": ("881.25", "合格", "none", 3),
        "虚西县": ("1001.00", "优秀", "none", 1),
        "虚中区": ("907.50", "良好", "proposed", 2),
    }


# ------------------------------------------------------------------ every noun is theirs


def words_of(book: Workbook | list[Worksheet]) -> Iterator[str]:
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


def shown_in(book: Path) -> list[str]:
    """What a workbook says to whoever opens it: tabs, cells, what is asked where one types."""
    sheets = [one for one in load_workbook(book) if one.sheet_state == "visible"]
    told = [text for sheet in sheets for text in words_of([sheet])]
    asked = (rule for sheet in sheets for rule in sheet.data_validations.dataValidation)
    return [*(one.title for one in sheets), *told, *(rule.prompt or "" for rule in asked)]


def found_in(papers: Mapping[str, str]) -> dict[str, list[str]]:
    """Nouns of the standard edition, by the paper on which they stand."""
    return {file: NOUNS.findall(text) for file, text in papers.items() if NOUNS.search(text)}


@pytest.mark.parametrize("name", ["letters", "thousand"])
def test_no_noun_of_the_standard_edition_is_printed(
    name: str, request: pytest.FixtureRequest
) -> None:
    one: Scheme = request.getfixturevalue(name)
    for path in (one.summary, *one.blanks):
        assert [text for text in shown_in(path) if NOUNS.search(text)] == [], path.name
    assert NOUNS.findall(one.said) == []
    papers = dict(words_in(one.papers))
    assert {Path(file).suffix for file in papers} == {".html", ".docx"}
    assert found_in(papers) == {}
    assert [file for file in papers if "责任书" in file] == []
    assert ("布置通知.html" in papers) == (name == "thousand")  # the other has no form to fill in
    assert ("签收单_2026年年报.html" in papers) == (name == "thousand")
    assert [file for file in papers if "会议" in file or "签到" in file] == []  # neither has one
    assert [file for file, text in papers.items() if re.search("考核(办法)?考核", text)] == []
    promised = next(text for file, text in papers.items() if "目标" in file and ".html" in file)
    assert re.findall("(.)、(时效|签发人)", promised) == [("三", "时效"), ("四", "签发人")]


def no_word_of_a_district(one: Scheme) -> None:
    """Where a city or a park gives the marks, nobody reads of 区里 or 全区."""
    for path in (one.summary, *one.blanks):
        assert [text for text in shown_in(path) if DISTRICT.search(text)] == [], path.name
    papers = dict(words_in(one.papers)).items()
    assert [file for file, text in papers if DISTRICT.search(text)] == []
    assert [line for line in one.said.splitlines() if DISTRICT.search(line)] == []


def test_what_a_city_gives_is_called_a_city_s(thousand: Scheme) -> None:
    no_word_of_a_district(thousand)
    words = " ".join(words_of(load_workbook(thousand.summary)))
    assert "是否否决由市平安创建领导小组研究决定" in words
    assert "或市平安办、部门的数没有提供" in words


def test_what_nobody_fills_in_is_on_no_page(letters: Scheme, thousand: Scheme) -> None:
    """No register of events, nothing monthly: no page of marks, and no row for each month."""
    for one in (letters, thousand):
        book = load_workbook(one.blanks[0])
        assert book.sheetnames[:2] == ["年度", "月度"]
        assert "区认定" not in book.sheetnames
        told = [*words_of([book["月度"]])]
        assert any("没有一个数是按月提供的，这一页不用填" in text for text in told)
        assert "虚甲乡" not in told
        heads = list(words_of([load_workbook(one.summary)["汇总表"]]))
        assert "一、各单位本年累计数" in " ".join(heads)
        assert "12月" not in heads
    assert "由这张表的数算不出指标" in " ".join(
        words_of([load_workbook(thousand.blanks[1])["指标测算"]])
    )


@pytest.mark.parametrize("name", ["信访", "千分"])
def test_it_is_sound_and_sense_raises_nothing(name: str) -> None:
    said = run("rules", "check", EDITIONS / name)
    assert said.startswith("没有发现错误"), said
    assert "疑问" not in said

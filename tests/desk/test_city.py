"""A city from its districts' results is the city from the files; others stand apart."""

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from tests.bags import of_departments, of_return
from tests.core.one_office import changed
from tests.good_year import YEAR, Year, department_return, submissions
from zongzhi_xl.cli import app
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.tally import Tally, merge_all
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.desk import output
from zongzhi_xl.record import replace

#: criminal cases in May, by place in the register
CASES = (3, 9, 30, 70)


def _years(edition: Edition) -> list[Year]:
    """Four offices with one month each that differs."""
    return [
        replace(changed({5: {"刑事立案数": cases, "可防性案件数": 1, "刑事破案数": 1}}), unit=unit)
        for cases, unit in zip(CASES, edition.units, strict=False)
    ]


def _result(edition: Edition, given: list[list[Year]], district: str, through: int = 12) -> str:
    """What a district tells of these offices; departments gave the figures of each group."""
    years = [year for some in given for year in some]
    statement = replace(edition.statement, district=district)
    document = {
        **edition.document,
        "statement": {**edition.document["statement"], "district": district},
    }
    units = tuple(year.unit for year in years)
    its = replace(edition, statement=statement, units=units, document=document)
    tally = merge_all(
        [
            *(of_return(one) for year in years for one in submissions(year, its)),
            *(_departments(some, its) for some in given),
        ]
    )
    appraisal = appraise(tally, its, YEAR, through=through, final=through == 12)
    return "".join(output.pieces(appraisal, its))


def _departments(years: list[Year], edition: Edition) -> Tally:
    """A file for these offices alone, with bytes of its own."""
    given = department_return(years, edition)
    return of_departments(replace(given, sha256=years[0].unit.name))


@pytest.fixture(scope="module")
def results(edition: Edition) -> Mapping[str, str]:
    years = _years(edition)
    return {
        "甲区": _result(edition, [years[:2]], "甲区"),
        "乙区": _result(edition, [years[2:]], "乙区"),
        "全市": _result(edition, [years[:2], years[2:]], "全市"),
        "乙区六月": _result(edition, [years[2:]], "乙区", 6),
    }


def run(tmp_path: Path, *texts: str, year: int = YEAR) -> tuple[int, str, Path, dict[str, object]]:
    files = []
    for number, text in enumerate(texts):
        files.append(tmp_path / f"{number}.json")
        files[-1].write_text(text, encoding="utf-8")
    book, told = tmp_path / "全市汇总.xlsx", tmp_path / "全市.out"
    asked = ["consolidate", "--results", "--year", year, "-o", book, "--json", told, *files]
    done = CliRunner().invoke(app, list(map(str, asked)))
    document = json.loads(told.read_text(encoding="utf-8")) if told.exists() else {}
    return done.exit_code, done.output, book, document


#: what depends on who else is in the comparison: quota and places
_AMONG_OTHERS = {"grade", "grade_reasons", "rank", "rank_in_city", "district"}


def test_the_city_of_results_is_the_city_of_the_files(
    results: Mapping[str, str], tmp_path: Path
) -> None:
    """Offices word for word; counts, and so indicators, exactly; places as if scored together."""
    code, _, _, city = run(tmp_path, results["甲区"], results["乙区"])
    assert code == 0
    (part,), whole = city["parts"], json.loads(results["全市"])

    def alone(one: dict[str, object]) -> dict[str, object]:
        return {key: value for key, value in one.items() if key not in _AMONG_OTHERS}

    told = {one["unit"]: one for one in part["units"]}
    assert {name: json.dumps(alone(one)) for name, one in told.items()} == {
        one["unit"]: json.dumps(alone(one)) for one in whole["units"]
    }
    assert {one["unit"]: one["rank"] for one in whole["units"]} == {
        name: one["rank_in_city"] for name, one in told.items()
    }
    for every in part["indicators"]:
        of_offices = [
            one
            for unit in whole["units"]
            for one in unit["indicators"]
            if one["name"] == every["name"] and one["standing"] == "完整"
        ]
        assert every["complete"] == len(of_offices)
        assert every["numerator"] == sum(one["numerator"] for one in of_offices)


def test_an_indicator_is_worked_out_from_counts_and_not_averaged(
    results: Mapping[str, str], edition: Edition, tmp_path: Path
) -> None:
    """Cases of all offices by inhabitants of all offices."""
    _, _, _, city = run(tmp_path, results["甲区"], results["乙区"])
    (part,) = city["parts"]
    rate = next(one for one in part["indicators"] if one["name"] == "刑事案件发案率")
    people = sum(unit.figures["总人口"] for unit in edition.units[: len(CASES)])
    offices = [one for unit in part["units"] for one in unit["indicators"]]
    cases = sum(one["numerator"] for one in offices if one["name"] == "刑事案件发案率")
    assert (rate["numerator"], rate["denominator"], rate["scale"]) == (cases, people, "10000")
    assert abs(Fraction(rate["value"]) - Fraction(cases * 10000, people)) < Fraction(1, 10**6)


def test_what_is_scored_otherwise_stands_apart(results: Mapping[str, str], tmp_path: Path) -> None:
    """June's result is not ranked with the closed year's."""
    code, said, book, city = run(tmp_path, results["甲区"], results["乙区六月"])
    assert code == 0
    assert "分成 2 部分，不能互相比较" in said
    assert [(one["through"], one["final"]) for one in city["parts"]] == [(6, False), (12, True)]
    titles = [row[0].value for row in openpyxl.load_workbook(book)["各区"].iter_rows()]
    assert sum("不能比较" in str(title) for title in titles) == 2


def test_districts_of_different_editions_stand_apart(
    results: Mapping[str, str], tmp_path: Path
) -> None:
    """Each with its own offices, places and counts."""
    two = json.loads(results["乙区"])
    other = json.dumps(two | {"scoring": "0" * len(two["scoring"])}, ensure_ascii=False)
    code, said, _, city = run(tmp_path, results["甲区"], other)
    assert code == 0
    assert "分成 2 部分，不能互相比较" in said
    assert [len(part["units"]) for part in city["parts"]] == [2, 2]
    for part in city["parts"]:
        assert all(one["rank_in_city"] == one["rank"] for one in part["units"])
        (rate,) = [one for one in part["indicators"] if one["name"] == "刑事案件发案率"]
        offices = [one for unit in part["units"] for one in unit["indicators"]]
        its = [one["numerator"] for one in offices if one["name"] == rate["name"]]
        assert rate["numerator"] == sum(its)


def test_the_workbook_says_the_same(results: Mapping[str, str], tmp_path: Path) -> None:
    _, _, book, city = run(tmp_path, results["甲区"], results["乙区"])
    (part,) = city["parts"]
    rows = list(openpyxl.load_workbook(book)["各单位名次"].iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if row[0] == "名次")
    shown = [(row[1], row[2], row[4]) for row in rows[head + 1 :] if row[1]]
    assert shown == [(one["unit"], one["district"], one["score"]) for one in part["units"]]


@pytest.mark.parametrize(
    ("texts", "year", "told"),
    [
        (("甲区", "甲区"), YEAR, "甲区的结果有 2 份"),
        (("甲区",), YEAR + 1, f"是{YEAR}年的结果，要汇总的是{YEAR + 1}年"),
        (("{}",), YEAR, "不是各区汇总时用 --json 写出的结果"),
        (("一段话",), YEAR, "不是各区汇总时用 --json 写出的结果"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_written(
    results: Mapping[str, str], tmp_path: Path, texts: tuple[str, ...], year: int, told: str
) -> None:
    code, said, book, _ = run(tmp_path, *(results.get(one, one) for one in texts), year=year)
    assert code == 2
    assert told in said.replace("\n", "")
    assert not book.exists()


def test_a_result_is_not_scored_again(tmp_path: Path) -> None:
    """0 is a month that was asked for."""
    for option in (["--through", "0"], ["--final"], ["--facts", "a.csv"]):
        asked = [
            "consolidate",
            "--results",
            "--year",
            str(YEAR),
            "-o",
            "全市.xlsx",
            *option,
            "甲.json",
        ]
        done = CliRunner().invoke(app, asked)
        assert done.exit_code == 2
        assert "各区的结果已经算好了" in done.output.replace("\n", "")

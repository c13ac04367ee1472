"""Validation: every check of the standard edition, by cases that an official can read.

The cases stand in ``checks/*.yaml``; ``expect`` is the whole list of findings of a case.
"""

import random
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from good_returns import FORMS, good_return

from zongzhi_xl.core.checking.district import DistrictView, view_of
from zongzhi_xl.core.checking.kinds.registry import KINDS
from zongzhi_xl.core.checking.relations import rule_of
from zongzhi_xl.core.checking.validation import validate, validate_in_district
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.evaluation import evaluate
from zongzhi_xl.core.language.expressions import parse
from zongzhi_xl.core.language.values import BLANK, Gap
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.designations import ByUnit, designations_in
from zongzhi_xl.core.returned.findings import Finding, Verdict, verdict
from zongzhi_xl.core.returned.personal_data import masked, sort_of
from zongzhi_xl.core.returned.submission import Entry, Place, RawCell, Submission, reading_of
from zongzhi_xl.record import replace

CASES = [
    case
    for path in sorted((Path(__file__).parent / "checks").glob("*.yaml"))
    for case in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
]

KEYS = {
    "name", "form", "month", "values", "bases", "notes", "events", "formulas", "strays",
    "holidays", "population", "district", "expect", "quiet",
}  # fmt: skip

#: what a clerk or an officer must never have to read
JARGON = re.compile(
    r"None|null|NaN|nan\b|Fraction|Decimal|regex|JSON|True|False|[Ee]rror|Exception|datetime"
    r"|[{}\[\]]|_|异常值|字段|参数|正则|布尔|枚举|校验码不合法"
)


# ------------------------------------------------------------------ the cases


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any], edition: Edition) -> None:
    assert set(case) <= KEYS, "a key that the test would pass over"
    found = findings_of(case, _edition_for(case, edition))
    assert [(one.code, one.item) for one in found] == [
        (wanted["code"], wanted["item"]) for wanted in case["expect"]
    ], [one.message for one in found]
    for one, wanted in zip(found, case["expect"], strict=True):
        _agrees(one, wanted)
    assert not set(case.get("quiet", ())) & {one.code for one in found}


def _agrees(one: Finding, wanted: dict[str, Any]) -> None:
    for key, value in wanted.items():
        if key == "says":
            assert all(words in one.message for words in value), one.message
        elif key == "remedy":
            assert all(words in one.remedy for words in value), one.remedy
        else:
            assert getattr(one, key) == value, (key, one)


def _edition_for(case: dict[str, Any], edition: Edition) -> Edition:
    if "holidays" in case:
        days = tuple(date.fromisoformat(text) for text in case["holidays"])
        return replace(edition, statement=replace(edition.statement, holidays=days))
    if "population" in case:
        units = tuple(
            replace(unit, figures={**unit.figures, "总人口": case["population"]})
            for unit in edition.units
        )
        return replace(edition, units=units)
    return edition


def findings_of(case: dict[str, Any], edition: Edition) -> tuple[Finding, ...]:
    """What validation says of the case; with ``district``, what the district's checks say."""
    submission = submission_for(case, edition)
    if "district" not in case:
        return validate(submission, edition)
    found = validate_in_district(submission, edition, view_for(case, submission, edition))
    only = case["district"].get("only")
    return tuple(one for one in found if only is None or one.code in only)


def submission_for(case: dict[str, Any], edition: Edition, **changes: Any) -> Submission:
    kept = ("values", "bases", "notes", "events", "formulas", "strays", "month")
    given = {key: case[key] for key in kept if key in case}
    return good_return(FORMS[case["form"]], edition, **{**given, **changes})


def view_for(case: dict[str, Any], submission: Submission, edition: Edition) -> DistrictView:
    known = case["district"]
    events = known.get("earlier_events", {})
    returns = [
        good_return(FORMS["月报"], edition, month=month, values=values,
                    events=events.get(month, ()), file=f"{month}月.xlsx")
        for month, values in known.get("earlier", {}).items()
    ]  # fmt: skip
    twins = [
        replace(submission, file=f"另一份{n}.xlsx", sha256=f"另一份{n}")
        for n in range(1, known.get("rivals", 0) + 1)
    ]
    everything = [submission, *returns, *twins]
    departments = _departments(known, submission, edition)
    return view_of(
        submission, everything, departments, received=known.get("received"), year=known.get("year")
    )


def _departments(
    known: dict[str, Any], submission: Submission, edition: Edition
) -> DepartmentReturn:
    def cells(figures: dict[str, Any]) -> dict[str, Entry]:
        return {
            name: Entry(
                reading_of(value, edition.items[name].kind), Place("部门.xlsx", "年度", f"D{row}")
            )
            for row, (name, value) in enumerate(figures.items(), 3)
        }

    now = cells(known.get("department", {}))
    monthly = {name for name in now if edition.form_of[name] == FormKind.MONTHLY}
    months = {month: cells(row) for month, row in known.get("department_months", {}).items()}
    months.setdefault(submission.month or 0, {name: now[name] for name in monthly})
    return DepartmentReturn(
        submission.year, edition.id, "部门.xlsx", "部门",
        {submission.unit: {name: now[name] for name in now if name not in monthly}},
        {(submission.unit, month): row for month, row in months.items()},
        designated=_designated(known.get("designated", ()), submission, edition),
    )  # fmt: skip


def _designated(
    rows: Iterable[Mapping[str, object]], submission: Submission, edition: Edition
) -> ByUnit:
    """Rows of 区认定 for the return's unit and month."""
    owner = {"单位": submission.unit, "月份": submission.month}
    cells = [
        {
            name: RawCell("区认定", f"{column}{number}", value)
            for column, (name, value) in zip("ABCDEFGH", {**owner, **row}.items(), strict=False)
        }
        for number, row in enumerate(rows, 7)
    ]
    return designations_in(cells, "部门.xlsx", edition, submission.year)[0]


# ------------------------------------------------------------------ nothing left out


def _codes(form: FormKind, edition: Edition) -> set[str]:
    return {check.id for check in edition.checks(form)} | {"S1", "S2"}


@pytest.mark.parametrize("form", FORMS)
def test_every_check_is_seen_to_fire_and_seen_to_be_quiet(form: str, edition: Edition) -> None:
    cases = [case for case in CASES if case["form"] == form]
    fired = {one["code"] for case in cases for one in case["expect"]}
    quiet = {code for case in cases for code in case.get("quiet", ())}
    wanted = _codes(FORMS[form], edition)
    shared = {"S1", "S2"} if form == "年报" else set()  # one code path, shown by 月报's cases
    assert wanted - fired - shared == set()
    assert wanted - quiet == set()
    assert fired | quiet <= wanted


def test_the_checks_of_the_letter_and_of_plausibility_are_all_there(edition: Edition) -> None:
    ids = {check.id.partition("-")[0] for form in FORMS.values() for check in edition.checks(form)}
    assert ids == {f"{number:02d}" for number in range(1, 63)}


def test_every_check_tells_the_clerk_what_to_do(edition: Edition) -> None:
    for form in FORMS.values():
        for check in edition.checks(form):
            assert check.words
            assert check.remedy
            assert not JARGON.search(check.words + check.remedy), check.id
            assert not check.words.endswith("。")


def test_kinds_and_their_parameters_are_decoded_strictly(edition: Edition) -> None:
    used = {check.kind for form in FormKind for check in edition.checks(form)} - {None}
    assert used == set(KINDS)
    for form in FormKind:
        for check in edition.checks(form):
            if check.kind:
                decode(KINDS[check.kind], check.parameters or {})


def test_every_check_of_a_clerk_s_runs_in_the_sheet(edition: Edition) -> None:
    for form in FORMS.values():
        for check in edition.checks(form):
            assert check.live != check.district, check.id


# ------------------------------------------------------------------ words


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_words_are_a_clerks_words(case: dict[str, Any], edition: Edition) -> None:
    for one in findings_of(case, _edition_for(case, edition)):
        words = f"{one.message} {one.remedy} {one.value}".replace("另一份1.xlsx", "")
        assert not JARGON.search(words), words
        assert one.sheet


def test_no_personal_number_is_ever_shown_in_full(edition: Edition) -> None:
    telephone = "13800000000"
    found = validate(
        good_return(
            FORMS["月报"], edition,
            values={"刑事立案数": f"17（{telephone}）", "填表人": f"甲{telephone}"},
            notes={"上半月排查会日期": telephone, "刑事破案数": telephone},
        ),
        edition,
    )  # fmt: skip
    assert {one.code for one in found} >= {"04", "12"}
    assert telephone not in "".join(
        one.message + one.value + one.remedy + one.explained for one in found
    )


# ------------------------------------------------------------------ what to do helps


FOLLOWED = [
    ("计数项写成“12起”，只提议不代填", {"治安案件查结数": 10}),
    ("刑事立案数空着只报一次没有填写，由它算出的关系不再报", {"刑事立案数": 17}),
    ("可防性案件数大于刑事立案数", {"可防性案件数": 17}),
    ("没有登记却不说无重大事项", {"本月无重大事项": "是"}),
    ("填报单位少写一个字，名册上找不到", {"填报单位": "于楼街道"}),
    ("更正的报表没有写原因", {"更正原因": "漏统一起"}),
]


@pytest.mark.parametrize(("name", "done"), FOLLOWED)
def test_following_the_remedy_clears_the_finding(
    name: str, done: dict[str, Any], edition: Edition
) -> None:
    case = next(case for case in CASES if case["name"] == name)
    assert findings_of(case, edition)
    mended = submission_for(case, edition, values=case["values"] | done)
    assert validate(mended, edition) == ()


def test_explaining_a_query_closes_it(edition: Edition) -> None:
    values = {"实行微机管理": "否"}
    silent = validate(good_return(FORMS["月报"], edition, values=values), edition)
    told = validate(
        good_return(FORMS["月报"], edition, values=values, notes={"实行微机管理": "换机"}), edition
    )
    assert (verdict(silent), verdict(told)) == (Verdict.EXPLAIN, Verdict.PASS)


# ------------------------------------------------------------------ robustness


ODD = (None, "", "不适用", "12起", "是", "否", -1, 2.5, 10**9, 0, True, "#N/A", date(2026, 3, 5))


@pytest.mark.parametrize("form", FORMS)
def test_no_entry_however_odd_makes_validation_fail(form: str, edition: Edition) -> None:
    chance = random.Random(7)
    good = good_return(FORMS[form], edition)
    names = [name for name in good.entries if name not in _IDENTIFYING]
    bases = [name for name in names if "_" in name]
    for _ in range(150):
        odd = {name: chance.choice(ODD) for name in chance.sample(names, 12)}
        wrong = good_return(
            FORMS[form], edition,
            values={name: value for name, value in odd.items() if name not in bases},
            bases={name: value for name, value in odd.items() if name in bases},
            events=[{"大类": chance.choice(ODD), "发生时间": chance.choice(ODD),
                     "接报时间": chance.choice(ODD), "上报时间": chance.choice(ODD),
                     "死亡人数": chance.choice(ODD), "终报死亡人数": chance.choice(ODD)}],
        )  # fmt: skip
        found = validate(wrong, edition) + validate_in_district(
            wrong, edition, view_of(wrong, [good], received=date(2026, 4, 5))
        )
        assert all(isinstance(one.severity, Severity) for one in found)
        for one in found:
            assert not JARGON.search(one.message), one.message


_IDENTIFYING = {"填报单位", "年份", "月份", "报表种类", "版本"}


def test_findings_come_blocking_first(edition: Edition) -> None:
    values = {
        "单位负责人": "填表人甲",
        "综治信息报送条数": 0,
        "可防性案件数": 99,
        "流出人口数": None,
    }
    found = validate(good_return(FORMS["月报"], edition, values=values), edition)
    assert [one.code for one in found] == ["03", "13", "49", "07"]


# ------------------------------------------------------------------ parts


RULES = [
    "甲 + 乙 * 2 - 丙 / 4 <= 10", "甲 < 乙 <= 丙", "not (甲 = 乙) and (乙 > 丙 or 丙 >= 2)",
    "ABS(甲 - 乙) >= INT(丙 / 2)", "CEIL(甲 / 3) = MAX(乙, 丙)", "MIN(甲, 乙) <> 丙 - 1",
    "甲 * 20% < 乙 * 0.3", "甲 / 乙 >= 丙",
]  # fmt: skip


@pytest.mark.parametrize("text", RULES)
def test_a_compiled_rule_answers_as_evaluate_does(text: str) -> None:
    expression = parse(text)
    rule = rule_of(expression)
    for number in range(216):
        figures = {"甲": number % 6, "乙": number // 6 % 6, "丙": number // 36}
        answer = evaluate(expression, figures.__getitem__)
        assert rule.broken_in(figures) == (answer is False)


def test_a_rule_with_a_gap_does_not_run() -> None:
    rule = rule_of(parse("甲 <= 乙"))
    assert rule.broken_in({"甲": 2, "乙": 1})
    assert not rule.broken_in({"甲": 2, "乙": BLANK})
    assert isinstance(BLANK, Gap)


NUMBERS = [
    ("11010519491231002X", "证件号"),  # 7·1+9·1+…: the public specimen, check sign X
    ("110105194912310021", "证件号"),  # same, one digit mistyped: still a person's number
    ("110105194913310021", None),  # no such month: not an identity number
    ("110105491231002", "证件号"),  # the old kind of 15, 1949-12-31
    ("110105491331002", None),  # there is no 13th month
    ("13800000000", "手机号"),
    ("8613800000000", "手机号"),
    ("12800000000", None),
    ("04271234567", None),
    ("6222021234567894", "银行卡号"),
    ("6222021234567895", None),
]


@pytest.mark.parametrize(("digits", "sort"), NUMBERS)
def test_numbers_of_persons_are_told_from_others(digits: str, sort: str | None) -> None:
    assert sort_of(digits) == sort


def test_a_mask_keeps_the_rest_of_the_text() -> None:
    assert masked("电话138-0000-0000，卡在家") == "电话138********00，卡在家"
    assert masked("编号20260305001和0427-1234567") == "编号20260305001和0427-1234567"

"""What a rule may name, and of what sort it is; faults of a whole edition are in the museum.

See tests/statements/faults for one specimen of every fault that :func:`audit` can find.
"""

from datetime import date
from fractions import Fraction

import pytest

from zongzhi_xl.core.checking.relations import concerning
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import edition_of
from zongzhi_xl.core.language.evaluation import evaluate
from zongzhi_xl.core.language.expressions import Expression, parse
from zongzhi_xl.core.language.values import Value
from zongzhi_xl.core.soundness.parts import audit
from zongzhi_xl.core.soundness.vocabulary import Sort, check_vocabulary, prove, year_vocabulary
from zongzhi_xl.errors import RecordError
from zongzhi_xl.statements.loader import standard

NAMES = {
    "甲": Sort.NUMBER, "乙": Sort.NUMBER, "始": Sort.DAY, "终": Sort.DAY, "办": Sort.WORD,
    "另办": Sort.WORD,
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "sort"),
    [
        ("甲 + 乙 * 2", Sort.NUMBER),
        ("甲 / 乙 >= 95%", Sort.TRUTH),
        ("终 - 始", Sort.NUMBER),
        ("终 - 始 >= 5", Sort.TRUTH),
        ("始 + 14", Sort.DAY),
        ("始 <= 终 < 始 + 31", Sort.TRUTH),
        ("MAX(始, 终)", Sort.DAY),
        ("MIN(甲, 乙, 3)", Sort.NUMBER),
        ("INT(甲 * 0.8)", Sort.NUMBER),
        ("办 = 是", Sort.TRUTH),
        ("办 <> 另办", Sort.TRUTH),
        ("甲 > 0 and not (乙 = 0 or 办 = 否)", Sort.TRUTH),
        ("办", Sort.WORD),
    ],
)
def test_a_rule_amounts_to(rule: str, sort: Sort) -> None:
    assert [*prove(parse(rule), NAMES, sort, "here")] == []


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ("甲 = 是", "数不能与是/否比较"),
        ("办 = 0", "是/否不能与数比较"),
        ("办 < 另办", "是/否只能用 = 或 <> 比较"),
        ("始 > 甲", "日期不能与数比较"),
        ("(甲 > 0) = (乙 > 0)", "判断不能与判断比较"),
        ("始 + 终", "日期与日期不能用 + 计算"),
        ("甲 - 始", "数与日期不能用 - 计算"),
        ("始 * 2", "日期与数不能用 * 计算"),
        ("办 + 1", "是/否与数不能用 + 计算"),
        ("甲 and 乙 > 0", "and 连接的应为判断，现为数"),
        ("not 办", "not 连接的应为判断，现为是/否"),
        ("ABS(始)", "ABS 的括号里应为数，现为日期"),
        ("MAX(始, 甲)", "MAX 的括号里应为数，现为数、日期"),
    ],
)
def test_sorts_that_do_not_go_together(rule: str, problem: str) -> None:
    (fault,) = prove(parse(rule), NAMES, Sort.TRUTH, "clauses[0]")
    assert fault.path == "clauses[0]"
    assert fault.problem == f"公式“{rule}”不通：{problem}"


def test_an_unknown_name_comes_with_the_nearest_known_one() -> None:
    names = {"刑事立案数": Sort.NUMBER, "刑事破案数": Sort.NUMBER}
    (fault,) = prove(parse("刑事立安数 > 0"), names, Sort.TRUTH, "")
    near = "没有“刑事立安数”这个名称，是不是“刑事立案数”？"
    assert fault.problem == f"公式“刑事立安数 > 0”里{near}"
    (fault,) = prove(parse("出租车 > 0"), names, Sort.TRUTH, "")
    assert "没有“出租车”这个名称，只能用报表的数据项" in fault.problem


MONTHLY = check_vocabulary(standard(), FormKind.MONTHLY, district=False)
ANNUAL = check_vocabulary(standard(), FormKind.ANNUAL, district=False)


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("刑事立案数", Sort.NUMBER),
        ("累计_刑事立案数", Sort.NUMBER),
        ("上月_刑事立案数", Sort.NUMBER),
        ("近均_刑事立案数", Sort.NUMBER),
        ("上年累计_刑事立案数", Sort.NUMBER),
        ("上月_出租房屋数", Sort.NUMBER),
        ("上月_实行微机管理", Sort.WORD),
        ("上半月排查会日期", Sort.DAY),
        ("报出日期", Sort.DAY),
        ("本月无重大事项", Sort.WORD),
        ("当月十五日", Sort.DAY),
        ("月份", Sort.NUMBER),
        ("名册_行政村数", Sort.NUMBER),
        ("总人口", Sort.NUMBER),
    ],
)
def test_names_of_a_check_of_the_monthly_return(name: str, sort: Sort) -> None:
    assert MONTHLY[name] == sort


@pytest.mark.parametrize(
    "name",
    [
        "累计_出租房屋数",  # a stock is not added up
        "近均_流动人口数",
        "上月_上半月排查会日期",
        "部门_刑事立案数",  # known at the district only
        "收到日期",
        "社区数",  # on the annual return
        "述职日期",
        "群体性事件起数",  # never on the office's form
        "刑事案件发案率",
        "X",
    ],
)
def test_names_that_mean_nothing_in_a_monthly_return(name: str) -> None:
    assert name not in MONTHLY


def test_names_of_the_annual_return() -> None:
    assert ANNUAL["述职日期"] == Sort.DAY
    assert ANNUAL["各月_全年刑事立案数"] == ANNUAL["月数_全年刑事立案数"] == Sort.NUMBER
    assert ANNUAL["上年_所辖单位数"] == Sort.NUMBER
    assert "刑事立案数" not in ANNUAL
    assert "本月无重大事项" not in ANNUAL


def test_the_district_knows_the_departments_figures() -> None:
    names = check_vocabulary(standard(), FormKind.ANNUAL, district=True)
    assert names["部门_无毒街道"] == Sort.WORD
    assert names["调查人数"] == names["累计_治安巡逻次数"] == Sort.NUMBER
    assert names["收到日期"] == Sort.DAY


def test_year_figures_have_no_prefix() -> None:
    names = year_vocabulary(standard())
    assert names["上年农村火灾起数"] == names["刑事立案数"] == Sort.NUMBER
    assert names["述职日期"] == Sort.DAY
    assert not any(name.startswith(("累计_", "上月_", "部门_")) for name in names)


SAMPLES: dict[Sort, Value] = {Sort.NUMBER: 3, Sort.DAY: date(2026, 3, 5), Sort.WORD: "是"}
TYPES = {Sort.NUMBER: (int, Fraction), Sort.TRUTH: (bool,)}


def rules() -> list[tuple[Expression, FormKind | None, Sort]]:
    """Every rule of the standard edition with what it must amount to."""
    edition, found = standard(), []
    for indicator in edition.indicators.values():
        found.append((indicator.formula, None, Sort.NUMBER))
        found += [(limit.bound, None, Sort.NUMBER) for limit in indicator.limits.values()]
    for kind in FormKind:
        for check in edition.checks(kind):
            for item in check.each or (None,):
                if check.rule:
                    found.append((concerning(check.rule, item), kind, Sort.TRUTH))
    return found


def test_every_proved_rule_can_be_evaluated() -> None:
    """What the sorts promise, the evaluation keeps: no rule fails on ordinary figures."""
    assert len(rules()) > 100
    for rule, form, sort in rules():
        district = year_vocabulary(standard())
        names = check_vocabulary(standard(), form, district=True) if form else district
        answer = evaluate(rule, lambda name, names=names: SAMPLES[names[name]])
        assert isinstance(answer, TYPES[sort]), str(rule)
        assert isinstance(answer, bool) == (sort == Sort.TRUTH), str(rule)


def test_the_standard_edition_is_sound() -> None:
    audit(standard())


def test_a_document_without_clauses_is_not_sound() -> None:
    document = {**standard().document, "clauses": []}
    with pytest.raises(RecordError, match="一条也没有，至少要有第1条"):
        audit(edition_of(document))


def test_a_clause_may_be_left_unscored_only_with_a_reason_and_without_points() -> None:
    clauses = [dict(clause) for clause in standard().document["clauses"]]
    clauses[17] |= {"points": 0, "deductions": [], "not_scored": "本年不考核"}
    clauses[18] |= {"points": 5}
    clauses[18]["deductions"] = [{**clauses[18]["deductions"][0], "most": 5}]
    audit(edition_of({**standard().document, "clauses": clauses}))
    clauses[17] |= {"points": 1}
    with pytest.raises(
        RecordError, match=r"clauses\[17\]\.points：分项封顶合计为 0，应等于本条分值 1"
    ):
        audit(edition_of({**standard().document, "clauses": clauses}))


JUNK: list[object] = [None, [], {}, -1, True, "", "X", "1/0", "总人口 / 0", ["甲"], {"甲": 1}]


def places(node: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    keys = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    return [path, *(place for key in keys for place in places(node[key], (*path, key)))]


def with_junk(node: object, path: tuple[str | int, ...], junk: object) -> object:
    if not path:
        return junk
    copy = dict(node) if isinstance(node, dict) else list(node)
    copy[path[0]] = with_junk(node[path[0]], path[1:], junk)
    return copy


def message_of(document: dict[str, object]) -> str:
    """The fault that an audit of ``document`` finds, ``""`` where it finds none."""
    try:
        audit(edition_of(document))
    except RecordError as fault:
        return str(fault)
    return ""


def test_damage_anywhere_is_one_sentence_or_harmless() -> None:
    """Whatever stands in whatever place of a clause: never another kind of error."""
    clauses = standard().document["clauses"]
    messages = []
    for n, place in enumerate(places(clauses[6])):
        broken = with_junk(clauses, (6, *place), JUNK[n % len(JUNK)])
        messages.append(message_of({**standard().document, "clauses": broken}))
    assert sum(map(bool, messages)) > 50
    assert not any("\n" in message for message in messages)

"""What the district decided replaces evidence, never points, and is a source like a cell."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.good_year import (
    UNIT,
    YEAR,
    Year,
    changed_return,
    department_return,
    good_year,
    submissions,
)
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.appraising.rulings import (
    NO_RULINGS,
    Decision,
    RuledDay,
    RuledExplanation,
    RuledFigure,
    RuledVeto,
    Rulings,
)
from zongzhi_xl.core.appraising.scorecard import (
    Appraisal,
    Basis,
    Contribution,
    Decided,
    DeliveryState,
    LedgerRow,
    Period,
    Rejected,
    UnitAppraisal,
    VetoState,
)
from zongzhi_xl.core.appraising.sources import Written, place_words, written
from zongzhi_xl.core.appraising.tally import Tally, merge_all, settle
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.returned.findings import Finding, Verdict, verdict
from zongzhi_xl.papers.lost_points import Archive
from zongzhi_xl.record import replace
from zongzhi_xl.statements import loader

STANDARD = replace(loader.standard(), units=(UNIT,))
MARCH = Period(UNIT.name, FormKind.MONTHLY, 3)
THIRD = Decision(3, date(2027, 2, 1), "公安复核")
QUERY = Finding("34", Severity.QUERY, "月报", "D6", "刑事立案数", "40", "……", "……")


def changed(monthly: Mapping[int, Mapping[str, object]] | None = None, **parts: object) -> Year:
    """The good year with other figures in some months."""
    year = replace(good_year(), **parts)  # type: ignore[arg-type]
    months = {
        month: {**figures, **(monthly or {}).get(month, {})}
        for month, figures in year.months.items()
    }
    return replace(year, months=months)


def bag(year: Year, *more: Received) -> Tally:
    received = tuple(Received(one) for one in submissions(year, STANDARD))
    return Tally((*received, *more), (department_return([year], STANDARD),))


def ruled(tally: Tally, rulings: Rulings, *, final: bool = True) -> Appraisal:
    settled = settle(tally, YEAR, STANDARD, rulings)
    return appraise(settled, STANDARD, YEAR, final=final, rulings=rulings)


def unit_of(tally: Tally, rulings: Rulings = NO_RULINGS) -> UnitAppraisal:
    (unit,) = ruled(tally, rulings).units
    return unit


def march(number: int, day: int | None = None, **cells: object) -> Received:
    paper = changed_return(submissions(good_year(), STANDARD)[2], **cells)
    named = replace(paper, file=f"3月_{number}.xlsx", sha256=f"第{number}份")
    return Received(named, (), date(2026, 4, day) if day else None, number)


def losses(unit: UnitAppraisal, rule: str) -> list[LedgerRow]:
    return [one for one in unit.losses if one.rule_id == rule]


# ------------------------------------------------------------------ files


@pytest.mark.parametrize("day", [None, 4])
def test_of_rival_files_the_chosen_one_counts_and_the_others_name_the_decision(
    day: int | None,
) -> None:
    rivals = Tally((march(1, day), march(2, day, 治安巡逻次数=9)))
    after = settle(rivals, YEAR, STANDARD, Rulings(choices={"第2份": THIRD}))
    assert [one.submission.file for one in after.received] == ["3月_2.xlsx"]
    assert [(one.file, one.reason) for one in after.rejected] == [
        (
            "3月_1.xlsx",
            "示例一街道3月月报按决定采用“3月_2.xlsx”（决定第3号，2027-02-01），这一份不算",
        )
    ]
    assert (after.returned, after.questions) == ((), ())


def test_a_choice_also_overrules_the_earlier_day_and_a_later_decision_an_earlier_one() -> None:
    rivals = Tally((march(1, 3), march(2, 4, 治安巡逻次数=9)))
    later = Decision(4, date(2027, 2, 9))
    for choices, file in (
        ({"第2份": THIRD}, "3月_2.xlsx"),
        ({"第2份": THIRD, "第1份": later}, "3月_1.xlsx"),
    ):
        after = settle(rivals, YEAR, STANDARD, Rulings(choices=choices))
        assert [one.submission.file for one in after.received] == [file]


def test_a_correction_that_comes_after_the_choice_counts() -> None:
    files = (
        march(1, 4),
        march(2, 4, 治安巡逻次数=9),
        march(3, 5, 报表性质="第1次更正", 治安巡逻次数=8),
    )
    after = settle(Tally(files), YEAR, STANDARD, Rulings(choices={"第2份": THIRD}))
    assert [one.submission.file for one in after.received] == ["3月_3.xlsx"]


# ------------------------------------------------------------------ days


def test_a_ruled_day_waives_a_late_day() -> None:
    year = changed(missing=frozenset([3]))
    tally = bag(year, march(1, 8))
    assert losses(unit_of(tally), "D26-2")
    waived = Rulings(days={MARCH: RuledDay(date(2026, 4, 3), THIRD)})
    assert losses(unit_of(tally, waived), "D26-2") == []
    (state,) = [one for one in ruled(tally, waived).deliveries if one.month == 3]
    assert (state.state, state.reported) == (DeliveryState.ON_TIME, date(2026, 4, 3))


def test_a_ruled_day_that_is_still_late_is_the_evidence() -> None:
    still = Rulings(days={MARCH: RuledDay(date(2026, 4, 6), THIRD)})
    (row,) = losses(unit_of(bag(changed(missing=frozenset([3])), march(1, 8)), still), "D26-2")
    assert row.working.startswith("3月月报 2026-04-06 收到（按决定），2026-04-05 截止，迟报1天")
    assert row.evidence == (Decided(3, date(2027, 2, 1), "2026-04-06 收到"),)


# ------------------------------------------------------------------ figures

#: 10 000 people, of the first group: 70 cases are the limit (70 per 10 000)
CASES = "刑事案件发案率"


def cases_of(unit: UnitAppraisal) -> tuple[object, object]:
    (found,) = [one for one in unit.indicators if one.name == CASES]
    return found.numerator, found.met


def test_a_reviewed_figure_replaces_the_cell_and_is_printed_as_the_source() -> None:
    year = changed({1: {"刑事立案数": 75, "刑事破案数": 75}})
    key = (UNIT.name, 1, "刑事立案数")
    tally = bag(replace(year, annual={**year.annual, "全年刑事立案数": None}))
    assert cases_of(unit_of(tally)) == (75, False)
    reviewed = Rulings(figures={key: RuledFigure(73, THIRD)})
    unit = unit_of(tally, reviewed)
    assert cases_of(unit) == (73, False)
    (row,) = losses(unit, "D06-1")
    (cell,) = [one for one in row.evidence if isinstance(one, Contribution) and one.value == 73]
    assert (cell.basis, cell.month) == (Basis.DECISION, 1)
    assert written(cell.source) == Written("区里的决定", "决定", "第3号", "73")
    assert place_words(cell.source) == "区里的决定：第3号"
    assert cell.reported
    assert cell.reported.value == "75"  # what the office had written stays beside it
    told = "".join(map(str, Archive.of(ruled(tally, reviewed), STANDARD).lines(row)))
    assert "区里的决定第3号（2027-02-01）" in told


def test_a_reviewed_figure_is_the_last_word_over_a_departments_and_over_the_annual_return() -> None:
    year = changed({1: {"刑事立案数": 75, "刑事破案数": 75}})
    tally = bag(replace(year, monthly={1: {"刑事立案数": 80}}))
    assert cases_of(unit_of(tally)) == (80, False)
    reviewed = Rulings(figures={(UNIT.name, 1, "刑事立案数"): RuledFigure(70, THIRD)})
    assert cases_of(unit_of(tally, reviewed)) == (70, True)
    whole = Rulings(figures={(UNIT.name, None, "全年刑事立案数"): RuledFigure(69, THIRD)})
    assert cases_of(unit_of(tally, whole)) == (69, True)
    both = Rulings(figures={**reviewed.figures, **whole.figures})
    assert cases_of(unit_of(tally, both)) == (69, True)


def test_a_reviewed_figure_of_the_departments_and_of_the_register() -> None:
    tally = bag(changed({1: {"刑事立案数": 75, "刑事破案数": 75}}, yearly={"调查人数": 100}))
    people = Rulings(figures={(UNIT.name, None, "总人口"): RuledFigure(20000, THIRD)})
    assert cases_of(unit_of(tally, people)) == (75, True)  # 37.5 per 10 000
    known = Rulings(figures={(UNIT.name, None, "知晓人数"): RuledFigure(90, THIRD)})
    (found,) = [one for one in unit_of(tally, known).indicators if one.name == "知晓率"]
    assert (found.numerator, found.met) == (90, True)


def test_a_reviewed_figure_stands_also_where_the_return_never_came() -> None:
    year = changed(missing=frozenset([3]))
    reviewed = Rulings(figures={(UNIT.name, 3, "治安巡逻次数"): RuledFigure(4, THIRD)})
    lost = [one.occasion.month for one in losses(unit_of(bag(year)), "D11-2") if one.occasion]
    assert lost == [3]
    assert losses(unit_of(bag(year), reviewed), "D11-2") == []


# ------------------------------------------------------------------ vetoes, explanations


def test_a_veto_is_imposed_by_decision_and_bars_the_best_grade() -> None:
    unit = unit_of(bag(good_year()), Rulings(vetoes={UNIT.name: RuledVeto(True, THIRD)}))
    assert (unit.veto, unit.score, unit.grade) == (VetoState.IMPOSED, Decimal(100), "合格")
    assert unit.veto_reasons == ("决定一票否决（决定第3号，2027-02-01）：公安复核",)
    assert unit.grade_reasons == ("未评优胜：已一票否决",)


def test_a_lifted_veto_is_none_with_its_reason() -> None:
    struck = ({"大类": "案件", "区认定": "特大严重暴力案件"},)
    tally = bag(changed(events={3: struck}))
    assert unit_of(tally).veto == VetoState.PROPOSED
    lifted = unit_of(tally, Rulings(vetoes={UNIT.name: RuledVeto(False, THIRD)}))
    assert lifted.veto == VetoState.NONE
    assert lifted.veto_reasons == ("决定不予否决或者解除否决（决定第3号，2027-02-01）：公安复核",)


def asked(explained: str = "") -> Tally:
    year = changed(missing=frozenset([3]))
    paper = march(1).submission
    return bag(year, Received(paper, (replace(QUERY, explained=explained),)))


def test_an_accepted_explanation_closes_the_query_though_the_office_wrote_none() -> None:
    key = (MARCH, "34", "刑事立案数")
    accepted = Rulings(explanations={key: RuledExplanation(True, THIRD)})
    assert unit_of(asked()).grade == "合格"
    assert unit_of(asked(), accepted).grade == "优胜"
    (file,) = [one for one in ruled(asked(), accepted).files if one.findings]
    assert verdict(file.findings) == Verdict.PASS
    assert file.findings[0].explained == "〔区里接受，决定第3号，2027-02-01：公安复核〕"


def test_a_returned_explanation_opens_the_query_again() -> None:
    key = (MARCH, "34", "刑事立案数")
    returned = Rulings(explanations={key: RuledExplanation(False, THIRD)})
    assert unit_of(asked("已核对")).grade == "优胜"
    unit = unit_of(asked("已核对"), returned)
    (file,) = [one for one in ruled(asked("已核对"), returned).files if one.findings]
    assert (unit.grade, unit.grade_reasons) == (
        "合格", ("未评优胜：有1处核实性问题没有写说明",),
    )  # fmt: skip
    assert file.findings[0].explained == "已核对〔区里退回，决定第3号，2027-02-01：公安复核〕"


def test_a_decision_on_another_query_changes_nothing() -> None:
    other = Rulings(explanations={(MARCH, "15", "刑事立案数"): RuledExplanation(True, THIRD)})
    assert replace(ruled(asked(), other), is_ruled=False) == ruled(asked(), NO_RULINGS)


# ------------------------------------------------------------------ whatever comes, in any order


@settings(max_examples=25)
@given(data=st.data())
def test_neither_order_nor_splitting_nor_an_unusable_file_changes_a_score(
    data: st.DataObject,
) -> None:
    year = changed({2: {"治安巡逻次数": 0}}, missing=frozenset([3]))
    files = (
        march(1, 3, 治安巡逻次数=0),
        march(2, 9, 报表性质="第1次更正", 治安巡逻次数=5),
        march(3, 7, 治安巡逻次数=6),
    )
    came = data.draw(st.sets(st.sampled_from(range(3)), min_size=1))
    whole = bag(year, *(files[number] for number in came))
    expected = ruled(whole, NO_RULINGS)
    parts = [Tally((one,)) for one in whole.received] + [replace(whole, received=())]
    if data.draw(st.booleans()):
        parts.append(Tally(rejected=(Rejected("坏.xlsx", "打不开", day=date(2026, 4, 1)),)))
    shuffled = ruled(merge_all(data.draw(st.permutations(parts))), NO_RULINGS)
    assert shuffled.units == expected.units
    assert shuffled.deliveries == expected.deliveries

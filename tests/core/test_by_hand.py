"""Marks given by judgement: between their ends, with a reason, told with it, pending without."""

from typing import Any

import pytest
from one_office import appraised, only, places

from tests.good_year import Year, good_year
from zongzhi_xl.core.appraising.scorecard import UnitAppraisal
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.items import Form, FormKind, Item
from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.soundness.deductions import audit_deductions
from zongzhi_xl.errors import RecordError
from zongzhi_xl.record import replace

MARK, REASON = "专项打击评分", "专项打击评分理由"
HAND = {"of": MARK, "by_hand": {"least": 2, "most": 5, "reason": REASON}}


def item(name: str, kind: str, code: str) -> Item:
    return decode(Item, {
        "name": name, "code": code, "kind": kind, "unit": "分", "source": "区综治办",
        "definition": "示例。", "clauses": [6],
    })  # fmt: skip


def with_marks(edition: Edition, *rules: Deduction) -> Edition:
    """The edition with these rules, and the mark and its reason among the departments' items."""
    more = (item(MARK, "评分", "90"), item(REASON, "文字", "91"))

    def marked(form: Form) -> Form:
        first, *rest = form.sections
        return replace(form, sections=(replace(first, items=(*first.items, *more)), *rest))

    of_departments = FormKind.DEPARTMENTS
    forms = (marked(one) if one.kind == of_departments else one for one in edition.forms)
    return replace(only(edition, *rules), forms=tuple(forms))


def rule(**fields: object) -> Deduction:
    return decode(Deduction, {"id": "D06-1", "most": 5, **HAND, **fields})


def given(mark: object, reason: object) -> Year:
    good = good_year()
    told = {MARK: mark, REASON: reason}
    return replace(good, yearly={**good.yearly, **told})


def judged(edition: Edition, mark: object, reason: object, **fields: object) -> UnitAppraisal:
    return appraised(with_marks(edition, rule(**fields)), given(mark, reason))


def test_a_mark_costs_itself_and_its_reason_is_a_source(edition: Edition) -> None:
    (row,) = judged(edition, 3.5, "两次被通报").losses
    assert str(row.points) == "3.50"
    assert row.rule == f"{MARK}，酌情扣2至5分，写明理由"
    assert row.working == "评定 3.5，扣 3.5"
    assert [one.value for one in places(row)] == ["3.5", "两次被通报"]


def test_a_mark_may_be_earned(edition: Edition) -> None:
    (row,) = judged(edition, 4, "活动扎实", direction="得分").losses
    assert str(row.points) == "1.00"
    assert row.working == "评定 4，得 4；满分 5，得 4，扣 1"


@pytest.mark.parametrize(
    ("mark", "reason", "said"),
    [
        (3, None, "3（没有写理由）"),
        (1, "太轻", "1（应在 2 至 5 之间）"),
        (6, "太重", "6（应在 2 至 5 之间）"),
        (None, "忘了打分", None),
    ],
)
def test_a_mark_that_cannot_count_is_pending_and_said(
    mark: Any, reason: Any, said: str | None, edition: Edition
) -> None:
    unit = judged(edition, mark, reason)
    assert unit.losses == ()
    assert any(MARK in one and "没有提供" in one for one in unit.provisional_reasons)
    told = " ".join(unit.provisional_reasons)
    assert said is None or said.split("（")[1][:-1] in told, told


@pytest.mark.parametrize("mark", [3.555, -1, "三分"])
def test_what_is_no_mark(mark: object, edition: Edition) -> None:
    unit = judged(edition, mark, "理由")
    assert unit.losses == ()
    assert any("部门提供数无法识别" in one for one in unit.provisional_reasons)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"of": "刑事立案数"}, "应是部门提供数里一个评分项"),
        ({"by_hand": {"least": 0, "most": 5, "reason": MARK}}, "应是部门提供数里一个文字项"),
    ],
)
def test_what_a_mark_by_hand_needs(
    fields: dict[str, object], problem: str, edition: Edition
) -> None:
    its = with_marks(edition, rule(**fields))
    assert [one for one in audit_deductions(its) if problem in one.problem]


def test_one_mark_is_not_counted_twice(edition: Edition) -> None:
    its = with_marks(edition, rule(), rule(id="D06-2"))
    (fault,) = [one for one in audit_deductions(its) if "只能计一次" in one.problem]
    assert fault.path.endswith("deductions[1].of")


def test_its_ends_are_two() -> None:
    with pytest.raises(RecordError, match="比 most（最多）小"):
        rule(by_hand={"least": 5, "most": 5, "reason": REASON})

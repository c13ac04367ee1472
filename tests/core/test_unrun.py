"""Where the district's figures are missing it is said which checks were not made."""

from typing import Any

import pytest

from tests.core.good_returns import ANNUAL_BASES, MARCH_BASES, good_return
from zongzhi_xl.button import verdict_words
from zongzhi_xl.core.checking.examined import Examined
from zongzhi_xl.core.checking.unrun import MISSING
from zongzhi_xl.core.checking.validation import validate
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.findings import Finding, Verdict, verdict

BASES = {FormKind.MONTHLY: MARCH_BASES, FormKind.ANNUAL: ANNUAL_BASES}


def said(edition: Edition, form: FormKind = FormKind.MONTHLY, **changes: Any) -> list[Finding]:
    """What is said of missing bases; ``bases`` are those that differ from the good return's."""
    found = validate(good_return(form, edition, **changes), edition)
    return [one for one in found if one.code == MISSING]


def checks_of(findings: list[Finding]) -> set[str]:
    (one,) = findings
    head, _, checks = one.message.partition("：")
    assert head == "底数缺失，以下几条没有审"
    return set(checks.split("、"))


@pytest.mark.parametrize("form", BASES)
def test_nothing_is_said_where_the_district_preset_its_figures(
    edition: Edition, form: FormKind
) -> None:
    assert said(edition, form) == []


def test_a_single_blank_base_is_an_item_without_a_past(edition: Edition) -> None:
    assert said(edition, bases={"承前_化解矛盾纠纷数": None}) == []


@pytest.mark.parametrize("form", BASES)
def test_an_emptied_sheet_of_bases_is_a_finding_with_the_checks(
    edition: Edition, form: FormKind
) -> None:
    found = said(edition, form, bases=dict.fromkeys(BASES[form]))
    assert (found[0].severity, found[0].sheet) == (Severity.NOTICE, "底数")
    assert checks_of(found) <= {check.id for check in edition.checks(form)}
    # 累计化解 ≤ 累计排查＋累计期初；居民楼道数不少于上年的95%
    assert {FormKind.MONTHLY: "28-2", FormKind.ANNUAL: "57-2"}[form] in checks_of(found)


def test_in_january_the_year_so_far_needs_no_past(edition: Edition) -> None:
    emptied = dict.fromkeys(MARCH_BASES)
    assert "28-2" not in checks_of(said(edition, bases=emptied, month=1))


def test_what_the_return_itself_lacks_is_not_laid_to_the_bases(edition: Edition) -> None:
    """Whether 微机管理 is as last month."""
    emptied = dict.fromkeys(MARCH_BASES)
    (check,) = (
        one.id for one in edition.checks(FormKind.MONTHLY)
        if one.rule and one.rule.text == "实行微机管理 = 上月_实行微机管理"
    )  # fmt: skip
    assert check in checks_of(said(edition, bases=emptied))
    assert check not in checks_of(said(edition, bases=emptied, values={"实行微机管理": None}))


def test_the_button_does_not_call_it_faultless(edition: Edition) -> None:
    submission = good_return(FormKind.MONTHLY, edition, bases=dict.fromkeys(MARCH_BASES))
    findings = validate(submission, edition)
    assert verdict(findings) == Verdict.PASS
    words = verdict_words(Examined(None, edition, submission, findings))  # type: ignore[arg-type]
    assert words.startswith("通过：审过的没有问题；底数缺失，以下几条没有审：")

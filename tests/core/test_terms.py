"""A name is an item and what is asked of it; what each prefix means stands in one table."""

import pytest

from zongzhi_xl import contract
from zongzhi_xl.core.edition.items import Aggregation, FormKind, Item, Kind
from zongzhi_xl.core.returned.terms import PREFIXES, Home, Term, bases_of, term_of, terms_about


@pytest.mark.parametrize(
    ("name", "prefix", "item"),
    [
        ("刑事立案数", "", "刑事立案数"),
        ("累计_刑事立案数", "累计_", "刑事立案数"),
        ("上年累计_刑事立案数", "上年累计_", "刑事立案数"),
        ("状态_累计_刑事立案数", "状态_", "累计_刑事立案数"),
        ("近均_X", "近均_", "X"),
        ("_xlnm.Print_Area", "_", "xlnm.Print_Area"),
        ("", "", ""),
    ],
)
def test_a_name_is_taken_apart_and_put_together(name: str, prefix: str, item: str) -> None:
    assert term_of(name) == Term(prefix, item)
    assert str(Term(prefix, item)) == name


def test_every_prefix_of_the_contract_has_a_meaning() -> None:
    agreed = {value for value in vars(contract).values() if str(value).endswith("_")}
    assert agreed - PREFIXES.keys() == {contract.FOUND}  # columns of the findings, no items


def test_a_prefix_is_one_word_and_its_mark() -> None:
    assert [one for one in PREFIXES if one and one.find("_") != len(one) - 1] == []


def an_item(kind: Kind, aggregation: Aggregation, sums: str | None = None) -> Item:
    return Item("甲", "01", kind, "件", "街道", "", (), aggregation, sums=sums)


FLOW = an_item(Kind.COUNT, Aggregation.SUM)
STOCK = an_item(Kind.COUNT, Aggregation.LAST)
ANSWER = an_item(Kind.YES_NO, Aggregation.EACH)
DAY = an_item(Kind.DATE, Aggregation.EACH)
COUNT = an_item(Kind.COUNT, Aggregation.EACH)
OF_YEAR = an_item(Kind.COUNT, Aggregation.EACH, sums="乙")


@pytest.mark.parametrize(
    ("form", "item", "bases"),
    [
        (FormKind.MONTHLY, FLOW, "承前_甲 上月_甲 上年同月_甲 上年累计_甲 近和_甲 近数_甲"),
        (FormKind.MONTHLY, STOCK, "上月_甲 上年同月_甲"),
        (FormKind.MONTHLY, ANSWER, "上月_甲"),
        (FormKind.MONTHLY, DAY, "本季_甲"),
        (FormKind.MONTHLY, COUNT, ""),
        (FormKind.ANNUAL, OF_YEAR, "各月_甲 月数_甲"),
        (FormKind.ANNUAL, COUNT, "上年_甲"),
        (FormKind.ANNUAL, DAY, ""),
        (FormKind.DEPARTMENTS, FLOW, ""),
    ],
)
def test_what_the_district_presets_for_an_item(form: FormKind, item: Item, bases: str) -> None:
    assert " ".join(bases_of(form, item)) == bases


def test_only_the_flow_of_a_month_has_a_year_so_far_and_a_mean() -> None:
    told = [str(one) for one in terms_about(FormKind.MONTHLY, FLOW)]
    assert told[:2] == ["累计_甲", "近均_甲"]
    assert [one.meaning.home for one in terms_about(FormKind.MONTHLY, STOCK)] == [Home.PRESET] * 2

"""The check code: hand-worked values, and that slips change it."""

from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.language.values import BLANK, NOT_APPLICABLE, UNREADABLE
from zongzhi_xl.core.returned.check_code import (
    PRIMES,
    SIGNS,
    check_code,
    code_of,
    places,
    sign_value,
    weights,
)
from zongzhi_xl.core.returned.submission import RawCell, RawReturn, Submission, submission_of
from zongzhi_xl.record import replace
from zongzhi_xl.statements.loader import standard

NUMBERS = st.integers(min_value=0, max_value=10**9)


def test_no_sign_can_be_mistaken():
    assert len(SIGNS) == len(set(SIGNS)) == 32
    assert not set(SIGNS) & set("01OIloi")


def test_nothing_at_all_is_all_twos():
    # remainder 0 is four times the first sign, which is 2
    assert code_of([0, 0, 0]) == "22222222"


def test_one_in_the_first_cell():
    # 3**20 = 3486784401 = 3325 * 1048573 + 279176; 279176 = ((8*32 + 16)*32 + 20)*32 + 8 → A J N A
    # 11**20 mod 1048571 = 390766; 390766 = ((11*32 + 29)*32 + 19)*32 + 14 → D X M G
    assert weights(0) == (279176, 390766)
    assert code_of([1]) == "AJNADXMG"


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (0, 10),
        (12, 22),
        (Fraction(12), 22),
        ("否", 10),
        ("是", 11),
        (date(2026, 3, 5), 46096),  # serial number 46086
        (datetime(2026, 3, 5, 14, 30), 46096),
        (NOT_APPLICABLE, 3),
        (BLANK, 2),
        (UNREADABLE, 1),
    ],
)
def test_what_a_cell_counts(value, number):
    assert sign_value(value) == number


@given(st.lists(NUMBERS, min_size=1, max_size=80), st.data())
def test_another_figure_gives_another_code(numbers, data):
    at = data.draw(st.integers(0, len(numbers) - 1))
    other = data.draw(NUMBERS.filter(lambda n: n % PRIMES[0] != numbers[at] % PRIMES[0]))
    changed = [*numbers[:at], other, *numbers[at + 1 :]]
    assert code_of(changed) != code_of(numbers)


@given(st.lists(st.integers(0, 10**5), min_size=2, max_size=80), st.data())
def test_two_figures_changed_about_give_another_code(numbers, data):
    a, b = data.draw(st.tuples(*[st.integers(0, len(numbers) - 1)] * 2))
    changed = list(numbers)
    changed[a], changed[b] = changed[b], changed[a]
    assert (code_of(changed) == code_of(numbers)) == (changed == numbers)


def test_all_weights_differ():
    both = [weights(place) for place in range(400)]
    for which in (0, 1):
        some = {pair[which] for pair in both}
        assert len(some) == 400
        assert 0 not in some


def _return(**cells: object) -> Submission:
    given_cells = {
        "填报单位": "兴海街道", "年份": 2026, "月份": 3, "报表种类": "月报", "版本": "x",
        "刑事立案数": 7, **cells,
    }  # fmt: skip
    raw = {name: RawCell("月报", "A1", value) for name, value in given_cells.items()}
    return submission_of(RawReturn("a.xlsx", "", raw), standard())


def test_month_year_and_nil_return_are_in_the_code():
    code = check_code(_return(), standard())
    assert len(code) == 8
    for change in ({"月份": 4}, {"年份": 2027}, {"本月无重大事项": "是"}, {"刑事立案数": 8}):
        assert check_code(_return(**change), standard()) != code


def test_explanations_and_register_are_not_in_the_code():
    plain = _return()
    entries = {**plain.entries, "刑事立案数": replace(plain.entries["刑事立案数"], note="原因")}
    assert check_code(replace(plain, entries=entries), standard()) == check_code(plain, standard())


def test_a_blank_return_counts_every_cell_as_blank():
    names = places(FormKind.MONTHLY, standard())
    assert names[:3] == ("年份", "月份", "本月无重大事项")
    empty = _return(刑事立案数=None)
    assert check_code(empty, standard()) == code_of([2036, 13, *[2] * (len(names) - 2)])

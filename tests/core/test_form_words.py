"""The words of a form that somebody types in ways of his own."""

import pytest

from zongzhi_xl.core.edition.form_words import CORRECTIONS, FIRST, correction_number


@pytest.mark.parametrize(
    ("nature", "number"),
    [
        (FIRST, 0), ("", 0), ("更正", 0), ("第次更正", 0), ("第〇次更正", 0), ("第一二次更正", 0),
        ("第2次更正", 2), ("第12次更正", 12), ("第一次更正", 1), ("第九次更正", 9),
        ("第十次更正", 10), ("第十二次更正", 12), ("第二十次更正", 20), ("第二十一次更正", 21),
    ],
)  # fmt: skip
def test_a_correction_is_counted_in_figures_or_in_words(nature: str, number: int) -> None:
    assert correction_number(nature) == number


def test_every_correction_that_is_offered_has_its_number() -> None:
    assert [correction_number(one) for one in CORRECTIONS] == [1, 2, 3, 4, 5]

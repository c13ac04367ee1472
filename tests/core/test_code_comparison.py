"""The code on stamped paper beside a file: same, or which cell differs, or neither."""

from datetime import date

import pytest

from tests.core.good_returns import good_return
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.check_code import check_code
from zongzhi_xl.core.returned.code_comparison import compare


def told(edition: Edition, form: FormKind, **paper: object) -> set[tuple[str, str, str]]:
    """What is told where the paper holds ``paper`` and the file is the good return."""
    code = check_code(good_return(form, edition, values=paper), edition)
    found = compare(code, good_return(form, edition), edition)
    assert not found.agrees
    return {(one.name, one.paper, one.file) for one in found.differences}


@pytest.mark.parametrize(
    ("item", "paper", "words", "file"),
    [("刑事立案数", 20, "20", "17"), ("流动人口数", 90_000, "90000", "800"),
     ("治安案件查结数", None, "未填", "10"), ("治安案件查结数", "12起", "无法识别", "10"),
     ("下半月排查会日期", date(2026, 3, 26), "2026-03-26", "2026-03-25"),
     ("下半月排查会日期", None, "未填", "2026-03-25"), ("本月无重大事项", "否", "否", "是")],
)  # fmt: skip
def test_one_cell_that_differs_is_named(
    edition: Edition, item: str, paper: object, words: str, file: str
) -> None:
    assert told(edition, FormKind.MONTHLY, **{item: paper}) == {(item, words, file)}


def test_two_cells_that_differ_by_little_are_named(edition: Edition) -> None:
    found = told(edition, FormKind.ANNUAL, 社区数=6, 家庭户数=9900)
    assert found == {("社区数", "6", "5"), ("家庭户数", "9900", "10000")}


def test_more_is_not_read_into_it(edition: Edition) -> None:
    assert told(edition, FormKind.MONTHLY, 刑事立案数=1, 流动人口数=2, 出租房屋数=3) == set()


def test_the_same_code_however_it_is_typed(edition: Edition) -> None:
    one = good_return(FormKind.MONTHLY, edition)
    code = check_code(one, edition)
    spaced = f" {code[:4].lower()} {code[4:]}"
    assert compare(spaced, one, edition).agrees
    assert "不含单位名称、说明和重大事项登记" in compare(code, one, edition).words


@pytest.mark.parametrize("code", ["", "1234567", "ABCDEFG0", "ABCDEFGHJ", "校验码"])
def test_what_is_no_code(edition: Edition, code: str) -> None:
    found = compare(code, good_return(FormKind.MONTHLY, edition), edition)
    assert (found.readable, found.agrees) == (False, False)
    assert "8位" in found.words

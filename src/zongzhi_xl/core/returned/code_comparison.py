"""The check code on a stamped paper beside a file: do they agree, and if not, in which cell.

The code is a weighted sum, so a difference in one cell leaves a trace that only that cell and
that amount can leave (a chance in some millions of being misled); so do two cells whose counts
differ by little. More is not read into it. The code is no seal: who changes a file on purpose
can compute it anew.
"""

from collections.abc import Iterator

from zongzhi_xl.contract import NIL_RETURN
from zongzhi_xl.core.edition.items import Kind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.days import day_at
from zongzhi_xl.core.language.values import NO, RANK, YES
from zongzhi_xl.core.returned.check_code import OFFSET, PRIMES, SIGNS, code_of, counted, weights
from zongzhi_xl.core.returned.submission import Submission
from zongzhi_xl.record import Record

#: how far one cell may differ (a day against a blank is some 46,000), and each of two
_FARTHEST, _FARTHEST_OF_TWO = 100_000, 200


class Difference(Record):
    """One cell: what the file says and what the paper must say."""

    name: str
    file: str
    paper: str


class Comparison(Record):
    """Paper and file. ``differences`` is empty where the cells cannot be told."""

    agrees: bool
    readable: bool
    file_code: str
    differences: tuple[Difference, ...] = ()

    @property
    def words(self) -> str:
        """For the person who holds the paper."""
        if not self.readable:
            return "不是8位，或有校验码里不用的字符（没有0、1、I、O），请照纸面再写一次"
        if self.agrees:
            return "一致：纸面与电子件的表内各数相同（不含单位名称、说明和重大事项登记）"
        head = f"不一致：电子件的校验码是 {self.file_code}，"
        if not self.differences:
            return f"{head}有多处不同，校验码分不出是哪几格，请逐格核对"
        cells = "；".join(
            f"“{one.name}”纸面应是{one.paper}，电子件是{one.file}" for one in self.differences
        )
        return f"{head}不同的应是：{cells}"


def compare(code: str, submission: Submission, edition: Edition) -> Comparison:
    """``code`` as it stands on paper, beside the return."""
    typed = "".join(code.split()).upper()
    counts = counted(submission, edition)
    names, numbers = list(counts), list(counts.values())
    here = code_of(numbers)
    if len(typed) != len(here) or not set(typed) <= set(SIGNS):
        return Comparison(False, False, here)
    if typed == here:
        return Comparison(True, True, here)
    gaps = tuple(
        (_number(typed[part]) - _number(here[part])) % prime
        for part, prime in zip((slice(0, 4), slice(4, 8)), PRIMES, strict=True)
    )
    kinds = dict.fromkeys(names, Kind.COUNT) | {NIL_RETURN: Kind.YES_NO}
    kinds |= {item.name: item.kind for item in edition.form(submission.form).items}
    differences = tuple(
        Difference(
            names[n],
            _shown(numbers[n], kinds[names[n]]),
            _shown(numbers[n] + amount, kinds[names[n]]),
        )
        for n, amount in _explained(numbers, (gaps[0], gaps[1]))
    )
    return Comparison(False, True, here, differences)


def _number(signs: str) -> int:
    total = 0
    for sign in signs:
        total = total * 32 + SIGNS.index(sign)
    return total


def _explained(numbers: list[int], gaps: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """The one cell, else the one pair of cells, with the amounts that make up ``gaps``."""
    cells = range(len(numbers))
    one = [
        ((n, amount),) for n in cells for amount in _amount(n, gaps) if _fits(numbers[n], amount)
    ]
    if one:
        return one[0] if len(one) == 1 else ()
    two = list(_pairs(numbers, gaps))
    return two[0] if len(two) == 1 else ()


def _amount(cell: int, gaps: tuple[int, int]) -> Iterator[int]:
    """The amount by which this cell alone explains both remainders."""
    first, second = (
        _signed(gap * pow(weight, -1, prime) % prime, prime)
        for gap, weight, prime in zip(gaps, weights(cell), PRIMES, strict=True)
    )
    if first == second and 0 < abs(first) <= _FARTHEST:
        yield first


def _pairs(numbers: list[int], gaps: tuple[int, int]) -> Iterator[tuple[tuple[int, int], ...]]:
    prime, other = PRIMES
    factors = [weights(n) for n in range(len(numbers))]
    inverses = [pow(first, -1, prime) for first, _ in factors]
    near = [n for n in range(-_FARTHEST_OF_TWO, _FARTHEST_OF_TWO + 1) if n]
    for a, (first, second) in enumerate(factors):
        amounts = [amount for amount in near if _fits(numbers[a], amount)]
        for b in range(a + 1, len(numbers)):
            for amount in amounts:
                rest = _signed((gaps[0] - first * amount) * inverses[b] % prime, prime)
                near_enough = 0 < abs(rest) <= _FARTHEST_OF_TWO and _fits(numbers[b], rest)
                if near_enough and not (second * amount + factors[b][1] * rest - gaps[1]) % other:
                    yield (a, amount), (b, rest)


def _signed(remainder: int, prime: int) -> int:
    return remainder - prime if remainder > prime // 2 else remainder


def _fits(number: int, amount: int) -> bool:
    """Whether the cell can hold that at all: a gap (1 to 3) or a value (from 10)."""
    there = number + amount
    return there in RANK.values() or there >= OFFSET


def _shown(number: int, kind: Kind) -> str:
    gap = next((state.value for state, rank in RANK.items() if rank == number), None)
    if gap:
        return gap
    if kind == Kind.DATE:
        return day_at(number - OFFSET).isoformat()
    if kind == Kind.YES_NO:
        return YES if number > OFFSET else NO
    return str(number - OFFSET)

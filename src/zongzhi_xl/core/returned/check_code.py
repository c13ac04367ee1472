"""The check code (校验码): eight signs by which a stamped paper and a file know each other.

Every cell of the form counts as one whole number (:func:`sign_value`), is multiplied by a weight
of its place in the printed order, and the products are added up modulo two primes below 2**20;
each remainder gives four signs. The sheet computes the same with doubles: a remainder times a
weight stays below 2**40, and a sum over a few hundred cells far below 2**53, so nothing is lost.

It is an arithmetic code and not a seal. The register of events and the explanations (说明) are
not in it, nor is the unit, whose name is on the paper.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from zongzhi_xl.contract import OF_MONTH_ONLY, REPORTING_YEAR
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.days import serial
from zongzhi_xl.core.language.values import RANK, YES, Gap, Value
from zongzhi_xl.core.returned.submission import Submission

#: 32 signs: no 0, O, 1, I, and no small letters
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
PRIMES = (1048573, 1048571)
_ROOTS = (3, 11)
_FIRST_POWER = 20  # so that the first weights are already large
#: a value stands above the ranks of the gaps (1 无法识别, 2 未填, 3 不适用)
OFFSET = 10


def places(form: FormKind, edition: Edition) -> tuple[str, ...]:
    """The names that count, in the order of their weights."""
    head = (REPORTING_YEAR, *OF_MONTH_ONLY) if form == FormKind.MONTHLY else (REPORTING_YEAR,)
    return (*head, *(item.name for item in edition.form(form).items))


def weights(place: int) -> tuple[int, int]:
    """The two weights of the ``place``-th cell, counted from 0; never 0, no two alike."""
    first, second = (
        pow(root, _FIRST_POWER + place, prime) for root, prime in zip(_ROOTS, PRIMES, strict=True)
    )
    return first, second


def sign_value(value: Value) -> int:
    """What a cell counts: a gap its rank; a number, or a day's serial, + 10; 是 11, 否 10."""
    match value:
        case Gap(state):
            return RANK[state]
        case datetime():
            return sign_value(value.date())
        case date():
            return int(serial(value)) + OFFSET
        case str():
            return OFFSET + (value == YES)
        case _:
            return int(value) + OFFSET


def code_of(values: Iterable[int]) -> str:
    """Eight signs for the cells' numbers in the order of :func:`places`."""
    numbers = list(values)
    return "".join(_signs(remainder(numbers, which)) for which in (0, 1))


def remainder(numbers: Sequence[int], which: int) -> int:
    """The sum of weighted numbers modulo the first (0) or second (1) prime."""
    prime = PRIMES[which]
    return sum(weights(n)[which] * (number % prime) for n, number in enumerate(numbers)) % prime


def _signs(remainder: int) -> str:
    return "".join(SIGNS[remainder // 32**power % 32] for power in (3, 2, 1, 0))


def counted(submission: Submission, edition: Edition) -> dict[str, int]:
    """What each cell counts by its name, in the order of :func:`places`."""
    period: dict[str, Value] = {"年份": submission.year, "月份": submission.month or 0}
    names = places(submission.form, edition)
    return {name: sign_value(period.get(name, submission.value(name))) for name in names}


def check_code(submission: Submission, edition: Edition) -> str:
    """The check code of one return."""
    return code_of(counted(submission, edition).values())

"""Numbers of persons in a text: identity cards, mobile telephones, bank cards; and their mask.

No form asks for a person, so such a number in a text cell is a slip that must not travel. Land
lines and document numbers are left alone. Whatever is shown of a number is masked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

#: digits, possibly in groups with one blank or hyphen between them, at least eleven in all
_RUN = re.compile(r"(?<![0-9A-Za-z])\d(?:[ \-]?\d){9,}[ \-]?[\dXx](?![0-9A-Za-z])")
_GROUP = re.compile(r"[ \-]")
_MOBILE = re.compile(r"(?:86)?1[3-9]\d{9}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_SIGNS = "10X98765432"
_OLD_IDENTITY = re.compile(r"[1-8]\d{14}")
_BANK_CARD = re.compile(r"[3-69]\d{15,18}")


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A number of a person as it stands in the text, and what sort it is."""

    sort: str
    text: str


def personal_numbers(text: str) -> Iterator[PersonalNumber]:
    """Every identity, mobile or bank card number in ``text``, in the order found."""
    for run in _RUN.findall(text):
        whole = sort_of(_GROUP.sub("", run))
        if whole:
            yield PersonalNumber(whole, run)
            continue
        for part in _GROUP.split(run):
            if sort := sort_of(part):
                yield PersonalNumber(sort, part)


def sort_of(digits: str) -> str | None:
    """证件号, 手机号 or 银行卡号; None for any other row of digits."""
    if is_identity(digits):
        return "证件号"
    if _MOBILE.fullmatch(digits):
        return "手机号"
    return "银行卡号" if _BANK_CARD.fullmatch(digits) and _luhn(digits) else None


def is_identity(digits: str) -> bool:
    """Whether it is an identity number: 18 signs whose check digit fits, or 15 of the old kind."""
    if len(digits) == 18 and digits[:17].isdecimal():
        total = sum(int(sign) * weight for sign, weight in zip(digits, _WEIGHTS, strict=False))
        return _is_day(digits[6:14]) and _CHECK_SIGNS[total % 11] == digits[17].upper()
    return bool(_OLD_IDENTITY.fullmatch(digits)) and _is_day(f"19{digits[6:12]}")


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1900
    except ValueError:
        return False


def _luhn(digits: str) -> bool:
    doubled = [int(sign) * (1 + n % 2) for n, sign in enumerate(reversed(digits))]
    return sum(number - 9 * (number > 9) for number in doubled) % 10 == 0


def masked(text: str) -> str:
    """``text`` with the middle of every personal number starred: ``138******78``."""
    if len(text) < 11:
        return text
    for number in personal_numbers(text):
        text = text.replace(number.text, hidden(number.text))
    return text


def hidden(number: str) -> str:
    """The first three and the last two signs; the rest as stars."""
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"

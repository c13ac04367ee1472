"""Numbers of persons in a text: identity cards, mobile telephones, bank cards; and their mask.

No form asks for a person, so such a number in a text cell is a slip that must not travel. Land
lines and document numbers are left alone. Whatever is shown of a number is masked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

#: digits, possibly in groups with one blank or hyphen between them, at least eleven in all
_RUN = re.compile(r"(?<![0-9])[0-9](?:[ \-]?[0-9]){9,}[ \-]?[0-9Xx](?![0-9])")
_GROUP = re.compile(r"[0-9Xx]+")
#: full-width signs, one for one, so that places in the text stay the same
_PLAIN = str.maketrans("０１２３４５６７８９Ｘｘ－　–—", "0123456789Xx- --")
_LONGEST, _LEAST_OF_A_GROUP = 19, 3
_MOBILE = re.compile(r"(?:86)?1[3-9]\d{9}")
_IDENTITY = re.compile(r"[1-8]\d{16}[\dXx]")
_OLD_IDENTITY = re.compile(r"[1-8]\d{14}")
#: a cell keeps that many digits of a number
_KEPT_DIGITS = 15
_BANK_CARD = re.compile(r"[3-69]\d{15,18}")


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A number of a person as it stands in the text, and what sort it is."""

    sort: str
    text: str


def personal_numbers(text: str) -> Iterator[PersonalNumber]:
    """Every identity, mobile or bank card number in ``text``, in the order found."""
    plain = text.translate(_PLAIN)
    for run in _RUN.finditer(plain):
        groups = [(one.start(), one.end()) for one in _GROUP.finditer(plain, *run.span())]
        first = 0
        while first < len(groups):
            found = _longest_from(plain, groups[first : first + _LONGEST])
            if found:
                sort, count = found
                end = groups[first + count - 1][1]
                yield PersonalNumber(sort, text[groups[first][0] : end])
            first += found[1] if found else 1


def _longest_from(plain: str, groups: list[tuple[int, int]]) -> tuple[str, int] | None:
    """The sort of the longest number that begins with the first group, and its count of groups.

    People write 138 0000 0000: a number in pieces has pieces of three digits and more (but for
    the last), else a row of small figures would be taken for one.
    """
    digits, found = "", None
    for count, (start, end) in enumerate(groups, 1):
        digits += plain[start:end]
        if len(digits) > _LONGEST:
            break
        if sort := sort_of(digits):
            found = sort, count
        if end - start < _LEAST_OF_A_GROUP:
            break
    return found


def sort_of(digits: str) -> str | None:
    """证件号, 手机号 or 银行卡号; None for any other row of digits."""
    if is_identity(digits):
        return "证件号"
    if _MOBILE.fullmatch(digits):
        return "手机号"
    is_card = _BANK_CARD.fullmatch(digits) and (_luhn(digits) or _is_rounded(digits))
    return "银行卡号" if is_card else None


def _is_rounded(digits: str) -> bool:
    """A long number typed into a cell as a number: only its first 15 digits are kept."""
    return len(digits) > _KEPT_DIGITS and not digits[_KEPT_DIGITS:].strip("0")


def is_identity(digits: str) -> bool:
    """Whether it is an identity number: of 18 signs or, the old kind, of 15, with a birthday.

    The check sign is not asked for: a number with one digit mistyped is still a person's.
    """
    if _IDENTITY.fullmatch(digits):
        return _is_day(digits[6:14])
    return bool(_OLD_IDENTITY.fullmatch(digits)) and _is_day(f"19{digits[6:12]}")


def _is_day(digits: str) -> bool:
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year < 2100
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

"""Numbers of persons in a text: identity cards, mobile telephones, bank cards; and their mask.

No form asks for a person, so such a number in a text cell is a slip that must not travel. Land
lines and document numbers are left alone. Whatever is shown of a number is masked.

Recognised are decimal digits of every script, full-width ones too. A number may be in pieces:
between two of them one to three blanks of any kind, line breaks included, or hyphens and dashes, or
one or two dots; signs without width may stand anywhere. Before a mobile number may stand 86, 0086,
086 or 0. Numbers with nothing between them are told apart. Not recognised: digits in words
(一三八), one by one (1 3 8 …), with a blank beside a dash, as a difference of figures is printed,
and figures with a decimal point.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import accumulate

from zongzhi_xl.core.language.visible import UNSEEN
from zongzhi_xl.record import Record

_DASHES, _DOTS = "-‐‑‒–—―−－", ".·•・．"
_X = "XxＸｘ"
_RUN = re.compile(rf"(?<!\d)\d(?:[\s\-{_DASHES[1:]}{_DOTS}{UNSEEN}]{{0,12}}+[\d{_X}]){{10,}}+")
#: between two pieces: so many signs of one kind
_MOST_BETWEEN = {"blank": 3, "dash": 3, "dot": 2}
_SHORTEST, _LONGEST, _MOST_PIECES = 11, 19, 8
#: signs of a piece, but for the last one: else a row of small figures would be taken for a number;
#: an identity number has a birthday that tells it
_LEAST, _LEAST_OF_IDENTITY = 3, 2
_MOBILE = re.compile(r"(?:0086|086|86|0)?1[3-9]\d{9}")
_IDENTITY = re.compile(r"[1-8]\d{16}[\dXx]")
_OLD_IDENTITY = re.compile(r"[1-8]\d{14}")
#: a cell keeps that many digits of a number
_KEPT_DIGITS = 15
_BANK_CARD = re.compile(r"[3-69]\d{15,18}")
SORTS = ("证件号", "手机号", "银行卡号")
#: what we write ourselves: the hash of an edition behind its name, the hash of a file
_HASH = re.compile(r"(?<=-)(?=\d*[a-f])[0-9a-f]{12}(?!\w)|(?<!\w)(?=\d*[a-f])[0-9a-f]{64}(?!\w)")


_FIGURE = re.compile(r"-?\d+\.\d+")


class PersonalNumber(Record):
    """A number of a person, what sort it is, and where in the text it stands."""

    sort: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the text goes on."""
        return self.start + len(self.text)


class _Piece(Record):
    """Digits side by side, where they stand, and what kind of sign stands before them."""

    digits: str
    start: int
    end: int
    before: str


def personal_numbers(text: str) -> Iterator[PersonalNumber]:
    """Every identity, mobile or bank card number in ``text``, in the order found."""
    for run in _RUN.finditer(text):
        for pieces in _sequences(text, *run.span()):
            yield from _numbers_of(text, pieces)


# ------------------------------------------------------------------ pieces


def _sequences(text: str, start: int, end: int) -> Iterator[list[_Piece]]:
    """Pieces that may belong together: between them nothing, or signs of one kind."""
    pieces: list[_Piece] = []
    between: list[str] = []
    for place in range(start, end):
        sign = text[place]
        if not (sign.isdecimal() or sign in _X):
            between += _kind(sign)
            continue
        if len(set(between)) > 1 or len(between) > _MOST_BETWEEN.get("".join(between[:1]), 3):
            yield pieces
            pieces = []
        _lengthen(pieces, sign, place, "".join(between[:1]))
        between = []
    yield pieces


def _kind(sign: str) -> tuple[str, ...]:
    if sign.isspace():
        return ("blank",)
    if sign in _DASHES:
        return ("dash",)
    return ("dot",) if sign in _DOTS else ()


def _lengthen(pieces: list[_Piece], sign: str, place: int, before: str) -> None:
    """``sign`` at the end of the last piece, or as the first of a new one; X ends a piece."""
    digit = "X" if sign in _X else str(unicodedata.decimal(sign))
    last = pieces[-1] if pieces else None
    if last and not before and not last.digits.endswith("X"):
        pieces[-1] = _Piece(last.digits + digit, last.start, place + 1, last.before)
    else:
        pieces.append(_Piece(digit, place, place + 1, before))


# ------------------------------------------------------------------ numbers


def _numbers_of(text: str, pieces: Sequence[_Piece]) -> Iterator[PersonalNumber]:
    first = 0
    while first < len(pieces):
        ahead = pieces[first : first + _MOST_PIECES]
        found = _longest(ahead) or _without_x(ahead[0])
        if found:
            sort, count, end = found
            start = ahead[0].start
            yield PersonalNumber(sort, text[start:end], start)
        else:
            count = 1
            yield from _side_by_side(text, ahead[0])
        first += count


def _longest(pieces: Sequence[_Piece]) -> tuple[str, int, int] | None:
    """The sort of the longest number that begins with the first piece, its pieces and its end."""
    found = None
    for count, digits in enumerate(accumulate(one.digits for one in pieces), 1):
        if len(digits) > _LONGEST:
            break
        sort = sort_of(digits)
        if sort and _holds_together(pieces[:count], sort):
            found = sort, count, pieces[count - 1].end
    return found


def _holds_together(pieces: Sequence[_Piece], sort: str) -> bool:
    """Whether the pieces are large enough, and no figure with a decimal point."""
    least = _LEAST_OF_IDENTITY if sort == "证件号" else _LEAST
    decimal = len(pieces) == 2 and pieces[1].before == "dot"
    return not decimal and all(len(one.digits) >= least for one in pieces[:-1])


def _without_x(piece: _Piece) -> tuple[str, int, int] | None:
    """A number with an x behind it that is a letter."""
    sort = sort_of(piece.digits[:-1]) if piece.digits.endswith("X") else None
    return (sort, 1, piece.end - 1) if sort else None


def _side_by_side(text: str, piece: _Piece) -> Iterator[PersonalNumber]:
    """Several numbers with nothing between them."""
    places = [n for n in range(piece.start, piece.end) if text[n].isdecimal() or text[n] in _X]
    start = 0
    for length in _lengths(piece.digits):
        first, last = places[start], places[start + length - 1]
        sort = sort_of(piece.digits[start : start + length]) or ""
        yield PersonalNumber(sort, text[first : last + 1], first)
        start += length


def _lengths(digits: str) -> tuple[int, ...]:
    """The lengths of the numbers that ``digits`` consists of; none where something is left."""
    ways: dict[int, tuple[int, ...]] = {0: ()}
    for start in range(len(digits)):
        if start in ways:
            for length in range(_SHORTEST, _LONGEST + 1):
                whole = start + length <= len(digits)
                if whole and sort_of(digits[start : start + length]):
                    ways.setdefault(start + length, (*ways[start], length))
    return ways.get(len(digits), ())


def sort_of(digits: str) -> str | None:
    """证件号, 手机号 or 银行卡号; None for any other row of digits."""
    identity, mobile, card = SORTS
    if is_identity(digits):
        return identity
    if _MOBILE.fullmatch(digits):
        return mobile
    is_card = _BANK_CARD.fullmatch(digits) and (_luhn(digits) or _is_rounded(digits))
    return card if is_card else None


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


# ------------------------------------------------------------------ the mask


def masked(text: str, public: Collection[str] = ()) -> str:
    """``text`` with the middle of every personal number starred: ``138******78``.

    ``public`` are names that are known to everybody and stay, though they hold such a number.
    """
    if len(text) < _SHORTEST or _FIGURE.fullmatch(text):
        return text
    numbers = [*personal_numbers(text)]
    kept = [*_spans(text, public)] if numbers else []
    for number in reversed(numbers):
        if not any(first <= number.start and number.end <= last for first, last in kept):
            text = f"{text[: number.start]}{hidden(number.text)}{text[number.end :]}"
    return text


def _spans(text: str, public: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where public names stand, and hashes of ours."""
    for one in _HASH.finditer(text):
        yield one.span()
    for name in filter(None, public):
        start = text.find(name)
        while start >= 0:
            yield start, start + len(name)
            start = text.find(name, start + 1)


def hidden(number: str) -> str:
    """The first three and the last two signs; the rest as stars."""
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"

"""What a number format makes of a value: ``#,##0`` shows it, ``"9"`` shows something else.

As much of the formats' language as is needed to tell the two apart; whatever is not understood
counts as something else.
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from zongzhi_xl.core.language.days import DAY_ZERO, serial

#: ends of the three sections for numbers, a fourth for texts, and literal text in them
_PART = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]|(?P<end>;)'
    r"|(?P<general>General|G/通用格式)|(?P<ampm>AM/PM|A/P|上午/下午)"
    r"|(?P<sign>E[+-])|(?P<letter>[yYmMdDhHsSeEgGbB]+)|(?P<other>[0#?.,@%/])"
    r"|(?P<bare>.)",
    re.DOTALL | re.IGNORECASE,
)
_DIGITS = frozenset("0123456789０１２３４５６７８９〇一二三四五六七八九十百千万")
_PLAIN_DIGITS = re.compile(r"@|[#,]*0+(\.0+)?")
#: words around a number that leave it what it is; “约”, a sign or a bracket do not
_UNITS = frozenset("起件人次户个条项场处家名 \u3000")
_SHOWN_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


#: how a day is written where nobody chose otherwise
PLAIN_DAY = "yyyy-mm-dd"


class Piece(NamedTuple):
    """A part of a section: ``literal`` text, ``date`` letters, a ``sign`` and so on."""

    sort: str
    text: str


Section = tuple[Piece, ...]


@lru_cache(maxsize=512)
def sections_of(code: str) -> tuple[Section, ...]:
    """The sections of a format, in pieces."""
    sections: list[list[Piece]] = [[]]
    for part in _PART.finditer(code):
        sort, text = part.lastgroup or "", part[0]
        if sort == "end":
            sections.append([])
        elif sort in ("quoted", "escaped", "fill", "bare"):
            sections[-1].append(Piece("literal", part[sort]))
        elif sort == "bracket":
            sections[-1] += _of_bracket(text[1:-1])
        elif sort:
            name = {"letter": "date", "ampm": "date"}.get(sort, sort)
            sections[-1].append(Piece(name, text))
    return tuple(map(tuple, sections))


def _of_bracket(inside: str) -> list[Piece]:
    """Elapsed hours are shown, a currency sign is literal, a condition is not understood."""
    if re.fullmatch(r"[hms]+", inside, re.IGNORECASE):
        return [Piece("date", f"[{inside[0].lower()}]")]
    if inside.startswith("$"):
        sign = inside[1:].partition("-")[0]
        return [Piece("literal", sign)] if sign else []
    return [Piece("condition", inside)] if inside[:1] in ("<", ">", "=") else []


@lru_cache(maxsize=512)
def is_plain(code: str) -> bool:
    """Whether numbers, days and texts look as they are under it."""
    sections = sections_of(code)
    sorts = {piece.sort for piece in sections[0]}
    literal = "".join(piece.text for piece in sections[0] if piece.sort == "literal")
    if len(sections) > 1 or "condition" in sorts or _DIGITS & set(literal):
        return False
    if "date" in sorts:
        return any(piece.sort == "date" and "d" in piece.text.lower() for piece in sections[0])
    signs = "".join(piece.text for piece in sections[0] if piece.sort in ("other", "sign"))
    plain = "general" in sorts or _PLAIN_DIGITS.fullmatch(signs) is not None
    return plain and set(literal) <= _UNITS


def shown(value: object, code: str) -> str:
    """What a cell with ``value`` shows under the format."""
    sections = sections_of(code)
    if any(piece.sort == "condition" for section in sections for piece in section):
        return "（按条件显示）"
    match value:
        case bool():
            return str(value).upper()
        case date():
            return _number_shown(float(serial(value)), sections)
        case int() | float():
            return _number_shown(float(value), sections)
        case str():
            return _text_shown(value, sections)
        case _:
            return ""


def same_number(text: str, number: float) -> bool:
    """Whether a person reads ``number`` in ``text``, and no other; a dash is nought."""
    if text.strip() in ("-", "－", "—"):
        return number == 0
    found = _SHOWN_NUMBER.findall(text)
    if not found or not set(text.replace(found[0], "", 1)) <= _UNITS:
        return False
    return float(found[0].replace(",", "")) == number


def same_day(text: str, day: date) -> bool:
    """Whether a person reads that day in ``text``: day and month, and nothing that is not of it."""
    moment = (day.hour, day.minute, day.second) if isinstance(day, datetime) else (0,)
    numbers = {int(one) for one in re.findall(r"\d+", text)}
    return {day.month, day.day} <= numbers <= {
        day.year, day.year % 100, day.month, day.day, *moment, *(one % 12 for one in moment),
    }  # fmt: skip


def _text_shown(value: str, sections: tuple[Section, ...]) -> str:
    section = sections[3] if len(sections) > 3 else sections[-1]
    at_sign = any(piece == Piece("other", "@") for piece in section)
    if not at_sign and len(sections) < 4:
        return value
    return "".join(value if piece.text == "@" else piece.text for piece in section)


def _number_shown(number: float, sections: tuple[Section, ...]) -> str:
    section = _section_for(number, sections)
    sorts = {piece.sort for piece in section}
    minus = "-" if number < 0 and section is sections[0] else ""
    if "date" in sorts:
        return _moment_shown(number, section)
    if "general" in sorts or Piece("other", "@") in section:
        plain = f"{abs(number):.15g}"
        return minus + "".join(
            plain if piece.sort == "general" or piece.text == "@" else piece.text
            for piece in section
        )
    return minus + _digits_shown(abs(number), section)


def _section_for(number: float, sections: tuple[Section, ...]) -> Section:
    if number < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if number == 0 and len(sections) > 2 else sections[0]


_PLACES = frozenset(Piece("other", sign) for sign in "0#?")


def _digits_shown(number: float, section: Section) -> str:
    """Literals before and after the digits; scaled by %, and by commas at the end."""
    places = [n for n, piece in enumerate(section) if piece in _PLACES]
    words = [
        piece.text if piece.sort == "literal" or piece.text in "%/" else "" for piece in section
    ]
    if not places:
        return "".join(words)
    signs = "".join(piece.text for piece in section if piece.sort in ("other", "sign"))
    scaled = number * 100 ** signs.count("%")
    ending = re.search(r"[0#?](,+)(?![0#?])", signs)
    scaled /= 1000 ** (len(ending[1]) if ending else 0)
    decimals = re.search(r"\.([0#?]*)", signs)
    count = len(decimals[1]) if decimals else 0
    style = "E" if "sign" in {piece.sort for piece in section} else "f"
    grouped = "," if re.search(r"[0#?],[0#?]", signs) else ""
    digits = f"{scaled:.{count}E}" if style == "E" else f"{scaled:{grouped}.{count}f}"
    if scaled == 0 and "0" not in signs:
        digits = ""
    return "".join(words[: places[0]]) + digits + "".join(words[places[0] :])


#: how a date letter is written, by the letter and how many of them there are
_DATE_WORDS = {"yy": "%y", "m": "{0.month}", "mm": "%m", "d": "{0.day}", "dd": "%d"}
_TIME_WORDS = {"h": "{0.hour}", "hh": "%H", "m": "{0.minute}", "mm": "%M", "s": "{0.second}",
               "ss": "%S"}  # fmt: skip
#: since the beginning, in such parts of a day
_ELAPSED = {"[h]": 24, "[m]": 1440, "[s]": 86400}


def _moment_shown(number: float, section: Section) -> str:
    """A day and time; before 1 March 1900 a day later, as the sheet counts a day that never was."""
    day = DAY_ZERO + timedelta(days=number + (1 if 0 < number < 60 else 0))
    after_hour, told = False, []
    for piece in section:
        letters = piece.text.lower()
        if piece.sort != "date" or letters in _ELAPSED:
            elapsed = _ELAPSED.get(letters)
            told.append(str(int(number * elapsed + 1e-6)) if elapsed else piece.text)
            after_hour = after_hour or elapsed is not None
            continue
        after_hour = letters[0] in "hs" or (after_hour and letters[0] == "m")
        words = _TIME_WORDS if after_hour else _DATE_WORDS
        wanted = words.get(letters, "%Y" if letters[0] in "ye" else words.get(letters[0], ""))
        told.append(wanted.format(day) if "{" in wanted else day.strftime(wanted))
    return "".join(told)

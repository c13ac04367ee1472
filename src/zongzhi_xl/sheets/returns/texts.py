"""Words that a clerk types, as formulas: whether they explain, and numbers of persons in them.

Of what :mod:`~zongzhi_xl.core.returned.personal_data` knows, the functions of a sheet see the
plain case: the first row of at least eleven digits with nothing between them. Whatever they find,
the engine finds too; the rest is among what the district looks at.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name

from zongzhi_xl import contract
from zongzhi_xl.core.language.formulas import (
    Block,
    Constant,
    Formula,
    Operand,
    Read,
    Source,
    call,
    count_of,
    first_of,
    is_error,
    when,
    without,
)
from zongzhi_xl.core.returned.explaining import BLANKS, LEAST_SIGNS, PICTURE
from zongzhi_xl.core.returned.personal_data import SORTS
from zongzhi_xl.sheets.returns.form_layout import FormLayout
from zongzhi_xl.sheets.returns.live import FIRST_ROW, Live
from zongzhi_xl.sheets.returns.workings import Workings

_IDENTITY, _MOBILE, _CARD = SORTS
_SHORTEST, _LONGEST = 11, 19


# ------------------------------------------------------------------ numbers of persons


def zeroed(text: Formula) -> Formula:
    """``text`` with every digit as 0."""
    for digit in "123456789":
        text = call("SUBSTITUTE", text, digit, "0")
    return text


def first_run(zeros: Formula) -> Formula:
    """Where the first row of eleven or more digits begins, 0 for none."""
    found = call("FIND", "0" * _SHORTEST, zeros)
    return when(is_error(found), 0, found)


def run_length(zeros: Formula, start: Formula) -> Formula:
    """How many digits it has; 20 stands for any more."""
    longer: Formula = _follows(zeros, start, _LONGEST)
    for length in range(_LONGEST - 1, _SHORTEST - 1, -1):
        longer = _follows(zeros, start, length) * (longer + 1)
    return when(start.equals(0), 0, longer + _SHORTEST)


def card_in(text: Formula, start: Formula, length: Formula) -> Formula:
    """Whether it is a bank card, by its check digit; noughts before it change nothing."""
    digits = call("RIGHT", "0" * _LONGEST & call("MID", text, start, length), _LONGEST)
    plain = call("VALUE", call("MID", digits, _every_other(_LONGEST), 1))
    others = call("MID", digits, _every_other(_LONGEST - 1), 1)
    doubled = 2 * call("VALUE", others) - 9 * (others > "4")
    total = call("SUMPRODUCT", plain) + call("SUMPRODUCT", doubled)
    first, fits = _at(text, start, 0), call("AND", length >= 16, length <= _LONGEST)
    begins = call("AND", first >= "3", first.differs("7"), first.differs("8"))
    # typed as a number, a cell keeps the first 15 digits of it
    rounded = call("VALUE", call("MID", text, start + 15, length - 15)).equals(0)
    card = call("OR", call("RIGHT", total, 1).equals("0"), rounded)
    return when(fits, when(begins, when(card, _CARD, ""), ""), "")


def sort_in(
    text: Formula, zeros: Formula, start: Formula, length: Formula, card: Formula
) -> Formula:
    """What number of a person that row of digits is; nothing where it is none."""
    by_length: Mapping[int, Operand] = {
        11: _mobile(text, start, ""), 12: _mobile(text, start, "0"),
        13: _mobile(text, start, "86"), 14: _mobile(text, start, "086"),
        15: _old_identity(text, start, _mobile(text, start, "0086")),
        16: card,
        17: when(_x_follows(text, start), _identity(text, start, ""), card),
        18: _identity(text, start, card),
        19: card,
        20: "",
    }  # fmt: skip
    whole = call("CHOOSE", length - 10, *by_length.values())
    return when(start.equals(0), _in_pieces(text, zeros), whole)


def _in_pieces(text: Formula, zeros: Formula) -> Formula:
    """A mobile number as it is mostly written: 139-0000-0000, 139 0000 0000."""
    behind: Formula = "." & zeros  # so that there is a sign before the first
    told: Formula = Constant("")
    for sign in "- ":
        found = call("FIND", sign.join(("000", "0000", "0000")), behind)
        alone = [_at(behind, found, n).differs("0") for n in (-1, 13)]
        mobile = _at(text, found, -1).equals("1"), _at(text, found, 0) >= "3"
        told = when(is_error(found), told, when(call("AND", *alone, *mobile), _MOBILE, told))
    return told


def _at(text: Formula, start: Formula, after: int, signs: int = 1) -> Formula:
    return call("MID", text, start + after if after else start, signs)


def _follows(zeros: Formula, start: Formula, after: int) -> Formula:
    return _at(zeros, start, after).equals("0")


def _mobile(text: Formula, start: Formula, before: str) -> Formula:
    prefix = _at(text, start, 0, len(before) + 1).equals(f"{before}1")
    fits = _at(text, start, len(before) + 1) >= "3"
    return when(prefix, when(fits, _MOBILE, ""), "")


def _x_follows(text: Formula, start: Formula) -> Formula:
    return call("OR", *(_at(text, start, 17).equals(x) for x in "Xx"))


def _identity(text: Formula, start: Formula, otherwise: Operand) -> Formula:
    born = _at(text, start, 6, 8)
    this_or_last = call("OR", *(_at(text, start, 6, 2).equals(part) for part in ("19", "20")))
    cases = ((_begins_over(text, start, "8"), otherwise), (_is_day(born), _IDENTITY))
    return when(this_or_last, first_of(cases, otherwise), otherwise)


def _old_identity(text: Formula, start: Formula, otherwise: Operand) -> Formula:
    born = "19" & _at(text, start, 6, 6)
    cases = ((_begins_over(text, start, "8"), otherwise), (_is_day(born), _IDENTITY))
    return first_of(cases, otherwise)


def _begins_over(text: Formula, start: Formula, most: str) -> Formula:
    """Whether the first digit is no number of a province."""
    first = _at(text, start, 0)
    return call("OR", first.equals("0"), first > most)


def _is_day(born: Formula) -> Formula:
    """Whether eight digits are a day: as a day they are written just so."""
    parts = (call("VALUE", call("MID", born, at, signs)) for at, signs in ((1, 4), (5, 2), (7, 2)))
    day = call("TEXT", call("DATE", *parts), "yyyy-mm-dd")
    return call("SUBSTITUTE", day, "-", "").equals(born)


def _every_other(last: int) -> Block:
    places = range(last, 0, -2)
    return Block("{" + ",".join(map(str, places)) + "}", tuple(map(Constant, places)))


# ------------------------------------------------------------------ the texts of a form page

#: columns of 计算: whether it explains, its words, and the steps to the number of a person
SAID, WORDS = "说明有内容", "说明文字"
#: (a column of the register may be called so, but for the sign before it)
ZEROS, START, LENGTH, CARD, SORT = "_数字", "_号码起点", "_号码位数", "_银行卡", "_号码种类"
NUMBERS = (ZEROS, START, LENGTH, CARD, SORT)
COLUMNS = (SAID, WORDS, *NUMBERS)
FIRST_COLUMN = 33
_HEAD = (
    contract.REPORTING_UNIT, contract.FILLED_IN_BY, contract.SIGNED_BY, contract.NATURE,
    contract.REASON,
)  # fmt: skip


class TextPlan(Workings[str]):
    """The formulas over the notes and the head of a form page."""

    layout: FormLayout

    @cached_property
    def texts(self) -> Mapping[str, Read]:
        """Every text by the name at which it is shown: a note by its item, the head by itself."""
        head = (name for name in _HEAD if name in self.layout.inputs)
        notes = {
            f"{contract.NOTE}{name}": Read(f"{contract.NOTE}{name}", Source.NOTE, name)
            for name in self.layout.notes
        }
        return {**notes, **{name: Read(name, Source.TYPED, name) for name in head}}

    @property
    def places(self) -> Iterator[tuple[int, int, Live]]:
        """Every cell of 计算: row, column, formula."""
        for key in self.texts:
            for name in COLUMNS:
                yield *self.spot(name, key), self.live(name, key)

    def spot(self, name: str, key: str) -> tuple[int, int]:
        """Row and column on 计算."""
        return FIRST_ROW + [*self.texts].index(key), FIRST_COLUMN + COLUMNS.index(name)

    def explained(self, item: str) -> Formula:
        """Whether the note of an item says anything."""
        return self.cell(SAID, f"{contract.NOTE}{item}").equals(1)

    def said_of(self, items: Iterable[str]) -> Block:
        """Whether the notes of items that follow each other say anything."""
        keys = [f"{contract.NOTE}{item}" for item in items]
        first, last = (self._address(SAID, key) for key in (keys[0], keys[-1]))
        cells = tuple(self.live(SAID, key).at("") for key in keys)
        return Block(f"'{contract.WORKINGS}'!{first}:{last}", cells)

    @cached_property
    def with_numbers(self) -> Formula:
        """How many texts hold the number of a person."""
        letter = xl_col_to_name(FIRST_COLUMN + COLUMNS.index(SORT))
        place = f"'{contract.WORKINGS}'!${letter}${FIRST_ROW + 1}"
        cells = tuple(self.live(SORT, key).at("") for key in self.texts)
        block = Block(f"{place}:${letter}${FIRST_ROW + len(cells)}", cells)
        return count_of(block.differs(""))

    def _made(self, name: str, key: str) -> Formula:
        text = self.texts[key]
        if name == SAID:
            return says_something(text)
        if name == WORDS:
            shown = when(call("ISNUMBER", text), call("TEXT", text, "0"), text & "")
            return when(is_error(text), "", shown)
        return number_part(name, self._here(WORDS, key), lambda column: self._here(column, key))


def number_part(name: str, text: Formula, cell: Callable[[str], Formula]) -> Formula:
    """A step on the way to the number of a person in ``text``; ``cell`` holds the other steps."""
    if name == ZEROS:
        return zeroed(text)
    if name == START:
        return first_run(cell(ZEROS))
    if name == LENGTH:
        return run_length(cell(ZEROS), cell(START))
    if name == CARD:
        return card_in(text, cell(START), cell(LENGTH))
    return sort_in(text, *(cell(one) for one in (ZEROS, START, LENGTH, CARD)))


def says_something(text: Formula) -> Formula:
    """1 where words explain: more than one sign that is seen, and no picture."""
    seen = call("LEN", without(text, (" ", *BLANKS))) >= LEAST_SIGNS
    words = call("AND", seen, is_error(call("FIND", PICTURE, text)))
    return when(is_error(text), 0, when(words, 1, 0))

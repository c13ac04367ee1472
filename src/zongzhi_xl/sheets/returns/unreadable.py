"""What is said of an entry that cannot be read, as formulas.

The sheet knows the commonest of what such an entry may mean: digits kept as text, a number with
words behind it, 无 for none, 有 for 是; the rest only the program proposes. A long entry is cut: it
may be the number of a person.
"""

from collections.abc import Iterator
from functools import cached_property

from zongzhi_xl.core.edition.items import Kind
from zongzhi_xl.core.language.days import SERIALS
from zongzhi_xl.core.language.formulas import (
    Block,
    Constant,
    Formula,
    Group,
    Operand,
    call,
    first_of,
    is_error,
    part,
    when,
)
from zongzhi_xl.core.language.values import ERRORS, NO, YES, State
from zongzhi_xl.core.returned import proposals
from zongzhi_xl.core.returned.outgoing import ACTIVE_SIGNS
from zongzhi_xl.record import Record
from zongzhi_xl.sheets.returns.told import DAY, filled, sentence

#: signs of an entry that are repeated in full; a number of a person has more, and is cut
_LONGEST, _KEPT = 10, 3
#: signs that leave in doubt what the digits before them mean
_DOUBTFUL = ".．-−%"


class _Guess(Record):
    """Where ``test`` holds: what the trouble is, what may be meant, and what to do about it."""

    test: Formula
    trouble: str
    meant: "Operand | None" = None
    advice: str = proposals.IF_SO

    @property
    def said(self) -> Formula:
        may_be = () if self.meant is None else (filled(proposals.MAY_BE, self.meant),)
        return sentence(("，", self.trouble, *may_be))

    def remedy(self, otherwise: str) -> Operand:
        if self.meant is None:
            return otherwise
        return filled(self.advice, *[self.meant] * self.advice.count("{}"))


class Misread(Record):
    """An entry of ``kind`` that cannot be read, in the cell called ``name``."""

    name: str
    typed: Formula
    kind: Kind

    @cached_property
    def found(self) -> Formula:
        """What stands in the cell, as text."""
        error = call("CHOOSE", call("ERROR.TYPE", self.typed), *ERRORS)
        cut = call("LEFT", self._text, _KEPT) & "…"
        text = when(call("LEN", self._text) > _LONGEST, cut, self._text)
        return when(is_error(self.typed), error, text)

    @property
    def value(self) -> Formula:
        """The same as text that no program takes for a formula."""
        harmless = is_error(call("FIND", call("LEFT", self.found, 1), ACTIVE_SIGNS))
        return when(harmless, self.found, " " & self.found)

    @property
    def message(self) -> Formula:
        """What is said of it, without what is wanted."""
        said = filled(proposals.TYPED, self.name, self.found)
        failed = sentence((said, "，", proposals.FORMULA_FAILED))
        told = sentence((said, first_of(((one.test, one.said) for one in self._guesses), "")))
        blank = self._is(""), f"{self.name}{proposals.LOOKS_BLANK}"
        return first_of(((is_error(self.typed), failed), blank), told)

    def remedy(self, otherwise: str) -> Formula:
        """What to do about it."""
        known = [(one.test, one.remedy(otherwise)) for one in self._guesses]
        blank = self._is(""), proposals.EMPTY_IT
        return first_of(((is_error(self.typed), otherwise), blank, *known), otherwise)

    # -------------------------------------------------------------- what it looks like

    @cached_property
    def _text(self) -> Formula:
        plain = self.typed & ""
        if self.kind != Kind.DATE:
            return plain
        # an earlier one is the number itself: so the reader has it, and programs differ about 1900
        day = when(call("ISNUMBER", self.typed), self.typed >= SERIALS.start, Constant(False))
        return when(day, call("TEXT", self.typed, DAY), plain)

    def _is(self, *words: str) -> Formula:
        """Whether it is one of these, but for blanks around it."""
        bare = call("TRIM", self.typed)
        tests = [bare.equals(word) for word in words]
        return call("OR", *tests) if len(tests) > 1 else tests[0]

    def _begins(self, word: str) -> Formula:
        return call("LEFT", call("TRIM", self.typed), len(word)).equals(word)

    @property
    def _is_number(self) -> Formula:
        return call("ISNUMBER", self.typed)

    # -------------------------------------------------------------- what may be meant

    @cached_property
    def _guesses(self) -> tuple[_Guess, ...]:
        """In the order in which they are asked."""
        blanks, not_applicable = proposals.BLANKS_AROUND, State.NOT_APPLICABLE.value
        of_kind = {Kind.COUNT: self._counts, Kind.DATE: self._days, Kind.YES_NO: self._answers}
        known = _Guess(self._is(not_applicable), blanks, f" {not_applicable}")
        formula = _Guess(self._begins("="), proposals.NO_RESULT)
        return (formula, known, *of_kind[self.kind](blanks))

    def _counts(self, blanks: str) -> Iterator[_Guess]:
        typed, text = self.typed, self._text
        whole = typed.equals(call("INT", typed))
        answer, bare = self._is(YES, NO), call("TRIM", typed)
        yield _Guess(when(answer, bare.differs(typed), Constant(False)), blanks)
        yield _Guess(answer, proposals.NO_NUMBER)
        yield _Guess(when(self._is_number, typed < 0, Constant(False)), proposals.NEGATIVE)
        yield _Guess(when(self._is_number, whole, Constant(False)), proposals.TOO_LONG)
        yield _Guess(self._is_number, proposals.NOT_WHOLE)
        yield _Guess(self._is("TRUE", "FALSE"), proposals.NO_NUMBER)
        digits = sentence((" ", call("VALUE", bare)))
        short = call("LEN", text) <= _LONGEST
        anew = proposals.TYPE_ANEW
        yield _Guess(_all(_is_digits(text), short), proposals.DIGITS_AS_TEXT, digits, anew)
        yield _Guess(_all(_is_digits(bare), short), proposals.DIGITS_AS_TEXT, digits)
        yield _Guess(self._is(*sorted(proposals.NOTHING)), proposals.NO_NUMBER, " 0")
        number = call("LEFT", text, _digits_in(text))
        clear = [is_error(call("FIND", sign, text)) for sign in _DOUBTFUL]
        counted = _all(_is_digits(number), _digits_in(text) > 0, short, *clear)
        meant = sentence((" ", call("VALUE", number)))
        yield _Guess(counted, proposals.NO_NUMBER, meant)

    def _days(self, _: str) -> Iterator[_Guess]:
        yield _Guess(self._is_number, proposals.NO_DAY)

    def _answers(self, blanks: str) -> Iterator[_Guess]:
        trouble = proposals.NO_ANSWER
        for word, alike in ((YES, proposals.ALIKE_YES), (NO, proposals.ALIKE_NO)):
            others = sorted(alike)
            if word == NO and proposals.DENYING in self.name:  # 无 there may mean 是
                others = []
            yield _Guess(self._is(word), blanks, f"“{word}”")
            tests = (self._begins(word), *([self._is(*others)] if others else []))
            yield _Guess(call("OR", *tests), trouble, f"“{word}”")
        yield _Guess(Constant(True), trouble)


def _all(*tests: Formula) -> Formula:
    return call("AND", *tests)


def _digits_in(text: Formula) -> Formula:
    """How many digits are in it."""
    signs = Block("{0,1,2,3,4,5,6,7,8,9}", tuple(map(part, range(10))))
    return call("SUMPRODUCT", call("LEN", text) - call("LEN", call("SUBSTITUTE", text, signs, "")))


def _is_digits(text: Formula) -> Formula:
    return _digits_in(text).equals(call("LEN", text))


def hidden(text: Formula, start: Formula, length: Formula) -> Formula:
    """The first three and the last two signs of a row of digits; nothing where it is in pieces."""
    ends_in_x = call("AND", length.equals(17), call("MID", text, start + 17, 1).equals("X"))
    signs = Group(length + when(ends_in_x, 1, 0))
    first, last = call("MID", text, start, 3), call("MID", text, start + signs - 2, 2)
    return when(start.equals(0), "", sentence((first, call("REPT", "*", signs - 5), last)))

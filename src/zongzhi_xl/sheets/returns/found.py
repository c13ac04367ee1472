"""What the workbook finds by itself, as 校验结果 says it: the formulas of the hidden sheet 逐条.

Left, everything that the live checks may find, in the order of findings, blank where it is not so;
right of it the block of 校验结果, with what was found; above, the verdict.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

from xlsxwriter.utility import xl_rowcol_to_cell

from zongzhi_xl import contract
from zongzhi_xl.core.edition.file_names import TO_HAND_IN, WITH_FAULTS, paper_name
from zongzhi_xl.core.edition.items import Severity
from zongzhi_xl.core.edition.rulebook import rulebook
from zongzhi_xl.core.language.formulas import (
    Block,
    Formula,
    Read,
    Source,
    call,
    count_of,
    part,
    total,
    when,
)
from zongzhi_xl.core.returned import results
from zongzhi_xl.record import Record
from zongzhi_xl.sheets.returns.bases import BasePlan
from zongzhi_xl.sheets.returns.fault_row import FaultRow
from zongzhi_xl.sheets.returns.faults import FaultPlan
from zongzhi_xl.sheets.returns.live import Live, figure
from zongzhi_xl.sheets.returns.live_checks import CheckPlan
from zongzhi_xl.sheets.returns.told import filled, sentence

WIDTH = len(contract.RESULT_COLUMNS)
LEVEL, CELL = 0, 2
#: columns: the number of a row that is so; the block, and which row stands in each of its rows
NUMBER, BLOCK, PLACE = WIDTH, WIDTH + 2, WIDTH + 2 + WIDTH
SAID_ROW, FIRST_ROW = 1, 3


class FoundPlan(Record):
    """The formulas of 逐条."""

    checks: CheckPlan
    clause_of_check: Mapping[str, int]

    @property
    def bases(self) -> BasePlan:
        """The hidden sheets 计算 and 底数."""
        return self.checks.bases

    @cached_property
    def faults(self) -> FaultPlan:
        """Everything that may be found."""
        return FaultPlan(self.checks)

    @cached_property
    def heads(self) -> tuple[results.Row, ...]:
        """By which rules the workbook judges, and which checks it leaves to the district."""
        rules, left = rulebook(self.bases.edition, carried=True), self.faults.left
        unchecked = results.LEFT_TO_DISTRICT.format(len(left), "、".join(left))
        basis = results.said(results.BASIS, results.JUDGED_BY.format(rules))
        return (basis, *([results.said(results.UNCHECKED, unchecked)] if left else []))

    @cached_property
    def table(self) -> tuple[tuple[Live, ...], ...]:
        """All that may be said, row by row: the columns of 校验结果, blank where it is not so."""
        heads = [[Live(part(words or "")) for words in row] for row in self.heads]
        rows = enumerate(self.faults.rows, len(heads))
        return tuple(map(tuple, (*heads, *(self._columns(*row) for row in rows))))

    def _columns(self, row: int, one: FaultRow) -> Iterator[Live]:
        level = Live(when(one.there, one.level, ""))
        found = level.at(_at(row, LEVEL)).differs("")
        clause = one.check.clause or self.clause_of_check.get(one.check.id)
        sheet = one.spot.sheet if one.spot else self.bases.layout.sheet
        yield level
        yield from (Live(part(words)) for words in (sheet, one.address, one.item))
        yield from (Live(when(found, told, "")) for told in (one.value, one.told))
        yield Live(part(one.remedy or one.check.remedy))
        yield Live(part(results.clause_words(clause)))

    @cached_property
    def numbers(self) -> tuple[Live, ...]:
        """The number of each row that is so; of another, that of the row before."""
        found: list[Live] = []
        for row, columns in enumerate(self.table):
            before = found[-1].at(_at(row - 1, NUMBER)) if found else part(0)
            so = columns[LEVEL].at(_at(row, LEVEL)).differs("")
            found.append(Live(before + when(so, 1, 0)))
        return tuple(found)

    def column(self, column: int) -> Block:
        """A whole column of the table."""
        lives = self.numbers if column == NUMBER else [row[column] for row in self.table]
        cells = tuple(live.at(_at(row, column)) for row, live in enumerate(lives))
        return Block(f"{_at(0, column)}:{_at(len(cells) - 1, column)}", cells)

    @cached_property
    def total(self) -> Formula:
        """How many rows are so."""
        return self.numbers[-1].at(_at(len(self.numbers) - 1, NUMBER))

    @cached_property
    def places(self) -> tuple[Live, ...]:
        """Which row of the table stands in each row of the block, empty below the last."""
        numbers, rows = self.column(NUMBER), range(1, contract.RESULT_ROWS + 1)
        return tuple(
            Live(when(self.total < row, "", call("MATCH", row, numbers, 0))) for row in rows
        )

    @cached_property
    def block(self) -> tuple[tuple[Live, ...], ...]:
        """The block but for its last row."""
        columns = [self.column(column) for column in range(WIDTH)]
        places = [live.at(_at(row, PLACE)) for row, live in enumerate(self.places)]
        return tuple(
            tuple(
                Live(when(at.equals(""), "", call("INDEX", column, at) & "")) for column in columns
            )
            for at in places
        )

    @cached_property
    def more(self) -> Live:
        """How many rows found no room."""
        over = self.total - contract.RESULT_ROWS
        return Live(when(over > 0, filled(results.MORE, over), ""))

    # -------------------------------------------------------------- the verdict

    def _count(self, level: str) -> Formula:
        return count_of(self.column(LEVEL).equals(level))

    def _counted(self, levels: tuple[str, str]) -> Formula:
        """How many rows of these levels; of a level that none has nothing is said."""
        first, second = map(self._count, levels)
        told = [
            when(count > 0, filled(results.COUNTED, count, results.WEIGHTS[level]), "")
            for level, count in zip(levels, (first, second), strict=True)
        ]
        return sentence((told[0], when(first * second > 0, results.BETWEEN, ""), told[1]))

    @cached_property
    def verdict(self) -> Formula:
        """The verdict in one sentence."""
        asking = total(map(self._count, results.ASKING))
        more, left = self._counted(results.TOLD), len(self.faults.left)
        noted = when(total(map(self._count, results.TOLD)) > 0, sentence(("（", more, "）")), "")
        passed = sentence((results.PASSED.format(len(self.faults.asked)), noted))
        asked = sentence((results.ASKED, self._counted(results.ASKING), results.LISTED))
        said = when(asking > 0, asked, passed)
        return sentence((said, results.TO_DISTRICT.format(left) if left else ""))

    @property
    def said(self) -> Live:
        """The verdict with the check code."""
        return Live(sentence((self.verdict, self._code)))

    @property
    def _code(self) -> Formula:
        bases = self.bases
        code = bases.check_code.at(bases.layout.check_code.absolute)
        return sentence((results.CODE, code))

    @property
    def by_hand(self) -> Live:
        """How to make the file to hand in; why it may not be made yet."""
        failed = self._count(Severity.BLOCKING.value) > 0
        reason = Read(contract.FAULTY, Source.TYPED, contract.FAULTY)
        unsaid = when(failed, call("TRIM", reason).equals(""), part(False))
        refused = sentence((filled(results.NOT_MADE, self.verdict), "。", results.MEND_OR_SAY_WHY))
        names = [self._file_name(state) for state in (WITH_FAULTS, TO_HAND_IN)]
        made = filled(results.MAKE_BY_HAND, when(failed, *names))
        return Live(sentence((when(unsaid, refused, made), self._code)))

    def _file_name(self, state: str) -> Formula:
        monthly = self.bases.layout.monthly
        unit, year = (figure(n) for n in (contract.REPORTING_UNIT, contract.REPORTING_YEAR))
        month = call("RIGHT", "0" & figure(contract.REPORTING_MONTH), 2)
        name = paper_name(self.bases.form.value, "{}", "{}" if monthly else None, "{}", state)
        return filled(name, call("TRIM", unit), year, *([month] if monthly else []))


def _at(row: int, column: int) -> str:
    return str(xl_rowcol_to_cell(FIRST_ROW + row, column, True, True))

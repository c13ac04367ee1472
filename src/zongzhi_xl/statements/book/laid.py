"""Blocks as they lie in the sheets of a workbook that came back.

A block is told by its title, a column by its heading: both may be moved. What stands in no column
that is known is a fault; nothing that was typed is passed over.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from zongzhi_xl.core.language.addresses import letters
from zongzhi_xl.core.language.meant import meant
from zongzhi_xl.errors import NotationError
from zongzhi_xl.reading.reader import Values
from zongzhi_xl.record import Record
from zongzhi_xl.statements.book.found import At, Found
from zongzhi_xl.statements.book.layout import (
    MEANING,
    NOT_READ,
    OF,
    SHEETS,
    Block,
    blocks,
    headings_of,
    spread_in,
)
from zongzhi_xl.statements.book.notation import MARK, NOTHING, entry, number_text, read
from zongzhi_xl.statements.book.shapes import Keyed, Listed, Plain, Shape


class Laid(Record):
    """A block in its sheet: ``columns`` by heading, rows from ``first`` to before ``end``.

    What is taken apart by name has several columns, each with its name.
    """

    block: Block
    sheet: Values
    columns: Mapping[str, Sequence[tuple[str, int]]]
    first: int
    end: int

    @property
    def rows(self) -> Iterator[int]:
        """The rows in which something stands that is read, from 0."""
        for row in range(self.first, self.end):
            if not all(self.is_blank(row, heading) for heading in self.columns):
                yield row

    def at(self, row: int, heading: str) -> At:
        """The cell of a row under a heading, the first of several."""
        return self._at(row, self.columns[heading][0][1])

    def apart(self, row: int, heading: str) -> Iterator[tuple[str, At]]:
        """The cells of what is taken apart, each with its name."""
        for name, column in self.columns[heading]:
            if name:
                yield str(read(Plain(str), name)), self._at(row, column)

    def _at(self, row: int, column: int) -> At:
        return At(self.block.sheet, f"{letters(column + 1)}{row + 1}")

    @property
    def head(self) -> At:
        """The cell of the first heading."""
        return At(self.block.sheet, f"A{self.first}")

    def is_blank(self, row: int, heading: str) -> bool:
        """Whether nothing stands there, not even a formula."""
        return all(self._is_blank(row, column) for _, column in self.columns[heading])

    def _is_blank(self, row: int, column: int) -> bool:
        formula = self._at(row, column).cell in self.sheet.formulas
        return not formula and blank(self._value(row, column))

    def text(self, row: int, heading: str, shape: Shape) -> str:
        """What stands there, as one types it; raises NotationError for what nobody types."""
        filled = [one for one in self.columns[heading] if not self._is_blank(row, one[1])]
        texts = [(name, self._text(row, column, shape)) for name, column in filled]
        return "\n".join(
            entry(name, text) if name and text.strip() != NOTHING else text for name, text in texts
        )

    def _text(self, row: int, column: int, shape: Shape) -> str:
        if self._at(row, column).cell in self.sheet.formulas:
            raise NotationError("是公式：程序不算这里的公式，请改成算出的内容（选择性粘贴，数值）")
        return _typed(self._value(row, column), shape)

    def _value(self, row: int, column: int) -> object:
        values = self.sheet.rows[row]
        return values[column] if column < len(values) else None


def blank(value: object) -> bool:
    """Whether a cell shows nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def _typed(value: object, shape: Shape) -> str:
    match value:
        case bool():
            return "是" if value else "否"
        case int() | float():
            return number_text(value)
        case date() if _takes_days(shape) and value == _midnight(value):
            return f"{value:%Y-%m-%d}"
        case date() | time() | timedelta():
            raise NotationError(f"{value} 是日期或时间，这里应填文字或数；格式改为“文本”再填")
        case None:
            return ""
    return str(value)


def _takes_days(shape: Shape) -> bool:
    match shape:
        case Plain(typed):
            return typed is date
        case Listed(inner) | Keyed(_, inner):
            return _takes_days(inner)
    return False


def _midnight(value: date) -> date:
    return datetime(value.year, value.month, value.day) if isinstance(value, datetime) else value


# ------------------------------------------------------------------ where blocks and columns are


def laid_out(sheets: Mapping[str, Values], found: Found) -> Iterator[Laid]:
    """Every block that has its title and its headings; what is missing is a fault."""
    for name in SHEETS:
        if name not in sheets:
            found.blame(At(name, "A1"), f"没有工作表“{name}”：工作表的名称不要改")
            continue
        mine = [one for one in blocks() if one.sheet == name]
        marks = _marks(sheets[name], [one.title for one in mine])
        for block in mine:
            start = marks.get(block.title)
            if start is None:
                words = f"没有“{MARK} {block.title}”这一行：每张表上面的这一行不要改；{_OLDER}"
                found.blame(At(name, "A1"), words)
                continue
            end = min((row for row in marks.values() if row > start), default=None)
            laid = _laid(block, sheets[name], start + 1, end, found)
            if laid is not None:
                yield laid


def _marks(sheet: Values, titles: Collection[str]) -> dict[str, int]:
    """The row of each block's title, from 0."""
    firsts = ((n, str(row[0]).strip()) for n, row in enumerate(sheet.rows) if row)
    told = ((text.removeprefix(MARK).strip(), text, n) for n, text in firsts)
    return {title: n for title, text, n in told if title in titles and text != title}


_OLDER = "程序升级以前写出的，用 rules export 另写一份，把改的抄过去"
#: rows under the title among which the headings are
_NEAR = 3


def _laid(block: Block, sheet: Values, start: int, end: int | None, found: Found) -> Laid | None:
    wanted = headings_of(block)
    last = len(sheet.rows) if end is None else end
    near = [
        (len({*wanted} & {*map(_word, row)}), -n)
        for n, row in enumerate(sheet.rows[start : min(start + _NEAR, last)])
    ]
    head = start - max(near, default=(0, 0))[1]
    words = [*map(_word, sheet.rows[head])] if head < last else []
    columns = _columns(block, wanted, words)
    missing = [one for one in wanted if one not in columns]
    unknown = [word for word in words if word and not _is_known(word, wanted, block)]
    for one in missing:
        told = f"“{block.title}”没有“{one}”这一列{meant(one, unknown)}"
        advice = f"列可以移动，表头的字不要改；{_OLDER}"
        found.blame(At(block.sheet, f"A{head + 1}"), f"{told}：{advice}")
    laid = Laid(block, sheet, columns, head + 1, last)
    _strays(laid, [word if word not in unknown else "" for word in words], found)
    return None if missing else laid


def _columns(
    block: Block, wanted: Sequence[str], words: Sequence[str]
) -> dict[str, list[tuple[str, int]]]:
    """By heading where it stands; of what is taken apart by name, with each name."""
    columns: dict[str, list[tuple[str, int]]] = {}
    apart = spread_in(block)
    for n, word in enumerate(words):
        heading, _, name = word.partition(OF)
        if word in wanted and word not in columns:
            columns[word] = [("", n)]
        elif heading in apart and name:
            columns.setdefault(heading, []).append((name, n))
    return columns


def _is_known(word: str, wanted: Sequence[str], block: Block) -> bool:
    heading, _, name = word.partition(OF)
    read = word in wanted or (heading in spread_in(block) and bool(name))
    return read or word == MEANING or word.endswith(NOT_READ)


def _word(value: object) -> str:
    return "" if value is None else str(value).strip()


def _strays(laid: Laid, words: Sequence[str], found: Found) -> None:
    """The first filled cell of each column that has no heading."""
    seen = set[int]()
    for row in range(laid.first, laid.end):
        for column, value in enumerate(laid.sheet.rows[row]):
            headed = column < len(words) and words[column]
            if not headed and column not in seen and not blank(value):
                seen.add(column)
                problem = "这一列的表头是空的或不认识，程序不知道它是什么：请移到认识的列，或删去"
                found.blame(At(laid.block.sheet, f"{letters(column + 1)}{row + 1}"), problem)

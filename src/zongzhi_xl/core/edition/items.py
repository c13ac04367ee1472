"""Data items (数据项) and the forms (报表) on which they are printed, each item once."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property

from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.record import Record


class FormKind(StrEnum):
    """The three papers that carry figures; the value is the text of 报表种类."""

    MONTHLY = "月报"
    ANNUAL = "年报"
    DEPARTMENTS = "部门提供数"


class Kind(StrEnum):
    """What may stand in the item's cell."""

    COUNT = "计数"  # a whole number ≥ 0
    DATE = "日期"  # a day; blank = not done, and not a missing entry
    YES_NO = "是否"
    MARK = "评分"  # a number ≥ 0 with at most two places, that somebody gave by judgement
    TEXT = "文字"  # words, such as the reason of a mark


#: what only the district and the departments fill in
OF_DISTRICT = (Kind.MARK, Kind.TEXT)


class Aggregation(StrEnum):
    """How the months make the year."""

    SUM = "累计"  # a flow: months are added up
    LAST = "期末"  # a stock: the newest month counts
    EACH = "逐期"  # a duty of each period, or an item of the year as a whole


class Severity(StrEnum):
    """How a finding binds, in the clerks' own terms."""

    BLOCKING = "强制性"
    QUERY = "核实性"  # wants a written explanation in 说明
    NOTICE = "提示"


class Item(Record):
    """One data item; ``name`` is the defined name of its cell, the word in rules and the JSON key.

    ``label`` is what the form prints where it differs from the name; ``part_of`` names the item
    of which this one is a 其中数; ``months`` are the months in which the item applies (empty:
    all; in the others the district presets 不适用); ``sums`` names the monthly item whose year
    this annual item confirms (R10). ``source`` is one of the statement's providers.
    """

    name: str
    code: str
    kind: Kind
    unit: str
    source: str
    definition: str
    clauses: tuple[int, ...]
    aggregation: Aggregation = Aggregation.EACH
    label: str | None = None
    part_of: str | None = None
    months: tuple[int, ...] = ()
    sums: str | None = None

    @property
    def printed(self) -> str:
        """The name as printed in the form."""
        return self.label or self.name

    @property
    def row_label(self) -> str:
        """What stands in 指标名称 of its row."""
        return f"其中：{self.printed}" if self.part_of else self.printed

    def applies_in(self, month: int | None) -> bool:
        """Whether the item is to be filled in for ``month`` (None: a yearly paper)."""
        return not self.months or month is None or month in self.months


class Check(Record):
    """An audit relation (审核关系); ``id`` is its number in the form's 填报说明.

    Either ``rule`` (an expression that must hold) or ``kind`` with ``parameters`` (a named kind
    of check). ``each``: the rule is written with ``X`` and runs for each of these items.
    ``at``: the item whose cell is shown (default: X, or the first item of the rule).
    ``after``: checks whose failure on the same items explains this one (root cause first).
    ``live``: also runs in the sheet by formula. ``district``: runs at the district only.
    """

    id: str
    severity: Severity
    form: FormKind
    words: str
    remedy: str
    clause: int | None = None
    rule: Expression | None = None
    kind: str | None = None
    parameters: dict[str, object] | None = None
    each: tuple[str, ...] = ()
    at: str | None = None
    after: tuple[str, ...] = ()
    live: bool = False
    district: bool = False


class Derived(Record):
    """A row that the form works out from its items (自动计算); nobody types there.

    ``formula`` is an expression over items of the form, and means what their names mean where
    ``name`` is used: this return's cells, or the year's figures. ``below`` is the item under
    which the row is printed.
    """

    name: str
    kind: Kind
    unit: str
    below: str
    formula: Expression
    label: str | None = None

    @property
    def printed(self) -> str:
        """The name as printed in the form."""
        return self.label or self.name


class Section(Record):
    """Items under one small heading of the form, in printed order."""

    title: str
    items: tuple[Item, ...]


class Rows(Record, eq=False):
    """What tells the rows of a form's table; one object a form, so it can be a key by identity.

    ``names`` are its items in printed order, ``words`` the item by its label and by its code.
    """

    kind: FormKind
    names: tuple[str, ...]
    words: Mapping[str, str]


class Form(Record):
    """One paper: 表号, title, sections and the general checks that belong to no clause."""

    kind: FormKind
    number: str
    title: str
    sections: tuple[Section, ...]
    derived: tuple[Derived, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def items(self) -> Iterator[Item]:
        """Every item in printed order."""
        return (item for section in self.sections for item in section.items)

    @cached_property
    def row_words(self) -> Mapping[str, str]:
        """The item of a row by what is printed in it: its label, its code; blanks left out."""
        words = [(word, one.name) for one in self.items for word in (one.row_label, one.code)]
        return {"".join(word.split()): name for word, name in words}

    @cached_property
    def rows(self) -> Rows:
        """The rows of its table."""
        return Rows(self.kind, tuple(item.name for item in self.items), self.row_words)

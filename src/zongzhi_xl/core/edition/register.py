"""The register of units (名册): who is appraised, in which group, and the figures kept of each."""

from collections.abc import Mapping

from zongzhi_xl.record import Record


class RegisterField(Record):
    """A figure that the register holds of every unit, fixed for the year, such as 总人口.

    ``name`` is the word in rules, ``label`` what is printed above its column, ``unit`` its unit of
    measure, ``source`` who answers for it. ``positive``: nought would be a mistake. ``words``
    explains it where it is asked for, beside an invented ``example``.
    """

    name: str
    source: str
    unit: str
    label: str | None = None
    positive: bool = False
    words: str = "全年不变的数；没有的填0。"
    example: int = 1

    @property
    def printed(self) -> str:
        """What stands above its column."""
        return self.label or self.name


class Unit(Record):
    """An appraised office in the register (名册); ``figures`` by the register's names.

    ``formerly``: the names that it had before; what came in under one of them is the office's.
    """

    name: str
    group: str
    figures: Mapping[str, int]
    formerly: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called, and was called before."""
        return (self.name, *self.formerly)


class Providers(Record):
    """Who answers for a figure (来源), which decides whose figure scores (R10).

    ``unit`` is the appraised office itself, ``district`` the district's own desk; departments in
    the order of their columns in 部门提供数.
    """

    unit: str
    district: str
    departments: tuple[str, ...] = ()

    @property
    def others(self) -> tuple[str, ...]:
        """All but the office itself, in the order of their columns."""
        return (*self.departments, self.district)

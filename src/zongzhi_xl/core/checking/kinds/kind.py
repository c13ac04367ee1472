"""What every named kind of check is, and the types of its parameters.

A kind is one frozen record: its fields are its parameters, its method yields the faults, its
messages are its words. A parameter is proved by its type: closed words (enums, a cell of the
head) when the edition is decoded; a :data:`Cell`, a :data:`Column` and an expression by
:mod:`~zongzhi_xl.core.soundness.rules`, which knows the form and its register. A kind that also
runs live in the sheet has its formula in ``sheets/returns/live_checks.py``, under the kind's name.
"""

from collections.abc import Iterator
from typing import NewType, Protocol

from zongzhi_xl.contract import IDENTITY
from zongzhi_xl.core.checking.relations import Case, Fault
from zongzhi_xl.core.edition.records import reads_text
from zongzhi_xl.core.language.meant import meant

#: what is said of a blank cell, with its name
NOT_FILLED = "{}没有填写"

#: an item that the check's form, or at the district another one, knows
Cell = NewType("Cell", str)
#: a column of the register of events, or 起算时间
Column = NewType("Column", str)
#: a cell of the head or the signatures
IdentityCell = NewType("IdentityCell", str)


def _of_head(text: str) -> str:
    if text not in IDENTITY:
        raise ValueError(f"“{text}”不在可选之列：{'、'.join(IDENTITY)}{meant(text, IDENTITY)}")
    return text


reads_text(Cell, Cell, "？")
reads_text(Column, Column, "？")
reads_text(IdentityCell, _of_head, next(iter(IDENTITY)))


class CheckKind(Protocol):
    """Parameters of a named kind of check."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """What does not fit in this return."""


def on(name: str, message: str) -> Fault:
    """A fault at the cell ``name`` and about nothing else."""
    return Fault(name, message, frozenset({name}))

"""Slips to offices (催报单、退回单): written for those whose time has come, and for nobody else."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from zongzhi_xl.core.chronicle.asked import overdue
from zongzhi_xl.desk.initiating.form import contacts
from zongzhi_xl.desk.own_outputs import PAPER
from zongzhi_xl.desk.placing import put_together
from zongzhi_xl.desk.registry.standing import Standing, status
from zongzhi_xl.papers.slips import Sending, Slip
from zongzhi_xl.record import Record
from zongzhi_xl.resources import own_templates


class Wish(Record):
    """For which year, as of which day, and into which folder."""

    district: Path
    year: int
    as_of: date
    folder: Path


class Reminded(Record):
    """The slips that were written."""

    wish: Wish
    slips: tuple[Slip, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """The offices that are asked for something."""
        return tuple(dict.fromkeys(one.unit for one in self.slips))

    @property
    def report(self) -> str:
        """How many of which, to whom; or that nobody is asked for anything."""
        if not self.slips:
            return f"{self.wish.as_of}：没有要催报的，也没有要退回的，没有写单子"
        return f"{self.wish.as_of}：{'，'.join(self._counted())}，在 {self.wish.folder}"

    def _counted(self) -> Iterator[str]:
        kinds: dict[str, list[str]] = {one.kind: [] for one in self.slips}
        for one in self.slips:
            kinds[one.kind].append(one.unit)
        for kind, units in kinds.items():
            yield f"{kind} {len(units)} 份（{'、'.join(units)}）"


def remind(wish: Wish) -> Reminded:
    """Write a slip for each office that owes something by the end of that day.

    Raises RequestError, RecordUnusableError, OutputError.
    """
    stands = status(wish.district, wish.year, wish.as_of)
    telephones = contacts(wish.district)
    sending = Sending(stands.appraisal, stands.known.edition, wish.as_of, telephones)
    slips = tuple(_slips(stands, sending))
    if slips:
        from zongzhi_xl.papers.writing import write_slips  # noqa: PLC0415  # jinja2, docx

        with put_together() as made:
            folder = made.folder(wish.folder, PAPER)
            write_slips(folder, slips, sending, own_templates(wish.district))
    return Reminded(wish, slips)


def _slips(stands: Standing, sending: Sending) -> Iterator[Slip]:
    for unit, papers in overdue(stands.appraisal, sending.day).items():
        yield sending.reminder(unit, papers)
    for unit, faulty in stands.to_mend.items():
        yield sending.returned(unit, faulty)

"""Consolidating (汇总): a folder of returns becomes an appraisal, and what is written of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.received import OfficeReturn
from zongzhi_xl.core.appraising.rulings import NO_RULINGS, Rulings
from zongzhi_xl.core.appraising.scorecard import Appraisal, VetoState
from zongzhi_xl.core.appraising.tally import Tally, settle
from zongzhi_xl.core.checking.designated import beside_registers
from zongzhi_xl.core.checking.district import view_of
from zongzhi_xl.core.checking.validation import validate_in_district
from zongzhi_xl.core.edition.event_words import EventWords
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.department_merging import also_told, merged, with_designations
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.findings import Finding, Verdict, verdict
from zongzhi_xl.core.returned.submission import Submission
from zongzhi_xl.desk import facts, ledger, output
from zongzhi_xl.desk.own_outputs import FACTS, LEDGER_FILE, PAPER, RESULT, SUMMARY
from zongzhi_xl.desk.placing import check_output, put_together, write_pieces
from zongzhi_xl.desk.progress import Track, shown_by, silent
from zongzhi_xl.desk.receiving import Cluster, district_hint, known_district, receive
from zongzhi_xl.desk.shelf import Shelf
from zongzhi_xl.desk.taking import by_edition
from zongzhi_xl.errors import OutputError
from zongzhi_xl.reading.unusable import SUFFIXES
from zongzhi_xl.record import Record, replace
from zongzhi_xl.statements.editions import in_force, of_year
from zongzhi_xl.statements.loader import standard


class Question(Record):
    """What is asked: which returns, which year, up to which month, closed or not.

    ``ours`` are files that may lie among the returns, though nobody handed them in. ``as_of`` is
    the last day of receipt that is known of, ``rulings`` what the district decided: both come
    from a record, a folder has none.
    """

    paths: tuple[Path, ...]
    year: int
    district: Path | None = None
    through: int | None = None
    final: bool = False
    workers: int | Cluster = 0
    ours: tuple[Path, ...] = ()
    as_of: date | None = None
    rulings: Rulings = NO_RULINGS


class Outcome(Record):
    """The answer, with the rules it was found by, and what may have been forgotten."""

    appraisal: Appraisal
    edition: Edition
    hint: str = ""

    @property
    def needs_a_person(self) -> bool:
        """Something is missing, was sent back, does not fit, or is proposed for a decision."""
        one = self.appraisal
        return bool(
            one.rejected
            or self.hint
            or output.missing(one)
            or any(verdict(file.findings) != Verdict.PASS for file in one.files)
            or any(unit.veto != VetoState.NONE for unit in one.units)
            or not one.through
        )

    @property
    def document(self) -> output.Document:
        """What ``--json`` gives."""
        return output.appraised(self.appraisal, self.edition)


def consolidate(question: Question, track: Track = silent) -> Outcome:
    """Read, check, score; raises RequestError, StatementError and nothing for bad files.

    Where a cluster reads, MachineError.
    """
    edition = in_force(question.district, question.year)
    received = receive(
        list(question.paths), by_edition(edition),
        workers=question.workers, track=track, ours=question.ours,
    )  # fmt: skip
    return score(received, edition, question)


def score(received: Tally, edition: Edition, question: Question) -> Outcome:
    """The appraisal of what came in, the district's own checks included."""
    settled = settle(received, question.year, edition, question.rulings)
    appraisal = appraise(
        _checked_in_district(settled, edition, question), edition, question.year,
        through=question.through, final=question.final,
        as_of=question.as_of, rulings=question.rulings, shelf=Shelf(),
    )  # fmt: skip
    hint = district_hint(received, question.year, edition, question.district)
    return Outcome(appraisal, edition, hint)


def _checked_in_district(tally: Tally, edition: Edition, question: Question) -> Tally:
    """Unit by unit, because a unit's earlier returns are looked at for each of its own."""
    given, decided = merged(tally.departments), question.rulings.designations
    departments = with_designations(given, decided, question.year, edition.id)
    received = list(tally.received)
    for places in _by_unit(received):
        returns = [received[place].submission for place in places]
        for place, returned in zip(places, returns, strict=True):
            known = received[place]
            view = view_of(returned, returns, departments, received=known.day)
            found = validate_in_district(returned, edition, view, known.findings)
            received[place] = known.found(found)
    if departments is None:
        return replace(tally, received=tuple(received))
    told = _beside_registers(departments, received, edition.statement.events)
    return replace(tally, received=tuple(received), departments=also_told(tally.departments, told))


def _beside_registers(
    departments: DepartmentReturn, received: Iterable[OfficeReturn], columns: EventWords
) -> Iterator[tuple[str, Finding]]:
    """What does not fit between the sheet 区认定 and the registers, with the file of each."""
    registers: dict[str, dict[int, Submission]] = defaultdict(dict)
    for returned in (each.submission for each in received):
        if returned.month and returned.unit in departments.designated:
            registers[returned.unit][returned.month] = returned
    for unit, rows in departments.designated.items():
        yield from beside_registers(rows, registers[unit], columns)


def _by_unit(received: Iterable[OfficeReturn]) -> Iterable[list[int]]:
    """Where each unit's returns stand."""
    groups: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(received):
        groups[one.submission.unit].append(place)
    return groups.values()


def appraise_files(
    paths: list[Path], district: Path | None, *, workers: int = 0, track: Track = silent
) -> Outcome:
    """The units of a few files, by themselves: the newest year among them, nothing written.

    Ranks and quotas are among these units only. Raises RequestError, StatementError.
    """
    known_district(district)
    received = receive(paths, partial(of_year, district), workers=workers, track=track)
    year = max((one.submission.year for one in received.received), default=0)
    edition = in_force(district, year) if year else standard()
    named = {one.submission.unit for one in received.received if one.submission.year == year}
    few = replace(edition, units=tuple(unit for unit in edition.units if unit.name in named))
    return score(received, few, Question(tuple(paths), year, district))


# ------------------------------------------------------------------ what is written of it


class Outputs(Record):
    """Where the results go; what is None is not written.

    ``templates`` are the district's own ones for papers, if it has any.
    """

    summary: Path
    json: Path | None = None
    facts: Path | None = None
    ledger: Path | None = None
    reports: Path | None = None
    templates: Path | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """All but the papers."""
        return tuple(path for path in (self.summary, self.json, self.facts, self.ledger) if path)

    @property
    def ours(self) -> tuple[Path, ...]:
        """What this run writes or the last one wrote, as far as it may lie among the returns."""
        there = self.reports.glob("*") if self.reports and self.reports.is_dir() else ()
        return (*self.files, *filter(PAPER.is_one, filter(Path.is_file, there)))

    def check(self) -> None:
        """Refuse before the work what could not be written after it.

        Raises OutputError, MachineError.
        """
        if self.facts:
            facts.check_library()
        if self.summary.suffix.lower() != ".xlsx":
            raise OutputError(f"汇总要写成 .xlsx 文件，{self.summary} 不是")
        if any(path.suffix.lower() in SUFFIXES for path in self.files if path != self.summary):
            raise OutputError("--json、--facts、--ledger 写的不是工作簿，文件名不要用 .xlsx、.xlsm")
        if len({path.resolve() for path in self.files}) < len(self.files):
            raise OutputError("汇总、--json、--facts、--ledger 要写在不同的文件里")
        sorts = (
            (self.summary, SUMMARY), (self.json, RESULT), (self.facts, FACTS),
            (self.ledger, LEDGER_FILE),
        )  # fmt: skip
        for path, sort in sorts:
            if path:
                check_output(path, sort)


def write(outcome: Outcome, outputs: Outputs, returns: str, track: Track = silent) -> None:
    """Every output, put in place as one; no papers where nothing is scored.

    ``returns`` leads from the summary to the folder that the names of files are relative to.
    Raises OutputError.
    """
    from zongzhi_xl.sheets import summary_book  # noqa: PLC0415  # heavy, and only here

    result = outcome.appraisal, outcome.edition
    with put_together() as made:
        aside = made.file(outputs.summary, SUMMARY)
        summary_book.write(aside, *result, returns=returns)
        if outputs.json:
            write_pieces(made.file(outputs.json, RESULT), output.pieces(*result))
        if outputs.ledger:
            write_pieces(made.file(outputs.ledger, LEDGER_FILE), ledger.pieces(*result))
        if outputs.facts:
            facts.write(made.file(outputs.facts, FACTS), *result)
        if outputs.reports and outcome.appraisal.has_returns:
            from zongzhi_xl.papers.writing import write_papers  # noqa: PLC0415  # jinja2 only where it is needed

            folder = made.folder(outputs.reports, PAPER)
            shown = shown_by(track, len(outcome.appraisal.units))
            write_papers(folder, *result, outputs.templates, shown)

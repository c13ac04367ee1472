"""Writing papers into a folder, each as HTML and as Word: of returns, of a publication, of a day.

``own`` is the folder of a district's own templates, if it has any; folders must exist. ``shown``
lets the papers through as they are made, and tells how far that is.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from zongzhi_xl.core.appraising.scorecard import Appraisal
from zongzhi_xl.core.edition.file_names import file_names
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.outgoing import gate_for
from zongzhi_xl.papers.composing import Composer, keep
from zongzhi_xl.papers.history import day_words
from zongzhi_xl.papers.lost_points import Archive
from zongzhi_xl.papers.pages import BULLETIN, NOTICE, bulletin_of, notice_of
from zongzhi_xl.papers.published import Due, Issue, due_of, of_month
from zongzhi_xl.papers.slips import Sending, Slip
from zongzhi_xl.record import fields_of, replace

Shown: TypeAlias = Callable[[Iterable[Due]], Iterable[Due]]


def write_papers(
    folder: Path,
    appraisal: Appraisal,
    edition: Edition,
    own: Path | None = None,
    shown: Shown = iter,
) -> None:
    """The papers of a folder of returns: those of its month, the notices and the bulletin.

    The last two are drafts before the year is over, and say so: nobody's days begin with them.
    """
    units = [unit.unit for unit in appraisal.units]
    write_due(folder, shown(_of_returns(appraisal, edition)), units, own)


def _of_returns(appraisal: Appraisal, edition: Edition) -> Iterator[Due]:
    if not appraisal.final:
        yield from of_month(appraisal, edition)
    archive = Archive.of(appraisal, edition)
    for unit in appraisal.units:
        yield Due(NOTICE, unit.unit, notice_of(unit, appraisal, archive))
    yield Due(BULLETIN, "", bulletin_of(appraisal, edition))


def write_published(
    folder: Path, issue: Issue, own: Path | None = None, shown: Shown = iter
) -> None:
    """Every paper that is due with a publication, with its number and day."""
    composer, called = _composer(issue.appraisal, own), _called(issue.appraisal)
    for one in shown(due_of(issue)):
        paper = replace(
            one.paper, publication=issue.number, replaces=issue.replaces, day=day_words(issue.day)
        )
        stem = f"{one.name}_{called[one.unit]}" if one.unit else one.stem or one.name
        keep(composer.sheet(one.name, fields_of(paper)), folder, stem)


def write_due(
    folder: Path, papers: Iterable[Due], units: Collection[str], own: Path | None
) -> None:
    """Papers that no publication numbers: the office does."""
    composer, called = Composer(gate_for(units), own), _names(units)
    for one in papers:
        stem = one.stem or one.name
        stem = f"{stem}_{called[one.unit]}" if one.unit else stem
        keep(composer.sheet(one.name, fields_of(one.paper)), folder, stem)


def write_slips(
    folder: Path, slips: Iterable[Slip], sending: Sending, own: Path | None = None
) -> None:
    """Every slip, named ``催报单_甲街道_2026-02-06``.

    The day belongs to the name: what was asked for on another day is another slip.
    """
    composer, called = _composer(sending.appraisal, own), _called(sending.appraisal)
    for one in slips:
        sheet = composer.sheet(one.kind, {**fields_of(one), "kind": one.kind})
        keep(sheet, folder, f"{one.kind}_{called[one.unit]}_{sending.day}")


def _composer(appraisal: Appraisal, own: Path | None) -> Composer:
    return Composer(gate_for(unit.unit for unit in appraisal.units), own)


def _called(appraisal: Appraisal) -> Mapping[str, str]:
    return _names([unit.unit for unit in appraisal.units])


def _names(units: Collection[str]) -> Mapping[str, str]:
    """By office, its part of the name of a file."""
    return dict(zip(units, file_names(units), strict=True))

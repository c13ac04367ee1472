"""A district's year that is killed again and again ends as if nothing had happened.

    uv run python benchmarks/record.py [--kills 1000] [--seed N]

A small district lives an invented year by chance: real files come in day by day (in time, late,
twice, corrected, broken, the same again), the contact of the edition changes, questions are
answered, figures reviewed, every month is published and the year closed. Once undisturbed; then
four times more, killed (-9) at random moments between and inside its steps, twice the whole group
as when the power goes, then the parent alone as by a task manager. After a kill the step that was
not done is repeated, as an officer would. At the end both records must be the same, event by event
with their hashes, and so must the originals, the papers, what the year says, and the backup; and
handing in all files once more must change nothing. As many years as it takes for ``--kills``.
Prints what was done and every difference; exit code 1 where there is one.
"""

import argparse
import hashlib
import os
import re
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from zongzhi_xl.record import Record, replace

sys.path.insert(0, str(Path(__file__).parents[1]))

from crash import left_behind

from tests.desk.registry.districts import district_at, month_return
from tests.good_year import ANNUAL_FIGURES
from zongzhi_xl.archive.record_book import RecordBook, opened
from zongzhi_xl.core.chronicle.questions import Matter, Question
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.desk.registry import arriving, deciding, entered, publishing
from zongzhi_xl.desk.registry.arriving import ready
from zongzhi_xl.desk.registry.entered import decisions_in
from zongzhi_xl.desk.registry.standing import standing_in, status
from zongzhi_xl.sheets import return_book
from zongzhi_xl.sheets.return_book import ReturnContents
from zongzhi_xl.statements.editions import in_force

YEAR, UNITS = 2026, ("示例一街道", "示例二街道")
_REGISTER = (
    "- {{name: {}, group: 一类, figures: {{总人口: 10000, 名册_社区数: 10, 名册_行政村数: 5,"
    " 上年农村火灾起数: 10}}}}\n"
)
_BY, _REASON = "示例经办人", "与台账核对"

# ------------------------------------------------------------------ a year by chance


class Step(Record):
    """What the officer does next: files that came in, a contact, a month to publish, an answer."""

    day: date
    files: tuple[Path, ...] = ()
    contact: str = ""
    publishes: int = 0
    final: bool = False
    answers: int | None = None
    reviews: tuple[str, int] | None = None


def new_district(folder: Path) -> Path:
    """Two offices under the standard rules."""
    district = district_at(folder)
    register = "".join(map(_REGISTER.format, UNITS))
    (district / "statements" / str(YEAR) / "units.yaml").write_text(register, encoding="utf-8")
    return district


def generated(inbox: Path, edition: Edition, chance: Random) -> list[Step]:
    """A year in the order of its days; what happens on one day is in random order."""
    steps = [*_received(inbox, edition, chance)]
    steps += [Step(_due(month, 2), publishes=month) for month in range(1, 13)]
    steps += [Step(_due(chance.randint(2, 12), 4), contact=f"电话 0000-{n}") for n in range(3)]
    steps += [Step(_due(month, 8), answers=chance.randrange(3)) for month in range(1, 13)]
    steps += [
        Step(_due(month, 9), reviews=(chance.choice(UNITS), month)) for month in (2, 5, 9)
    ]  # fmt: skip
    chance.shuffle(steps)
    end = max(step.day for step in steps) + timedelta(days=30)
    return [*sorted(steps, key=lambda one: one.day), Step(end, publishes=12, final=True)]


def _due(month: int, later: int = 0) -> date:
    return date(YEAR + month // 12, month % 12 + 1, 5) + timedelta(days=later)


def _received(inbox: Path, edition: Edition, chance: Random) -> Iterator[Step]:
    came: dict[date, list[Path]] = {}
    for unit in UNITS:
        for month in (*range(1, 13), None):
            for path in _written(inbox, edition, (unit, month), chance):
                late = timedelta(days=chance.choice((-3, -1, 0, 1, 4, 9)))
                came.setdefault(_due(month or 12) + late, []).append(path)
    for day, files in came.items():
        chance.shuffle(files)
        half = chance.randint(0, len(files))
        yield from (Step(day, tuple(part)) for part in (files[:half], files[half:]) if part)


def _written(
    inbox: Path, edition: Edition, paper: tuple[str, int | None], chance: Random
) -> Iterator[Path]:
    unit, month = paper
    first = inbox / f"{unit}_{month or '年报'}.xlsx"
    if month is None:
        contents = ReturnContents(unit=unit, year=YEAR, month=None, values=ANNUAL_FIGURES)
        return_book.write(first, FormKind.ANNUAL, edition, contents)
        yield first
        return
    explained = {"刑事破案数": "含上月立案、本月破获的案件"} if chance.random() < 0.3 else {}
    solved = 11 if explained else 10 * (month == 1)
    yield month_return(first, edition, month, unit, notes=explained, 刑事破案数=solved)
    if chance.random() < 0.2:
        another = first.with_stem(f"{first.stem}_又一份")
        yield month_return(another, edition, month, unit, 治安巡逻次数=5)
    if chance.random() < 0.25:
        yield month_return(
            first.with_stem(f"{first.stem}_更正"), edition, month, unit, "第1次更正",
            治安巡逻次数=9, 更正原因="治安巡逻次数少计",
        )  # fmt: skip
    if chance.random() < 0.2:
        yield Path(shutil.copy(first, first.with_stem(f"{first.stem}_同一份")))
    if chance.random() < 0.1:
        broken = first.with_stem(f"{first.stem}_坏")
        broken.write_bytes(first.read_bytes()[: chance.randint(10, 9000)])
        yield broken


# ------------------------------------------------------------------ the officer


class Officer(Record):
    """Lives the year in ``district``; ``log`` has a line for each step that is done.

    ``answered`` are the ids of the questions that were answered in the undisturbed year, by step:
    who repeats a step answers the same question, not the next one.
    """

    district: Path
    steps: Sequence[Step]
    log: Path
    answered: Sequence[str] = ()

    @property
    def done(self) -> list[str]:
        """A line for each step that is done."""
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []

    def live(self) -> None:
        """Every step that is not done yet."""
        for number in range(len(self.done), len(self.steps)):
            told = self._do(number, self.steps[number])
            with self.log.open("a", encoding="utf-8") as stream:
                stream.write(f"{told}\n")

    def _do(self, number: int, step: Step) -> str:
        if step.contact:
            self._change_contact(step.contact)
        if step.publishes:
            self._publish(step)
        elif step.answers is not None:
            return self._answer(number, step)
        elif step.reviews:
            self._review(step, *step.reviews)
        else:
            arriving.receive(arriving.Wish(self.district, step.files, step.day, step.day))
        return ""

    def _change_contact(self, contact: str) -> None:
        path = self.district / "statements" / str(YEAR) / "statement.yaml"
        text = re.sub(r"contact: .*", f"contact: {contact}", path.read_text(encoding="utf-8"))
        path.with_suffix(".new").write_text(text, encoding="utf-8")
        path.with_suffix(".new").replace(path)

    def _publish(self, step: Step) -> None:
        with ready(self.district) as book:
            known = {(one.through, one.as_of) for one in entered.published(book)}
        if (step.publishes, step.day) not in known:
            if step.final:
                self._choose(step)
            wish = publishing.Wish(
                self.district, YEAR, step.day, step.day, step.publishes, step.final
            )
            publishing.publish(wish)

    def _choose(self, step: Step) -> None:
        """Say which of two files counts: a year is not closed before."""
        rivals = [one for one in self._questions(step) if one.matter is Matter.RIVALS]
        for one in rivals:
            self._enter(deciding.Answered(one.id, one.answers[0].words), step)

    def _questions(self, step: Step) -> tuple[Question, ...]:
        with ready(self.district) as book:
            return standing_in(book, YEAR, step.day).questions

    def _answer(self, number: int, step: Step) -> str:
        questions = self._questions(step)
        asked = {one.id: one for one in questions}
        if self.answered:
            name = self.answered[number]
        else:
            name = questions[(step.answers or 0) % len(questions)].id if questions else ""
        if name in asked:
            self._enter(deciding.Answered(name, asked[name].answers[0].words), step)
        return name

    def _review(self, step: Step, unit: str, month: int) -> None:
        with ready(self.district) as book:
            known = {(one.decided.day, one.decided.subject) for one in decisions_in(book)}
        if (step.day, "刑事立案数") not in known:
            period = deciding.Period(unit, month)
            self._enter(deciding.Reviewed(period, "刑事立案数", "12"), step)

    def _enter(self, saying: deciding.Saying, step: Step) -> None:
        grounds = deciding.Grounds(_REASON, _BY, step.day, step.day)
        deciding.enter(self.district, YEAR, saying, grounds)


# ------------------------------------------------------------------ killed


@dataclass
class Figures:
    """What happened, counted, and every difference."""

    years: int = 0
    steps: int = 0
    files: int = 0
    events: int = 0
    publications: int = 0
    decisions: int = 0
    kills: int = 0
    alone: int = 0
    inside: int = 0
    different: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return "\n".join(
            [
                f"{self.kills} kills ({self.alone} of the parent alone, {self.inside} inside a "
                f"step) in {self.years} years of {self.steps} steps, {self.files} files, "
                f"{self.decisions} decisions, {self.publications} publications, "
                f"{self.events} events: differences {len(self.different)}",
                *self.different[:40],
            ]
        )


def begun(work: Callable[[], None]) -> int:
    """``work`` in a process and session of its own, a copy of this one; its number."""
    sys.stdout.flush()
    if process := os.fork():
        return process
    os.setsid()
    code = 3
    try:
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def lived(officer: Officer) -> float:
    """Seconds of the whole year, undisturbed; raises SystemExit where it does not end well."""
    started = time.perf_counter()
    _, status_of = os.waitpid(begun(officer.live), 0)
    if status_of:
        raise SystemExit(f"the year ended with {os.waitstatus_to_exitcode(status_of)}")
    return time.perf_counter() - started


def tormented(officer: Officer, seconds: float, chance: Random, figures: Figures) -> None:
    """The year with kills; ``seconds`` is what one step takes.

    The longer it hangs on a step, the longer it may live, so that every year ends.
    """
    patience, before = 1.0, -1
    while (done := len(officer.done)) < len(officer.steps):
        patience = 1.0 if done > before else patience * 1.05
        before = done
        process = begun(officer.live)
        until = time.monotonic() + chance.uniform(0, seconds * patience)
        while not (ended := os.waitpid(process, os.WNOHANG))[0] and time.monotonic() < until:
            time.sleep(0.002)
        if ended[0]:
            if ended[1]:
                raise SystemExit(f"step {len(officer.done)} cannot be repeated after a kill")
            continue
        alone = figures.kills % 3 == 2
        _kill(process, alone)
        figures.kills += 1
        figures.alone += alone
        figures.inside += len(officer.done) == done
        if left := left_behind(process):
            figures.different.append(f"left behind after a kill: {left}")


def _kill(process: int, alone: bool) -> None:
    """The parent, and unless ``alone`` its children; it has none before it is in its session."""
    if alone or os.getsid(process) != process:
        os.kill(process, signal.SIGKILL)
    else:
        os.killpg(process, signal.SIGKILL)
    os.waitpid(process, 0)


# ------------------------------------------------------------------ compared


def _rows(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("select * from event order by number").fetchall()


def _tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _says(district: Path, day: date) -> object:
    """What the record says of the year: file in force, timeliness, lists, points, questions."""
    found = status(district, YEAR, day)
    return found.known.outcome.appraisal, found.known.settled, found.questions, found.report


def differences(one: Path, other: Path, day: date) -> Iterator[str]:
    """How the killed district ``other`` differs from ``one``."""
    rows, theirs = _rows(one / "register.db"), _rows(other / "register.db")
    if rows != theirs:
        lost, more = len({*rows} - {*theirs}), len({*theirs} - {*rows})
        yield f"events: {lost} of the undisturbed year are not there, {more} are others"
    if _rows(other / "register.bak") != theirs:
        yield "the backup is not the record"
    with opened(other) as book:
        if not book.unbroken():
            yield "the record is broken"
        yield from _papers_without_number(other, book)
    for folder in ("originals", "papers", "statements"):
        if _tree(one / folder) != _tree(other / folder):
            yield f"{folder}: {sorted(_tree(one / folder).items() ^ _tree(other / folder).items())}"
    if _says(one, day) != _says(other, day):
        yield "what the year says"
    here, there = ({path.name for path in each.iterdir()} for each in (one, other))
    if here != there:
        yield f"left beside the record: {sorted(here ^ there)}"


def _papers_without_number(district: Path, book: RecordBook) -> Iterator[str]:
    numbers = {one.number for one in entered.published(book)}
    folders = {path.name for path in (district / "papers").iterdir()}
    yield from (f"papers without a number: {name}" for name in sorted(folders - numbers))


# ------------------------------------------------------------------ one year, many years


def torment(folder: Path, seed: int, figures: Figures) -> None:
    """One generated year, undisturbed and killed, compared."""
    chance = Random(seed)
    one = new_district(folder / "one")
    steps = generated(folder / "inbox", in_force(one, YEAR), chance)
    undisturbed = Officer(one, steps, folder / "one.log")
    seconds = lived(undisturbed) / len(steps)
    for life in range(_LIVES):
        other = new_district(folder / f"other {life}")
        killed = replace(
            undisturbed, district=other, log=other.with_suffix(".log"), answered=undisturbed.done
        )
        tormented(killed, seconds, chance, figures)
        found = compared(one, killed)
        figures.different += [f"seed {seed}, life {life}: {told}" for told in found]
        _count(other, steps, figures)
        print(f"seed {seed}: {figures}", flush=True)


#: how often a generated year is lived with kills, each time with others
_LIVES = 4


def compared(one: Path, killed: Officer) -> list[str]:
    """Every difference, also when all files are handed in once more."""
    end = killed.steps[-1].day
    found = [*differences(one, killed.district, end)]
    again = [step for step in killed.steps if step.files]
    lived(Officer(killed.district, again, killed.log.with_suffix(".again")))
    found += [f"handed in again: {told}" for told in differences(one, killed.district, end)]
    return found


def _count(district: Path, steps: Sequence[Step], figures: Figures) -> None:
    kinds = [row[2] for row in _rows(district / "register.db")]
    figures.years += 1
    figures.steps += len(steps)
    figures.events += len(kinds)
    figures.files += kinds.count("Arrived")
    figures.decisions += kinds.count("Decided")
    figures.publications += kinds.count("Published")


def main() -> int:
    """Run and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=1000, help="at least so many")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    asked = parser.parse_args()
    figures, seed = Figures(), asked.seed
    print(f"seed {seed}", flush=True)
    while figures.kills < asked.kills:
        with tempfile.TemporaryDirectory() as folder:
            torment(Path(folder), seed, figures)
        seed += 1
    return 1 if figures.different else 0


if __name__ == "__main__":
    sys.exit(main())

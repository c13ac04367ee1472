"""Mutated valid returns through validate, consolidate and repair: what breaks, and how often.

    uv run python benchmarks/fuzz.py [--cases 20000] [--seed N] [--workers N] [--keep DIR]

Every case is one file: a valid return of the standard edition (or the departments' workbook),
damaged one way of tests/hostile/mutations.py. A round is one folder of 41 cases that is checked
or consolidated as a whole; of ten rounds one also writes all outputs, and in one each file is
inspected and repaired. Counted: tracebacks (a fault of ours that the reader had to catch, or a
run that raised), hangs (a file over its deadline), children that died, dead runs (no result).
The seed repeats a run exactly; offending files are kept with --keep. Exit code 1 where a count
that must be 0 is not.
"""

import argparse
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.good_year import ANNUAL_FIGURES, month_figures, reported
from tests.hostile.mutations import mutated
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.desk import checking, consolidation, repairing
from zongzhi_xl.desk.placing import seen_from
from zongzhi_xl.mending.draft import draft_of
from zongzhi_xl.reading import intake
from zongzhi_xl.sheets import department_book, return_book
from zongzhi_xl.sheets.return_book import ReturnContents
from zongzhi_xl.statements import loader

YEAR, MONTHS = 2026, (1, 2, 3, 4)
_SIGNED = {"填表人": "甲", "单位负责人": "乙", "联系电话": "0000-2000001", "本月无重大事项": "是"}
#: of ten rounds, the one that repairs
_REPAIR_ROUND = 5
_CAUGHT, _DIED, _LATE = "程序读这份文件时出错", "读取时程序中断", "读了超过"


@dataclass
class Figures:
    """What happened, counted."""

    ways: Counter[str] = field(default_factory=Counter)
    tracebacks: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    deaths: list[str] = field(default_factory=list)
    dead_runs: list[str] = field(default_factory=list)
    rejected: int = 0
    read: int = 0
    repaired: int = 0
    slowest_round: float = 0.0

    @property
    def sound(self) -> bool:
        """Nothing happened that must not."""
        return not (self.tracebacks or self.hangs or self.dead_runs)

    def __str__(self) -> str:
        cases = sum(self.ways.values())
        lines = [
            f"{cases} cases: {self.read} read, {self.repaired} repaired, "
            f"{self.rejected} rejected with a reason",
            f"tracebacks {len(self.tracebacks)}, hangs {len(self.hangs)}, "
            f"dead runs {len(self.dead_runs)}, children that died {len(self.deaths)}",
            f"slowest round of 41: {self.slowest_round:.1f} s",
            "by way: " + ", ".join(f"{way} {n}" for way, n in sorted(self.ways.items())),
            *self.tracebacks[:20], *self.hangs[:20], *self.dead_runs[:20], *self.deaths[:20],
        ]  # fmt: skip
        return "\n".join(lines)


def good_returns(folder: Path, edition: Edition, months: tuple[int, ...] = MONTHS) -> list[Path]:
    """Valid returns of every unit of ``edition``, and the departments' workbook."""
    for unit in edition.units:
        for month in months:
            values = {**month_figures(month), **_SIGNED, "报出日期": reported(month)}
            contents = ReturnContents(unit=unit.name, year=YEAR, month=month, values=values)
            path = folder / f"{unit.name}_{month:02}.xlsx"
            return_book.write(path, FormKind.MONTHLY, edition, contents)
        values = {**ANNUAL_FIGURES, **_SIGNED, "报出日期": reported(12)}
        contents = ReturnContents(unit=unit.name, year=YEAR, values=values)
        return_book.write(folder / f"{unit.name}_年报.xlsx", FormKind.ANNUAL, edition, contents)
    yearly = {unit.name: {"群体性事件起数": 0} for unit in edition.units}
    department_book.write(folder / "部门提供数.xlsx", edition, YEAR, yearly, {})
    return sorted(folder.iterdir())


def run(
    folder: Path,
    bases: list[Path],
    cases: int,
    seed: int,
    workers: int = 1,
    keep: Path | None = None,
    figures: Figures | None = None,
) -> Figures:
    """``cases`` mutated files in rounds as large as ``bases``; everything is done in ``folder``.

    ``figures`` are added to, so that they hold what was done when somebody interrupts.
    """
    figures, chance = figures or Figures(), Random(seed)
    good = [(one.name, one.read_bytes()) for one in bases]
    for number, count in enumerate(_rounds(cases, len(good))):
        inbox = folder / f"{number:04}"
        inbox.mkdir()
        ways = []
        for name, data in good[:count]:
            way, damaged = mutated(data, chance)
            (inbox / name).write_bytes(damaged)
            ways.append(way)
        started = time.perf_counter()
        _round(inbox, number, workers, figures)
        figures.ways.update(ways)
        figures.slowest_round = max(figures.slowest_round, time.perf_counter() - started)
        _clear(inbox, figures, keep)
    return figures


def _rounds(cases: int, size: int) -> Iterator[int]:
    while cases > 0:
        yield min(cases, size)
        cases -= size


def _round(inbox: Path, number: int, workers: int, figures: Figures) -> None:
    try:
        if number % 10 == _REPAIR_ROUND:
            _note(tuple(_refused(inbox, workers, figures)), inbox, figures)
        elif number % 2:
            rejected = checking.check([inbox], checking.Wish(), workers=workers).rejected
            figures.read += _count(inbox) - len(rejected)
            _note(rejected, inbox, figures)
        else:
            asked = consolidation.Question((inbox,), YEAR, workers=workers, final=number % 4 == 0)
            outcome = consolidation.consolidate(asked)
            figures.read += _count(inbox) - len(outcome.appraisal.rejected)
            _note(outcome.appraisal.rejected, inbox, figures)
            if number % 10 == 0:
                _write(outcome, inbox)
    except Exception as fault:  # this is what must never happen
        figures.dead_runs.append(f"{inbox.name}: {type(fault).__name__}: {fault}")


def _refused(inbox: Path, workers: int, figures: Figures) -> Iterator[intake.Failure]:
    """Every file inspected and repaired; those that could not be, with their reason."""
    files = [(path, path.name) for path in sorted(inbox.glob("*.xlsx"))]
    work = partial(draft_of, None)
    for file, draft in intake.run(files, work, limits=repairing.PATIENT, workers=workers):
        if isinstance(draft, intake.Failure):
            yield draft
            continue
        repairing.write(inbox / f"{file}.new.xlsx", draft)
        (inbox / f"{file}.new.xlsx").unlink()
        figures.repaired += 1


def _write(outcome: consolidation.Outcome, inbox: Path) -> None:
    out = inbox / "out"
    out.mkdir()
    outputs = consolidation.Outputs(out / "s.xlsx", out / "o.json", out / "f.csv", out / "papers")
    consolidation.write(outcome, outputs, seen_from(outputs.summary, [inbox]))


def _count(inbox: Path) -> int:
    return len(list(inbox.glob("*.xlsx")))


def _note(rejected: tuple[object, ...], inbox: Path, figures: Figures) -> None:
    figures.rejected += len(rejected)
    for one in rejected:
        words = f"{inbox.name}/{one.file}: {one.reason}"  # type: ignore[attr-defined]
        for start, kind in ((_CAUGHT, figures.tracebacks), (_LATE, figures.hangs),
                            (_DIED, figures.deaths)):  # fmt: skip
            if one.reason.startswith(start):  # type: ignore[attr-defined]
                kind.append(words)


def _clear(inbox: Path, figures: Figures, keep: Path | None) -> None:
    """Only what offended is kept."""
    bad = " ".join((*figures.tracebacks, *figures.hangs, *figures.dead_runs, *figures.deaths))
    for path in sorted(inbox.rglob("*"), reverse=True):
        offends = f"{inbox.name}/{path.name}" in bad or f"{inbox.name}:" in bad
        if keep and path.is_file() and path.parent == inbox and offends:
            (keep / inbox.name).mkdir(parents=True, exist_ok=True)
            (keep / inbox.name / path.name).write_bytes(path.read_bytes())
        path.rmdir() if path.is_dir() else path.unlink()
    inbox.rmdir()


def main() -> int:
    """Run and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored by jobs in the background
    with tempfile.TemporaryDirectory() as folder:
        good, rounds = Path(folder, "good"), Path(folder, "rounds")
        good.mkdir()
        rounds.mkdir()
        bases = good_returns(good, loader.standard())
        started = time.perf_counter()
        figures = Figures()
        with suppress(KeyboardInterrupt):  # the figures up to then are printed
            run(rounds, bases, asked.cases, asked.seed, asked.workers, asked.keep, figures)
    print(figures)
    print(f"{time.perf_counter() - started:.0f} s in all")
    return 0 if figures.sound else 1


if __name__ == "__main__":
    sys.exit(main())

"""Changed returns, printed by LibreOffice, beside what was scored of them: is anything silent?

    uv run python benchmarks/seen.py [--cases 5000] [--first N] [--workers 2]

Every case is a good return of the standard edition, changed by chance in names, cells, merges,
hidden things, sheets or formats (tests/seen/changes.py). What a person reads on the printed pages
must be what counts, or a finding must say so; what is sent back in words is not printed. A case on
which LibreOffice ends or takes too long is counted as not printed, and the next one has a new
LibreOffice. The number of a case repeats it exactly (``--first N --cases 1``). On stderr: how far
it is, and each silent case at once. A run that is stopped (Ctrl-C, TERM) prints what it counted.
Exit code 1 where something was silent, or not all were run.
"""

import argparse
import signal
import sys
import tempfile
import warnings
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe, Process, active_children
from multiprocessing.connection import Connection, wait
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.seen.cases import Outcome, outcomes
from tests.seen.printing import Printer
from zongzhi_xl.statements import loader

#: after so many cases it is told how far it is
_OFTEN = 50


@dataclass
class Figures:
    """What came of the cases up to now."""

    found: list[Outcome] = field(default_factory=list)

    def add(self, one: Outcome) -> None:
        """Count one more; what is silent or was not printed is told at once."""
        self.found.append(one)
        if one.silent or one.unprinted:
            print(one, file=sys.stderr, flush=True)
        if len(self.found) % _OFTEN == 0:
            print(self, file=sys.stderr, flush=True)

    @property
    def silent(self) -> list[Outcome]:
        """Those in which something counts unseen and unsaid."""
        return [one for one in self.found if one.silent]

    def __str__(self) -> str:
        refused = sum(bool(one.refused) for one in self.found)
        compared = sum(one.compared for one in self.found)
        unprinted = [one for one in self.found if one.unprinted]
        return (
            f"{len(self.found)} cases: {compared} compared, {refused} refused in words, "
            f"{len(unprinted)} not printed, {len(self.silent)} silent"
        )

    @property
    def ways(self) -> str:
        """How often each way of changing a return was gone."""
        counted = Counter(way for one in self.found for way, _ in one.done)
        return "by way: " + ", ".join(f"{way} {count}" for way, count in sorted(counted.items()))


def work(seeds: range, told: Connection) -> None:
    """Tell what comes of each case, printed by a LibreOffice of this process's own."""
    warnings.simplefilter("ignore", UserWarning)
    with (
        suppress(KeyboardInterrupt), tempfile.TemporaryDirectory() as folder,
        Printer(Path(folder)) as printer,
    ):  # fmt: skip
        for one in outcomes(seeds, printer, Path(folder), loader.standard()):
            told.send(one)


def run(seeds: range, workers: int, figures: Figures) -> None:
    """All cases; ``figures`` hold what was done when somebody interrupts."""
    telling: list[Connection] = []
    for n in range(workers):
        here, there = Pipe(duplex=False)
        Process(target=work, args=(seeds[n::workers], there)).start()
        there.close()
        telling.append(here)
    try:
        while telling:
            for one in wait(telling):
                assert isinstance(one, Connection)
                try:
                    figures.add(one.recv())
                except EOFError:  # it is done, or has died: the number of cases tells
                    telling.remove(one)
    except KeyboardInterrupt:
        for child in active_children():
            child.terminate()


def main() -> int:
    """Run the cases, print what was counted and each silent one."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--cases", type=int, default=5000)
    options.add_argument("--first", type=int, default=100_000)
    options.add_argument("--workers", type=int, default=2)
    given = options.parse_args()
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.default_int_handler)
    figures = Figures()
    run(range(given.first, given.first + given.cases), given.workers, figures)
    print(figures, figures.ways, *figures.silent, sep="\n")
    return bool(figures.silent) or len(figures.found) < given.cases


if __name__ == "__main__":
    sys.exit(main())

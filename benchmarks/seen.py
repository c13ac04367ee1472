"""Changed returns, printed by LibreOffice, beside what was scored of them: is anything silent?

    uv run python benchmarks/seen.py [--cases 5000] [--first N] [--workers 2]

Every case is a good return of the standard edition, changed by chance in names, cells, merges,
hidden things, sheets or formats (tests/seen/changes.py). What a person reads on the printed pages
must be what counts, or a finding must say so; what is sent back in words is not printed. A case on
which LibreOffice ends or takes too long is counted as not printed, and the next one has a new
LibreOffice. The number of a case repeats it exactly (``--first N --cases 1``). On stderr: how far
it is, and each silent case at once. A run that is stopped (Ctrl-C, TERM) prints what it counted.
Exit code 1 where something was silent.
"""

import argparse
import os
import signal
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import active_children
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.seen.cases import Outcome, outcomes
from tests.seen.printing import Printer
from zongzhi_xl.statements import loader

#: cases that one LibreOffice prints
_BATCH = 40


@dataclass
class Figures:
    """What came of the cases up to now."""

    found: list[Outcome] = field(default_factory=list)

    def add(self, some: Iterable[Outcome]) -> None:
        """Count some more; what is silent or was not printed is told at once."""
        for one in some:
            self.found.append(one)
            if one.silent or one.unprinted:
                print(one, file=sys.stderr, flush=True)

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


def batch(seeds: range) -> list[Outcome]:
    """Some cases, in a LibreOffice of their own."""
    warnings.simplefilter("ignore", UserWarning)
    try:
        with tempfile.TemporaryDirectory() as folder, Printer(Path(folder)) as printer:
            return list(outcomes(seeds, printer, Path(folder), loader.standard()))
    except KeyboardInterrupt:
        os._exit(1)  # LibreOffice is ended; the pool would go on with the next batch


def run(seeds: range, workers: int, figures: Figures) -> None:
    """All cases, batch by batch; ``figures`` hold what was done when somebody interrupts."""
    batches = [seeds[n : n + _BATCH] for n in range(0, len(seeds), _BATCH)]
    pool = ProcessPoolExecutor(workers)
    try:
        for done in as_completed([pool.submit(batch, one) for one in batches]):
            figures.add(done.result())
            print(figures, file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        for child in active_children():
            child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


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
    try:
        with suppress(KeyboardInterrupt):
            run(range(given.first, given.first + given.cases), given.workers, figures)
    finally:
        print(figures, figures.ways, *figures.silent, sep="\n")
    return bool(figures.silent)


if __name__ == "__main__":
    sys.exit(main())

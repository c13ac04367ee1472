"""Parts of returns replaced by those of other workbooks: does anything look better, unsaid?

    uv run python benchmarks/grafts.py [--cases 2000] [--first N]

Every case takes one part of a return (a sheet with its texts or as it lies in the zip, names,
texts, formats) from a workbook of another office, month, year or edition, or filled in otherwise
(tests/hostile/grafts.py). The number of a case repeats it exactly (``--first N --cases 1``). On
stderr: how far it is, and each silent case at once. A run that is stopped (Ctrl-C, TERM) prints
what it counted and where to go on. Exit code 1 where something was silent, or not all were run.
"""

import argparse
import signal
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.hostile.grafts import Outcome, editions, outcome
from zongzhi_xl.statements import loader

_OFTEN, _STOPS = 100, (signal.SIGINT, signal.SIGTERM)


@dataclass
class Figures:
    """What came of the cases up to now."""

    done: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    parts: Counter[str] = field(default_factory=Counter)
    silent: list[Outcome] = field(default_factory=list)

    def add(self, one: Outcome) -> None:
        """Count one more; a silent one is told at once."""
        self.done += 1
        self.kinds[one.came_of_it] += 1
        self.parts[one.part] += 1
        if one.silent:
            self.silent.append(one)
            print(one, file=sys.stderr, flush=True)
        if self.done % _OFTEN == 0:
            print(self, file=sys.stderr, flush=True)

    def __str__(self) -> str:
        counted = ", ".join(f"{kind} {count}" for kind, count in sorted(self.kinds.items()))
        return f"{self.done} grafts: {counted}"


def interrupted(*_: object) -> None:
    """Once: what was counted is still to be printed."""
    for stop in _STOPS:
        signal.signal(stop, signal.SIG_IGN)
    raise KeyboardInterrupt


def run(seeds: range, folder: Path, figures: Figures) -> None:
    """All cases; ``figures`` hold what was done when somebody interrupts."""
    known = editions(loader.standard())
    with suppress(KeyboardInterrupt):
        for seed in seeds:
            figures.add(outcome(seed, folder, known))


def main() -> int:
    """Run the cases, print what was counted and each silent one."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--cases", type=int, default=2000)
    options.add_argument("--first", type=int, default=0)
    given = options.parse_args()
    for stop in _STOPS:
        signal.signal(stop, interrupted)
    figures = Figures()
    with tempfile.TemporaryDirectory() as folder:
        run(range(given.first, given.first + given.cases), Path(folder), figures)
    print(figures)
    print("by part: " + ", ".join(f"{part} {n}" for part, n in sorted(figures.parts.items())))
    print(*figures.silent, sep="\n")
    if figures.done < given.cases:
        left = given.cases - figures.done
        print(f"go on with --first {given.first + figures.done} --cases {left}")
    return bool(figures.silent) or figures.done < given.cases


if __name__ == "__main__":
    sys.exit(main())

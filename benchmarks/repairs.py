"""Damaged returns through ``repair``: how many values were typed, moved, lost, invented.

    uv run python benchmarks/repairs.py [--cases 1000] [--seed N]

Each case is a return with whatever clerks type (texts for numbers, events, explanations), to which
one to four of the mishaps of tests/repairs.py happen: rows and columns inserted, rows sorted,
sheets renamed, cells cut, names dead or pointing elsewhere, formulas overwritten, hidden sheets
deleted, other programs' ways of writing, … Refused is what could be meant in two ways. A run that
is stopped (Ctrl-C, TERM) prints what it counted. Exit code 1 where a value was lost or invented.
"""

import argparse
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests import repairs
from zongzhi_xl.statements import loader


def main() -> int:
    """Run and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    started, count = time.perf_counter(), repairs.Count()
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as folder, suppress(KeyboardInterrupt):
        repairs.run(Path(folder), loader.standard(), asked.cases, asked.seed, count)
    print(count)
    print(f"{time.perf_counter() - started:.0f} s in all")
    return 1 if count.lost or count.invented else 0


if __name__ == "__main__":
    sys.exit(main())

"""What loading and checking the standard edition costs, in processor time, against a checkout.

    uv run python benchmarks/rules.py --rounds 5 [--against CHECKOUT]

Each figure is the least of eight in one process, taken in turn; starting Python and importing
are measured apart. ``rules check`` is the first one of a process, since nobody makes a second.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

LOADING = """
from time import process_time as now
from zongzhi_xl.statements import loader
def once():
    begun = now(); loader.load(loader.STANDARD); return now() - begun
print(min(once() for _ in range(8)))
"""
CHECKING = """
from time import process_time as now
begun = now()
import zongzhi_xl.cli.rules
from zongzhi_xl.desk.rulekeeping import checking
ready = now()
checking.said(checking.examine(None))
print(ready - begun, now() - ready)
"""


def measured(program: str, checkout: Path | None = None) -> list[float]:
    """What ``program`` prints, run by this Python over the sources of ``checkout``."""
    path = {"PYTHONPATH": str(checkout / "src")} if checkout else {}
    done = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, **path}, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    return [float(word) for word in done.stdout.split()]


def main() -> None:
    """Measure in turn, print medians in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--against", type=Path)
    asked = parser.parse_args()
    checkouts = {"here": None, **({"there": asked.against} if asked.against else {})}
    loading: dict[str, list[float]] = {name: [] for name in checkouts}
    checking: list[list[float]] = []
    for _ in range(asked.rounds):
        for name, checkout in checkouts.items():
            loading[name] += measured(LOADING, checkout)
        checking.append(measured(CHECKING))
    for name, found in loading.items():
        print(f"loading the standard edition, {name}: {median(found) * 1000:.0f} ms")
    importing, checked = map(median, zip(*checking, strict=True))
    print(f"rules check: {checked * 1000:.0f} ms; imports before it {importing * 1000:.0f} ms")


if __name__ == "__main__":
    main()

"""What a return costs: ``consolidate --workers 1`` against bare calamine, in one run.

    uv run python benchmarks/consolidate.py [--district DIR] [--rounds N]

The marginal cost is that of 12 months less that of 1 month of the demo's returns, so start-up,
the rules and the fixed part of the summary fall out. Bare calamine opens the same 11 months'
files and turns every sheet into Python rows, and does nothing else. The figure to quote is the
ratio; rounds alternate the two sides, so a machine that drifts hits both.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from python_calamine import CalamineWorkbook

YEAR = 2026


def consolidate(demo: Path, inboxes: list[Path], target: Path) -> float:
    """Seconds of one whole ``consolidate`` process over ``inboxes``."""
    command = [
        sys.executable, "-m", "zongzhi_xl.cli", "consolidate", *map(str, inboxes),
        "--year", str(YEAR), "--workers", "1", "-o", str(target),
        "--district", str(demo / "district"), "--json", str(target.with_suffix(".json")),
    ]  # fmt: skip
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False)
    elapsed = time.perf_counter() - started
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    return elapsed


def bare_calamine(files: list[Path]) -> float:
    """Seconds to read every sheet of ``files`` with calamine alone."""
    started = time.perf_counter()
    for file in files:
        workbook = CalamineWorkbook.from_path(str(file))
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name).to_python()
    return time.perf_counter() - started


def readable(files: list[Path]) -> list[Path]:
    """The files that calamine opens at all (the demo holds damaged ones on purpose)."""
    opened = []
    for file in files:
        try:
            CalamineWorkbook.from_path(str(file))
        except Exception as fault:  # whatever calamine raises, the file is left out
            print(f"left out: {file.name} ({type(fault).__name__})", file=sys.stderr)
        else:
            opened.append(file)
    return opened


def main() -> None:
    """Build the demo, run both sides in turn, print the medians and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo", type=Path, help="a demo folder that is already there")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        demo = options.demo or Path(scratch) / "demo"
        if not options.demo:
            subprocess.run([sys.executable, "-m", "zongzhi_xl.cli", "demo", str(demo)], check=True)
        months = [demo / "inbox" / f"{month:02}" for month in range(1, 13)]
        files = readable([file for month in months[1:] for file in sorted(month.glob("*.xlsx"))])
        rows = []
        for _ in range(options.rounds):
            one = consolidate(demo, months[:1], Path(scratch) / "one.xlsx")
            year = consolidate(demo, months, Path(scratch) / "year.xlsx")
            rows.append(((year - one) / len(files), bare_calamine(files) / len(files)))
    ours = statistics.median(row[0] for row in rows)
    bare = statistics.median(row[1] for row in rows)
    ratio = statistics.median(row[0] / row[1] for row in rows)
    print(f"files: {len(files)}, rounds: {options.rounds}")
    print(f"consolidate --workers 1, marginal: {ours * 1000:.2f} ms a file")
    print(f"bare calamine, all sheets:         {bare * 1000:.2f} ms a file")
    print(f"ratio (median of rounds):          {ratio:.2f}")


if __name__ == "__main__":
    main()

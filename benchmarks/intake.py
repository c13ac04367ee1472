"""What taking one return in costs, against another checkout of this repository.

    git worktree add ../before COMMIT && (cd ../before && uv sync)
    uv run python benchmarks/intake.py --against ../before [--files 104] [--rounds 15] [--keep DIR]

The step of a child: a file is read, understood, checked and packed for the parent. Forms change
between versions, so each checkout reads the returns of its own ``demo``, spread evenly over the
year; what both take in counts. Each side runs in a process of its own that goes through the files
twice: what is made once a process is no cost of a return. In each round the sides take turns,
and of each file the least processor time counts, so that what else the machine does weighs little.
"""

import argparse
import json
import pickle
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

YEAR = 2026
HERE = Path(__file__).resolve().parents[1]


def step(folder: Path, count: int) -> dict[str, float]:
    """Processor seconds of ``count`` files under ``folder``, by name; of this checkout."""
    from zongzhi_xl.desk.receiving import found_under  # noqa: PLC0415
    from zongzhi_xl.desk.taking import by_edition, taken  # noqa: PLC0415
    from zongzhi_xl.errors import Refusal  # noqa: PLC0415
    from zongzhi_xl.statements.editions import in_force  # noqa: PLC0415

    take = partial(taken, by_edition(in_force(folder / "district", YEAR)))
    files = found_under([folder / "inbox"])
    chosen = [files[n * len(files) // count] for n in range(count)]
    times: dict[str, float] = {}
    for path, file in chosen * 2:
        before = time.process_time()
        try:
            pickle.dumps(take(path, file), protocol=pickle.HIGHEST_PROTOCOL)
        except Refusal:
            continue
        spent = time.process_time() - before
        times[file] = min(spent, times.get(file, spent))
    return times


def _run(checkout: Path, *words: object) -> bytes:
    """What ``words`` print, run by the interpreter of that checkout."""
    folder = checkout / ".venv" / ("Scripts" if sys.platform == "win32" else "bin")
    return subprocess.run(
        [folder / "python", *map(str, words)], check=True, stdout=subprocess.PIPE
    ).stdout


def _demo(checkout: Path, folder: Path) -> None:
    if not folder.exists():
        _run(checkout, "-c", "from zongzhi_xl.cli import main; main()", "demo", folder)


def least(sides: dict[Path, Path], count: int, rounds: int) -> list[dict[str, float]]:
    """Of each checkout with its folder the least seconds of each file, the sides in turn."""
    found: list[dict[str, float]] = [{} for _ in sides]
    for _ in range(rounds):
        for (checkout, folder), known in zip(sides.items(), found, strict=True):
            told = json.loads(_run(checkout, __file__, "--step", folder, count))
            for file, seconds in told.items():
                known[file] = min(seconds, known.get(file, seconds))
    return found


def report(before: dict[str, float], now: dict[str, float]) -> None:
    """Milliseconds a return of both, over what both take in."""
    both = before.keys() & now.keys()
    means = [1e3 * sum(side[one] for one in both) / len(both) for side in (before, now)]
    print(f"{len(both)} returns, least processor time of each, ms a return:")
    print(f"before {means[0]:.2f}, now {means[1]:.2f}, ratio {means[1] / means[0]:.3f}")


def main() -> None:
    """The command line; ``--step`` is what it calls itself with."""
    if sys.argv[1:2] == ["--step"]:
        print(json.dumps(step(Path(sys.argv[2]), int(sys.argv[3]))))
        return
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--against", type=Path, required=True, help="the other checkout")
    parser.add_argument("--files", type=int, default=104)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--keep", type=Path, help="where both demo districts are, or are put")
    options = parser.parse_args()
    with TemporaryDirectory() as scratch:
        keep = (options.keep or Path(scratch)).resolve()
        sides = {options.against.resolve(): keep / "before", HERE: keep / "now"}
        for checkout, folder in sides.items():
            _demo(checkout, folder)
        before, now = least(sides, options.files, options.rounds)
    report(before, now)


if __name__ == "__main__":
    main()

"""What a run over an inbox costs in which nothing, or one file, is new.

    uv run python benchmarks/warm.py [--files 2600] [--rounds 3] [--keep DIR]

``receive`` takes in a year of returns (cold), then runs again over the same inbox (warm), then
over the inbox with one office's correction: a first return of it lay there as one of the others.
Whole processes, processor time of all of them with their children, medians; warm and correction
as shares of cold. The start of the program is in all three, and is printed beside them.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from generate import generate
from speed import YEAR, measured

_COMMAND = (sys.executable, "-m", "zongzhi_xl")


def receive(district: Path, inbox: Path) -> float:
    """Processor seconds of one run."""
    return float(measured([*_COMMAND, "receive", str(district), str(inbox)]).cpu)


def lived(folder: Path, scratch: Path) -> tuple[float, float, float]:
    """Cold, warm, and with one file that is new; in a district of its own."""
    district, inbox, more = scratch / "district", folder / "inbox", scratch / "more"
    shutil.copytree(folder / "district" / "statements", district / "statements")
    shutil.copytree(inbox, more)
    late = sorted((more / "12").glob("*.xlsx"))[0]
    aside = scratch / late.name
    late.rename(aside)
    time.sleep(5)  # what changed just now is not remembered
    cold, warm = receive(district, more), receive(district, more)
    aside.rename(late)
    correction = receive(district, more)
    shutil.rmtree(district)
    shutil.rmtree(more)
    return cold, warm, correction


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=2600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="where made files are, or are put")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(scratch / "compiled")
        os.environ["ZONGZHI_XL_TODAY"] = date(YEAR + 1, 1, 20).isoformat()
        folder = ((options.keep or scratch) / str(options.files)).resolve()
        if not folder.exists():
            generate(folder, options.files)
        start = measured([*_COMMAND, "status", "--help"]).cpu
        start = measured([*_COMMAND, "status", "--help"]).cpu
        runs = [lived(folder, scratch) for _ in range(options.rounds)]
    cold, warm, correction = (statistics.median(some) for some in zip(*runs, strict=True))
    print(f"{options.files} returns: cold {cold:.2f} s of the processor, start alone {start:.2f} s")
    for words, one in (("nothing new", warm), ("one file new", correction)):
        rest = (one - start) / (cold - start)
        print(f"{words}: {one:.2f} s, {one / cold:.1%} of cold; without the start {rest:.1%}")


if __name__ == "__main__":
    main()

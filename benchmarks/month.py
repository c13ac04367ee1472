"""What receiving a month into a record of three years costs, against checking the same files.

    uv run python benchmarks/month.py [--rounds 9] [--keep DIR] [--against CHECKOUT]

Twenty offices of ``benchmarks/generate.py`` hand in January; the record of their district holds
the three years before, 780 returns, entered as facts: a year's real files, read once, as of other
years. ``receive`` enters the 20 files, each time into a copy of that record; ``validate
--district`` only says what does not fit in them. Both are whole processes that take turns;
processor time of all their processes, medians, and the ratio, which must not be over 1.3 (exit
code 1). With ``--against`` also what ``demo``, which now lives its year in a record, costs against
that of another checkout (``git worktree add ../before 96d80d8 && (cd ../before && uv sync)``).
"""

import argparse
import shutil
import statistics
import sys
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from zongzhi_xl.record import replace

sys.path.insert(0, str(Path(__file__).parent))

from generate import YEAR, generate
from speed import measured

from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.chronicle.events import Arrived, Deed, Understood
from zongzhi_xl.core.edition.documents import Editions
from zongzhi_xl.desk.registry.adopting import adopt, reader_of
from zongzhi_xl.desk.registry.arriving import ready
from zongzhi_xl.desk.understanding import paper_of
from zongzhi_xl.reading import intake
from zongzhi_xl.reading.inbox import discover

FILES, BOUND = 260, 1.3
BEFORE = (YEAR - 3, YEAR - 2, YEAR - 1)
_COMMAND = (sys.executable, "-m", "zongzhi_xl")


def lived(folder: Path) -> Path:
    """The district under ``folder`` with a record of the three years before."""
    district, inbox = folder / "district", folder / "inbox"
    if (district / "register.db").exists():
        return district
    if not inbox.exists():
        generate(folder, FILES)
    for year in BEFORE:
        shutil.copytree(district / "statements" / str(YEAR), district / "statements" / str(year))
    with ready(district) as book:
        editions = adopt(district, book, date(YEAR, 1, 1))
        papers = [
            paper
            for _, paper in intake.run(
                discover([inbox], []), partial(paper_of, editions), workers=2
            )
            if isinstance(paper, Received)
        ]
        for year in BEFORE:
            for paper in papers:
                book.add(date(year + 1, 1, 31), _of_year(editions, paper, year))
        print(f"{book.last} events, {(district / 'register.db').stat().st_size >> 10} KB")
    return district


def _of_year(editions: Editions, paper: Received, year: int) -> Iterator[Deed]:
    """The two events of such a return of ``year``."""
    one = paper.submission
    sha256 = f"{year}{one.sha256[4:]}"
    day = date(year + (one.month or 12) // 12, (one.month or 12) % 12 + 1, 4)
    yield Arrived(day, sha256, one.file, f"{day}/{one.file}")
    said = replace(paper, submission=replace(one, year=year, sha256=sha256))
    yield Understood(0, reader_of(editions, year), said)


def rounds(district: Path, month: Path, scratch: Path, count: int) -> Iterator[tuple[float, float]]:
    """Processor seconds of receiving and of checking, in turn."""
    for number in range(count):
        copy = scratch / str(number)
        shutil.copytree(district, copy)
        received = measured([*_COMMAND, "receive", str(copy), str(month)])
        checked = measured([*_COMMAND, "validate", str(month), "--district", str(copy)])
        yield received.cpu, checked.cpu
        shutil.rmtree(copy)


def demos(checkout: Path, scratch: Path) -> tuple[float, float]:
    """Processor seconds of this demo and of the other checkout's."""
    found = []
    for python, name in ((Path(sys.executable), "now"), (checkout / ".venv/bin/python", "before")):
        command = [str(python.with_name("zongzhi-xl")), "demo", str(scratch / name)]
        found.append(measured(command).cpu)
        shutil.rmtree(scratch / name)
    return found[0], found[1]


def main() -> int:
    """Run and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--keep", type=Path, help="where the record is, or is put")
    parser.add_argument("--against", type=Path, help="a checkout whose demo is compared")
    asked = parser.parse_args()
    with TemporaryDirectory() as scratch:
        folder = (asked.keep or Path(scratch, "made")).resolve()
        district = lived(folder)
        found = [*rounds(district, folder / "inbox" / "01", Path(scratch), asked.rounds)]
        if asked.against:
            now, before = demos(asked.against.resolve(), Path(scratch))
            print(f"demo {now:.1f} s, before {before:.1f} s, ratio {now / before:.2f}")
    received, checked = (statistics.median(side) for side in zip(*found, strict=True))
    ratio = statistics.median(one / other for one, other in found)
    print(f"receive {received:.2f} s, validate {checked:.2f} s, median ratio {ratio:.2f}")
    return int(ratio > BOUND)


if __name__ == "__main__":
    sys.exit(main())

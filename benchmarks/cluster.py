"""What reading on a Dask cluster costs against children of this computer, and what a parent bears.

    uv run python benchmarks/cluster.py [--files 2600] [--rounds 1] [--replayed 520000] [--keep DIR]

(a) Reading and checking one inbox with two children, and with two workers of a local cluster, in
turn; processor and wall time of all processes, start included, and what a further file costs
(against a tenth of the inbox). (b) One parent that is given so many returns: the parts of the
inbox are read once, and their answers are replayed, each unpacked and laid on the shelf as if it
had come from a worker. Prints returns a second of the parent's processor and its peak memory.
"""

import argparse
import json
import os
import pickle
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from speed import YEAR, Run, measured


def read_and_check(folder: Path, inbox: str, address: str) -> None:
    """The returns under ``inbox`` read and settled; two workers of a cluster where one is named."""
    from zongzhi_xl.core.appraising.tally import settle  # noqa: PLC0415
    from zongzhi_xl.desk.receiving import Cluster, receive  # noqa: PLC0415
    from zongzhi_xl.desk.taking import by_edition  # noqa: PLC0415
    from zongzhi_xl.statements.editions import in_force  # noqa: PLC0415

    edition = in_force(folder / "district", YEAR)
    workers = Cluster(address, 2) if address else 2
    settled = settle(receive([folder / inbox], by_edition(edition), workers=workers), YEAR, edition)
    assert not settled.rejected, settled.rejected[0]


def replay(folder: Path, wanted: int) -> None:
    """The parent alone: answers of parts that were read once, until ``wanted`` returns came in."""
    from functools import partial  # noqa: PLC0415

    from zongzhi_xl.desk.receiving import found_under, gathered  # noqa: PLC0415
    from zongzhi_xl.desk.taking import by_edition, taken  # noqa: PLC0415
    from zongzhi_xl.reading import intake  # noqa: PLC0415
    from zongzhi_xl.statements.editions import in_force  # noqa: PLC0415

    work = partial(taken, by_edition(in_force(folder / "district", YEAR)))
    files = found_under([folder / "inbox" / month for month in ("01", "02", "03")])
    chosen = [files[n] for n in range(min(len(files), 1024))]
    part = pickle.dumps([*intake.run(chosen, work, workers=2)], pickle.HIGHEST_PROTOCOL)

    def answers() -> Iterator[tuple[str, Any]]:
        given = 0
        for answer in cycle([part]):
            for number, (_, result) in enumerate(pickle.loads(answer), given):
                if number == wanted:
                    return
                yield f"{number:06}.xlsx", result
            given += len(chosen)

    before = time.process_time()
    tally = gathered(answers())
    spent = time.process_time() - before
    # getrusage tells that of whoever started this process, where it was larger
    status = Path("/proc/self/status").read_text()
    peak = next(int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line) >> 10
    told = {"returns": len(tally.received), "a second": round(wanted / spent), "peak MB": peak}
    print(json.dumps(told))


def _myself(*words: object) -> list[str]:
    return [sys.executable, __file__, *map(str, words)]


def compare(folder: Path, files: int, rounds: int) -> None:
    """(a) Both sides in turn, over the inbox and over its first month."""
    sides = {"two children": "", "a cluster of two": "local"}
    runs: dict[tuple[str, str], list[Run]] = {}
    for _ in range(rounds):
        for side, address in sides.items():
            for inbox in ("inbox", "inbox/01"):
                command = _myself("--read", folder, inbox, address)
                runs.setdefault((side, inbox), []).append(measured(command))
    month, further = files // 13, {}
    for side in sides:
        whole, start = (runs[side, inbox] for inbox in ("inbox", "inbox/01"))
        cpu, wall = ([getattr(run, what) for run in whole] for what in ("cpu", "wall"))
        more = statistics.median(cpu) - statistics.median(run.cpu for run in start)
        further[side] = more / (files - month)
        print(
            f"{side:18} processor {statistics.median(cpu):.1f} s,"
            f" wall {statistics.median(wall):.1f} s,"
            f" a further file {further[side] * 1e3:.2f} ms of the processor"
        )
    children, cluster = further.values()
    print(f"a further file, cluster / children: {cluster / children:.2f}")


def main() -> None:
    """The command line; ``--read`` and ``--replay`` are what it calls itself with."""
    if sys.argv[1:2] == ["--read"]:
        read_and_check(Path(sys.argv[2]), *sys.argv[3:5])
        return
    if sys.argv[1:2] == ["--replay"]:
        replay(Path(sys.argv[2]), int(sys.argv[3]))
        return
    from generate import generate  # noqa: PLC0415

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=2600)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--replayed", type=int, default=520_000)
    parser.add_argument("--keep", type=Path, help="where made files are, or are put")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        folder = ((options.keep or Path(scratch)) / str(options.files)).resolve()
        if not folder.exists():
            generate(folder, options.files)
        if options.rounds:
            compare(folder, options.files, options.rounds)
        if options.replayed:
            os.execv(sys.executable, _myself("--replay", folder, options.replayed))


if __name__ == "__main__":
    main()

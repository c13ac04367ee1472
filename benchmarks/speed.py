"""What reading and consolidating costs, against what else could read the same files: one run.

    uv run python benchmarks/speed.py [--files 260 2600] [--sample 130] [--rounds 3] [--keep DIR]

For each size: (a) bare calamine, every sheet into rows; (b) unzip alone; (c) the loop people
write: ``pandas.read_excel(sheet_name=None)`` over the files and ``concat``, default engine and
calamine; (d) openpyxl read-only; (e) ``consolidate`` as a whole with 1 and 2 workers; (f) its
read-and-check stage alone, from the first file to the settled tally. The files are made by
``benchmarks/generate.py`` (distinct contents). (a) to (d) run over ``--sample`` files spread
evenly over the inbox, because (c) and (d) over all of 26,000 would take an hour; what they take
without any file (imports) is measured too and spread over all files of the size (pandas imports
its engine with the first file: of a sample of 65 that is 2 % in our favour). Everything runs
in a process of its own, with its modules compiled before as in any installation. In each round the
sizes take turns, so that a machine that changes its pace changes it for all of them; medians. Of
more than 10,000 files (e) and (f) run once, in the round in the middle, and (e) with 1 worker only:
what a second worker changes is (f).
Times are processor seconds of all processes of a run, and wall time beside; quote the ratios,
not the seconds. Peak memory is the resident size of each process (Linux, from /proc).

With ``--files 2600 26000`` the last lines compare the sizes: time and memory from one to the
next. Wall times mean something only on a machine that has nothing else to do: the load is
printed with them.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import Literal

sys.path.insert(0, str(Path(__file__).parent))

YEAR = 2026


# ------------------------------------------------------------------ the sides, each in a process


def calamine(files: list[Path]) -> None:
    """(a) Every sheet of every file as rows of Python values."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    for file in files:
        workbook = CalamineWorkbook.from_path(str(file))
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name).to_python()


def unzip(files: list[Path]) -> None:
    """(b) Every part of every file unpacked, and nothing else."""
    for file in files:
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                archive.read(name)


def pandas_default(files: list[Path]) -> None:
    """(c) With the default engine."""
    _pandas(files, None)


def pandas_calamine(files: list[Path]) -> None:
    """(c) With calamine as its engine."""
    _pandas(files, "calamine")


def _pandas(files: list[Path], engine: Literal["calamine"] | None) -> None:
    import pandas as pd  # noqa: PLC0415

    warnings.simplefilter("ignore")
    frames: dict[str, list[pd.DataFrame]] = {}
    for file in files:
        for name, frame in pd.read_excel(file, sheet_name=None, engine=engine).items():
            frames.setdefault(name, []).append(frame)
    for some in frames.values():
        pd.concat(some)


def openpyxl(files: list[Path]) -> None:
    """(d) Read-only, every row of every sheet."""
    from openpyxl import load_workbook  # noqa: PLC0415

    warnings.simplefilter("ignore")
    for file in files:
        workbook = load_workbook(file, read_only=True)
        for sheet in workbook:
            for _ in sheet.iter_rows(values_only=True):
                pass
        workbook.close()


def read_and_check(folder: Path, workers: int) -> None:
    """(f) The returns read, understood and checked one by one; nothing scored or written."""
    from zongzhi_xl.core.appraising.tally import settle  # noqa: PLC0415
    from zongzhi_xl.desk.receiving import receive  # noqa: PLC0415
    from zongzhi_xl.desk.taking import by_edition  # noqa: PLC0415
    from zongzhi_xl.statements.editions import in_force  # noqa: PLC0415

    edition = in_force(folder / "district", YEAR)
    tally = receive([folder / "inbox"], by_edition(edition), workers=workers)
    settled = settle(tally, YEAR, edition)
    assert not settled.rejected, settled.rejected[0]


SIDES: dict[str, Callable[[list[Path]], None]] = {
    "calamine": calamine,
    "unzip": unzip,
    "pandas": pandas_default,
    "pandas-calamine": pandas_calamine,
    "openpyxl": openpyxl,
}


# ------------------------------------------------------------------ measuring a process


@dataclass(frozen=True)
class Run:
    """One process with its children: processor and wall seconds, peak MB of each process."""

    cpu: float
    wall: float
    memory: tuple[int, ...]


def measured(command: list[str]) -> Run:
    """``command`` run to its end, its processes looked at twenty times a second."""
    before, started = _children_cpu(), time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peaks: dict[int, int] = {}
    while process.poll() is None:
        for pid in (process.pid, *_children(process.pid)):
            peaks[pid] = max(peaks.get(pid, 0), _peak(pid))
        time.sleep(0.05)
    if process.returncode not in (0, 1):
        raise SystemExit((process.stderr.read() if process.stderr else b"").decode())
    wall = time.perf_counter() - started
    return Run(_children_cpu() - before, wall, tuple(peak >> 10 for peak in peaks.values()))


def _children_cpu() -> float:
    usage = getrusage(RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _children(pid: int) -> list[int]:
    found = []
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(word) for word in file.read_text().split()]
        except OSError:
            continue
    return found


def _peak(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def _myself(*words: object) -> list[str]:
    return [sys.executable, __file__, *map(str, words)]


def _consolidate(folder: Path, inboxes: list[Path], workers: int, target: Path) -> list[str]:
    return [
        sys.executable, "-m", "zongzhi_xl", "consolidate", *map(str, inboxes), "--year",
        str(YEAR), "--workers", str(workers), "-o", str(target), "--district",
        str(folder / "district"), "--json", str(target.with_suffix(".json")),
    ]  # fmt: skip


# ------------------------------------------------------------------ one size

#: beyond this many files a whole run is not repeated
_ONCE = 10_000
_ONE_MONTH = "consolidate 1, one month"


@dataclass(frozen=True)
class Measured:
    """All runs of one size, by name."""

    size: int
    sample: int
    runs: dict[str, list[Run]]
    starts: dict[str, list[Run]]

    def count(self, name: str) -> int:
        """How many returns a run of that name read."""
        if name in SIDES:
            return self.sample
        return self.size // 13 if name == _ONE_MONTH else self.size

    def cpu(self, name: str) -> float:
        """Processor seconds a return."""
        return self._each(name, lambda run: run.cpu)

    def wall(self, name: str) -> float:
        """Seconds on the clock a return."""
        return self._each(name, lambda run: run.wall)

    def _each(self, name: str, seconds: Callable[[Run], float]) -> float:
        """The median of the rounds; of a sample as if it had been all files."""
        run = statistics.median(map(seconds, self.runs[name]))
        if name not in SIDES:
            return run / self.count(name)
        start = statistics.median(map(seconds, self.starts[name]))
        return (run - start) / self.sample + start / self.size

    def memory(self, name: str) -> tuple[int, ...]:
        """Peak MB of each process, in the round that took most."""
        return max((run.memory for run in self.runs[name]), key=sum)

    @property
    def marginal(self) -> float:
        """What a further return costs one worker, start-up and all fixed parts left out."""
        whole = self.cpu("consolidate 1") * self.size
        month = self.cpu(_ONE_MONTH) * self.count(_ONE_MONTH)
        return (whole - month) / (self.size - self.count(_ONE_MONTH))


@dataclass(frozen=True)
class Plan:
    """What is run at one size, by name."""

    size: int
    sample: int
    commands: dict[str, list[str]]
    nothing: Path

    def measure(self, done: Measured, *, middle: bool) -> None:
        """One round; of a city's returns what takes minutes is run in the one in the middle."""
        for name, command in self.commands.items():
            if middle or self.size <= _ONCE or name in SIDES:
                done.runs[name].append(measured(command))
            if name in SIDES:
                done.starts[name].append(measured(_myself("--side", name, self.nothing)))

    def compile(self) -> None:
        """Every module compiled: each side once without a file, and a month consolidated."""
        for name in SIDES:
            measured(_myself("--side", name, self.nothing))
        measured(self.commands[_ONE_MONTH])


def plan(folder: Path, size: int, sample: int, scratch: Path) -> Plan:
    """Everything at one size."""
    files = sorted((folder / "inbox").glob("[0-9a]*/*.xlsx"))
    chosen = files[:: max(len(files) // sample, 1)][:sample]
    listing = scratch / f"{size}.json"
    listing.write_text(json.dumps([str(file) for file in chosen]))
    nothing = scratch / "nothing.json"
    nothing.write_text("[]")
    commands = {name: _myself("--side", name, listing) for name in SIDES}
    # one month of all offices: what every run costs before its first further return
    month = [folder / "inbox" / "01"]
    commands[_ONE_MONTH] = _consolidate(folder, month, 1, scratch / "one.xlsx")
    for workers in (1,) if size > _ONCE else (1, 2):
        everything = scratch / "all.xlsx"
        command = _consolidate(folder, [folder / "inbox"], workers, everything)
        commands[f"consolidate {workers}"] = command
    for workers in (1, 2):
        commands[f"read and check {workers}"] = _myself("--read", folder, workers)
    return Plan(size, len(chosen), commands, nothing)


def measure(plans: list[Plan], rounds: int) -> list[Measured]:
    """All sizes, in turn in each round."""
    plans[0].compile()
    done = [
        Measured(one.size, one.sample, {name: [] for name in one.commands}, {s: [] for s in SIDES})
        for one in plans
    ]
    for number in range(rounds):
        for one, results in zip(plans, done, strict=True):
            one.measure(results, middle=number == rounds // 2)
    return done


def report(one: Measured) -> None:
    """The table of one size, and its ratios."""
    print(
        f"\n{one.size} returns (and the departments' workbook); (a)-(d) over {one.sample} of them"
    )
    print(f"{'':28}{'cpu ms/file':>12}{'wall ms/file':>13}{'/ (a)':>8}  peak MB of each process")
    bare = one.cpu("calamine")
    for name in one.runs:
        cpu = one.cpu(name)
        # of a sample the time on the clock says nothing of the whole
        wall = "" if name in SIDES else f"{one.wall(name) * 1e3:.2f}"
        peaks = " + ".join(map(str, one.memory(name)))
        print(f"{name:28}{cpu * 1e3:12.2f}{wall:>13}{cpu / bare:8.2f}  {peaks}")
    _ratio("a further return, consolidate 1 / bare calamine", one.marginal / bare)
    whole = one.cpu("consolidate 1")
    _ratio("pandas loop, default engine / consolidate 1", one.cpu("pandas") / whole)
    _ratio("pandas loop, calamine / consolidate 1", one.cpu("pandas-calamine") / whole)
    _ratio("openpyxl read-only / consolidate 1", one.cpu("openpyxl") / whole)
    pairs = zip(one.runs["read and check 1"], one.runs["read and check 2"], strict=True)
    gains = [alone.wall / two.wall for alone, two in pairs]
    _ratio("read and check, wall of 1 worker / of 2", statistics.median(gains))
    sys.stdout.flush()


def compare(small: Measured, large: Measured) -> None:
    """What becomes of a return's cost, and of memory, where ten times as many come in."""
    print(f"\nfrom {small.size} to {large.size} returns")
    # unzip tells how much larger the returns are, or that the machine has changed its pace
    for name in ("consolidate 1", "read and check 1", "read and check 2", "calamine", "unzip"):
        _ratio(f"processor time a return, {name}", large.cpu(name) / small.cpu(name))
    for name in ("read and check 1", "read and check 2"):
        peaks = [one.memory(name) for one in (small, large)]
        _ratio(f"memory, {name}, all processes", sum(peaks[1]) / sum(peaks[0]))
        _ratio(f"memory, {name}, parent", peaks[1][0] / peaks[0][0])


def _ratio(words: str, ratio: float) -> None:
    print(f"{words + ':':60}{ratio:7.2f}")


def main() -> None:
    """The command line; ``--side`` and ``--read`` are what it calls itself with."""
    if sys.argv[1:2] == ["--side"]:
        SIDES[sys.argv[2]]([Path(name) for name in json.loads(Path(sys.argv[3]).read_text())])
        return
    if sys.argv[1:2] == ["--read"]:
        read_and_check(Path(sys.argv[2]), int(sys.argv[3]))
        return
    from generate import generate  # noqa: PLC0415

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, nargs="+", default=[260, 2600], help="small first")
    parser.add_argument("--sample", type=int, default=130)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="where made files are, or are put")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = scratch
        plans = []
        for size in options.files:
            folder = ((options.keep or Path(scratch)) / str(size)).resolve()
            if not folder.exists():
                generate(folder, size)
            plans.append(plan(folder, size, options.sample, Path(scratch)))
        done = measure(plans, options.rounds)
    for one in done:
        report(one)
    for small, large in pairwise(done):
        compare(small, large)
    load = Path("/proc/loadavg").read_text().split()[1]
    print(f"\nload of the machine in the last five minutes: {load}")


if __name__ == "__main__":
    main()

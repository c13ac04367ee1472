"""What reading and consolidating costs, against what else could read the same files: one run.

    uv run python benchmarks/speed.py [--files 260 2600] [--sample 130] [--rounds 3] [--keep DIR]

For each size: (a) bare calamine, every sheet into rows; (b) unzip alone; (c) the loop people
write: ``pandas.read_excel(sheet_name=None)`` over the files and ``concat``, default engine and
calamine; (d) openpyxl read-only; (e) ``consolidate`` as a whole with 1 and 2 workers; (f) its
read-and-check stage alone. The files are made by ``benchmarks/generate.py`` (distinct contents).
(a) to (d) run over ``--sample`` files spread evenly over the inbox, because (c) and (d) over all
of 26,000 would take an hour; every one in a process of its own, rounds in turn, medians. Times
are processor seconds of all processes of a run, and wall time beside; quote the ratios, not the
seconds. Peak memory is the resident size of each process (Linux, from /proc).
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

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


def _pandas(files: list[Path], engine: str | None) -> None:
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
    from zongzhi_xl.desk.editions import in_force  # noqa: PLC0415
    from zongzhi_xl.desk.receiving import ByEdition, receive  # noqa: PLC0415

    inboxes = [one for one in (folder / "inbox").iterdir() if one.name != "departments"]
    edition = in_force(folder / "district", YEAR)
    tally = receive(inboxes, ByEdition(edition), workers=workers)
    assert not tally.rejected, tally.rejected[0]


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
        sys.executable, "-m", "zongzhi_xl.cli", "consolidate", *map(str, inboxes), "--year",
        str(YEAR), "--workers", str(workers), "-o", str(target), "--district",
        str(folder / "district"), "--json", str(target.with_suffix(".json")),
    ]  # fmt: skip


# ------------------------------------------------------------------ one size


def measure(folder: Path, size: int, sample: int, rounds: int, scratch: Path) -> None:
    """Everything at one size; the report on standard output."""
    files = sorted((folder / "inbox").glob("[0-9a]*/*.xlsx"))
    chosen = files[:: max(len(files) // sample, 1)][:sample]
    listing = scratch / f"{size}.json"
    listing.write_text(json.dumps([str(file) for file in chosen]))
    commands = {name: _myself("--side", name, listing) for name in SIDES}
    # one month of one office: what every run costs before its first further return
    start = [folder / "inbox" / "01"]
    everything = [folder / "inbox"]
    for workers in (1, 2):
        commands[f"consolidate {workers}"] = _consolidate(
            folder, everything, workers, scratch / "all.xlsx"
        )
        commands[f"read and check {workers}"] = _myself("--read", folder, workers)
    commands["consolidate 1, one month"] = _consolidate(folder, start, 1, scratch / "one.xlsx")
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(measured(command))
    _report(size, len(chosen), runs)


def _report(size: int, sample: int, runs: dict[str, list[Run]]) -> None:
    print(f"\n{size} returns (and the departments' workbook); (a)-(d) over {sample} of them")
    print(f"{'':28}{'cpu ms/file':>12}{'wall ms/file':>13}{'/ (a)':>8}  peak MB of each process")
    bare = statistics.median(run.cpu for run in runs["calamine"]) / sample
    for name, some in runs.items():
        count = sample if name in SIDES else size // 13 if "one month" in name else size
        cpu, wall = (
            statistics.median(values) / count
            for values in ([run.cpu for run in some], [run.wall for run in some])
        )
        peaks = " + ".join(map(str, max(run.memory for run in some)))
        print(f"{name:28}{cpu * 1e3:12.2f}{wall * 1e3:13.2f}{cpu / bare:8.2f}  {peaks}")
    marginal = statistics.median(
        (whole.cpu - month.cpu) / (size - size // 13) / (one.cpu / sample)
        for whole, month, one in zip(
            runs["consolidate 1"],
            runs["consolidate 1, one month"],
            runs["calamine"],
            strict=True,
        )
    )
    print(f"marginal cost of consolidate, 1 worker / bare calamine: {marginal:.2f}")
    whole = statistics.median(run.cpu for run in runs["consolidate 1"]) / size
    loop = statistics.median(run.cpu for run in runs["pandas"]) / sample
    print(f"pandas loop, default engine / consolidate, 1 worker:    {loop / whole:.1f}")
    pairs = zip(runs["read and check 1"], runs["read and check 2"], strict=True)
    gain = statistics.median(one.wall / two.wall for one, two in pairs)
    print(f"read and check, wall of 1 worker / wall of 2:           {gain:.2f}")


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
    parser.add_argument("--files", type=int, nargs="+", default=[260, 2600])
    parser.add_argument("--sample", type=int, default=130)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="where made files are, or are put")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        for size in options.files:
            folder = (options.keep or Path(scratch)) / str(size)
            if not folder.exists():
                generate(folder.resolve(), size)
            measure(folder.resolve(), size, options.sample, options.rounds, Path(scratch))
    print(f"\npeak of this script itself: {getrusage(RUSAGE_SELF).ru_maxrss >> 10} MB")


if __name__ == "__main__":
    main()

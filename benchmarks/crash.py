"""Stops at random points of every command that writes: outputs are old or new, never half.

    uv run python benchmarks/crash.py [--kills 60] [--seed N]

Every command first runs undisturbed: with what it gives (the old state lies there already) and
how long it takes. Then it is started again and again and stopped after a random time, in turn in
each of four ways: the whole group by KILL, as when the power goes, and the parent alone by KILL,
TERM and HUP, as by a task manager or a closed window. After each stop every output must open and be
whole, and five seconds later no child may be left; what was left aside, beside the outputs and
in the folder for temporary files, must be gone after the next undisturbed run, and no return may
have changed. Prints stops, files looked at, half files, orphans, leftovers, returns changed; exit
code 1 where one of the last four is not 0.
"""

import argparse
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.good_year import month_figures, reported
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.sheets import return_book
from zongzhi_xl.sheets.return_book import ReturnContents
from zongzhi_xl.statements import loader

COMMANDS = ("consolidate", "issue", "templates", "repair", "validate", "demo")
COMMAND = (sys.executable, "-m", "zongzhi_xl")


@dataclass
class Figures:
    """What happened, counted."""

    kills: int = 0
    finished: int = 0
    looked_at: int = 0
    half: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)
    inputs_changed: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Nothing half, nobody left behind, nothing left over, no return touched."""
        return not (self.half or self.orphans or self.leftovers or self.inputs_changed)

    def __str__(self) -> str:
        return "\n".join(
            [
                f"{self.kills} stops ({self.finished} runs were done before), "
                f"{self.looked_at} files looked at: half {len(self.half)}, "
                f"orphans {len(self.orphans)}, "
                f"left over after the next run {len(self.leftovers)}, "
                f"returns changed {len(self.inputs_changed)}",
                *self.half[:20],
                *self.orphans[:20],
                *self.leftovers[:20],
            ]
        )


def commands(folder: Path) -> dict[str, tuple[str, ...]]:
    """What is killed, by name; reads ``folder``/in and writes into ``folder``/out."""
    inbox, out = str(folder / "in"), folder / "out"
    out.mkdir(exist_ok=True)
    first = min((folder / "in").glob("*.xlsx"))
    return {
        "consolidate": (
            "consolidate", inbox, "--year", "2026", "-o", str(out / "s.xlsx"), "--json",
            str(out / "o.json"), "--facts", str(out / "f.csv"), "--reports", str(out / "papers"),
        ),
        "issue": ("issue", "--year", "2026", "--month", "3", "-o", str(out / "issued")),
        "templates": ("templates", "-o", str(out / "blank")),
        "repair": (
            "repair", str(first), "-o", str(out / "new.xlsx"), "--report", str(out / "notes.xlsx"),
        ),
        "validate": ("validate", inbox, "--inspect", "--report", str(out / "findings.xlsx")),
        "demo": ("demo", str(out / "demo")),
    }  # fmt: skip


def write_inbox(folder: Path) -> None:
    """Two returns of each unit of the standard edition."""
    folder.mkdir(parents=True)
    edition = loader.standard()
    signed = {
        "填表人": "甲",
        "单位负责人": "乙",
        "联系电话": "0000-2000001",
        "本月无重大事项": "是",
    }
    for unit in edition.units:
        for month in (1, 2):
            values = {**month_figures(month), **signed, "报出日期": reported(month)}
            contents = ReturnContents(unit=unit.name, year=2026, month=month, values=values)
            path = folder / f"{unit.name}_{month:02}.xlsx"
            return_book.write(path, FormKind.MONTHLY, edition, contents)


@dataclass(frozen=True)
class Stop:
    """A way to be stopped: the signal, and whether the children get it too."""

    signal: int
    children_too: bool = False

    def __str__(self) -> str:
        return f"{signal.Signals(self.signal).name}{' to all' if self.children_too else ''}"


STOPS = (
    Stop(signal.SIGKILL, children_too=True), Stop(signal.SIGKILL), Stop(signal.SIGTERM),
    Stop(signal.SIGHUP),
)  # fmt: skip
#: seconds after which no child may be there
_PATIENCE = 5.0


def in_temporary(folder: Path) -> dict[str, str]:
    """The environment with a folder for temporary files of its own."""
    (folder / "tmp").mkdir(exist_ok=True)
    return {**os.environ, "TMPDIR": str(folder / "tmp")}


def undisturbed(arguments: tuple[str, ...], environment: dict[str, str]) -> float:
    """Seconds of one whole run, which must end well."""
    started = time.perf_counter()
    done = subprocess.run((*COMMAND, *arguments), capture_output=True, check=False, env=environment)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    return time.perf_counter() - started


def stopped(
    arguments: tuple[str, ...], after: float, stop: Stop, environment: dict[str, str]
) -> tuple[bool, int]:
    """Start, wait, stop; whether it was still running, and the number of its group."""
    process = subprocess.Popen(
        (*COMMAND, *arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True, env=environment,
    )  # fmt: skip
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        tell = os.killpg if stop.children_too else os.kill
        tell(process.pid, stop.signal)
        process.wait()
        return True, process.pid
    return False, process.pid


def left_behind(group: int) -> list[int]:
    """The processes of a session that are still there after five seconds; they are ended then."""
    until = time.monotonic() + _PATIENCE
    while (left := _in_session(group)) and time.monotonic() < until:
        time.sleep(0.05)
    for process in left:
        os.kill(process, signal.SIGKILL)
    return left


def _in_session(session: int) -> list[int]:
    """Who runs in a session of ours (Linux); whoever has ended and was not asked counts not."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if told[3] == str(session) and told[0] not in "ZX":
            found.append(int(stat.parent.name))
    return found


def outputs_of(out: Path) -> Iterator[Path]:
    """Finished files, not what lies aside; the inbox of a demo that is being made is none yet."""
    for path in sorted(out.rglob("*")):
        aside = any(".tmp" in part and part.startswith(".") for part in path.relative_to(out).parts)
        if path.is_file() and not aside:
            yield path


def is_half(path: Path) -> bool:
    """Whether a workbook, a JSON, a paper, a table or a record breaks off."""
    try:
        if path.suffix in (".db", ".bak"):
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as record:
                return bool(record.execute("pragma quick_check").fetchone() != ("ok",))
        if path.suffix in (".xlsx", ".xlsm", ".docx"):
            with zipfile.ZipFile(path) as archive:
                return archive.testzip() is not None
        text = path.read_text("utf-8-sig")
        if path.suffix == ".json":
            json.loads(text)
    except (zipfile.BadZipFile, sqlite3.DatabaseError, ValueError):
        return True
    ends = {".html": "</html>", ".csv": "", ".yaml": ""}
    return not text.rstrip().endswith(ends.get(path.suffix, "")) or not text


def leftovers_in(folder: Path) -> list[Path]:
    """What lies aside among the outputs, and in the folder for temporary files."""
    aside = [path for path in (folder / "out").rglob(".*") if ".tmp" in path.name]
    return [*aside, *(folder / "tmp").glob("*")]


def torment(
    folder: Path, kills: int, chance: Random, names: tuple[str, ...], expected: frozenset[str]
) -> Figures:
    """``kills`` stops of each command; ``expected``: how names of what shall be broken begin."""
    figures, environment = Figures(), in_temporary(folder)
    returns = {path: path.read_bytes() for path in (folder / "in").iterdir()}
    for name, arguments in commands(folder).items():
        if name not in names:
            continue
        seconds = undisturbed(arguments, environment)
        for number in range(kills):
            stop = STOPS[number % len(STOPS)]
            started = time.perf_counter()
            after = chance.uniform(0.05, seconds * 1.05)
            running, group = stopped(arguments, after, stop, environment)
            if running:
                figures.kills += 1
            else:  # the machine was busier before: later stops shall fall within the run
                figures.finished += 1
                seconds = min(seconds, time.perf_counter() - started)
            figures.orphans += [f"{name}, {stop}: {one}" for one in left_behind(group)]
            _look(folder / "out", name, figures, expected)
        undisturbed(arguments, environment)
        figures.leftovers += [f"{name}: {path}" for path in leftovers_in(folder)]
    figures.inputs_changed += [
        str(path) for path, data in returns.items() if path.read_bytes() != data
    ]
    return figures


def _look(out: Path, name: str, figures: Figures, expected: frozenset[str]) -> None:
    for path in outputs_of(out):
        figures.looked_at += 1
        if not path.name.startswith(tuple(expected)) and is_half(path):
            figures.half.append(f"{name}: {path}")


#: the demo holds a return that was cut off on purpose, and its original
CUT_ON_PURPOSE = frozenset({"示例十九街道_2026年12月_月报"})


def main() -> int:
    """Run and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=60, help="of each command")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--only", nargs="*", default=list(COMMANDS))
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    sound = True
    for name in asked.only:
        with tempfile.TemporaryDirectory() as folder:
            write_inbox(Path(folder, "in"))
            figures = torment(
                Path(folder), asked.kills, Random(asked.seed), (name,), CUT_ON_PURPOSE
            )
        print(f"{name}: {figures}", flush=True)
        sound = sound and figures.sound
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())

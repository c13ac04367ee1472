"""What the children of test_intake do with a file; a module of its own, so that they can import it.

The file's text says what happens: ``die``, ``hang``, ``devour``, ``refuse``, ``fault``, or a word
that comes back with the process id.
"""

import os
import sys
import time
from pathlib import Path

from python_calamine import load_workbook

from zongzhi_xl.errors import UnusableFileError

PREPARED: list[str] = []


def prepare(word: str) -> None:
    PREPARED.append(word)


def prepare_badly() -> None:
    raise ValueError("考核方案读不出来")


def prepare_to_death() -> None:
    os._exit(3)


def prepared(path: Path, file: str) -> tuple[str, list[str]]:
    return file, PREPARED


def act(path: Path, file: str) -> tuple[str, int]:
    word = path.read_text(encoding="utf-8")
    match word:
        case "die":
            os._exit(7)
        case "hang":
            time.sleep(600)
        case "spin":
            while True:
                pass
        case "devour":
            return word, len(bytearray(1 << 31))
        case "refuse":
            raise UnusableFileError("不是报表", "abc")
        case "unidentified":
            raise UnusableFileError("月份没有填写")
        case "fault":
            raise KeyError(word)
        case "print":
            print("noise on standard output", flush=True)
        case "slow":
            time.sleep(0.2)
        case "no pickle":
            return lambda: None  # type: ignore[return-value]
    return word, os.getpid()


def act_and_tell(path: Path, file: str) -> int:
    """Leaves a mark of each file; ``wait`` is done once nothing more happens elsewhere."""
    if path.read_text(encoding="utf-8") == "wait":
        before = -1
        while (marks := len(list(path.parent.glob("*.done")))) != before or not marks:
            before = marks
            time.sleep(0.5)
    path.with_suffix(".done").touch()
    return os.getpid()


def read_without_the_zip_pass(path: Path, file: str) -> int:
    """What the reader never does: hand every sheet to calamine as it is."""
    return len(load_workbook(str(path)).get_sheet_by_index(0).to_python())


def loaded(path: Path, file: str) -> list[str]:
    """The modules that a child has loaded which is about to read returns."""
    from zongzhi_xl.desk import receiving  # noqa: F401, PLC0415

    return sorted(sys.modules)

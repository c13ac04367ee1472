"""The files of an edition's folder: each read as far as it goes, with what is wrong in it.

No file of the folder is passed over. Where one cannot be read, the standard edition's stands in
for it while the others are looked at, so that one slip does not hide the faults of all.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.errors import RecordError, StatementError
from zongzhi_xl.record import Record
from zongzhi_xl.statements.slips import Slip, cut_words, understood
from zongzhi_xl.statements.yaml_text import LARGEST, lines_of

#: the folder of the edition that ships with the program
STANDARD = Path(__file__).parent / "standard"
#: the least that an edition is, to begin another scheme with
EMPTY = STANDARD.with_name("empty")
#: reasons of the rule keeper for what is asked about, by its name; not part of the edition
ANSWERS = "answers.yaml"
_CLAUSE_FILE = re.compile(r"(\d\d)_.+")
_PLACE = re.compile(r"(statement|units|(?:forms|clauses)\[\d+\])\.?(.*)", re.DOTALL)


class File(Record):
    """One file: its ``place`` in the document (``clauses[5]``) and its name for people.

    ``text`` as it was understood, ``data`` what it says (None: nothing), ``unread`` the lines,
    counted from 1, that were passed over.
    """

    place: str
    shown: str
    text: str = ""
    data: Any = None
    faults: tuple[StatementError, ...] = ()
    unread: tuple[int, ...] = ()

    def located(self, inside: str, problem: str) -> StatementError:
        """A fault at its line."""
        lines = lines_of(self.text, inside)
        return StatementError(self.shown, inside, problem, lines.start if lines else None)

    def explains(self, inside: str) -> bool:
        """Whether what stands there may be wrong only because of lines that were not understood."""
        if self.data is None:
            return True
        lines = lines_of(self.text, inside) if self.unread else None
        return lines is not None and any(line in lines for line in self.unread)


class Files(Record):
    """All files of the folder ``shown``; ``faults`` are those of the folder itself."""

    shown: str
    every: tuple[File, ...]
    faults: tuple[StatementError, ...] = ()

    def document(self) -> dict[str, Any]:
        """The plain document; the standard edition's file for one that says nothing."""
        found = {one.place: _stand_in(one) if one.data is None else one.data for one in self.every}
        document: dict[str, Any] = {part: found[part] for part in ("statement", "units")}
        for part in ("forms", "clauses"):
            document[part] = [data for place, data in found.items() if place.startswith(part)]
        return document

    def located(self, fault: RecordError) -> StatementError:
        """A fault of the document in its file, at its line."""
        file, inside = self._where(fault.path)
        if file is None:
            part = fault.path.partition(".")
            shown = f"{self.shown}/{part[0]}" if part[0] else self.shown
            return StatementError(shown, part[2], fault.problem)
        return file.located(inside, fault.problem)

    def order(self, fault: StatementError) -> tuple[int, int]:
        """Where a fault comes in the order of files and lines."""
        places = {one.shown: number for number, one in enumerate(self.every)}
        return places.get(fault.file, len(places)), fault.line or 0

    def explain(self, fault: RecordError) -> bool:
        """Whether a fault of the document may come of what a file does not say for its slips."""
        file, inside = self._where(fault.path)
        return file is not None and file.explains(inside)

    @property
    def slips(self) -> Iterator[StatementError]:
        """What is wrong in the files as texts."""
        return (fault for one in self.every for fault in one.faults)

    @property
    def remarks(self) -> Iterator[StatementError]:
        """Words that do not count, though they look as though they did."""
        return (_told(one.shown, cut) for one in self.every for cut in cut_words(one.text))

    def _where(self, path: str) -> tuple[File | None, str]:
        found = _PLACE.fullmatch(path)
        place, inside = found.groups() if found else ("", path)
        return self._placed.get(place), inside

    @cached_property
    def _placed(self) -> Mapping[str, File]:
        return {one.place: one for one in self.every}


def _stand_in(file: File) -> Any:
    """What the standard edition's file of this name says; nothing where it has none."""
    part, _, name = file.shown.partition("/")[2].rpartition("/")
    found = sorted((STANDARD / part).glob(f"{name[:2] if part == 'clauses' else name[:-5]}*.yaml"))
    return understood(found[0].read_text(encoding="utf-8")).data if found else None


def files_of(folder: Path) -> Files:
    """Every file of an edition's folder, read."""
    forms, not_forms = _yaml_files(folder, "forms", _is_form, "、".join(_KINDS))
    clauses, not_clauses = _yaml_files(folder, "clauses", _is_clause, _CLAUSE_NAME)
    forms.sort(key=lambda file: _KINDS.index(file.stem))
    every = [_file(folder, folder / f"{part}.yaml", part) for part in ("statement", "units")]
    every += [
        _named(_file(folder, file, f"forms[{n}]"), "kind", file.stem)
        for n, file in enumerate(forms)
    ]
    every += [
        _named(_file(folder, file, f"clauses[{n}]"), "number", int(file.name[:2]))
        for n, file in enumerate(clauses)
    ]
    return Files(folder.name, tuple(every), (*not_forms, *not_clauses))


_KINDS = [kind.value for kind in FormKind]
_CLAUSE_NAME = "两位条号_名称，如 06_某项工作.yaml"


def _is_form(stem: str) -> bool:
    return stem in _KINDS


def _is_clause(stem: str) -> bool:
    return bool(_CLAUSE_FILE.fullmatch(stem))


def _yaml_files(
    folder: Path, part: str, named_well: Callable[[str], bool], allowed: str
) -> tuple[list[Path], list[StatementError]]:
    if not (folder / part).is_dir():
        return [], [StatementError(_shown(folder, folder / part), "", "缺少这个文件夹")]
    files = sorted(file for file in (folder / part).iterdir() if is_yaml(file))
    good = [file for file in files if file.suffix == ".yaml" and named_well(file.stem)]
    told = f"文件名不对，应为：{allowed}"
    bad = [
        StatementError(_shown(folder, file), "", _OTHER_FORMS.get(file.stem, told))
        for file in files
        if file not in good
    ]
    return good, bad


#: forms that others have, and how they are written here: by the months in which they are asked
_OTHER_FORMS = {
    name: f"没有“{name}”这种表：写成月报，每项都写 months: [{months}]，就只报这几个月"
    for name, months in (("季报", "3, 6, 9, 12"), ("半年报", "6, 12"))
} | dict.fromkeys(("周报", "旬报", "日报"), "没有这种表：最短的报告期是一个月，写成月报")


def is_yaml(file: Path) -> bool:
    """Whether it may be a part of an edition, by its name."""
    return file.suffix.lower() in (".yaml", ".yml") and not file.name.startswith((".", "~$"))


def _shown(folder: Path, file: Path) -> str:
    return f"{folder.name}/{file.relative_to(folder).as_posix()}".removesuffix("/.")


def answers_of(folder: Path) -> tuple[Mapping[str, str], tuple[StatementError, ...]]:
    """The reasons that an edition's folder gives, and what is wrong with the file of them."""
    if not (folder / ANSWERS).exists():
        return {}, ()
    file = _file(folder, folder / ANSWERS, "")
    if not isinstance(file.data, Mapping):
        told = file.located("", "应为“名称: 理由”的表")
        return {}, file.faults or (told,)
    bare = [str(name) for name, why in file.data.items() if not str(why or "").strip()]
    faults = (file.located(name, f"“{name}”没有写理由") for name in bare)
    return {str(name): str(why) for name, why in file.data.items()}, (*file.faults, *faults)


def _named(file: File, key: str, expected: object) -> File:
    """The file's name tells what it is, and so does what stands in it."""
    said = file.data.get(key, expected) if isinstance(file.data, Mapping) else expected
    if said == expected:
        return file
    fault = file.located(key, f"是 {said}，与文件名的 {expected} 不一致")
    data = {**file.data, key: expected}
    return File(file.place, file.shown, file.text, data, (*file.faults, fault), file.unread)


def _file(folder: Path, path: Path, place: str) -> File:
    shown = _shown(folder, path)
    if path.exists() and not path.is_file():
        return _unreadable(place, shown, "不是文件，应为 UTF-8 编码的文本文件")
    try:
        if path.stat().st_size > LARGEST:
            return _unreadable(place, shown, f"太大了，最多 {LARGEST >> 20} MB")
        text = path.read_text(encoding="utf-8-sig")
        found = understood(text)
    except FileNotFoundError:
        return _unreadable(place, shown, "缺少这个文件")
    except (OSError, UnicodeDecodeError):
        return _unreadable(place, shown, "读不出来，应为 UTF-8 编码的文本文件")
    except RecursionError:
        return _unreadable(place, shown, "括号或缩进套得太深")
    if found.data is None and not found.slips:
        return _unreadable(place, shown, "文件是空的")
    faults = tuple(_told(shown, slip) for slip in found.slips)
    return File(place, shown, found.text, found.data, faults, found.unread)


def _unreadable(place: str, shown: str, problem: str) -> File:
    return File(place, shown, faults=(StatementError(shown, "", problem),))


def _told(shown: str, slip: Slip) -> StatementError:
    return StatementError(shown, "", slip.problem, slip.line + 1)

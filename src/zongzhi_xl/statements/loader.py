"""Reading an edition's folder, strictly: the only user of YAML.

A fault is one :class:`StatementError` that names the file, the place inside it, what was found
and what is allowed. Nothing is guessed: no key twice, no date or 是/否 made out of plain words,
no file of the folder passed over.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition, edition_of
from zongzhi_xl.core.soundness.parts import audit
from zongzhi_xl.errors import RecordError, StatementError

#: the folder of the edition that ships with the program
STANDARD = Path(__file__).parent / "standard"
#: where a district keeps its editions, a folder a year; and what is in each
EDITIONS, _PARTS = "statements", ("statement.yaml", "units.yaml", "forms", "clauses")
_CLAUSE_FILE = re.compile(r"(\d\d)_.+")
_PART = re.compile(r"(statement|units|forms|clauses)(?:\[(\d+)\])?\.?(.*)", re.DOTALL)


def _place_words(path: str) -> str:
    """``indicators 第2项的 measure`` for ``indicators[1].measure``: people count from 1."""
    counted = re.sub(r"\[(\d+)\]", lambda found: f" 第{int(found[1]) + 1}项", path)
    return re.sub(r"(项)?\.", lambda found: "项的 " if found[1] else " 的 ", counted).strip()


class _DuplicateKeyError(yaml.MarkedYAMLError):
    """A key that stands twice in one table."""


class _UnwantedError(yaml.MarkedYAMLError):
    """What an edition needs not, and what could take all memory; ``problem`` says it in words."""


class _Loader(yaml.CSafeLoader):
    """YAML without its surprises: dates, 12:30, yes/no and 010 stay text; no key stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for number, key in enumerate(keys):
            if key in keys[:number]:
                raise _DuplicateKeyError(
                    problem=str(key), problem_mark=node.value[number][0].start_mark
                )
        return super().construct_mapping(node, deep)


_PLAIN: Mapping[str, tuple[str, str]] = {
    "tag:yaml.org,2002:null": (r"null$", "n"),
    "tag:yaml.org,2002:bool": (r"(?:true|false)$", "tf"),
    "tag:yaml.org,2002:int": (r"-?(?:0|[1-9]\d*)$", "-0123456789"),
    "tag:yaml.org,2002:float": (r"-?(?:0|[1-9]\d*)\.\d+$", "-0123456789"),
}
_Loader.yaml_implicit_resolvers = {}
for _tag, (_pattern, _first) in _PLAIN.items():
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), [*_first])
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("$"), [""])


@cache
def standard() -> Edition:
    """The edition that ships with the program: the letter's own figures, sample points."""
    return load(STANDARD)


def for_year(district: Path | None, year: int) -> Edition:
    """The edition in force in ``year``: the district's own, else the standard one.

    A district that has editions, but none for ``year``, is an error: its scores must not
    silently come from the standard edition.
    """
    if district is None:
        return standard()
    if not district.is_dir():
        raise StatementError(str(district), "", "没有这个区文件夹")
    folder = district / EDITIONS / str(year)
    if folder.is_dir():
        return load(folder)
    others = "、".join(one.name for one in _editions_of(district))
    if others:
        raise StatementError(str(folder), "", f"没有{year}年的考核方案，现有：{others}")
    return standard()


def _editions_of(district: Path) -> list[Path]:
    """The folders of a district's editions, the oldest first."""
    return sorted(entry for entry in (district / EDITIONS).glob("*") if entry.is_dir())


def years_of(district: Path) -> tuple[int, ...]:
    """The years for which a district has an edition; none where it is no district's folder."""
    names = (folder.name for folder in _editions_of(district))
    return tuple(int(name) for name in names if re.fullmatch(r"20\d\d", name))


def editions_in(folder: Path) -> list[Path]:
    """``folder`` itself where it is an edition's, else those of the district whose folder it is.

    Raises :class:`StatementError` where it is neither.
    """
    if not folder.is_dir() or any((folder / part).exists() for part in _PARTS):
        return [folder]
    found = _editions_of(folder)
    if not found:
        problem = f"没有考核方案：这里没有 {_PARTS[0]}，也没有 {EDITIONS}/年份/ 文件夹"
        raise StatementError(str(folder), "", problem)
    return found


def load(folder: Path) -> Edition:
    """The sound edition in ``folder``; raises :class:`StatementError`."""
    if not folder.is_dir():
        raise StatementError(str(folder), "", "没有这个考核方案文件夹")
    forms, clauses = _form_files(folder), _clause_files(folder)
    document = {
        "statement": _read(folder, folder / "statement.yaml"),
        "units": _read(folder, folder / "units.yaml"),
        "forms": [_read_named(folder, file, "kind", file.stem) for file in forms],
        "clauses": [_read_named(folder, file, "number", int(file.name[:2])) for file in clauses],
    }
    try:
        edition = edition_of(document)
        audit(edition)
    except RecordError as fault:
        raise _located(fault, folder, forms, clauses) from fault
    return edition


def _located(
    fault: RecordError, folder: Path, forms: list[Path], clauses: list[Path]
) -> StatementError:
    match = _PART.fullmatch(fault.path)
    part, number, rest = match.groups() if match else ("", None, fault.path)
    if part in ("statement", "units"):
        inside = fault.path.removeprefix(part).removeprefix(".")
        return StatementError(_shown(folder, folder / f"{part}.yaml"), inside, fault.problem)
    if number is None:
        return StatementError(_shown(folder, folder / part), rest, fault.problem)
    file = (forms if part == "forms" else clauses)[int(number)]
    return StatementError(_shown(folder, file), rest, fault.problem)


def _shown(folder: Path, file: Path) -> str:
    return f"{folder.name}/{file.relative_to(folder).as_posix()}".removesuffix("/.")


def _form_files(folder: Path) -> list[Path]:
    order = [kind.value for kind in FormKind]
    files = _yaml_files(folder, "forms", lambda stem: stem in order, "、".join(order))
    return sorted(files, key=lambda file: order.index(file.stem))


def _clause_files(folder: Path) -> list[Path]:
    return _yaml_files(
        folder, "clauses", lambda stem: bool(_CLAUSE_FILE.fullmatch(stem)),
        "两位条号_名称，如 06_刑事案件.yaml",
    )  # fmt: skip


def _yaml_files(
    folder: Path, part: str, named_well: Callable[[str], bool], allowed: str
) -> list[Path]:
    if not (folder / part).is_dir():
        raise StatementError(_shown(folder, folder / part), "", "缺少这个文件夹")
    files = sorted(file for file in (folder / part).iterdir() if _is_yaml(file))
    for file in files:
        if file.suffix != ".yaml" or not named_well(file.stem):
            raise StatementError(_shown(folder, file), "", f"文件名不对，应为：{allowed}")
    return files


def _is_yaml(file: Path) -> bool:
    return file.suffix.lower() in (".yaml", ".yml") and not file.name.startswith((".", "~$"))


def _read_named(folder: Path, file: Path, key: str, expected: object) -> Any:
    data = _read(folder, file)
    if isinstance(data, Mapping) and data.get(key, expected) != expected:
        problem = f"是 {data[key]}，与文件名的 {expected} 不一致"
        raise StatementError(_shown(folder, file), key, problem)
    return data


def _read(folder: Path, file: Path) -> Any:
    shown = _shown(folder, file)
    if file.exists() and not file.is_file():
        raise StatementError(shown, "", "不是文件，应为 UTF-8 编码的文本文件")
    try:
        if file.stat().st_size > _LARGEST:
            raise StatementError(shown, "", f"太大了，最多 {_LARGEST >> 20} MB")
        data = _parsed(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as fault:
        raise StatementError(shown, "", "缺少这个文件") from fault
    except (OSError, UnicodeDecodeError) as fault:
        raise StatementError(shown, "", "读不出来，应为 UTF-8 编码的文本文件") from fault
    except yaml.YAMLError as fault:
        raise StatementError(shown, _line(fault), _yaml_problem(fault)) from fault
    except RecursionError as fault:
        raise StatementError(shown, "", "括号或缩进套得太深") from fault
    if data is None:
        raise StatementError(shown, "", "文件是空的")
    return data


#: bytes of a file; how deep and how much it may be once its repetitions are written out
_LARGEST, _DEEPEST, _MOST = 16 << 20, 30, 1_000_000


def _weigh(text: str) -> None:
    """Refuse what would grow out of proportion, without building it; raises _UnwantedError.

    Three hundred bytes of repetitions of repetitions (``*name``) would take gigabytes.
    """
    known: dict[str, int] = {}
    outer: list[tuple[str | None, int]] = []
    weight = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        if tag := getattr(event, "tag", None):
            raise _unwanted(_TAGGED.format(tag), event)
        if isinstance(event, yaml.CollectionEndEvent):
            anchor, before = outer.pop()
        else:
            anchor, before = getattr(event, "anchor", None), weight
            again = isinstance(event, yaml.AliasEvent)
            weight += known.get(anchor or "", _MOST) if again else 1  # in itself: without end
        if isinstance(event, yaml.CollectionStartEvent):
            outer.append((anchor, before))
        elif anchor and not isinstance(event, yaml.AliasEvent):
            known[anchor] = weight - before
        if len(outer) > _DEEPEST or weight > _MOST:
            raise _unwanted(_GROWN, event)


def _unwanted(problem: str, event: yaml.Event) -> _UnwantedError:
    return _UnwantedError(problem=problem, problem_mark=event.start_mark)  # type: ignore[arg-type]  # the C parser's own mark


_TAGGED = "写了 YAML 标签 {}，考核方案用不着，请删去"
_GROWN = "括号或缩进套得太深，或用 * 重复的内容太多"


#: members of a list that are parsed at once: a parser takes 6 kB for each
_MEMBERS = 200
_MEMBER, _ANCHOR = re.compile(r"^- ", re.MULTILINE), re.compile(r"[\s,\[{:][&*]\w")


def _parsed(text: str) -> Any:
    """What ``text`` says; a city's register of 2,000 units is parsed part by part."""
    _weigh(text)
    starts = [member.start() for member in _MEMBER.finditer(text)][::_MEMBERS]
    if len(starts) < 2 or text[: starts[0]].strip() or _ANCHOR.search(text):
        return _said(text)
    ends = [*starts[1:], len(text)]
    return [
        member
        for start, end in zip(starts, ends, strict=True)
        # faults are told by their line: it stays the same
        for member in _said("\n" * text.count("\n", 0, start) + text[start:end])
    ]


def _said(text: str) -> Any:
    return yaml.load(text, _Loader)  # noqa: S506  # a safe loader


def _line(fault: yaml.YAMLError) -> str:
    mark = getattr(fault, "problem_mark", None)
    return f"第{mark.line + 1}行" if mark else ""


def _yaml_problem(fault: yaml.YAMLError) -> str:
    if isinstance(fault, _DuplicateKeyError):
        return f"项目 {fault.problem} 写了两次，同一张表里每个项目只能写一次"
    if isinstance(fault, _UnwantedError):
        return str(fault.problem)
    return "不是合格的 YAML，请检查缩进、冒号后的空格、引号和括号是否成对"

"""Slips of the pen in YAML: each has its own sentence, and the reading goes on behind it.

A parser tells only that it understands no more, often a line late, and stops. So the line at
which it stops and those before it are looked at as people write them; what is recognised is put
right for the reading (never in the file), and what is not is passed over, so that all slips of a
file, and the faults of what else it says, come to light in one go.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from zongzhi_xl.record import Record
from zongzhi_xl.statements.yaml_text import NotUnderstoodError, Twice, parsed


class Slip(NamedTuple):
    """What is wrong in a line (counted from 0), and the line as it was meant (None: unknown)."""

    line: int
    problem: str
    meant: str | None = None


class Understood(Record):
    """What a text says as far as it is understood: ``data`` is None where nothing is.

    ``text`` is the text as it was read, line by line that of the file; ``unread`` the lines,
    counted from 1, that were passed over.
    """

    text: str
    data: Any
    slips: tuple[Slip, ...]
    unread: tuple[int, ...] = ()


#: slips of one file after which nobody reads on
_MOST = 40


def understood(text: str) -> Understood:
    """The data of ``text`` and every slip in it."""
    lines, slips = text.split("\n"), list[Slip]()
    data, twice = None, list[Twice]()
    while len(slips) < _MOST:
        try:
            data, twice = parsed("\n".join(lines))
            break
        except NotUnderstoodError as fault:
            slip = _slip(fault, lines)
            slips.append(slip)
            if fault.unwanted or not lines[slip.line].strip():
                break
            lines[slip.line] = slip.meant or ""
    found = (*sorted(slips), *(Slip(line, _TWICE.format(key)) for line, key in twice))
    unread = tuple(slip.line + 1 for slip in slips if slip.meant is None)
    return Understood("\n".join(lines), data, found, unread)


_TWICE = "项目 {} 写了两次，同一张表里每个项目只能写一次"


def _slip(fault: NotUnderstoodError, lines: list[str]) -> Slip:
    stopped = min(fault.line, len(lines) - 1)
    if fault.unwanted:
        return Slip(stopped, fault.unwanted)
    opened = [] if fault.opened is None else [fault.opened]
    suspects = [*opened, *_suspects(stopped, lines), stopped]
    for line in suspects:
        if found := _found(lines, line):
            return Slip(line, *found)
    return Slip(suspects[0], _NO_YAML)


def _found(lines: list[str], line: int) -> "_Found":
    if found := _tab(lines, line):
        return found
    looks = (look(lines[line]) for look in _LOOKS)
    return next((found for found in looks if found), None)


_NO_YAML = "不是合格的 YAML，请检查缩进、冒号后的空格、引号和括号是否成对"
#: so many lines before the one at which a parser stops may be to blame
_BACK = 3


def _suspects(stopped: int, lines: list[str]) -> Iterator[int]:
    """The line itself, then those before it that say anything."""
    before = [n for n in range(stopped, -1, -1) if lines[n].strip()]
    yield from before[: _BACK + 1]


# ------------------------------------------------------------------ one line, as people write it

#: the sentence, and the line as it was meant
_Found = tuple[str, str | None] | None

_KEY = r"(?P<before>\s*(?:- )*)(?P<key>[A-Za-z_]+)"
_INDENT = re.compile(r" *\t\s*(?P<rest>.*)")
_WIDE_COLON = re.compile(rf"{_KEY}：\s*(?P<rest>.*)")
_TIGHT_COLON = re.compile(rf"{_KEY}:(?P<rest>[^\s:].*)")
_NO_COLON = re.compile(rf"{_KEY}(?P<rest>\s+[^:\s].*|\s*)")
_IN_QUOTES = re.compile(r"'[^']*'|\"[^\"]*\"")
_SIGN = re.compile(
    r"(?P<before>(?:[A-Za-z_\u4e00-\u9fff]+:|-|[\[{,])\s+|[\[{])(?P<value>[>%@`|&*!][^,}\]]*)"
)
_WIDE_COMMA = re.compile(r"[\[{].*，.*[\]}]")


def _tab(lines: list[str], line: int) -> _Found:
    """Mended to stand under the line before it."""
    found = _INDENT.fullmatch(lines[line])
    if not found:
        return None
    above = next((one for one in reversed(lines[:line]) if one.strip()), "")
    depth = len(above) - len(re.sub(r"^[\s-]*", "", above))
    return "行首是制表符（Tab 键），缩进只能用空格", " " * depth + found["rest"]


def _wide_colon(line: str) -> _Found:
    if found := _WIDE_COLON.fullmatch(line):
        words = f"“{found['key']}”后面是全角冒号“：”，要写半角冒号再空一格"
        return words, f"{found['before']}{found['key']}: {found['rest']}"
    if found := re.search(r"(?<=[\[{,])(\s*[A-Za-z_]+)：", _IN_QUOTES.sub("", line)):
        words = f"“{found[1].strip()}”后面是全角冒号“：”，要写半角冒号再空一格"
        return words, line.replace(found[0], f"{found[1]}: ", 1)
    return None


def _tight_colon(line: str) -> _Found:
    if found := _TIGHT_COLON.fullmatch(line):
        words = f"“{found['key']}”的冒号后面要空一格"
        return words, f"{found['before']}{found['key']}: {found['rest']}"
    return None


def _sign(line: str) -> _Found:
    found = _SIGN.search(line)
    if not found:
        return None
    value = found["value"].rstrip()
    words = f"以 {value[0]} 开头的内容要加引号：'{value}'"
    end = found.start("value") + len(value)
    return words, f"{line[: found.start('value')]}'{value}'{line[end:]}"


def _wide_comma(line: str) -> _Found:
    if not _WIDE_COMMA.search(_IN_QUOTES.sub("", line)):
        return None
    return "括号里的“，”是全角逗号，几项之间要用半角逗号再空一格", line.replace("，", ", ")


def _no_colon(line: str) -> _Found:
    if found := _NO_COLON.fullmatch(line):
        words = f"“{found['key']}”后面缺少冒号"
        return words, f"{found['before']}{found['key']}: {found['rest'].strip()}".rstrip()
    return None


def _brackets(line: str) -> _Found:
    bare = _IN_QUOTES.sub("", line)
    if bare.count("'") % 2 or bare.count('"') % 2:
        return "引号没有成对", None
    for left, right in ("{}", "[]"):
        if bare.count(left) > bare.count(right):
            return f"“{left}”没有对应的“{right}”", line + right
        if bare.count(left) < bare.count(right):
            return f"多出“{right}”", None
    return None


def _colon_inside(line: str) -> _Found:
    found = re.fullmatch(rf"{_KEY}: (?P<rest>[^'\"\[{{].*: .*)", line)
    if not found:
        return None
    quoted = found["rest"].rstrip().replace("'", "''")
    words = "一行里有两个冒号：文字里带冒号的，要在整句两边加单引号"
    return words, f"{found['before']}{found['key']}: '{quoted}'"


_LOOKS: tuple[Callable[[str], _Found], ...] = (
    _wide_colon, _tight_colon, _sign, _wide_comma, _no_colon, _brackets, _colon_inside,
)  # fmt: skip


# ------------------------------------------------------------------ what is lost without a word

_CUT = re.compile(r"\S[ \t]+#(?P<lost>.*)")


def cut_words(text: str) -> Iterator[Slip]:
    """Lines of which a part does not count, since YAML takes what follows “ #” for a remark."""
    for number, lost in cut_off(text):
        yield Slip(number, f"“#”后面的“{lost}”不算内容；要算的，在整句两边加单引号")


def cut_off(text: str) -> Iterator[tuple[int, str]]:
    """What stands behind “ #” in a line that says something before it, by its line."""
    for number, line in enumerate(text.split("\n") if "#" in text else ()):
        found = _CUT.search(_IN_QUOTES.sub(lambda quoted: "x" * len(quoted[0]), line))
        if found and not line.lstrip().startswith("#"):
            yield number, line[found.start("lost") :].strip()

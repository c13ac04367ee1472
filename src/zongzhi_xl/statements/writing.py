"""What is written into an edition's folder: some entries of the statement, and the register.

Only whole top-level entries are replaced, so that whatever else a rule keeper wrote stays as it
is, letter by letter.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from zongzhi_xl.core.edition.statement import Statement
from zongzhi_xl.record import names_of
from zongzhi_xl.statements.files import ANSWERS, STANDARD
from zongzhi_xl.statements.yaml_text import NotUnderstoodError, parsed

STATEMENT, REGISTER = "statement.yaml", "units.yaml"

#: words that surely need no quotes: they begin with a letter and hold nothing that means something
_PLAIN = re.compile(r"[^\W\d_][\w（）·，；、。]*")
_MEANT = ("null", "true", "false")
#: what other readers of YAML take for a number, a day or 是
_ELSEWHERE = re.compile(r"[-+.\d][-+.,:_\deExXoTZ]*|[yn~]|yes|no|on|off", re.IGNORECASE)
#: signs that no line of a YAML file can hold as they are
_UNPRINTED = re.compile(
    "[^\t\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029\ufeff]"
)


def flow(value: object) -> str:
    """Plain data on one line, as the loader reads it back."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            bare = _PLAIN.fullmatch(value) and value not in _MEANT
            return value if bare or _says("[{}]", value) == [value] else _quoted(value)
        case Mapping():
            return "{" + ", ".join(f"{flow(key)}: {flow(one)}" for key, one in value.items()) + "}"
        case float():
            return format(Decimal(repr(value)), "f")
        case list():
            return "[" + ", ".join(map(flow, value)) + "]"
    return str(value)


def plain_word(value: str) -> str:
    """A text behind a key on a line of its own, in quotes only where it needs them."""
    return value if _says("a: {}", value) == {"a": value} else _quoted(value)


def _says(line: str, text: str) -> object:
    """What a line with ``text`` in it says; nothing where it says nothing clear."""
    if "\n" in text or _UNPRINTED.search(text) or " #" in text or _ELSEWHERE.fullmatch(text):
        return None
    try:
        return parsed(line.format(text))[0]
    except NotUnderstoodError:
        return None


def _quoted(text: str) -> str:
    if _UNPRINTED.search(text):
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return '"' + _UNPRINTED.sub(lambda one: f"\\U{ord(one[0]):08x}", escaped) + '"'
    return "'" + text.replace("'", "''") + "'"


def register_text(units: Iterable[Mapping[str, object]]) -> str:
    """The whole of units.yaml, a line a unit."""
    return "".join(f"- {flow(unit)}\n" for unit in units)


def statement_text(text: str, entries: Mapping[str, object]) -> str:
    """``text`` of a statement.yaml with these top-level entries; those that are None are left out.

    A new one stands behind the entry before which no other of its kind stands in the record.
    """
    for key, value in entries.items():
        written = "" if value is None else _entry(key, value)
        found = _found(text, key)
        if found:
            text = f"{text[: found.start()]}{written}{text[found.end() :]}"
        elif written:
            text = _inserted(text, key, written)
    return text


def _found(text: str, key: str) -> re.Match[str] | None:
    """The lines of a top-level entry."""
    return re.search(rf"^{key}:.*\n(?:[ \-].*\n|\n)*", text, re.MULTILINE)


def _entry(key: str, value: object) -> str:
    if isinstance(value, Mapping):
        lines = "".join(f"  {flow(name)}: {flow(one)}\n" for name, one in value.items())
        return f"{key}:\n{lines}"
    return f"{key}: {flow(value)}\n"


def _inserted(text: str, key: str, written: str) -> str:
    order = names_of(Statement)
    for before in reversed(order[: order.index(key)]):
        if entry := _found(text, before):
            return f"{text[: entry.end()]}{written}{text[entry.end() :]}"
    return written + text


def write_edition(
    folder: Path, base: Path, entries: Mapping[str, object], units: Iterable[Mapping[str, object]]
) -> None:
    """Make ``folder`` an edition: that of ``base`` with these entries and units."""
    for part in _parts(base):
        copy = folder / part.relative_to(base)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(part.read_bytes())
    text = (base / STATEMENT).read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    _write(folder / STATEMENT, statement_text(f"{text.rstrip()}\n", entries))
    _write(folder / REGISTER, register_text(units))


def _parts(base: Path) -> Iterable[Path]:
    """The files of forms and clauses, and the reasons of the rule keeper."""
    patterns = ("forms/*.yaml", "clauses/*.yaml", ANSWERS)
    return (file for pattern in patterns for file in sorted(base.glob(pattern)))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def write_standard(
    folder: Path, entries: Mapping[str, object], units: Iterable[Mapping[str, object]]
) -> None:
    """The same with the standard edition as the base."""
    write_edition(folder, STANDARD, entries, units)

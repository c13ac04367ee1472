"""XML as it is meant, however it is spelled: read by expat, written anew the plain way.

One document has many spellings: comments, CDATA, prefixes, single quotes, entities for letters.
Programs that look for tags by their bytes each trip over another of them, and read another figure.
Names are taken without their prefix, so that strict and transitional Open XML are the same.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import NamedTuple
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError, ParserCreate

from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.record import Workpiece, field

SPOILT = "工作表内容已损坏：请重新领取空白表填报"
UNSAFE = "内部有不应有的定义，出于安全不读：请重新领取空白表填报"
#: what parsers raise at bytes that are no XML; of an encoding that nobody knows, LookupError
NOT_PARSED = (ExpatError, ParseError, LookupError, ValueError)
#: office programs nest some ten tags
_DEEPEST = 200


class Element(NamedTuple):
    """An element with its place (``workbook/sheets/sheet``), attributes and direct text."""

    path: str
    attributes: dict[str, str]
    text: str


def elements(xml: bytes) -> list[Element]:
    """Every element of a small part, in the order of their ends; raises UnusableFileError."""
    found: list[Element] = []
    open_tags: list[tuple[str, dict[str, str], list[str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        path = f"{open_tags[-1][0]}/{tag}" if open_tags else tag
        open_tags.append((path, attributes, []))

    def end(_tag: str) -> None:
        path, attributes, text = open_tags.pop()
        found.append(Element(path, attributes, "".join(text)))

    def text(text: str) -> None:
        open_tags[-1][2].append(text)

    heard(xml, start, end, text)
    return found


def heard(
    xml: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Tell what stands in ``xml``, tags and attributes by local name.

    Raises UnusableFileError where it is no XML, or defines entities.
    """
    parser = ParserCreate()
    parser.buffer_text = True
    depth = 0

    def started(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise UnusableFileError(SPOILT)
        start(_local(tag), dict(_by_local_name(attributes)))

    def ended(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(_local(tag))

    parser.StartElementHandler, parser.EndElementHandler = started, ended
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(xml, True)
    except NOT_PARSED as fault:
        raise UnusableFileError(SPOILT) from fault


def _refuse(*_: object) -> None:
    raise UnusableFileError(UNSAFE)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _by_local_name(attributes: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Those without a prefix last: they are the element's own. ``xml:space`` keeps its prefix."""
    for name in sorted(attributes, key=lambda one: ":" not in one):
        if not name.startswith("xmlns"):
            yield name if name.startswith("xml:") else _local(name), attributes[name]


class Writer(Workpiece):
    """Pieces of a document in plain spelling: no prefixes, comments, CDATA; empty tags closed."""

    pieces: list[str] = field(default_factory=list)
    _empty: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A start tag."""
        inside = "".join(f' {name}="{in_quotes(value)}"' for name, value in attributes.items())
        self.pieces.append(f"<{tag}{inside}>")
        self._empty = True

    def end(self, tag: str) -> None:
        """An end tag; nothing between makes one tag of both."""
        if self._empty:
            self.pieces[-1] = f"{self.pieces[-1][:-1]}/>"
        else:
            self.pieces.append(f"</{tag}>")
        self._empty = False

    def text(self, text: str) -> None:
        """Text between tags."""
        self.raw(in_text(text))

    def raw(self, written: str) -> None:
        """What is XML already."""
        self.pieces.append(written)
        self._empty = False

    @property
    def xml(self) -> bytes:
        """All of it."""
        return "".join(self.pieces).encode()


# xml.sax.saxutils, which has such functions, brings half of urllib into every child
def in_text(text: str) -> str:
    """``text`` as it stands between tags."""
    return escape(text, quote=False)


def in_quotes(text: str) -> str:
    """``text`` as it stands in the value of an attribute, its breaks and stops kept."""
    return in_text(text).translate(_QUOTED)


_QUOTED = str.maketrans({'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def written(some: Iterable[Element]) -> bytes:
    """Elements without others inside, one after another."""
    writer = Writer()
    for path, attributes, text in some:
        tag = path.rpartition("/")[2]
        writer.start(tag, attributes)
        writer.text(text)
        writer.end(tag)
    return writer.xml


_DECLARATION = re.compile(
    rb"""<\?xml version=["']1\.[01]["'](?: encoding=["'](?i:utf-8)["'])?[^<>]*\?>|<(?![?!])"""
)
_BETWEEN_TAGS = re.compile(rb"<[?!]")


def is_plain(xml: bytes) -> bool:
    """Whether it is UTF-8 and has no comment, CDATA or instruction between its tags."""
    return _DECLARATION.match(xml) is not None and _BETWEEN_TAGS.search(xml, 1) is None

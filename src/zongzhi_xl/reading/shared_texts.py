"""The texts that a workbook's cells share, by number, where they are written as usual.

Excel, WPS and LibreOffice write a text typed into a cell in one way; runs of several fonts are
left to calamine.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import unescape

from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.package import Package

#: bytes, thirty times as many as ours have
_MOST = 1 << 22
_OPEN, _BREAK = rb"<si><t", b"</t></si><si><t"
_PHONETIC = rb'(?:<phoneticPr(?: \w++="[^"<>]*+")*+/>)?+'
#: what stands before the first text, between two, behind the last
_FIRST = re.compile(
    rb"""(?:<\?xml version=["']1\.0["'](?: encoding=["'](?:UTF|utf)-8["'])?+"""
    rb"""(?: standalone=["'](?:yes|no)["'])?+ ?+\?>\s*+)?+<sst(?: xmlns(?::\w+)?+="[^"<>]*+")*+"""
    rb"""(?: count="[0-9]{1,7}+")?+(?: uniqueCount="([0-9]{1,7}+)")?+>""" + _OPEN
)
_BETWEEN = re.compile(rb"</t>" + _PHONETIC + rb"</si>" + _OPEN)
_LAST = re.compile(rb"</t>" + _PHONETIC + rb"</si></sst>\s*+")
_SHARED = re.compile(rb'(?: xml:space="preserve")?+>([^<]*+)')
_ENTITY = re.compile("&(?!(?:amp|lt|gt|quot|apos);)")
#: what programs read differently: signs written by number, controlling signs, blanks at the ends
_UNSURE = re.compile(r"_x[0-9A-Fa-f]{4}_|[\0-\x08\x0b-\x1f]|\A\s|\s\Z")


class UnsureError(ValueError):
    """What is read may not be what another program reads: a parser must tell."""


def texts_of(package: Package) -> Sequence[bytes]:
    """Those of a package; raises UnsureError, also where calamine is to say what is wrong."""
    where = package.shared.get("sharedStrings")
    try:
        return items_of(package.part(where)) if where else ()
    except UnusableFileError as fault:
        raise UnsureError from fault


def items_of(part: bytes) -> Sequence[bytes]:
    """The texts of a part, each from inside its tag on; raises UnsureError."""
    first, end = _FIRST.match(part), part.rfind(b"</t>")
    if first is None or len(part) > _MOST or not _LAST.fullmatch(part, max(end, 0)):
        raise UnsureError
    body = part[first.end() : end]
    items = body.split(_BREAK)
    # where no other tag stands anywhere, these are all
    if body.count(b"<") != (len(items) - 1) * _BREAK.count(b"<"):
        items = _BETWEEN.split(body)
        if any(b"<" in one for one in items):
            raise UnsureError
    if first[1] and int(first[1]) != len(items):
        raise UnsureError
    return items


@lru_cache(maxsize=4096)
def text_of(written: bytes) -> str:
    """A text that stands between tags; raises UnsureError."""
    try:
        text = written.decode()
    except UnicodeDecodeError as fault:
        raise UnsureError from fault
    if _UNSURE.search(text) or _ENTITY.search(text):
        raise UnsureError
    return unescape(text) if "&" in text else text


def picked(items: Sequence[bytes], numbers: Iterable[bytes]) -> list[str]:
    """The texts with these numbers, which are digits; raises UnsureError."""
    try:
        return [_shared(items[int(one)]) for one in numbers]
    except IndexError as fault:
        raise UnsureError from fault


@lru_cache(maxsize=4096)
def _shared(item: bytes) -> str:
    found = _SHARED.fullmatch(item)
    if found is None:
        raise UnsureError
    return text_of(found[1])

"""The edition that a workbook carries: taken only if it is sound and that of its 版本."""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from functools import lru_cache

from zongzhi_xl.core.edition.rulebook import unknown_in
from zongzhi_xl.core.edition.statement import Edition, edition_of
from zongzhi_xl.core.edition.versions import version_in
from zongzhi_xl.core.returned.personal_data import masked
from zongzhi_xl.errors import RecordError, UnusableFileError

#: how much of a wrong 版本 a message repeats
_LONGEST = 40
#: the two bytes with which zlib begins, in base64
_BEGINNING = "eJ"
#: signs in a cell: it holds 32,767, but LibreOffice breaks lines near 16,360
_CHUNK = 16_000
#: bytes of a document, more than any edition has
_MOST = 30 << 20


def packed(document: str) -> Iterator[str]:
    """The texts of the cells of 规则 in which ``document`` travels: a third of it, in base64.

    Every program that opens a return reads the texts of all its pages.
    """
    text = b64encode(zlib.compress(document.encode())).decode()
    return (text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK))


def is_packed(text: str) -> bool:
    """Whether ``text`` is the beginning of what :func:`packed` gives."""
    return text.startswith(_BEGINNING)


def joined(chunks: Iterable[object]) -> str:
    """The document that :func:`packed` put into cells; what is none is given back as it is.

    LibreOffice puts line breaks into long cells.
    """
    text = "".join("".join(str(one) for one in chunks if one is not None).split())
    try:
        return zlib.decompressobj().decompress(b64decode(text), _MOST).decode()
    except (ValueError, zlib.error):
        return text


@lru_cache(maxsize=8)
def carried(text: str) -> Edition | None:
    """The sound edition that a workbook carries as canonical JSON; None where there is none.

    Understood once a process: a district's returns all carry the same. The program's own edition,
    known by its versions, is sound: a clerk who clicks does not wait for the proof.
    """
    try:
        edition = edition_of(json.loads(text))
        if unknown_in(edition):
            _audit(edition)
    except (RecordError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return edition


def _audit(edition: Edition) -> None:
    """Raises RecordError where ``edition`` is unsound."""
    from zongzhi_xl.core.soundness.parts import audit  # noqa: PLC0415  half of the button's imports

    audit(edition)


def none_in(text: str) -> str:
    """Why :func:`carried` gave none: the workbook carries no rules, or such as cannot be read."""
    if not text.strip():
        return "没有带考核方案"
    return "带的考核方案本程序读不出来（可能是另一个版本的程序发的表，或被改动过）"


def of_version(edition: Edition, text: str) -> Edition:
    """``edition``, which came with a file, if it is the one of 版本, ``text``.

    Raises UnusableFileError: somebody changed the rules, or 版本.
    """
    if version_in(text) != edition.version:
        raise UnusableFileError(
            f"版本“{masked(text[:_LONGEST])}”与表中所带的考核方案“{edition.id}”不一致，"
            "不知道按哪个审核：请重新领取空白表填报，区里可用 --district 区文件夹 审核"
        )
    return edition

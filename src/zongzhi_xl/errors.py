"""Every refusal that a person may see, in one tree, and the operating system's in words.

A refusal is a plain Chinese sentence that says what is wrong and what to do. The command line
prints it and leaves with its exit code, the button puts it into the verdict cell, a child that
reads files gives it as the reason of its file. Whatever is not of this tree is a fault of ours.

    Refusal
    ├── RequestError              what was asked for cannot be done in this way
    ├── UnusableFileError         a file that is no return, or does not tell which return it is
    ├── StatementError            an edition's folder that cannot be used
    ├── RecordError               plain data that do not fit an edition's records
    ├── NotationError             a cell of a rules workbook that cannot be read
    ├── ExpressionError           a text that is no rule
    ├── MarkupError               a template of a paper that gives none
    ├── OutputError               an output that cannot be written
    ├── RecordUnusableError       a district's record that cannot be opened or written
    └── MachineError              this computer or this installation lacks something
        ├── OfficeUnreachableError   LibreOffice does not answer
        └── LockedCellsError         a program did not let cells be written
"""

import errno
import re
from pathlib import Path
from typing import ClassVar, NamedTuple


class Refusal(Exception):  # noqa: N818  # a refusal is an answer, not an error of the program
    """What a person is told instead of a result; ``exit_code`` is that of the command line."""

    exit_code: ClassVar[int] = 2


class RequestError(Refusal):
    """What was asked for cannot be done in this way: no such path, unit, clause, result."""


class Whose(NamedTuple):
    """Whose paper of when a refused file says it is, as far as it does."""

    unit: str = ""
    form: str = ""
    year: int | None = None
    month: int | None = None


class UnusableFileError(Refusal):
    """A file that is no return, or does not say whose and of when; ``reason`` says what to do.

    ``sha256`` is the hash of its bytes, ``""`` where they could not be read at all; ``whose`` is
    None where nobody looked.
    """

    def __init__(self, reason: str, sha256: str = "", whose: Whose | None = None) -> None:
        self.reason, self.sha256, self.whose = reason, sha256, whose
        super().__init__(reason)


class StatementError(Refusal):
    """An edition's folder that cannot be used; the text is one clear Chinese sentence.

    ``file`` as seen from beside the edition's folder, ``line`` in it, counted from 1, ``path``
    inside the file (``""``: the file as a whole), ``problem`` what was found and what is allowed.
    ``also``: what else was found in one go; the text says how many.
    """

    def __init__(
        self,
        file: str,
        path: str,
        problem: str,
        line: int | None = None,
        also: "tuple[StatementError, ...]" = (),
    ) -> None:
        self.file, self.path, self.problem, self.line, self.also = file, path, problem, line, also
        where = "，".join(filter(None, (f"第{line}行" if line else "", _place_words(path))))
        parts = (file, where, problem)
        self.sentence = "：".join(part for part in parts if part)
        more = f"（另有{len(also)}处，用 rules check 一次看全）" if also else ""
        super().__init__(self.sentence + more)

    @property
    def every(self) -> "tuple[StatementError, ...]":
        """This fault, then all others."""
        return (self, *self.also)


def _place_words(path: str) -> str:
    """``indicators 第2项的 measure`` for ``indicators[1].measure``: people count from 1."""
    counted = re.sub(r"\[(\d+)\]", lambda found: f" 第{int(found[1]) + 1}项", path)
    return re.sub(r"(项)?\.", lambda found: "项的 " if found[1] else " 的 ", counted).strip()


class NotationError(Refusal):
    """What stands in a cell of a rules workbook cannot be read; says why, and how it is written."""


class RecordError(Refusal):
    """Plain data that does not fit; ``path`` like ``clauses[5].indicators[0].limit``.

    ``also``: the other faults that were found in one go.
    """

    def __init__(self, path: str, problem: str, also: "tuple[RecordError, ...]" = ()) -> None:
        self.path, self.problem, self.also = path, problem, also
        super().__init__(f"{path}：{problem}" if path else problem)

    @property
    def every(self) -> "tuple[RecordError, ...]":
        """This fault, then all others."""
        return (self, *self.also)

    def below(self, path: str) -> "RecordError":
        """The same fault, seen from outside of ``path``."""
        return RecordError(f"{path}.{self.path}".strip("."), self.problem)


class ExpressionError(Refusal):
    """The text is not an expression of the grammar; ``position`` counts characters from 0."""

    def __init__(self, text: str, position: int, problem: str) -> None:
        self.text, self.position, self.problem = text, position, problem
        shown = text if len(text) <= _MOST_OF_RULE else f"{text[:_MOST_OF_RULE]}…"
        super().__init__(f"公式“{shown}”第{position + 1}个字处：{problem}")


_MOST_OF_RULE = 200


class MarkupError(Refusal):
    """What a template gave is no paper; the text says where, in words."""


class OutputError(Refusal):
    """An output cannot be written; the text says which and what to do."""


class RecordUnusableError(Refusal):
    """The record of a district (register.db) that cannot be used; ``problem`` says why."""

    def __init__(self, path: Path, problem: str) -> None:
        self.path, self.problem = path, problem
        super().__init__(f"收件登记 {path} {problem}")


class MachineError(Refusal):
    """What this computer or this installation lacks: a child that starts, a setting, our macros."""


class OfficeUnreachableError(MachineError):
    """LibreOffice does not answer, or cannot be asked from this Python."""


class LockedCellsError(MachineError):
    """The block holds a locked cell of a protected sheet; nothing was written."""


# ------------------------------------------------------------------ the operating system

_WORDS = {
    errno.ENOENT: "没有这个文件或文件夹", errno.EEXIST: "同名的文件或文件夹已经在那里",
    errno.ENOTDIR: "路径中有一段不是文件夹", errno.EISDIR: "这是一个文件夹",
    errno.EACCES: "没有权限，或文件正被别的程序打开", errno.EPERM: "没有权限",
    errno.EROFS: "这个位置只能读不能写", errno.ENOSPC: "磁盘已满", errno.EDQUOT: "磁盘配额已满",
    errno.EBUSY: "文件正被别的程序使用", errno.ENAMETOOLONG: "文件名太长",
    errno.EMFILE: "同时打开的文件太多", errno.ELOOP: "链接绕成了圈", errno.EIO: "磁盘读写出错",
    errno.EPIPE: "输出没有写完，接收的一方已经关闭", errno.ETIMEDOUT: "网络没有回应",
}  # fmt: skip


def in_words(fault: OSError) -> str:
    """Why the system refused; its own words, which are English, for none of the usual reasons."""
    return _WORDS.get(fault.errno or 0, fault.strerror or type(fault).__name__)

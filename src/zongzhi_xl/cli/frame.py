"""The frame of all commands: how each ends, whatever happens, and the words of every refusal."""

import errno
import os
import sys
from typing import Any, NoReturn

import click

from zongzhi_xl.cli.speech import note, refuse
from zongzhi_xl.errors import Refusal, in_words
from zongzhi_xl.papers.command_frame import FramedGroup, refusal

CLEAN, ATTENTION, FAILED = 0, 1, 2
#: set, an unexpected fault ends in Python's own words, for whoever repairs it
_DEBUG = "ZONGZHI_XL_DEBUG"


class Plainly(FramedGroup):
    """Commands whose every refusal is one Chinese sentence on stderr and exit code 2."""

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run, and leave with 0, 1 or 2 whatever happens; a command returns its exit code."""
        try:
            code = super().main(*args, **{**extra, "standalone_mode": False})
        except (Exception, KeyboardInterrupt) as fault:
            code = _told(fault)
        except SystemExit:  # the library leaves so, and silently, where nobody takes the output
            refuse(_sentence(BrokenPipeError(errno.EPIPE, "")))
            code = FAILED
        sys.exit((code or CLEAN) if _all_is_out() else FAILED)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; the library would print an empty line where one is stopped."""
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, EOFError) as stop:
            raise click.Abort from stop


def _told(fault: BaseException) -> int:
    """Say what ended the run; the exit code. The library's word for Ctrl-C is Abort."""
    cause = fault.__cause__ if isinstance(fault, click.Abort) else fault
    if isinstance(cause, KeyboardInterrupt):
        note("已中断。写到一半的文件已清除，其余没有动。")
        return FAILED
    if os.environ.get(_DEBUG):
        raise fault
    refuse(_sentence(cause))
    return cause.exit_code if isinstance(cause, Refusal) else FAILED


def _all_is_out() -> bool:
    """Whether what was printed arrived; said here, because the interpreter says it in English."""
    try:
        sys.stdout.flush()
    except OSError as fault:
        note(_sentence(fault))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return False
    return True


def _sentence(fault: BaseException | None) -> str:
    """What went wrong, for the person at the keyboard."""
    if isinstance(fault, click.ClickException):
        return refusal(fault)
    if isinstance(fault, Refusal):
        return f"做不了：{fault}"
    if isinstance(fault, MemoryError):
        return "做不了：内存不够，请关闭别的程序，或分几次做"
    if isinstance(fault, RecursionError):
        return "做不了：文件里的内容套得太深，读不下去"
    if isinstance(fault, OSError):
        return f"做不了：{fault.filename or ''} {in_words(fault)}".replace("： ", "：")
    return (
        f"程序出错，请把这一行交给维护人员：{type(fault).__name__}: {fault}"
        f"（设 {_DEBUG}=1 再运行可得到详情）"
    )

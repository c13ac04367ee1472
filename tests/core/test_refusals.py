"""What the operating system refuses is told in Chinese, whatever its own language."""

import errno
import os

import pytest

from zongzhi_xl.errors import in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.ENOENT, "没有这个文件或文件夹"),
        (errno.EACCES, "没有权限，或文件正被别的程序打开"),
        (errno.EROFS, "这个位置只能读不能写"),
    ],
)
def test_the_usual_reasons_are_chinese(number: int, words: str) -> None:
    assert in_words(OSError(number, os.strerror(number))) == words


def test_a_rare_reason_keeps_the_systems_words() -> None:
    assert in_words(OSError(errno.EXDEV, "Invalid link")) == "Invalid link"
    assert in_words(OSError()) == "OSError"

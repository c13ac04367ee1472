"""What the operating system refuses, in words: its own are English, and none a clerk knows."""

import errno

_WORDS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EEXIST: "同名的文件或文件夹已经在那里",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.EACCES: "没有权限，或文件正被别的程序打开",
    errno.EPERM: "没有权限",
    errno.EROFS: "这个位置只能读不能写",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EBUSY: "文件正被别的程序使用",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EMFILE: "同时打开的文件太多",
    errno.ELOOP: "链接绕成了圈",
    errno.EIO: "磁盘读写出错",
    errno.ETIMEDOUT: "网络没有回应",
}


def in_words(fault: OSError) -> str:
    """Why the system refused; its own words where it is none of the usual reasons."""
    return _WORDS.get(fault.errno or 0, fault.strerror or type(fault).__name__)

"""Files that cannot be used, each with its reason in one plain Chinese sentence.

The first bytes tell what a file really is; the name alone never decides (an ``.xlsx`` may be a
renamed ``.xls``), except for the lock files that office programs leave beside an open workbook.
"""

from pathlib import PurePosixPath

from zongzhi_xl.errors import in_words

#: what the district takes in
SUFFIXES = (".xlsx", ".xlsm")

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
#: how the names begin of what office programs leave beside an open workbook
_LOCK_MARKS = ("~$", ".~")
_LOCK_FILE = "是打开工作簿时留下的临时文件，不是报表：关闭 Excel 或 WPS 后删除它，报送原文件"
_SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后重报"


def reason_by_name(name: str) -> str | None:
    """Why a file of this name is no return whatever it holds; None where its bytes decide."""
    return _LOCK_FILE if name.startswith(_LOCK_MARKS) else None


def reason_by_content(data: bytes, name: str) -> str | None:
    """Why these bytes are no ``.xlsx`` or ``.xlsm``; None for a zip package of a right name."""
    if not data:
        return "是空文件（0 字节）：可能没有复制完，请重新发送"
    if data.startswith(_OLE2):
        return _ole2_reason(data)
    if data.startswith(_EMPTY_ZIP):
        return "是空的压缩包，不是工作簿：请重新发送"
    if data.startswith(_ZIP):
        return _suffix_reason(name)
    return _foreign_reason(data)


def _ole2_reason(data: bytes) -> str:
    if _utf16("EncryptedPackage") in data:
        return "设有打开密码：请用 Excel 或 WPS 打开，取消打开密码后重报"
    if _utf16("Workbook") in data or _utf16("Book") in data:
        return f"是旧格式（.xls 或 .et）：{_SAVE_AS}"
    return "不是 Excel 工作簿（可能是旧版 Word 或其他文档）：请报送本系统下发的报表"


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _suffix_reason(name: str) -> str | None:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in SUFFIXES:
        return None
    shown = f"扩展名是 {suffix}" if suffix else "没有扩展名"
    return f"{shown}，只收 .xlsx 和 .xlsm：{_SAVE_AS}"


def _foreign_reason(data: bytes) -> str:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")):
        return f"是网页（HTML）文件，不是工作簿：{_SAVE_AS}"
    if head.startswith(b"<?xml"):
        return f"是 XML 文件，不是工作簿：{_SAVE_AS}"
    if head.startswith(b"%pdf"):
        return "是 PDF 文件，不能汇总：请报送填好的 Excel 报表"
    if _is_text(data[:4096]):
        return f"是文本（CSV）文件，不是工作簿：{_SAVE_AS}，并使用本系统下发的空白表"
    return "不是 Excel 工作簿，或文件已损坏：请重新发送，或重新领取空白表填报"


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 32 and byte not in b"\t\r\n\f" for byte in head)


def reason_of_fault(fault: OSError) -> str:
    """Why the file could not be opened."""
    match fault:
        case IsADirectoryError():
            return "是文件夹，不是文件"
        case PermissionError():
            return "没有权限读取：请关闭正在使用它的程序，或检查文件的权限"
        case FileNotFoundError():
            return "找不到这个文件：可能刚被移走或改名"
        case _:
            return f"读不出来（{in_words(fault)}）：请检查磁盘、U盘或网络"

"""Files that cannot be used, each with its reason in one plain Chinese sentence.

The first bytes tell what a file really is; the name alone never decides (an ``.xlsx`` may be a
renamed ``.xls``), except for the lock files that office programs leave beside an open workbook.
"""

from pathlib import PurePosixPath

from zongzhi_xl.errors import in_words
from zongzhi_xl.reading.compound_file import SIGNATURE, streams

#: what the district takes in
SUFFIXES = (".xlsx", ".xlsm")

_ZIP = b"PK\x03\x04"
#: how the names begin of what office programs leave beside an open workbook
_LOCK_MARKS = ("~$", ".~")
_LOCK_FILE = "是打开工作簿时留下的临时文件，不是报表：关闭 Excel 或 WPS 后删除它，报送原文件"
SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后重报"
FILL_IN = "请把数填进本系统下发的空白表（.xlsx）后重报"
_UNPACK = "请先解压，只报送里面的 .xlsx 报表"
_DECRYPT = "请在装有该软件的电脑上解密后重报"


def reason_by_name(name: str) -> str | None:
    """Why a file of this name is no return whatever it holds; None where its bytes decide."""
    return _LOCK_FILE if name.startswith(_LOCK_MARKS) else None


def reason_by_suffix(name: str) -> str | None:
    """Why a workbook of this name is not taken in; None for a right name."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in SUFFIXES:
        return None
    shown = f"扩展名是 {suffix}" if suffix else "没有扩展名"
    return f"{shown}，只收 .xlsx 和 .xlsm：{SAVE_AS}"


def reason_by_content(data: bytes) -> str | None:
    """Why these bytes are no zip package; None where they are one."""
    if not data:
        return "是空文件（0 字节）：可能没有复制完，请重新发送"
    if data.startswith(_ZIP):
        return None
    if data.startswith(SIGNATURE):
        return _reason_of_streams(streams(data))
    told = [reason for mark, reason in _FIRST_BYTES.items() if data.startswith(mark)]
    return told[0] if told else _reason_of_text(data)


#: how files begin that are no workbook; what encrypts every file of an office is one of them
_FIRST_BYTES = {
    b"PK\x05\x06": "是空的压缩包，不是工作簿：请重新发送",
    b"PK\x07\x08": f"是分卷压缩包：{_UNPACK}",
    b"Rar!": f"是压缩包（rar），不是工作簿：{_UNPACK}",
    b"7z\xbc\xaf\x27\x1c": f"是压缩包（7z），不是工作簿：{_UNPACK}",
    b"\x1f\x8b": f"是压缩包（gz），不是工作簿：{_UNPACK}",
    b"\x62\x14\x23\x65": f"被单位的文档加密软件加了密，别的电脑打不开：{_DECRYPT}",
    b"%TSD-Header": f"被单位的文档加密软件加了密，别的电脑打不开：{_DECRYPT}",
    b"%PDF": "是 PDF 文件，不能汇总：请报送填好的 Excel 报表",
    b"{\\rtf": f"是 RTF 文档，不是工作簿：{FILL_IN}",
    b"\x89PNG": f"是图片，不是工作簿：{FILL_IN}",
    b"\xff\xd8\xff": f"是图片，不是工作簿：{FILL_IN}",
    b"\x09\x00\x04\x00": f"是很旧的格式（.xls）：{SAVE_AS}",
    b"\x09\x02\x06\x00": f"是很旧的格式（.xls）：{SAVE_AS}",
    b"\x09\x04\x06\x00": f"是很旧的格式（.xls）：{SAVE_AS}",
    b"\x09\x08": f"是旧格式（.xls 或 .et）：{SAVE_AS}",
}


def _reason_of_streams(names: frozenset[str]) -> str:
    """What a compound file is, by the names of its streams in small letters."""
    told = [reason for name, reason in _STREAMS.items() if name in names]
    return told[0] if told else "是旧格式的文档，或已损坏，看不出是不是工作簿：请重新领取空白表填报"


_STREAMS = {
    "encryptedpackage": "设有打开密码：请用 Excel 或 WPS 打开，取消打开密码后重报",
    "workbook": f"是旧格式（.xls 或 .et）：{SAVE_AS}",
    "book": f"是旧格式（.xls 或 .et）：{SAVE_AS}",
    "worddocument": f"是旧格式的文字文档（.doc 或 .wps），不是工作簿：{FILL_IN}",
    "powerpoint document": f"是旧格式的演示文稿（.ppt 或 .dps），不是工作簿：{FILL_IN}",
    "__properties_version1.0": "是一封邮件，不是工作簿：请把邮件里的附件存下来报送",
}


def _reason_of_text(data: bytes) -> str:
    head = _words(data[:4096])
    if head is None:
        return "不是 Excel 工作簿，或文件已损坏：请重新发送，或重新领取空白表填报"
    if "urn:schemas-microsoft-com:office:spreadsheet" in head:
        return f"是 Excel 2003 的 XML 表格：{SAVE_AS}"
    if any(mark in head for mark in ("<html", "<table", "<meta", "<!doctype html")):
        return f"是网页（HTML）文件，没有表样：{FILL_IN}"
    if head.startswith("mime-version:"):
        return f"是单个文件网页（.mht），没有表样：{FILL_IN}"
    if head.startswith("<?xml"):
        return f"是 XML 文件，不是工作簿：{FILL_IN}"
    return f"是文本（CSV）文件，只有文字，没有表样：{FILL_IN}"


def _words(head: bytes) -> str | None:
    """The beginning of a text file in small letters; None where it is none."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "replace")
    elif any(byte < 32 and byte not in b"\t\r\n\f" for byte in head):
        return None
    else:
        text = head.decode("utf-8", "replace")
    return text.lstrip("\ufeff \t\r\n").lower()


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

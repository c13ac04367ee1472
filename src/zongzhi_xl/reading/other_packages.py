"""What a zip package is that holds no workbook, each with what to do, in one sentence."""

from zongzhi_xl.reading.parts import BROKEN, Parts
from zongzhi_xl.reading.unusable import FILL_IN, SAVE_AS

_TYPES = "[Content_Types].xml"
_SHEETS = (".xlsx", ".xlsm", ".xls", ".et")


def what_it_is(parts: Parts) -> str:
    """The reason why ``parts`` are no workbook that is read here."""
    names = [name.lower() for name in parts.names]
    inside = sum(name.endswith(_SHEETS) for name in names)
    types = parts.part(_TYPES) if _TYPES in parts else b""
    for mark, reason in _MARKS.items():
        if any(name.startswith(mark) for name in names) or mark.encode() in types:
            return reason
    if inside:
        return f"是压缩包，里面有 {inside} 份表格：请先解压，只报送里面的 .xlsx 报表"
    if any(name.startswith(("xl/", "[content_types]", "_rels/")) for name in names):
        return BROKEN
    return "是压缩包，不是工作簿：请先解压，只报送里面的 .xlsx 报表"


_WORD = f"是 Word 文档，不是工作簿：{FILL_IN}"
_SLIDES = f"是 PowerPoint 演示文稿，不是工作簿：{FILL_IN}"
_NUMBERS = "是 Numbers 等苹果文档：请导出为“Excel 工作簿（.xlsx）”后重报"
#: how a part's name begins, or a word of the list of types, and what the package is then
_MARKS = {
    "xl/workbook.bin": f"是二进制工作簿（.xlsb）：{SAVE_AS}",
    "sheet.binary.macroEnabled.main": f"是二进制工作簿（.xlsb）：{SAVE_AS}",
    "word/": _WORD,
    "wordprocessingml.document.main": _WORD,
    "ppt/": _SLIDES,
    "presentationml.presentation.main": _SLIDES,
    "content.xml": f"是 ODS 等开放文档：{SAVE_AS}",
    "index/document.iwa": _NUMBERS,
    "index.zip": _NUMBERS,
}

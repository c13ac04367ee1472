"""A file of an old format: its figures are read, and that not all of it was looked at is said."""

from collections.abc import Iterator, Mapping

from zongzhi_xl.contract import REPORT_KIND
from zongzhi_xl.core.edition.items import Severity
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.submission import RawCell

_OLD_FORMAT = "S17"


def of_old_format(cells: Mapping[str, RawCell], *, old: bool) -> Iterator[Finding]:
    """One query about the whole file: nobody can say that what was read is what is seen."""
    if old:
        cell = cells[REPORT_KIND]
        yield Finding(
            _OLD_FORMAT, Severity.QUERY, cell.sheet, "", "", "",
            "这是旧格式的文件（.xls 或 .et），数已经读出；字体、颜色、变色规则和图片没有看，"
            "纸面上是不是看得见没有核对",
            "用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后重报",
        )  # fmt: skip

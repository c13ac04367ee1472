"""The kit under its old name, for pages that are being rewritten."""

from zongzhi_xl.sheets.links import Link
from zongzhi_xl.sheets.page import Book, Cell, Page, height_of
from zongzhi_xl.sheets.page import summed as Sum  # noqa: N812

__all__ = ["Book", "Cell", "Link", "Page", "Sum", "height_of"]

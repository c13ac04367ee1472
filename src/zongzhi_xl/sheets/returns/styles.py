"""The styles under their old name, for pages that are being rewritten."""

from zongzhi_xl.sheets.styles import AMBER_FILL, AMBER_TEXT, GREEN_TEXT, RED_FILL, RED_TEXT

__all__ = ["AMBER_FILL", "AMBER_TEXT", "GREEN_TEXT", "RED_FILL", "RED_TEXT"]

"""Cell formats in words, each made once a workbook: ``style("cell input centre")``.

A word stands for some properties; later words prevail over earlier ones.
"""

from collections.abc import Mapping

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

Palette = Mapping[str, Mapping[str, object]]

_BODY = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
_LINE = "#7F7F7F"
#: fills by which an entry is coloured from its hint, and nothing else is
GREY_TEXT = "#8C8C8C"
RED_FILL, RED_TEXT, AMBER_FILL, AMBER_TEXT = "#F8B4B4", "#9C0006", "#FFD98A", "#7F4F00"
#: words that say that nothing is wrong
GREEN_TEXT = "#1E6B34"

#: papers that are filled in
OF_FORMS: Palette = {
    "title": {"font_name": "黑体", "font_size": 18, "align": "center"},
    "subtitle": {"font_name": "黑体", "font_size": 12, "align": "center"},
    "bold": {"font_name": "黑体"},
    "head": {
        "font_name": "黑体", "align": "center", "text_wrap": True, "border": 1,
        "border_color": _LINE, "bg_color": "#E9EDF2",
    },
    "numbers": {
        "font_size": 8, "font_color": "#595959", "align": "center", "border": 1,
        "border_color": _LINE,
    },
    "section": {
        "font_name": "黑体", "border": 1, "border_color": _LINE, "bg_color": "#DCE6F1",
    },
    "cell": {"border": 1, "border_color": _LINE},
    "under": {"bottom": 1, "border_color": _LINE},
    "input": {"bg_color": "#FFFBD6", "locked": False}, "open": {"locked": False},
    "runs": {"right": 0}, "over": {"left": 0},  # a text that runs on over the next cell
    "computed": {"font_color": "#333333"},
    "void": {"bg_color": "#EDEDED", "font_color": GREY_TEXT, "align": "center"},
    "preset": {"bg_color": "#DDDDDD", "font_color": "#6E6E6E", "align": "center"},
    "left": {"align": "left"}, "centre": {"align": "center"}, "right": {"align": "right"},
    "figure": {"align": "right", "indent": 1},
    "indent": {"indent": 1}, "indent2": {"indent": 2},
    "wrap": {"text_wrap": True}, "shrink": {"shrink": True}, "top": {"valign": "top"},
    "small": {"font_size": 9}, "tiny": {"font_size": 8, "font_color": "#7F7F7F"},
    "grey": {"font_color": "#6E6E6E"},
    "example": {"font_color": "#7F7F7F", "italic": True, "bg_color": "#F2F2F2"},
    "large": {"font_size": 12}, "huge": {"font_size": 22, "font_name": "黑体"},
    "text": {"num_format": "@"}, "whole": {"num_format": "0"},
    "day": {"num_format": "yyyy-mm-dd"}, "moment": {"num_format": "yyyy-mm-dd hh:mm"},
    "percent": {"num_format": "0.0%_ "}, "places": {"num_format": '0"处"'},
    "share": {"num_format": "0.00%"},
    "rate": {"num_format": "0.00"},
    "link": {"font_color": "#1F4E9E", "underline": 1},
}  # fmt: skip

#: what the district reads: the summary, findings, notes of a repair
OF_REPORTS: Palette = {
    "plain": {},
    "box": {"border": 1, "border_color": "#A6A6A6"},
    "title": {"bold": True, "font_size": 18, "align": "center", "font_color": "#1F3864"},
    "subtitle": {"font_size": 11, "align": "center", "font_color": "#404040"},
    "section": {"bold": True, "font_size": 12, "font_color": "#1F3864"},
    "head": {"bold": True, "bg_color": "#DCE6F1", "align": "center", "text_wrap": True},
    "band": {"bold": True, "bg_color": "#EEF3FA"},
    "sum": {"bold": True, "bg_color": "#F2F2F2"},
    "label": {"font_color": "#595959", "bg_color": "#F7F9FC", "align": "center"},
    "figure": {
        "bold": True, "font_size": 18, "shrink": True, "align": "center", "font_color": "#1F3864",
    },
    "note": {"font_color": "#7F7F7F", "font_size": 9},
    "banner": {"bold": True, "font_color": "#C00000", "align": "center"},
    "bold": {"bold": True},
    "big": {"font_size": 11},
    "left": {"align": "left"}, "center": {"align": "center"}, "right": {"align": "right"},
    "inset": {"align": "right", "indent": 1},  # of a number that has words to its right
    "wrap": {"text_wrap": True}, "top": {"valign": "top"},
    "link": {"font_color": "#0563C1", "underline": 1},
    "good": {"bg_color": "#E2F0D9"},
    "bad": {"bg_color": "#F8CBAD", "font_color": "#9C0006", "bold": True},
    "warn": {"bg_color": "#FFF2CC"},
    "wait": {"bg_color": "#E4E4E4", "font_color": "#595959"},
    "none": {"bg_color": "#F7F7F7", "font_color": "#A6A6A6"},
    "heat1": {"bg_color": "#FDF1EA"},
    "heat2": {"bg_color": "#FBE0CF"},
    "heat3": {"bg_color": "#F8CBAD"},
    "vertical": {"rotation": 270},
    "edit": {"bg_color": "#FFFBE6"},
    "input": {"bg_color": "#FFFBD6", "locked": False},
    "small": {"font_size": 9},
}  # fmt: skip


class Styles:
    """The formats of one workbook."""

    def __init__(self, workbook: Workbook, palette: Palette = OF_FORMS) -> None:
        self._workbook, self._palette = workbook, palette
        self._made: dict[tuple[str, str, bool], Format] = {}

    def __call__(self, look: str = "", number: str = "", *, typed: bool = False) -> Format:
        """The format of some words; ``typed`` keeps text that looks like a formula a text."""
        key = (look, number, typed)
        made = self._made.get(key)
        if made is None:
            properties: dict[str, object] = dict(_BODY)
            for word in look.split():
                properties |= self._palette[word]
            properties |= {"num_format": number} if number else {}
            properties |= {"quote_prefix": True} if typed else {}
            made = self._made[key] = self._workbook.add_format(properties)
        return made

    def condition(self, **changed: object) -> Format:
        """What a condition changes of a cell's look."""
        return self._workbook.add_format(changed)

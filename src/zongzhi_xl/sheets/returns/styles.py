"""Cell formats of the return workbook, each made once a workbook.

A format is asked for by the names of its parts, later parts overruling earlier ones:
``style("cell", "input", "centre")``.
"""

from collections.abc import Mapping

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

_LINE = "#7F7F7F"
#: fills by which an entry is coloured from its hint, and nothing else is
RED_FILL, RED_TEXT, AMBER_FILL, AMBER_TEXT = "#F8B4B4", "#9C0006", "#FFD98A", "#7F4F00"
#: words that say that nothing is wrong
GREEN_TEXT = "#1E6B34"

PARTS: Mapping[str, Mapping[str, object]] = {
    "body": {"font_name": "宋体", "font_size": 10, "valign": "vcenter"},
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
    "computed": {"font_color": "#333333"},
    "void": {"bg_color": "#EDEDED", "font_color": "#8C8C8C", "align": "center"},
    "preset": {"bg_color": "#DDDDDD", "font_color": "#6E6E6E", "align": "center"},
    "left": {"align": "left"}, "centre": {"align": "center"}, "right": {"align": "right"},
    "figure": {"align": "right", "indent": 1},
    "indent": {"indent": 1}, "indent2": {"indent": 2},
    "wrap": {"text_wrap": True}, "shrink": {"shrink": True}, "top": {"valign": "top"},
    "small": {"font_size": 9}, "tiny": {"font_size": 8, "font_color": "#7F7F7F"},
    "grey": {"font_color": "#6E6E6E"},
    "large": {"font_size": 12}, "huge": {"font_size": 22, "font_name": "黑体"},
    "text": {"num_format": "@"}, "whole": {"num_format": "0"},
    "day": {"num_format": "yyyy-mm-dd"}, "moment": {"num_format": "yyyy-mm-dd hh:mm"},
    "percent": {"num_format": "0.0%_ "}, "places": {"num_format": '0"处"'},
    "share": {"num_format": "0.00%"},
    "rate": {"num_format": "0.00"},
    "link": {"font_color": "#1F4E9E", "underline": 1},
}  # fmt: skip


class Styles:
    """The formats of one workbook."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[str, ...], Format] = {}

    def __call__(self, *parts: str) -> Format:
        """The format made of these parts."""
        if parts not in self._made:
            properties: dict[str, object] = dict(PARTS["body"])
            for part in parts:
                properties |= PARTS[part]
            self._made[parts] = self._workbook.add_format(properties)
        return self._made[parts]

    def fill(self, background: str, text: str) -> Format:
        """A format for a condition."""
        return self._workbook.add_format({"bg_color": background, "font_color": text})

    def figures(self, places: str) -> Format:
        """A condition that changes how many places are shown."""
        return self._workbook.add_format({"num_format": places})

    def ink(self, text: str) -> Format:
        """A condition that colours words only."""
        return self._workbook.add_format({"font_color": text})

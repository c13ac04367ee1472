"""Drop-downs of the rules workbook: short lists in the cell's rule, long ones on a hidden sheet."""

from collections.abc import Iterable, Sequence

from xlsxwriter.workbook import Workbook

from zongzhi_xl.sheets.returns.entry_rules import Rule

_SHEET, _NAME = "选项", "选项_{}"
#: signs that a list in a cell's rule may have
_SHORT = 255


class Choices:
    """The lists of one workbook; each long one gets a name, as Excel 2007 wants it."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._long: list[tuple[str, ...]] = []

    def rule(self, words: Iterable[str], *, closed: bool = True) -> Rule:
        """One of the words; where it is not ``closed`` they are only proposed."""
        listed = tuple(words)
        short = len(",".join(listed)) <= _SHORT and not any("," in one for one in listed)
        source: object = list(listed) if short else f"={self._named(listed)}"
        told = {
            "error_title": "不在可选之列",
            "error_message": "请从下拉框里选；要写别的，程序读的时候会指出。",
        }
        return {"validate": "list", "source": source, "show_error": closed, **told}

    def _named(self, words: tuple[str, ...]) -> str:
        if words not in self._long:
            self._long.append(words)
        return _NAME.format(self._long.index(words) + 1)

    def write_lists(self) -> None:
        """The hidden sheet of the long lists, and their names."""
        if not self._long:
            return
        sheet = self._workbook.add_worksheet(_SHEET)
        sheet.hide()
        sheet.protect()
        for column, words in enumerate(self._long):
            _put_down(sheet, column, words)
            letter = chr(ord("A") + column)
            area = f"{_SHEET}!${letter}$1:${letter}${len(words)}"
            self._workbook.define_name(_NAME.format(column + 1), f"={area}")


def _put_down(sheet: object, column: int, words: Sequence[str]) -> None:
    for row, word in enumerate(words):
        sheet.write_string(row, column, word)  # type: ignore[attr-defined]  # the library is not typed

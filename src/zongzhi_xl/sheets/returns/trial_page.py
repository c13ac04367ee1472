"""指标测算: a page of its own for the office, not part of what is handed in."""

from zongzhi_xl.contract import TRIAL
from zongzhi_xl.core.edition.statement import Measure
from zongzhi_xl.core.language.formulas import call, is_error, place, when
from zongzhi_xl.sheets.returns import trial
from zongzhi_xl.sheets.returns.page import Book, PlainSheet

_COLUMNS = (
    ("条款", 8), ("指标", 20), ("计算方法", 38), ("分子", 11), ("分母", 11), ("测算值", 12),
    ("计量单位", 10), ("限额", 12), ("判断", 14), ("余量", 9), ("差额", 9),
)  # fmt: skip
_FIRST = trial.FIRST_TRIAL_ROW
_MONTHLY = "按本年累计（期末数按本月）测算，未扣除尚未发生的月份；率按全年限额比较。"
_GUIDE = (
    "仅供{unit}自己掌握进度，不作为报送内容，不用盖章。得分以{office}考评为准。",
    "余量：还可再发生几起（户、人）仍不超限；差额：还差几起（户、人）才达标。不显示余量的只看是否超过控制数。",
)


def write_trial(book: Book) -> None:
    """The page 指标测算."""
    sheet, last = book.page(TRIAL, landscape=True), len(_COLUMNS) - 1
    sheet.show_title("指标测算（不作为报送内容）", last)
    guide = (
        book.plan.edition.worded(_GUIDE[0]) + (_MONTHLY if book.plan.layout.monthly else ""),
        _GUIDE[1],
    )
    for row, words in enumerate(guide, 1):
        sheet.show(row, 0, words, "grey left")
    sheet.show_headings(_FIRST - 1, _COLUMNS)
    sheet.set_row(_FIRST - 1, 22)
    for line in book.plan.trial.rows:
        _write_row(sheet, line)
    if not book.plan.trial.rows:
        sheet.show(_FIRST, 0, "由这张表的数算不出指标，没有可测算的。", "grey left")
    end = max(_FIRST + len(book.plan.trial.rows) - 1, _FIRST)
    _unrounded(sheet, end)
    sheet.print_down(end, last)
    sheet.freeze_panes(_FIRST, 2)


def _unrounded(sheet: PlainSheet, end: int) -> None:
    """A missed limit that two places would show as kept gets two more: never 95% (R8)."""
    figure, unit, limit, judged = (place(f"${letter}{_FIRST + 1}") for letter in "FGHI")
    bound = call("VALUE", call("MID", limit, 2, 20))
    missed = judged.equals(trial.MISSED) + judged.equals(trial.EXCEEDED) > 0
    for in_percent, places, kept in ((True, "0.0000%", 4), (False, "0.0000", 2)):
        shown = call("ROUND", figure, kept)
        looks_kept = when(call("LEFT", limit, 1).equals("≥"), shown >= bound, shown <= bound)
        unsure = when(missed, when(is_error(bound), True, looks_kept), False)
        of_unit = unit.equals("%") if in_percent else unit.differs("%")
        area = (_FIRST, trial.VALUE, end, trial.VALUE)
        sheet.paint(area, when(of_unit, unsure, False), num_format=places)


def _write_row(sheet: PlainSheet, row: trial.TrialRow) -> None:
    indicator = row.indicator
    sheet.set_row(row.row, 20)
    sheet.show(row.row, 0, f"第{row.clause}条", "cell centre")
    sheet.show(row.row, 1, indicator.name, "cell bold")
    sheet.show(row.row, 2, indicator.formula.text, "cell small shrink")
    sheet.show(row.row, trial.UNIT, indicator.unit, "cell centre")
    for column in trial.COMPUTED:
        live = row.lives.get(column)
        sheet.show(row.row, column, live or "—", _look(row, column) if live else "cell void")


def _look(row: trial.TrialRow, column: int) -> str:
    if column in (trial.LIMIT, trial.JUDGEMENT):
        return "cell centre"
    if column == trial.VALUE and row.indicator.measure != Measure.COUNT:
        return f"cell figure {'share' if row.indicator.unit == '%' else 'rate'}"
    return "cell figure"

"""区级汇总.xlsm: the district's launcher. Choose folders, click 一键汇总 or 更新工作台."""

from pathlib import Path

from zongzhi_xl import contract
from zongzhi_xl.sheets.page import Sheet, a4, protected_sheet, widths, workbook_at
from zongzhi_xl.sheets.returns.entry_rules import note_rule, whole_rule
from zongzhi_xl.sheets.returns.form_layout import Spot
from zongzhi_xl.sheets.returns.hidden_sheets import Place, write_directory
from zongzhi_xl.sheets.styles import Styles
from zongzhi_xl.vba.macro_book import (
    CHOOSE_DISTRICT,
    CHOOSE_RETURNS,
    CONSOLIDATE,
    LAUNCHER_MACROS,
    UPDATE_DESK,
    MacroEdition,
    Spread,
    embed,
    insert_buttons,
    write_settings,
)

_LABEL, VALUE, _CHOOSE = 1, 2, 3
#: rows in which the officer types
TYPED = slice(3, 6)
_ROWS = {
    contract.FOLDER: 3,
    contract.REPORTING_YEAR: 4,
    contract.DISTRICT: 5,
    contract.OUTCOME: 9,
    contract.WRITTEN: 10,
}
_BUTTON_ROW, _HOW_ROW = 7, 12
_NOTES = {
    contract.FOLDER: "收到的月报、年报、部门提供数放在一个文件夹里，含下级文件夹、压缩包。",
    contract.DISTRICT: "建过区文件夹的选它。一键汇总可以留空，用标准方案；更新工作台一定要选。",
}
_HOW = (
    "1. 把收到的报表（各单位的月报、年报，部门提供数）都放进一个文件夹，点“选择…”选它。",
    "2. 建过区文件夹的，点“更新工作台”：登记新收到的，办理“待办”里填好的，重写工作台并打开。",
    "3. 点以前先把工作台保存、关闭：开着时什么也不登记。年份留空的，按工作台现在的年份。",
    "4. 没有建区文件夹的，填年份，点“一键汇总”：汇总写在本文件旁边并打开，同名的会被换成新的。",
    "5. 收到的报表不会被改动；谁没有报、哪份读不了、每一分为什么扣，都写在汇总和工作台里。",
    "6. 点了没有反应的，用命令行：zongzhi-xl desk 区文件夹 --inbox 报表文件夹",
)


def write(path: Path, edition: MacroEdition) -> None:
    """Write the launcher to ``path``; raises MachineError."""
    with workbook_at(path, "区级汇总") as workbook:
        style = Styles(workbook)
        page, directory, settings = (
            protected_sheet(workbook, name, style)
            for name in (contract.LAUNCHER, contract.DIRECTORY, contract.SETTINGS)
        )
        _write_page(page)
        spots = {name: Spot(contract.LAUNCHER, row, VALUE) for name, row in _ROWS.items()}
        write_directory(directory, (Place(name, spot) for name, spot in spots.items()))
        write_settings(settings, workbook, LAUNCHER_MACROS)
        for_macros = {name: spots[called] for name, called in contract.FOR_MACROS.items()}
        for name, spot in (spots | for_macros).items():
            workbook.define_name(name, f"={spot.absolute}")
        embed(workbook, edition, LAUNCHER_MACROS)


def _write_page(page: Sheet) -> None:
    widths(page, (3, 16, 72, 13, 3))
    page.set_default_row(26)
    page.set_row(1, 44)
    page.show_across(1, (_LABEL, _CHOOSE), "年度目标考核　区级汇总", "huge centre")
    for name, row in _ROWS.items():
        page.show(row, _LABEL, name, "cell head")
    _write_entries(page)
    page.set_row(_ROWS[contract.OUTCOME], 130)
    for name in (contract.OUTCOME, contract.WRITTEN):
        look = "cell text wrap left indent open"
        page.show_across(_ROWS[name], (VALUE, _CHOOSE), None, look)
    for n, words in enumerate(("怎么用", *_HOW)):
        page.show(_HOW_ROW + n, _LABEL, words, "left" if n else "bold large left")
        page.set_row(_HOW_ROW + n, 20 if n else 30)
    a4(page)
    page.fit_to_pages(1, 1)
    page.print_area(0, 0, _HOW_ROW + len(_HOW), _CHOOSE + 1)
    year = (_ROWS[contract.REPORTING_YEAR], VALUE)
    page.set_selection(*year, *year)


def _write_entries(page: Sheet) -> None:
    for name, button in ((contract.FOLDER, CHOOSE_RETURNS), (contract.DISTRICT, CHOOSE_DISTRICT)):
        row = _ROWS[name]
        page.show(row, VALUE, None, "cell input text left indent shrink")
        page.accept(row, VALUE, note_rule(260, name, _NOTES[name]))
        insert_buttons(page, (button,), Spread(row, _CHOOSE, 84, 28, left=6, top=3))
    row = _ROWS[contract.REPORTING_YEAR]
    page.show(row, VALUE, None, "cell input left indent")
    rule = whole_rule(2000, 2099, contract.REPORTING_YEAR, "填四位年份，如2026。")
    page.accept(row, VALUE, rule)
    page.set_row(_BUTTON_ROW, 40)
    insert_buttons(page, (UPDATE_DESK, CONSOLIDATE), Spread(_BUTTON_ROW, VALUE, 200, 40, top=6))

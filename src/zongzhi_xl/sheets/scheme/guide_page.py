"""说明: how the workbook is used, what stands on which sheet, how a cell is written."""

from collections.abc import Iterator

from zongzhi_xl.contract import AS_WRITTEN, RULES_VERSION, SCHEME, WRITTEN_OF
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.sheets.page import Sheet, height_of, paper, titled, widths
from zongzhi_xl.statements.book.layout import SHEETS, blocks
from zongzhi_xl.statements.book.rows import Document, mark_of, rows_of

_WIDTHS = (22, 104)
_STEPS = (
    (
        "1. 改",
        "浅黄色的格子可以改，灰色的是程序算的，改了也不算。加一条：插入一行，照上下的样子填；"
        "去掉一条：清空那一行（或撤销工作表保护后删行，没有密码）。列可以移动；"
        "表头、“◆”开头的行和工作表的名称不要改。鼠标停在表头上，有这一栏的意思和例子。",
    ),
    (
        "2. 读回",
        "保存后运行：zongzhi-xl rules import 考核方案.xlsx 区文件夹/statements/2027。"
        "写错的一次列出全部，哪张表哪一格；有一处错，文件夹就一个字也不动。",
    ),
    (
        "3. 试",
        "zongzhi-xl rules try 区文件夹/statements/2027 看每条规则扣几分；rules diff 看改了什么；"
        "rules replay 拿今年的数算一遍。“写出时”的两栏不会跟着改，要重新写出（rules export）。",
    ),
)
_WRITING = (
    (
        "空着",
        "就是没有写；必须填的会指出。写了、但是空的：文字写“（空）”，清单写“（无）”。",
    ),
    ("几项", "写在一格里，用“、”隔开：6、13。"),
    (
        "有名称的几项",
        "一行一项，“名称：内容”：一类：<= 70。格里换行按 Alt+Enter，也可以用“；”隔开。",
    ),
    ("几档、几种", "一行一档，一档里用“；”隔开：扣几分：1；超过：12。"),
    ("套在里面的", "用花括号：述职日期：{扣几分：2}。"),
    (
        "带冒号、分号、顿号的字",
        '写在一项里面的，两边加双引号："甲：乙"。自己占一格的不用加。',
    ),
    (
        "公式",
        "写数据项的名称和 + - * / 、<= 之类，不以 = 开头。Excel 的公式程序不读。",
    ),
)


def write_guide(sheet: Sheet, edition: Edition, book: Document, seal: str) -> None:
    """The first sheet; ``seal`` is the mark of what the others show."""
    widths(sheet, _WIDTHS)
    paper(sheet, edition, landscape=True)
    sheet.fit_to_pages(1, 0)
    lines: list[tuple[str, object, str]] = [
        ("", titled(edition, f"{SCHEME}：{edition.statement.title}"), "title"),
        ("怎么用", "", "section"), *((a, b, "cell wrap left") for a, b in _STEPS),
        ("各张表", "", "section"), *((a, b, "cell wrap left") for a, b in _sheets(book)),
        ("一格里怎么写", "", "section"), *((a, b, "cell wrap left") for a, b in _WRITING),
        ("从哪里来", "", "section"),
        ("方案名", edition.statement.name, "cell left"), (RULES_VERSION, edition.id, "cell left"),
        (WRITTEN_OF, mark_of(book), "cell left"), (AS_WRITTEN, seal, "cell left"),
    ]  # fmt: skip
    for row, (name, words, look) in enumerate(lines):
        if look == "title":
            sheet.show_across(row, (0, 1), words, look)
            sheet.set_row(row, 36)
            continue
        sheet.show(row, 0, name, "section" if look == "section" else "cell bold left")
        sheet.show(row, 1, words, look)
        sheet.set_row(row, height_of([(str(words), _WIDTHS[1]), (name, _WIDTHS[0])]))


def _sheets(book: Document) -> Iterator[tuple[str, str]]:
    """Each sheet with its blocks and how many rows they have."""
    for name in SHEETS:
        told = (
            f"{block.title}（{sum(1 for _ in rows_of(block, book))}行）"
            for block in blocks()
            if block.sheet == name
        )
        yield name, "、".join(told)

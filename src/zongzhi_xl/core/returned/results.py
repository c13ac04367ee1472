"""What 校验结果 and its verdict say: the words around the findings, and the findings as rows."""

from collections.abc import Sequence
from typing import TypeAlias

from zongzhi_xl import contract
from zongzhi_xl.core.edition.items import Severity
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.outgoing import Gate, is_active

Row: TypeAlias = list[str | None]

#: a query whose 说明 is written; it asks for nothing any more
EXPLAINED = "已说明"
#: the first row: by which rules was judged
BASIS, JUDGED_BY = "依据", "按{}审核"
#: where the workbook checked itself: which checks that leaves to the district
UNCHECKED, LEFT_TO_DISTRICT = "未审", "没有 Python，以下 {} 条报送后审核：{}"
MORE = "还有 {} 条没有列出：改正上面的问题后再校验一次"
#: what a row amounts to, by its level
WEIGHTS = {
    Severity.BLOCKING.value: "必须改正",
    Severity.QUERY.value: "需要说明",
    EXPLAINED: "已作说明",
    Severity.NOTICE.value: "提示",
}
#: the levels that the verdict counts where it is none, and where it is a pass
ASKING = (Severity.BLOCKING.value, Severity.QUERY.value)
TOLD = (EXPLAINED, Severity.NOTICE.value)
ASKED, COUNTED, BETWEEN = "有 ", "{} 处{}", "、"
#: where what asks for something stands one by one
LISTED = f"，逐条见“{contract.RESULTS}”"
PASSED = "通过：本次检查 {} 条审核关系，没有问题"
TO_DISTRICT = "；另有 {} 条报送后审核"
CODE = "。校验码 "
#: why there is no file to hand in, what to do, and how to make one without the program
NOT_MADE = "没有生成：{}"
MEND_OR_SAY_WHY = f"改正后再生成；暂时改不了的，写明{contract.FAULTY}再点一次"
MAKE_BY_HAND = (
    "没有 Python，上报文件请手工生成：点“文件”“另存为”，保存类型选 Excel 工作簿（.xlsx），"
    "文件名写 {}；问到宏不能保存的，点“是”"
)
#: columns of the block: the kind of a row, and its sentence
_LEVEL, _SENTENCE = 0, 5
_WIDTH = len(contract.RESULT_COLUMNS)


def level(one: Finding) -> str:
    """强制性, 核实性, 已说明 or 提示."""
    explained = one.severity == Severity.QUERY and one.explained
    return EXPLAINED if explained else one.severity.value


def clause_words(clause: int | None) -> str:
    """``第6条``; general checks have none."""
    return f"第{clause}条" if clause else "通用"


def said(kind: str, sentence: str) -> Row:
    """A row that is no finding."""
    row: Row = [None] * _WIDTH
    row[_LEVEL], row[_SENTENCE] = kind, sentence
    return row


def rows_of(findings: Sequence[Finding], room: int, rules: str = "") -> list[Row]:
    """The block: which rules judged, the findings, and how many more there are than rows."""
    head = [said(BASIS, JUDGED_BY.format(rules))] if rules else []
    rows = [*head, *map(row_of, findings[: room - len(head)])]
    rows += [[None] * _WIDTH for _ in range(room - len(rows))]
    more = len(findings) + len(head) - room
    last: Row = [MORE.format(more) if more > 0 else None]
    return [*rows, last + [None] * (_WIDTH - 1)]


def row_of(one: Finding) -> Row:
    """A finding, column by column."""
    at, told = (one.sheet, one.cell, one.item, one.value), (one.message, one.remedy)
    texts = (level(one), *at, *told, clause_words(one.clause))
    return [as_words(Gate().lines(text)) for text in texts]


def as_words(text: str) -> str | None:
    """Text that no program takes for a formula; what a clerk typed comes back to the sheet here."""
    return (f" {text}" if is_active(text) and not text.startswith(" ") else text) or None

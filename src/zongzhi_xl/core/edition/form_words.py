"""What the form page prints beside its cells for entries: there a person looks for them.

Writer and reader agree by these words. A cell of the head or of the signatures stands right of
its label; a figure in the row of its item, under the heading of the column.
"""

import re
from collections.abc import Mapping

from zongzhi_xl import contract
from zongzhi_xl.core.edition.items import FormKind

#: headings of the table's columns
NAME_HEADING, UNIT_HEADING, CODE_HEADING = "指标名称", "计量\n单位", "代码"
FIGURE_HEADING: Mapping[FormKind, str] = {
    FormKind.MONTHLY: "本月\n（期末）",
    FormKind.ANNUAL: "本年\n（年末）",
}
NOTE_HEADING, HINT_HEADING = "说明", "提示"
#: right of the table, never printed: a hint in full, where the note takes its room in the table
BESIDE_HEADING = "提示全文（不打印）"
#: what stands in cells of the table that hold nothing
VOID, COMPUTED = "—", "自动计算，不用填写"
VOID_WORDS = frozenset({VOID, COMPUTED})
#: how what stands under the table and the signatures begins
FOOTNOTE = "表下说明："

#: what the check code and the note of the day are called where they are named
CHECK_CODE, NOTE_OF_DAY = "校验码", f"{contract.NOTE}{contract.REPORTED_ON}"
#: the label left of each cell of the head and of the signatures
LABELS: Mapping[str, str] = {
    contract.REPORTING_UNIT: "填报单位（盖章）：", contract.REPORTING_YEAR: "报告期：",
    contract.REPORT_KIND: "报表种类：", contract.NATURE: "报表性质：",
    contract.REASON: "更正原因：", contract.SIGNED_BY: "单位负责人：",
    contract.FILLED_IN_BY: "填表人：", contract.TELEPHONE: "联系电话：",
    contract.REPORTED_ON: "报出日期：", NOTE_OF_DAY: "日期说明：", CHECK_CODE: "校验码：",
}  # fmt: skip
#: 月报 has its month right of this word; 年报 ends its year with another
MONTH_LABEL, MONTH_END, YEAR_END = "年", "月", "年度"
PRINTED_WORDS = frozenset({MONTH_LABEL, MONTH_END, YEAR_END})

#: 报表性质: the first return of a period, or a correction of it
FIRST, CORRECTION = "首报", "更正"
CORRECTIONS = tuple(f"第{n}次{CORRECTION}" for n in range(1, 6))
_DIGITS = "〇一二三四五六七八九"
_CORRECTION = re.compile(
    rf"第(?:(\d{{1,3}})|([{_DIGITS[1:]}]?)(十?)([{_DIGITS[1:]}]?))次{CORRECTION}"
)


def corrects(nature: str) -> bool:
    """Whether 报表性质 speaks of a correction, however it is numbered."""
    return CORRECTION in nature


def correction_number(nature: str) -> int:
    """Which correction of its period a return is by its 报表性质; 0 for the first return.

    ``第2次更正`` and ``第二次更正`` are the same, as far as 第九十九次更正.
    """
    said = _CORRECTION.fullmatch(nature)
    if said is None:
        return 0
    figures, before, ten, after = said.groups()
    if figures:
        return int(figures)
    if not ten:  # one digit at most
        return _digit(before + after) if len(before + after) == 1 else 0
    return (_digit(before) or 1) * 10 + _digit(after)


def _digit(sign: str) -> int:
    return _DIGITS.index(sign) if sign else 0


def labels_of(kind: FormKind) -> Mapping[str, str]:
    """The labels of a form by the name of the cell for entries that stands right of each."""
    monthly = {contract.REPORTING_MONTH: MONTH_LABEL} if kind == FormKind.MONTHLY else {}
    return {name: label for name, label in LABELS.items() if name != CHECK_CODE} | monthly

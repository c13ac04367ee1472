"""A district's own register of events: columns of its own, one called otherwise, others left out.

Begun from the empty edition: 上报时间 is left out, 大类 is printed as 事件 类别, and there are four
columns that no letter knows: 伤情 (one of three words), 受伤人数 (a number), 结案日期 (a day), 文字
(words, called as a column of the hidden sheet is).
"""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from tests.begun_empty import SIGNED, UNIT, YEAR, run
from zongzhi_xl.sheets.return_book import ReturnContents

COLUMNS = """  columns:
  - {name: 事项编号, kind: 文字}
  - {name: 大类, kind: 选项, label: 事件 类别, choices: [火情, 事故, 其他]}
  - {name: 伤情, kind: 选项, choices: [轻微, 较重, 严重]}
  - {name: 发生时间, kind: 时间}
  - {name: 受伤人数, kind: 计数, words: 当场和送医的受伤人数；没有的填0。}
  - {name: 结案日期, kind: 日期}
  - {name: 文字, kind: 文字, label: 备注文号}
  - {name: 简要情况, kind: 文字}
"""
CHECKS = """- id: '38'
  severity: 强制性
  form: 月报
  words: 登记一行要填全
  kind: event_filled
  parameters: {columns: [事项编号, 大类, 发生时间, 伤情, 受伤人数]}
  remedy: 补填该行
  live: true
- id: '39'
  severity: 核实性
  form: 月报
  words: 结案不能早于发生
  kind: each_event
  parameters: {at: 结案日期, rule: 结案日期 + 1 > 发生时间}
  remedy: 核对
  live: true
- id: '40'
  severity: 核实性
  form: 月报
  words: 火情一般不超过3人受伤
  kind: each_event
  parameters: {at: 受伤人数, of: [火情], rule: 受伤人数 <= 3}
  remedy: 核对
  live: true
- id: '44'
  severity: 核实性
  form: 月报
  words: 登记了两次
  kind: no_repeated_event
  parameters: {columns: [伤情, 发生时间, 结案日期]}
  remedy: 删去一行
  live: true
"""
RULES = """- {id: D01-4, each: 事项, where: 伤情 = 严重, of: 受伤人数, per: {price: 0.3}, most: 2}
- id: D01-5
  each: 事项
  where: 大类 = 火情
  of: 伤情
  table: {轻微: 0, 较重: 0.5, 严重: 1}
  most: 1
  stacks: true
"""
FIRE: Mapping[str, object] = {
    "事项编号": "甲1", "大类": "火情", "伤情": "严重", "发生时间": datetime(2027, 3, 5, 8, 30),
    "受伤人数": 4, "结案日期": date(2027, 3, 9), "文字": "消〔2027〕1号", "简要情况": "起火。",
}  # fmt: skip
FALL: Mapping[str, object] = {
    "事项编号": "甲2", "大类": "其他", "伤情": "轻微", "发生时间": datetime(2027, 3, 6, 8, 30),
    "受伤人数": 1, "简要情况": "摔倒。",
}  # fmt: skip


def rewritten(file: Path, *edits: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def begun(its: Path) -> None:
    """An edition with this register in the folder ``its``."""
    assert run("rules", "new", its, "--like", "empty").exit_code == 0
    text = (its / "statement.yaml").read_text(encoding="utf-8")
    old = text[text.index("  columns:\n") : text.index("calendar:\n")]
    rewritten(its / "statement.yaml", (old, COLUMNS), ("full_marks: 10", "full_marks: 13"))
    (clause,) = (its / "clauses").iterdir()
    rewritten(
        clause, ("deductions:\n", f"{CHECKS}deductions:\n{RULES}"), ("points: 10", "points: 13")
    )


def contents(month: int, *events: Mapping[str, object]) -> ReturnContents:
    came = date(YEAR + month // 12, month % 12 + 1, 3)
    values = {"应检查数": 10, "已检查数": 10, "报出日期": came, **SIGNED}
    said = {"本月无重大事项": "否" if events else "是"}
    return ReturnContents(unit=UNIT, year=YEAR, month=month, values=values | said, events=events)

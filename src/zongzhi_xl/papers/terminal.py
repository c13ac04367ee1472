"""Results on the terminal, as rich tables.

Words from returns pass the gate and are shown as plain :class:`~rich.text.Text`, never read as
rich's markup. What nobody would read to its end is cut short, and says how much was left out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from zongzhi_xl.contract import PROBLEMS
from zongzhi_xl.core.appraising.scorecard import (
    Appraisal,
    DeliveryState,
    FileFindings,
    Rejected,
    UnitAppraisal,
    VetoState,
)
from zongzhi_xl.core.appraising.sources import place_words, written
from zongzhi_xl.core.appraising.wording import (
    NO_RANK,
    VETO,
    figure,
    grade_words,
    judgement,
    limit_words,
    lost_words,
    marks,
    row_marks,
    working_words,
)
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.returned.findings import Finding, Verdict, verdict
from zongzhi_xl.core.returned.outgoing import Gate, gate_for
from zongzhi_xl.papers.explanation import nothing_lost

_COLOUR = {Severity.BLOCKING: "red", Severity.QUERY: "yellow", Severity.NOTICE: "cyan"}
_VERDICT = {
    Verdict.PASS: ("通过", "green"),
    Verdict.EXPLAIN: ("待说明", "yellow"),
    Verdict.FAIL: ("不通过", "red"),
    Verdict.REJECTED: ("退回", "red"),
}


#: findings that are listed of one file and of one run, signs of one cell: nobody reads more
_MOST_OF_FILE, _MOST_OF_RUN, _MOST_SIGNS = 60, 2000, 2000
_MOST_IN_FINDING = 400


def _text(gate: Gate, words: object, most: int = _MOST_SIGNS) -> Text:
    """Words that passed the gate, not too many of them."""
    return Text(shortened(gate.lines(str(words)), most))


def shortened(text: str, most: int) -> str:
    """``text``, where it is too long for a person with how much was left out."""
    return text if len(text) <= most else f"{text[:most]}…（还有 {len(text) - most} 个字）"


def _table(title: str, *headings: str, numbers: Iterable[str] = ()) -> Table:
    table = Table(title=Text(title), title_justify="left", box=box.SIMPLE_HEAD)
    right = set(numbers)
    for heading in headings:
        table.add_column(heading, justify="right" if heading in right else "left", overflow="fold")
    return table


def _add(gate: Gate, table: Table, *cells: object, style: str = "") -> None:
    shown = [cell if isinstance(cell, Text) else _text(gate, cell) for cell in cells]
    table.add_row(*shown, style=style)


# ------------------------------------------------------------------ validate


def findings_report(
    files: Sequence[FileFindings], rejected: Sequence[Rejected] = (), rules: str = ""
) -> RenderableType:
    """What ``validate`` says: ``rules`` that judged; file by file, every finding with its cell."""
    gate, room = gate_for(one.unit for one in files), _MOST_OF_RUN
    reports: list[RenderableType] = [_text(gate, rules)] if rules else []
    for one in files:
        reports.append(_file_report(gate, one, room))
        room = max(room - len(one.findings), 0)
    reports.append(rejections(rejected))
    if len(files) + len(rejected) > 1:
        reports.append(_tally_line(files, rejected))
    return Group(*reports)


def _tally_line(files: Sequence[FileFindings], rejected: Sequence[Rejected]) -> Text:
    """``共 4 份：通过 2，要写说明 1，退回 1``."""
    counts = Counter(_VERDICT[verdict(one.findings)][0] for one in files)
    counts[_VERDICT[Verdict.REJECTED][0]] += len(rejected)
    parts = (f"{words} {counts[words]}" for words, _ in _VERDICT.values() if counts[words])
    return Text(f"共 {len(files) + len(rejected)} 份：{'，'.join(parts)}")


def _file_report(gate: Gate, one: FileFindings, room: int) -> RenderableType:
    words, colour = _VERDICT[verdict(one.findings)]
    period = f"{one.year}年" + (f"{one.month}月" if one.month else "")
    heading = _text(gate, f"{one.file}  {one.unit} {period}{one.form.value}  ")
    return _with_findings(gate, heading.append(words, style=f"bold {colour}"), one.findings, room)


def _with_findings(
    gate: Gate, heading: Text, findings: Sequence[Finding], room: int = _MOST_OF_RUN
) -> RenderableType:
    listed = findings[: min(room, _MOST_OF_FILE)]
    left = len(findings) - len(listed)
    rest = [Text(f"还有 {left} 条，用 --report 或 --json 看全部", style="bold")] if left else []
    if not listed:
        return Group(heading, *rest)
    table = _table("", "级别", "审核", "位置", "填报值", "问题", "怎么办")
    for one in listed:
        level = Text(one.severity.value, style=_COLOUR[one.severity])
        advice = f"已说明：{one.explained}" if one.explained and not one.open else one.remedy
        place = f"{one.sheet}!{one.cell}" if one.cell else one.sheet
        told = (one.value, one.message, advice)
        words = (_text(gate, text, _MOST_IN_FINDING) for text in told)
        _add(gate, table, level, one.code, place, *words)
    return Group(heading, table, *rest)


def rejections(rejected: Sequence[Rejected]) -> RenderableType:
    """The files that could not be used, each with its reason."""
    return Group(*map(_rejection, rejected))


def _rejection(one: Rejected) -> RenderableType:
    gate = Gate()
    heading = _text(gate, f"{one.file}  ").append("退回", style="bold red")
    told = f"  {_whose(one)}{one.reason}"
    return _with_findings(gate, heading.append_text(_text(gate, told)), one.findings)


def _whose(one: Rejected) -> str:
    """``兴海街道 2026年3月月报：``; empty where it is not known, or the reason says so itself."""
    paper = one.paper
    if paper is None or paper.unit in one.reason:
        return ""
    year = f"{one.year}年" if one.year else ""
    month = f"{paper.month}月" if paper.month else ""
    return f"{paper.unit} {year}{month}{paper.form.value}："


# ------------------------------------------------------------------ appraise, consolidate


def rules_line(appraisal: Appraisal) -> Text:
    """``按标准方案（规则 1a2b3c4d，名册 5e6f7a8b）评分``."""
    return _text(Gate(), f"按{appraisal.rules}评分")


def scorecard_report(unit: UnitAppraisal) -> RenderableType:
    """What ``appraise`` says of one unit: score, lost points with their cells, indicators."""
    heading = f"{unit.unit}（{unit.group}）  得分 {marks(unit.score)}  {_grade(unit)}"
    provisional = [f"暂定原因：{reason}" for reason in unit.provisional_reasons]
    gate = gate_for([unit.unit])
    lines = [_text(gate, one) for one in (heading, *provisional, *unit.grade_reasons)]
    return Group(*lines, _loss_table(gate, unit), _indicator_table(gate, unit))


def _grade(unit: UnitAppraisal) -> str:
    return grade_words(unit.grade, unit.provisional)


def _loss_table(gate: Gate, unit: UnitAppraisal) -> RenderableType:
    if not unit.rows:
        return Text(nothing_lost(bool(unit.provisional_reasons)))
    heads = ("条", "扣分", "扣分规则", "代入数字", "依据")
    table = _table(f"扣分明细（共 {lost_words(unit)} 分）", *heads, numbers=("扣分",))
    for one in unit.rows:
        places = "\n".join(f"{place_words(at)} = {written(at).value}" for at in one.sources)
        _add(gate, table, one.clause, row_marks(one), one.rule, working_words(one), places)
    return table


def _indicator_table(gate: Gate, unit: UnitAppraisal) -> Table:
    heads = ("条", "指标", "数值", "限额", "结果", "余量", "差额")
    table = _table("指标", *heads, numbers=("数值", "余量", "差额"))
    for one in unit.indicators:
        room = "" if one.headroom is None else one.headroom
        limit = limit_words(one.limit, one.unit)
        cells = (one.clause, one.name, figure(one), limit, judgement(one), room)
        _add(gate, table, *cells, one.shortfall or "", style="red" if one.met is False else "")
    return table


def district_report(appraisal: Appraisal) -> RenderableType:
    """What ``consolidate`` says: the district by rank, and what needs a person.

    Of a hundred offices or more the first and the last are listed, the others counted.
    """
    if not appraisal.has_returns:
        until = f"，截至{appraisal.through}月" if appraisal.through else ""
        words = f"{appraisal.year}年{until}没有收到可用的报表，不评分、不排名；请核对后重新汇总。"
        return Group(rules_line(appraisal), Text(words), aside(appraisal))
    gate = gate_for(unit.unit for unit in appraisal.units)
    mark = "" if appraisal.final else "（暂定）"
    title = f"{appraisal.year}年，截至{appraisal.through}月{mark}"
    heads = ("名次", "单位", "组别", "得分", "等次", "否决", "扣分项", "缺报", "强制性", "待说明")
    table = _table(title, *heads, numbers=("名次", "得分", "扣分项", "缺报", "强制性", "待说明"))
    missing = appraisal.papers_of(DeliveryState.MISSING)
    counts = (missing, appraisal.blocking, appraisal.unexplained)
    ranked = appraisal.ranked
    left_out = ranked[_ENDS:-_ENDS] if len(ranked) >= _MANY else ()
    for one in ranked[:_ENDS] + ranked[-_ENDS:] if left_out else ranked:
        shown = [count[one.unit] or "" for count in counts]
        veto = Text(VETO[one.veto], style="red")
        cells = (one.rank or NO_RANK, one.unit, one.group, marks(one.score), _grade(one), veto)
        _add(gate, table, *cells, len(one.losses), *shown)
    rest = [_counted(left_out, counts)] if left_out else []
    return Group(rules_line(appraisal), table, *rest, *_still_wanting(appraisal), aside(appraisal))


def _still_wanting(appraisal: Appraisal) -> Iterator[Text]:
    """Faults of what departments gave; at the closing also why scores are provisional."""
    for file in appraisal.files:
        faults = sum(one.severity == Severity.BLOCKING for one in file.findings)
        if faults and file.form == FormKind.DEPARTMENTS:
            words = f"{file.file}：强制性问题{faults}处，见区级汇总的“{PROBLEMS}”"
            yield _text(Gate(), words)
    reasons = Counter(
        reason for unit in appraisal.units for reason in unit.provisional_reasons if appraisal.final
    )
    for reason, count in reasons.most_common(_REASONS):
        yield _text(Gate(), f"暂定原因（{count}个单位）：{reason}")


def aside(appraisal: Appraisal) -> RenderableType:
    """The files that do not count: sent back, or a correction counts in their place."""
    replaced = (_text(Gate(), f"{one.file}  {one.words}（{one.by}）") for one in appraisal.replaced)
    return Group(rejections(appraisal.rejected), *replaced)


def _counted(units: Sequence[UnitAppraisal], counts: Iterable[Counter[str]]) -> Text:
    """The offices that are not listed, with what needs a person there."""
    proposed = sum(one.veto != VetoState.NONE for one in units)
    of = [sum(count[one.unit] for one in units) for count in counts]
    return Text(
        f"其余{len(units)}个单位（建议或已否决{proposed}个，缺报{of[0]}份，强制性问题{of[1]}条，"
        f"待说明{of[2]}条）见区级汇总的“总览”。"
    )


#: from so many units on nobody scrolls through all of them: the first and the last are shown
_MANY, _ENDS = 100, 20
#: so many reasons at most are told below the table
_REASONS = 5

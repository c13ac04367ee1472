"""Sheets 问题清单 and 说明: what is amiss in the files, and by which rules all this was made."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice

from zongzhi_xl.contract import ACCOUNTS, EXPLANATION, PROBLEMS, RULES_VERSION
from zongzhi_xl.core.appraising.scorecard import Alternative, FileFindings, Rejected
from zongzhi_xl.core.appraising.wording import ends_words, part_words
from zongzhi_xl.core.edition.items import Severity
from zongzhi_xl.core.edition.statement import Edition, Reading
from zongzhi_xl.core.language import printing
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.sheets.page import Book, Cell, Content, Link, Page, alike, height_of, spread
from zongzhi_xl.sheets.summary.decisions import Decision
from zongzhi_xl.sheets.summary.district import District

LEVELS = {Severity.BLOCKING: "bad", Severity.QUERY: "warn", Severity.NOTICE: ""}
_WRAP, _MIDDLE = "box top wrap", "box top center"
FINDING_COLUMNS = (
    ("级别", 7, _MIDDLE), ("文件", 21, "box top wrap link"), ("单位", 12, _WRAP),
    ("年", 6, _MIDDLE), ("月份", 6, _MIDDLE), ("审核号", 7, _MIDDLE), ("工作表", 8, _WRAP),
    ("单元格", 8, "box top link"), ("填报值", 10, _WRAP), ("问题", 38, _WRAP),
    ("怎么办", 26, _WRAP), ("填报单位说明", 20, _WRAP),
)  # fmt: skip

#: rows of a list that opens in seconds; the binding findings come first
MOST_FINDINGS = 20_000


def write_findings(book: Book, district: District) -> None:
    """Sheet 问题清单: rejected files first, then every finding, the binding ones first."""
    page = book.table(PROBLEMS, FINDING_COLUMNS, "报表问题清单", district.period)
    finding_table(page, district.appraisal.files, district.appraisal.rejected)


def finding_table(page: Page, files: Sequence[FileFindings], rejected: Sequence[Rejected]) -> None:
    """The table itself, with filter and repeated heading; the 校验结果 workbook has the same."""
    head = page.head(frozen=3)
    for refusal in rejected:
        page.wrapped(page.cells(_rejected_row(refusal)))
        for finding in refusal.findings:
            page.wrapped(page.cells(_finding_row(refusal.file, [Cell(None)] * 3, finding)))
    found = _binding_first(files)
    for file, finding in islice(found, MOST_FINDINGS):
        whose = (file.unit, file.year, file.month or file.form.value)
        page.wrapped(page.cells(_finding_row(file.file, whose, finding)))
    if page.row == head + 1:
        page.line("没有发现问题", "box center good", height=22)
    else:
        page.filtered(head)
    if left_out := sum(1 for _ in found):
        words = f"另有 {left_out} 处级别较低的问题没有列出，全部在用 --json 写出的文件里。"
        page.line(words, "banner", height=22)


def _binding_first(files: Sequence[FileFindings]) -> Iterator[tuple[FileFindings, Finding]]:
    """Level by level, though the files are gone through each time: a city's are not all at hand."""
    for level in LEVELS:
        for file in files:
            yield from ((file, one) for one in file.findings if one.severity == level)


def _rejected_row(one: Rejected) -> Iterator[Content | Cell]:
    """Unit and period are not known of every file that could not be taken in."""
    paper = one.paper
    yield from (Cell("退回", "box top center bad"), Link.to_file(one.file))
    yield paper.unit if paper else None
    yield one.year
    yield (paper.month or paper.form.value) if paper else None
    yield from [Cell(None)] * 4
    yield from (one.reason, what_to_do(one))
    yield Cell(None)


#: of what could not even be opened
_DAMAGED = "请填报单位重新发送；还打不开的，用下发的空表重新填报"
_ANOTHER = "按左边写的原因，请填报单位改正后重新报送"


def what_to_do(one: Rejected) -> str:
    """What the district officer does about a rejected file."""
    return one.remedy or (_DAMAGED if "损坏" in one.reason else _ANOTHER)


def _finding_row(
    file: str, whose: Iterable[Content | Cell], one: Finding
) -> Iterator[Content | Cell]:
    yield Cell(one.severity.value, f"box top center {LEVELS[one.severity]}")
    yield from (Link.to_file(file), *whose, one.code, one.sheet)
    yield Link(file, one.sheet, one.cell, one.cell or "—")
    value = _cut(one.value)
    yield value
    for words in (one.message, one.remedy):
        yield words.replace(one.value, value) if value != one.value else words
    yield one.explained or ("（待说明）" if one.open else "")


# ------------------------------------------------------------------ 说明


#: signs of a value that are shown: a formula or a paragraph typed by mistake is known by them
_MOST_SIGNS = 40


def _cut(value: str) -> str:
    """The beginning of a long value; all of it stands in the cell to which the row links."""
    return value if len(value) <= _MOST_SIGNS else f"{value[:_MOST_SIGNS]}…"


_WIDTHS = (14, 40, 46, 20, 26, 30)
_COLUMNS = len(_WIDTHS)


def write_notes(book: Book, district: District) -> None:
    """Sheet 说明: edition, how the score is made, register, readings with their reasons."""
    page = book.page(EXPLANATION, _WIDTHS)
    edition = district.edition
    page.title(EXPLANATION, district.period)
    _block(page, "考核标准", _edition_facts(edition))
    _block(page, "得分怎样算出来", _method(edition))
    _register(page, edition)
    _decisions(page, district.decisions)
    _readings(page, edition.readings)
    _alternatives(page, district.appraisal.alternatives)
    _not_collected(page, edition)
    _block(page, ACCOUNTS, [("填了的格", edition.worded(_EVERY_CELL))])


def register_top(edition: Edition) -> int:
    """The row of 说明 in which the register's first unit stands, from 0; sources link there."""
    facts, method = len(list(_edition_facts(edition))), len(list(_method(edition)))
    return 2 + (1 + facts + 1) + (1 + method + 1) + 2


def _register(page: Page, edition: Edition) -> None:
    page.section(f"名册 {edition.register_version}（扣分来源中“名册”指这里）")
    heads = ("单位", "组别", *(one.printed for one in edition.statement.register))
    page.write(alike("box head", *heads))
    for unit in edition.units:
        figures = (unit.figures[name] for name in edition.registered)
        page.write([Cell(unit.name, "box bold"), *alike("box center", unit.group, *figures)])
    for unit in edition.units:
        if unit.formerly:
            page.line(f"{unit.name}：曾用名 {'、'.join(unit.formerly)}", "note")
    page.skip()


_DECIDED, _DECIDED_SPANS = ("编号", "决定", "关于", "日期"), (1, 1, 3, 1)
_DECIDED_SIGNS = (42, 96)


def _decisions(page: Page, decisions: Sequence[Decision]) -> None:
    if not decisions:
        return
    page.section("区里的决定（来源中“区里的决定”指这里；理由、经办人和文号见工作台）")
    page.write(spread(_DECIDED, "box head", _DECIDED_SPANS))
    for one in decisions:
        words = "；".join(one.said), "、".join(one.about)
        named = Cell(f"第{one.number}号", "box center top")
        cells = spread((*words, one.day.isoformat()), "box wrap top", _DECIDED_SPANS[1:])
        page.write([named, *cells], height=height_of(zip(words, _DECIDED_SIGNS, strict=True)))
    page.skip()


def _block(page: Page, title: str, facts: Iterable[tuple[str, str]]) -> None:
    page.section(title)
    for name, words in facts:
        cells = Cell(name, "box label top"), Cell(words, "box wrap top", span=_COLUMNS - 1)
        page.write(cells, height=height_of([(words, sum(_WIDTHS[1:]) - 4)]))
    page.skip()


def _edition_facts(edition: Edition) -> Iterator[tuple[str, str]]:
    statement = edition.statement
    confirmation = statement.confirmation
    year = f"（{statement.name}年）" if statement.name.isdecimal() else ""
    yield "名称", f"{statement.title}{year}"
    yield RULES_VERSION, f"{edition.id} · 名册 {edition.register_version}"
    yield "依据", "；".join(filter(None, (statement.document_number, statement.reference))) or "—"
    if statement.replaces:
        yield "代替", statement.replaces
    if confirmation.confirmed:
        yield "分值确认", f"{confirmation.note}　{confirmation.reference}"
    else:
        yield "分值确认", f"{confirmation.note}。分值和等次线在确认前只作参考，不作为奖惩依据。"
    if statement.fictitious:
        yield "数据性质", "单位和数据都是虚构的，只用于演示。"


def _method(edition: Edition) -> Iterator[tuple[str, str]]:
    statement = edition.statement
    full = f"满分{plain(statement.full_marks)}分，{'有扣有加' if edition.adds else '只扣不加'}；"
    rest = "每项扣分四舍五入到0.01分，不超过该项上限；各项相加，得分＝满分－扣分之和"
    adds = "＋加分之和" if edition.adds else ""
    yield "得分", f"{full}{rest}{adds}{ends_words(statement.ends)}。"
    if statement.parts:
        yield "部分", f"{'；'.join(map(part_words, statement.parts))}。"
    if unequal := [*_unequal(edition)]:
        yield "合计", f"{'；'.join(unequal)}。"
    yield "等次", "；".join(_grade(edition))
    if statement.periods:
        told = (
            f"{one.name}（1月至{one.through}月）占{plain(one.weight * 100)}%"
            for one in statement.periods
        )
        yield "分期", f"{'，'.join(told)}；只有全年才有的数，全年时一次计足。"
    if statement.outcomes:
        told = (f"{printing.in_names(one.where)}的，{one.effect}" for one in statement.outcomes)
        yield "结果", f"{'；'.join(told)}。依次看，在定等次以前。"
    yield "次序", "先算得分，再提一票否决建议，再定等次，最后排名；等次和否决都不改变得分。"
    yield "取数", "部门核定数优先，其次年报，再次各月合计；用了哪一种，在各表“取数”栏写明。"
    yield from _JUDGED
    yield "异议", "单位对扣分有异议的，收到初评告知书后5个工作日内书面申请复核。"


def _unequal(edition: Edition) -> Iterator[str]:
    """Where marks do not add up, and why."""
    clauses = ((f"第{one.number}条", one.differs) for one in edition.clauses)
    parts = ((f"“{one.title}”", one.differs) for one in edition.statement.parts)
    for what, why in (*clauses, *parts, ("满分", edition.statement.differs)):
        if why:
            yield f"{what}：{why}"


_JUDGED = (
    ("判定", "按精确值判断是否达标，四舍五入只用于显示；"
             "显示的数看上去已到限额而实际未到的，多显示几位小数。"),
    ("缺报", "应报未报的月份，有关指标为“待定”，不按已有月份推算；"
             "全年关账时由部门数补齐，仍缺的按该指标上限扣分。"),
)  # fmt: skip


def _grade(edition: Edition) -> Iterator[str]:
    above: Fraction | None = None
    for grade in edition.statement.grades:
        words = f"{grade.name}：{grade.at_least}分以上（含）"
        if not grade.at_least and above is not None:
            words = f"{grade.name}：不足{above}分"
        above = grade.at_least
        if grade.quota is not None:
            words += f"，不超过参评单位的{grade.quota * 100}%（向下取整，至少1个）"
        if grade.places is not None:
            words += f"，不超过{grade.places}个单位"
        if grade.needs_clean_record:
            words += "，年报已报，没有否决建议和未说明的核实性问题"
        yield words


#: signs that fit a line of each column of words
_READING_SIGNS = (42, 48, 48, 32)
_READING, _READING_SPANS = ("编号", "问题", "本次采用", "理由", "另有读法"), (1, 1, 1, 2, 1)


def _readings(page: Page, readings: Sequence[Reading]) -> None:
    page.section("条款解释（条款没有写明或可有不同理解之处，本次这样处理）")
    page.write(spread(_READING, "box head", _READING_SPANS))
    for one in readings:
        options = "；".join(option.words for option in one.options) or "—"
        words = (one.question, one.default, one.reason, options)
        height = height_of(zip(words, _READING_SIGNS, strict=True))
        cells = spread(words, "box wrap top", _READING_SPANS[1:])
        page.write([Cell(one.id, "box center top"), *cells], height=height)
    page.skip()


_OTHERWISE = ("编号", "换用的读法", "指标", "本次→换用后", "单位")
_OTHERWISE_SPANS = (1, 1, 1, 1, 2)
_MET = {True: "达标", False: "未达标", None: "待定"}


def _alternatives(page: Page, alternatives: Sequence[Alternative]) -> None:
    if not alternatives:
        return
    page.section("换一种读法，结果会变的单位（只供参考，不影响得分）")
    page.write(spread(_OTHERWISE, "box head", _OTHERWISE_SPANS))
    for row, units in _by_change(alternatives).items():
        words = (*row, f"{len(units)}个：{'、'.join(units)}")
        cells = spread(words, "box wrap top", _OTHERWISE_SPANS)
        page.write(cells, height=height_of([(row[1], 42), (words[-1], 56)]))
    page.skip()


def _by_change(alternatives: Sequence[Alternative]) -> Mapping[tuple[str, ...], list[str]]:
    """Reading, option, indicator and change → the units for which it is so."""
    found = defaultdict[tuple[str, ...], list[str]](list)
    for one in alternatives:
        change = f"{_MET[one.met]}→{_MET[one.met_otherwise]}"
        found[one.reading, one.option, one.indicator, change].append(one.unit)
    return found


_EVERY_CELL = (
    "{unit}报表里填了的每一格用在哪里、部门的数与{unit}填的哪里不同，列在“" + ACCOUNTS + "”。"
)


def _not_collected(page: Page, edition: Edition) -> None:
    gaps = [(clause, gap) for clause in edition.clauses for gap in clause.not_collected]
    if gaps:
        facts = ((f"第{clause.number}条", f"{gap.what}：{gap.why}") for clause, gap in gaps)
        _block(page, "条款要求而本表式不采集的", facts)

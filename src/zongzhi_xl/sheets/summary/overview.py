"""Sheets 总览, 排名, 报送情况: where the district stands, where points were lost, who reported."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name

from zongzhi_xl.contract import DELIVERIES, LEDGER, OVERVIEW, PROBLEMS, RANKING
from zongzhi_xl.core.appraising.scorecard import (
    NOT_COUNTING,
    Decided,
    Delivery,
    DeliveryState,
    UnitAppraisal,
    VetoState,
)
from zongzhi_xl.core.appraising.sources import month_words
from zongzhi_xl.core.appraising.wording import VETO, total
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.sheets.page import Book, Cell, Link, Page, alike, summed
from zongzhi_xl.sheets.summary.district import DELIVERY_TOP, NOTHING, POINTS, District

_BARS = {"good": "#70AD47", "box": "#5B9BD5", "bad": "#ED7D31"}
_BAR_LABELS = {
    "value": True, "num_format": "0.00", "position": "inside_end",
    "font": {"size": 9, "bold": True, "color": "#FFFFFF"},
}  # fmt: skip

#: one count for both wherever units are counted; 报送情况 tells them apart
_NOT_IN = "、".join(state.value for state in NOT_COUNTING)

#: widths of 总览: the table, a gap, then room for the chart
_TABLE = (6, 15, 7, 9, 14, 10, 8, 8, 7, 7, 8, 8)
_CHART = (10,) * 6
_WIDTHS = (*_TABLE, 2, *_CHART)
_ROW, _HEADING_LINE = 21.0, 16
#: so many units can still be read on one printed page
_ONE_PAGE = 30


#: bars of the chart then: as many as stand on the first printed page
_BARS_SHOWN = 20


def write_overview(book: Book, district: District, folder: str) -> None:
    """Sheet 总览."""
    down = 1 if len(district.appraisal.units) <= _ONE_PAGE else 0
    page = book.page(OVERVIEW, _WIDTHS, down=down)
    statement = district.edition.statement
    page.line(f"{statement.district}{statement.appraised}汇总", "title", height=34)
    page.line(district.period, "subtitle", height=20)
    none = () if district.appraisal.has_returns else (_no_returns(district),)
    for note in (*book.notes, *none):
        page.line(note, "banner", height=18)
    page.skip()
    _cards(page, district)
    page.skip()
    first = _table(page, district)
    _chart(page, district, first)
    page.skip()
    _legend(page, district, folder)


def _no_returns(district: District) -> str:
    """What to do where nothing could be used."""
    rejected = len(district.appraisal.rejected)
    seen = f"退回{rejected}个文件，原因见“{PROBLEMS}”" if rejected else "文件夹里没有报表"
    return f"没有收到可用的报表，不评分、不排名：{seen}；请核对文件夹后重新汇总。"


def _cards(page: Page, district: District) -> None:
    labels, figures = list[Cell | None](), list[Cell | None]()
    for span, (label, shown, look) in zip([2] * 6 + [3] * 2, _key_figures(district), strict=True):
        labels.append(Cell(label, "box label", span=span))
        figures.append(Cell(str(shown), f"box figure {look}", span=span))
    for cells, height in ((labels, 18), (figures, 34)):
        cells.insert(6, None)  # the gap between table and chart
        page.write(cells, height=height)


def _key_figures(district: District) -> Iterator[tuple[str, str | int, str]]:
    """Label, figure and look of each card."""
    appraisal = district.appraisal
    states = Counter(one.state for one in appraisal.deliveries)
    due = states.total() - states[DeliveryState.NOT_DUE]
    late, missing = states[DeliveryState.LATE], district.not_in.total()
    yield "考核单位", len(appraisal.units), ""
    yield "已报／应报（份）", f"{states[DeliveryState.ON_TIME] + late} / {due}", ""
    for label, count, look in (
        (f"{_NOT_IN}（份）", missing, "bad"),
        ("迟报（份）", late, "warn"),
        ("强制性问题（处）", appraisal.blocking.total(), "bad"),
        ("建议一票否决", sum(one.veto != VetoState.NONE for one in appraisal.units), "bad"),
        ("待说明的核实性问题（处）", appraisal.unexplained.total(), "warn"),
        ("退回的文件（个）", len(appraisal.rejected), "warn"),
    ):
        yield label, count, look if count else ""


def _table(page: Page, district: District) -> int:
    """The table of units; the row of its heading."""
    heads = (
        "名次", "单位", "组别", "得分", "等次", "否决建议",
        "扣分", "扣分项", _NOT_IN.replace("、", "、\n"), "迟报", "强制性\n问题", "待说明",
    )  # fmt: skip
    lines = max(one.count("\n") for one in heads) + 1
    head = page.headings(heads, frozen=2, height=_HEADING_LINE * lines)
    for unit in district.appraisal.ranked:
        page.write(_unit_row(district, unit), height=_ROW)
    return head


def _standing(district: District, unit: UnitAppraisal, look: str = "") -> Iterator[Cell]:
    """Rank, name, score and grade; — where nothing was received that could have earned them."""
    rated = district.appraisal.has_returns
    score, aligned = (unit.score, "right") if rated else (NOTHING, "center")
    yield Cell((unit.rank if rated else None) or NOTHING, f"box center bold{look}")
    yield Cell(unit.unit, f"box bold{look}")
    yield Cell(score, f"box {aligned} bold{look}", "0.00")
    yield Cell(district.grade_words(unit), f"box center {district.grade_look(unit)}")


def _unit_row(district: District, unit: UnitAppraisal) -> Iterator[Cell]:
    counts = (
        (len(unit.losses), ""),
        (district.not_in[unit.unit], "bad"),
        (district.late[unit.unit], "warn"),
        (district.appraisal.blocking[unit.unit], "bad"),
        (district.appraisal.unexplained[unit.unit], "warn"),
    )
    rank, name, *score_and_grade = _standing(district, unit, " big")
    yield from (rank, name, Cell(unit.group, "box center"), *score_and_grade)
    yield Cell(VETO[unit.veto], "box center" + (" bad" if VETO[unit.veto] else ""))
    yield Cell(unit.net_lost, "box", f"{POINTS};;@")
    for count, look in counts:
        yield Cell(count or None, f"box center {look if count else ''}")


def _chart(page: Page, district: District, head: int) -> None:
    """A bar a unit, in the colour of its grade; of very many the first by rank."""
    units = district.appraisal.ranked
    units = units[:_BARS_SHOWN] if district.is_large else units
    if not units or not district.appraisal.has_returns:
        return
    chart = page.book.workbook.add_chart({"type": "bar"})
    first, last = head + 1, head + len(units)
    chart.add_series(
        {
            "name": "得分",
            "categories": [page.name, first, 1, last, 1],
            "values": [page.name, first, 3, last, 3],
            "points": [{"fill": {"color": _BARS[district.grade_look(unit)]}} for unit in units],
            "gap": 45,
            "data_labels": _BAR_LABELS,
        }
    )
    name = f"前{_BARS_SHOWN}名得分（其余见左表）" if district.is_large else "各单位得分"
    chart.set_title({"name": name, "name_font": {"size": 12, "bold": True}})
    chart.set_legend({"none": True})
    no_grid, best = {"major_gridlines": {"visible": False}}, district.edition.statement.best
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}} | no_grid)
    chart.set_x_axis({"min": 0, "max": float(best), "visible": False} | no_grid)
    chart.set_size({"width": 450, "height": max(220, 43 + 28 * len(units))})
    page.sheet.insert_chart(head, len(_TABLE) + 1, chart, {"object_position": 2})


def _legend(page: Page, district: District, folder: str) -> None:
    statement = district.edition.statement
    adds = "＋加分之和（扣分栏已减去加分，带“+”的是加得多）" if district.edition.adds else ""
    for text in (
        f"得分＝{plain(statement.full_marks)}分－扣分之和{adds}，逐项见“{LEDGER}”；名次按得分，同分同名次。",
        "否决建议只由程序按规则提出，是否否决由{commission}研究决定；建议否决不改变得分。",
        "暂定：年度未结束，或该单位的报表有退回的、有强制性问题的，或{office}、部门的数没有提供，查清后可能变化。",
    ):
        page.line(district.edition.worded(text), "note left", len(_TABLE))
    for unit in district.appraisal.units:
        for words in unit.outcomes:
            page.line(f"{unit.unit}：{words}", "note left", len(_TABLE))
    page.folder("报表所在文件夹", folder, before=2, span=6)
    broken = "链接打不开时：报表文件移到了别处的，改上面这一格即可，以“/”结尾。"
    page.line(broken, "note left", len(_TABLE))


# ------------------------------------------------------------------ 排名


_RANKING = (6, 14, 8, 14, 8)


def write_ranking(book: Book, district: District) -> None:
    """Sheet 排名: points lost by clause, the heavier the darker."""
    clauses, parts = district.edition.clauses, district.edition.statement.parts
    page = book.page(RANKING, [*_RANKING, *[7] * len(clauses), *[9] * len(parts)])
    page.title("各单位名次和各条扣分", district.period)
    names = alike("box head", "名次", "单位", "得分", "等次", "扣分")
    subjects = [clause.subject for clause in clauses] + [f"{one.title}得分" for one in parts]
    height = 24 + 14 * max(map(len, subjects), default=2)
    top = page.write([*names, *alike("box head vertical", *subjects)], height=height)
    numbers = alike("box band center", *[clause.number for clause in clauses])
    whole = alike("box band center", *["部分"] * len(parts))
    page.write([Cell("条", "box band center", span=5), *numbers, *whole])
    carried = [*(clause.points for clause in clauses), *(part.points for part in parts)]
    points = alike("box band center", *carried, number="0.##")
    last = page.write([Cell("分值", "box band center", span=5), *points])
    page.headed(top, last, 2)
    for unit in district.appraisal.ranked:
        page.write(_ranking_row(district, unit), height=18)
    _clause_totals(page, district, last + 1)
    note = "颜色深浅：扣到该条分值的三分之一、三分之二以上，逐级加深；空白为不扣分。"
    page.line(note, "note")


def _ranking_row(district: District, unit: UnitAppraisal) -> Iterator[Cell]:
    lost = {clause.number: clause for clause in unit.clauses}
    yield from _standing(district, unit)
    yield Cell(unit.net_lost, "box", POINTS)
    for clause in district.edition.clauses:
        one = lost.get(clause.number)
        points = one.lost if one else Decimal(0)
        if one and one.pending and not points:
            yield Cell("待定", "box center none")
            continue
        yield Cell(points or None, f"box {_heat(points, one.points if one else points)}", "0.00")
    for part in unit.parts:
        yield Cell(part.mark, "box bold", "0.00")


def _heat(lost: Decimal, points: Decimal) -> str:
    """Nothing lost is white; then by thirds of what the clause carries."""
    if not lost:
        return ""
    return "heat3" if lost * 3 >= points * 2 else "heat2" if lost * 3 >= points else "heat1"


def _clause_totals(page: Page, district: District, first: int) -> None:
    units: Sequence[UnitAppraisal] = district.appraisal.ranked
    if not units:
        return
    cells = [Cell("扣分合计", "box sum center", span=4)]
    lost = [total(unit.net_lost for unit in units)]
    for clause in district.edition.clauses:
        of_clause = (c.lost for unit in units for c in unit.clauses if c.number == clause.number)
        lost.append(total(of_clause))
    for column, answer in enumerate(lost, 4):
        letter = xl_col_to_name(column)
        over = f"{letter}{first + 1}:{letter}{first + len(units)}"
        cells.append(Cell(summed(over, answer), "box sum", "0.00;-0.00;;@"))
    page.write(cells)


# ------------------------------------------------------------------ 报送情况

_LOOKS = {
    DeliveryState.ON_TIME: "good",
    DeliveryState.LATE: "warn",
    DeliveryState.MISSING: "bad",
    DeliveryState.REJECTED: "bad",
    DeliveryState.PENDING: "warn",
    DeliveryState.NOT_DUE: "none",
}
_COUNTED = [state for state in _LOOKS if state != DeliveryState.NOT_DUE]


#: as much as the lines under the title take where there are few papers
_LEAST_WIDTH = 116


def write_deliveries(book: Book, district: District) -> None:
    """Sheet 报送情况."""
    appraisal, papers = district.appraisal, district.papers
    places = defaultdict[str, list[int]](list)
    for place, one in enumerate(appraisal.deliveries):
        places[one.unit].append(place)
    groups = {unit.unit: unit.group for unit in appraisal.units}
    widths = [14, 7, *[12.5] * len(papers), *[7] * len(_COUNTED)]
    widths[0] += max(0, _LEAST_WIDTH - sum(widths))
    page = book.page(DELIVERIES, widths)
    came = "收到" if any(one.receipt for one in appraisal.deliveries) else "报出"
    note = (
        f"点“按时”“迟报”打开报表；迟报的注明{came}日期；截止日当天{came}为按时。"
        "“有空项”的按期报来而没有填全，也没有补齐，按迟报计。"
    )
    page.title("报表报送情况", district.period, note=note)
    _heading(page, district)
    page.headed(DELIVERY_TOP - 2, DELIVERY_TOP - 1, 2)
    for unit in district.rows:
        its = (appraisal.deliveries[place] for place in places[unit])
        owed = {(one.form, one.month): one for one in its}
        mine = [owed.get(paper) for paper in papers]
        counts = [sum(one is not None and one.state == state for one in mine) for state in _COUNTED]
        named = Cell(unit, "box bold"), Cell(groups.get(unit, ""), "box center")
        page.write([*named, *map(_delivery, mine), *map(_count, counts)], height=22)
    _totals(page, district)
    _replaced(page, district)


def _replaced(page: Page, district: District) -> None:
    """The returns in whose place a correction counts, each with that correction."""
    if not district.appraisal.replaced:
        return
    page.skip()
    page.section("已被更正代替的报表（不影响按时报送，也不算问题）")
    for one in district.appraisal.replaced:
        paper = month_words(one.paper.month, one.paper.form.value)
        files = Link.to_file(one.file, one.file), Link.to_file(one.by, one.by)
        first, later = (Cell(file, "box link", span=4) for file in files)
        named = Cell(one.paper.unit, "box bold"), Cell(paper, "box center")
        page.write([*named, first, Cell(one.words, "box center", span=2), later], height=18)


def _heading(page: Page, district: District) -> None:
    due = {(one.form, one.month): one.due for one in district.appraisal.deliveries}
    papers = (month_words(month, form.value) for form, month in district.papers)
    page.headings(["单位", "组别", *papers, *[state.value for state in _COUNTED]], height=20)
    days = [Cell(due[paper], "box band center", "yyyy-mm-dd") for paper in district.papers]
    blank = alike("box band center", *["份数"] * len(_COUNTED))
    page.write([Cell("报送截止日", "box band center", span=2), *days, *blank], height=18)


def _delivery(one: Delivery | None) -> Cell:
    if one is None:
        return Cell(None, "box none")
    words = one.words
    if one.state == DeliveryState.LATE and one.reported:
        words += f" {one.reported.month}-{one.reported.day}"
    if isinstance(one.receipt, Decided):
        words += "（区定）"
    look = f"box center {_LOOKS[one.state]}"
    return Cell(Link.to_file(one.file, words) if one.file else words, look)


def _count(number: int) -> Cell:
    return Cell(number or None, "box center sum")


def _totals(page: Page, district: District) -> None:
    papers = district.appraisal.deliveries
    counted = Counter(((one.form, one.month), one.state) for one in papers)
    for state in _COUNTED:
        counts = [counted[paper, state] for paper in district.papers]
        whole = [sum(counts) if state == other else 0 for other in _COUNTED]
        label = Cell(f"{state.value}（份）", "box sum", span=2)
        page.write([label, *map(_count, counts), *map(_count, whole)], height=18)

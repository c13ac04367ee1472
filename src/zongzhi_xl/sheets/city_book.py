"""全市汇总: what the districts of a city told, side by side; what was scored otherwise apart.

Nothing is judged here: the offices' rows are those of their districts, and indicators are worked
out from the counts of all offices.
"""

from collections.abc import Iterator
from pathlib import Path

from zongzhi_xl.contract import CITY, CITY_CLAUSES, CITY_DISTRICTS, CITY_INDICATORS, CITY_RANKS
from zongzhi_xl.core.appraising.city import City, Comparable, District, Placed, Totalled
from zongzhi_xl.core.appraising.wording import NO_RANK, marks, total
from zongzhi_xl.core.language.values import in_shares
from zongzhi_xl.core.returned.outgoing import gate_for
from zongzhi_xl.sheets.page import Book, Cell, Columns, Content, Page, alike, workbook_at

_MIDDLE = "box center"


def write(path: Path, city: City) -> None:
    """The summary at ``path``."""
    results = list(city.results)
    gate = gate_for(office.name for one in results for office in one.offices)
    with workbook_at(path, f"{CITY}（{city.year}年）") as workbook:
        notes = dict.fromkeys(words for one in results for words in one.cautions)
        book = Book(workbook, tuple(notes), gate)
        _districts(book, city)
        _offices(book, city)
        _indicators(book, city)
        _clauses(book, city)


def _parts(page: Page, city: City) -> Iterator[Comparable]:
    """Each part under its title, where there are several."""
    for number, part in enumerate(city.parts, 1):
        if number > 1:
            page.skip()
        if len(city.parts) > 1:
            page.section(f"第{number}部分：{part.scored.words}；与其他部分计分不同，不能比较")
        yield part


# ------------------------------------------------------------------ districts and offices

_DISTRICTS: Columns = (
    ("名次", 7, _MIDDLE), ("区", 18, "box bold"), ("平均得分", 11, "box right"),
    ("单位数", 9, _MIDDLE), ("缺报（份）", 11, _MIDDLE), ("退回（份）", 11, _MIDDLE),
    ("按什么评分", 52, "box wrap left"), ("结果文件", 40, "box wrap left"),
)  # fmt: skip


def _districts(book: Book, city: City) -> None:
    first = city.parts[0]
    note = (
        "名次按各单位得分的平均数，同分同名次。指标不取平均，由各单位的分子、分母相加另算。"
        "各单位的扣分依据在各区的汇总里。"
    )
    told = (f"{city.year}年", *((first.scored.words,) if len(city.parts) == 1 else ()))
    page = book.table(CITY_DISTRICTS, _DISTRICTS, CITY, *told, note=note)
    for part in _parts(page, city):
        page.head()
        for one in part.districts:
            page.wrapped(page.cells(_district(one)))


def _district(one: District) -> tuple[Content, ...]:
    result = one.result
    mean = "" if result.mean is None else marks(result.mean)
    return (
        one.place or NO_RANK, result.name, mean, len(result.offices), result.missing,
        result.rejected, result.rules, result.file,
    )  # fmt: skip


_OFFICES: Columns = (
    ("名次", 7, _MIDDLE), ("单位", 20, "box bold"), ("区", 18, "box"), ("组别", 9, _MIDDLE),
    ("得分", 10, "box right"), ("本区等次", 14, _MIDDLE), ("本区名次", 10, _MIDDLE),
)  # fmt: skip


def _offices(book: Book, city: City) -> None:
    note = "得分、等次是各区汇总的；在本区不排名次的，这里也不排。"
    page = book.table(CITY_RANKS, _OFFICES, CITY_RANKS, f"{city.year}年", note=note)
    for part in _parts(page, city):
        page.head()
        for one in part.offices:
            page.write(page.cells(_office(one)))


def _office(one: Placed) -> tuple[Content, ...]:
    office = one.office
    return (
        one.place or NO_RANK, office.name, office.district, office.group, marks(office.score),
        office.grade or "未定", office.place or NO_RANK,
    )  # fmt: skip


# ------------------------------------------------------------------ indicators and clauses

_LEFT = (6, 24, 10, 14, 14, 12)
_NARROW = 13


def _indicators(book: Book, city: City) -> None:
    most = max(len(part.results) for part in city.parts)
    page = book.page(CITY_INDICATORS, [*_LEFT, *[_NARROW] * most, 12, 12])
    note = (
        "由数齐的单位的分子、分母相加算出，不是平均数；限额按组别定，全区、全市没有限额。"
        "“没有算入”是数不齐的单位，“未达标”是没有达到自己限额的单位。"
    )
    page.title(CITY_INDICATORS, f"{city.year}年", note=note)
    for part in _parts(page, city):
        names = (one.name for one in part.results)
        page.headings(
            ["条", "指标", "计量单位", "分子合计", "分母合计", "合计", *names,
             "没有算入\n（个）", "未达标\n（个）"], height=34,
        )  # fmt: skip
        for every, by_district in part.indicators:
            page.write(_indicator(every, by_district))


def _indicator(every: Totalled, by_district: tuple[Totalled | None, ...]) -> Iterator[Cell]:
    yield Cell(every.clause, _MIDDLE)
    yield Cell(every.name, "box bold")
    yield Cell(every.unit, _MIDDLE)
    yield Cell(every.numerator, "box right", "#,##0")
    yield Cell(every.denominator, "box right", "#,##0")
    yield Cell(figure_of(every), "box right bold")
    for one in by_district:
        yield Cell(figure_of(one) if one else "", "box right")
    yield Cell(every.left_out, _MIDDLE)
    yield Cell(every.missed, _MIDDLE)


def figure_of(one: Totalled) -> str:
    """``56.61``, ``94.27%``, ``3``; empty where no office has whole counts."""
    value = one.value
    if value is None:
        return ""
    return in_shares(value, one.unit, 0 if one.denominator is None else 2)


def _clauses(book: Book, city: City) -> None:
    most = max(len(part.results) for part in city.parts)
    page = book.page(CITY_CLAUSES, [6, 26, 12, *[_NARROW] * most])
    page.title(CITY_CLAUSES, f"{city.year}年", note="各单位在每一条上扣分的合计。")
    for part in _parts(page, city):
        page.headings(["条", "事项", "合计", *(one.name for one in part.results)])
        for clause, subject in sorted(part.subjects.items()):
            lost = [part.lost(clause, one) for one in part.results]
            head = Cell(clause, _MIDDLE), Cell(subject, "box bold")
            every = Cell(marks(total(lost)), "box right bold")
            page.write([*head, every, *alike("box right", *map(marks, lost))])

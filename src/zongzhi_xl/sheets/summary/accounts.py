"""Sheet 数据核对: that no filled cell was lost, and where a department's figure is another."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from zongzhi_xl.contract import ACCOUNTS
from zongzhi_xl.core.appraising.accounting import all_accounted_for
from zongzhi_xl.core.appraising.scorecard import Account, Accounted, Use
from zongzhi_xl.core.appraising.sources import month_words, written
from zongzhi_xl.sheets.page import Book, Cell, Content, Link, Page, alike, height_of, spread, summed
from zongzhi_xl.sheets.summary.district import District
from zongzhi_xl.sheets.summary.notes import MOST_FINDINGS

_USES = tuple(Use)
_WIDTHS = (14, 13, 14, 16, 16, 14, 13, 14, 15)
_COLUMNS = len(_WIDTHS)
_HEADS = ("单位", "填了的格", *_USES, "各类相加")
_WORDS = (
    "计入考核：算指标、扣分或者各月合计用到的。与核定数相同、以核定数为准：部门提供的或{office}决定的数算数，"
    "{unit}填的和它相同，或者不同（不同的列在下面第二部分）。只供审核：单位和签名、说明、预填的底数、"
    "重大事项里没有扣分的、这个月不用填的。不能用的、没有去处的，逐格列在第三部分。"
)


def write_accounts(book: Book, district: District) -> None:
    """What became of the filled cells by unit, then those that were not counted as they stand."""
    accounts = district.appraisal.accounts
    page = book.page(ACCOUNTS, _WIDTHS)
    page.title(ACCOUNTS, _verdict(accounts), district.period)
    words = district.edition.worded(_WORDS)
    page.line(words, "note wrap", height=height_of([(words, sum(_WIDTHS))]))
    page.section("一、填了的格各有多少，用在哪里")
    _by_unit(page, accounts)
    page.skip()
    page.section(district.edition.worded("二、核定数与{unit}填的不同的"))
    heads = tuple(map(district.edition.worded, _OTHERWISE))
    told = ((one.unit, cell) for one in accounts for cell in one.shown)
    _listed(page, heads, _SPANS, (_otherwise(*one) for one in told if one[1].use == Use.REPLACED))
    page.skip()
    page.section("三、不能用的、没有去处的")
    told = ((one.unit, cell) for one in accounts for cell in one.shown)
    unused = (_unused(*one) for one in told if one[1].use != Use.REPLACED)
    _listed(page, _UNUSED, _UNUSED_SPANS, unused)


def _verdict(known: Sequence[Account]) -> str:
    """The sentence that a person looks for."""
    filled = sum(one.filled for one in known)
    if not filled:
        return "没有收到可用的报表"
    if all_accounted_for(known):
        return f"全部填报的格都有去处：{filled}格，各类相加正好是{filled}格"
    nowhere = sum(one.uses.get(Use.NOWHERE, 0) for one in known)
    odd = [one.unit for one in known if not one.adds_up]
    lost = f"；{'、'.join(odd)}各类相加与填了的格数不符" if odd else ""
    return f"{filled}格里有{nowhere}格没有去处，逐格列在第三部分{lost}"


def _by_unit(page: Page, known: Sequence[Account]) -> None:
    page.headings(_HEADS)
    first = page.row + 1
    sums = [0] * (len(_HEADS) - 1)
    for one in known:
        counts = [one.uses.get(use, 0) for use in _USES]
        added = one.filled, *counts, sum(counts)
        sums = [so_far + more for so_far, more in zip(sums, added, strict=True)]
        total = summed(f"C{page.row + 1}:H{page.row + 1}", sum(counts))
        page.write([Cell(one.unit, "box"), *alike("box center", one.filled, *counts, total)])
    totals = [
        summed(f"{column}{first}:{column}{page.row}", answer)
        for column, answer in zip("BCDEFGHI", sums, strict=True)
    ]
    if known:
        page.write([Cell("合计", "box bold"), *alike("box center bold", *totals)])


# ------------------------------------------------------------------ cell by cell

_SPANS = (1, 1, 2, 1, 1, 1, 1, 1)
_OTHERWISE = ("单位", "月份", "项目", "{unit}填的", "在哪一格", "核定数", "在哪一格", "谁核定")
_UNUSED = ("单位", "月份", "项目", "填的", "在哪一格", "去处", "为什么")
_UNUSED_SPANS = (1, 1, 2, 1, 1, 1, 2)
_WRAP, _LINK = "box wrap top", "box top link center"


def _otherwise(unit: str, one: Accounted) -> Iterator[Content | Cell]:
    yield from _whose(unit, one)
    if one.instead:
        there = written(one.instead.source)
        yield there.value
        yield Cell(Link(there.file, there.sheet, there.cell, there.cell), _LINK)
        yield one.instead.basis.value


def _unused(unit: str, one: Accounted) -> Iterator[Content | Cell]:
    yield from _whose(unit, one)
    yield one.use.value
    yield one.why or "不是表里要填的格，或者这一版的表没有这一项，没有读"


def _whose(unit: str, one: Accounted) -> Iterator[Content | Cell]:
    yield from (unit, month_words(one.month), one.item or "—")
    source = one.source
    yield "—" if one.use == Use.NOWHERE else source.value  # nobody has read it
    yield Cell(Link(source.file, source.sheet, source.cell, source.cell), _LINK)


def _listed(
    page: Page,
    heads: tuple[str, ...],
    spans: tuple[int, ...],
    rows: Iterator[Iterator[Content | Cell]],
) -> None:
    head = page.write(spread(heads, "box head", spans))
    for row in islice(rows, MOST_FINDINGS):
        page.wrapped(_spanned(row, spans))
    if page.row == head + 1:
        page.line("没有", "box center good", height=22)
    elif left_out := sum(1 for _ in rows):
        page.line(f"另有 {left_out} 格没有列出。", "banner", height=22)


def _spanned(row: Iterable[Content | Cell], spans: tuple[int, ...]) -> Iterator[Cell]:
    for one, span in zip(row, spans, strict=True):
        yield one if isinstance(one, Cell) else Cell(one, _WRAP, span=span)

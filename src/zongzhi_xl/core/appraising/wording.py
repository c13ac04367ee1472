"""How results are put into words for people; nothing here judges, everything was judged before.

A rounded figure must never look as if a missed limit were met (R8): 94.996 % is shown with as
many places as it takes to stay below 95 %, and what is missing is said beside it. The summary
workbook and the papers share these words.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from zongzhi_xl.core.appraising.bounds import Bound
from zongzhi_xl.core.appraising.scorecard import (
    Basis,
    IndicatorResult,
    LedgerRow,
    Occasion,
    Standing,
    UnitAppraisal,
    VetoState,
)
from zongzhi_xl.core.edition.items import Item
from zongzhi_xl.core.edition.statement import Edition, Ends, LetterPart
from zongzhi_xl.core.language.printing import is_share, of_difference
from zongzhi_xl.core.language.values import (
    SHARES,
    Gap,
    beside,
    in_shares,
    places_to_print,
    plain,
    rounded,
)


def places_of(result: IndicatorResult) -> int:
    """Decimal places with which the figure is printed: as many as R8 takes."""
    value, bound = result.value, result.limit
    if not isinstance(value, int | Fraction):
        return 0
    least = 2 if is_share(result.unit) or "/" in result.unit else 0
    if bound is None or value == bound.number:  # no number of places would reach a limit of 2/3
        return least
    met = bound.holds(Fraction(value))
    return places_to_print(
        lambda places: bound.holds(_as_printed(value, result.unit, places)) == met, least
    )


def _as_printed(value: int | Fraction, unit: str, places: int) -> Fraction:
    scale = SHARES.get(unit, 1)
    return Fraction(rounded(value * scale, places)) / scale


def figure(result: IndicatorResult) -> str:
    """The figure alone: ``94.96%``, ``71.20``, ``3``, or the gap in words."""
    value = result.value
    if isinstance(value, Gap):
        return result.standing.value if value.state.value == "未填" else str(value)
    if not isinstance(value, int | Fraction):
        return str(value)
    places, bound = places_of(result), result.limit
    if bound and value == bound.number != _as_printed(value, result.unit, places):
        return bound.number_in(result.unit)
    return in_shares(value, result.unit, places)


def limit_words(bound: Bound | None, unit: str) -> str:
    """``≤70``, ``≥95%``, ``≥2/3``; empty where the figure is only shown."""
    return f"{bound.sign}{bound.number_in(unit)}" if bound else ""


def judgement(result: IndicatorResult) -> str:
    """达标, 未达标, or why it is not judged."""
    if result.met is not None:
        return "达标" if result.met else "未达标"
    if result.standing == Standing.COMPLETE:
        return "不设限额" if result.limit is None else "待定"
    return result.standing.value


def distance(result: IndicatorResult) -> str:
    """What is missing or too much, as printed: ``差0.04个百分点``; empty where it holds."""
    bound = result.limit
    if result.met is not False or bound is None or not isinstance(result.value, int | Fraction):
        return ""
    if result.value == bound.number:  # a strict limit is missed by nothing
        return ""
    scale, places = SHARES.get(result.unit, 1), places_of(result)
    gap = abs(_as_printed(result.value, result.unit, places) - bound.number) * scale
    word = "超" if bound.is_ceiling else "差"
    return f"{word}{beside(f'{rounded(gap, places):f}', of_difference(result.unit))}"


def sentence(result: IndicatorResult) -> str:
    """The whole of it in one breath: ``94.96%，未达标，差0.04个百分点``."""
    parts = (figure(result), judgement(result), distance(result))
    return "，".join(dict.fromkeys(part for part in parts if part))


def at_this_pace(bound: Bound | None, unit: str, through: int) -> str:
    """限额×月份÷12 of a rate per population: a notice, never judged; empty from December on."""
    so_far = bound.so_far(unit, through) if bound else None
    return f"{bound.sign}{rounded(so_far):f}" if bound and so_far is not None else ""


def basis_words(basis: str, item: Item | None) -> str:
    """Whose figure counts, by name: ``公安核定`` where it is a department's figure for ``item``."""
    return f"{item.source}核定" if item and basis == Basis.DEPARTMENT.value else basis


def loss_number(loss: LedgerRow) -> str:
    """The rule's number in print: ``第5条-1`` for ``D05-1``."""
    clause = f"D{loss.clause:02}-"
    serial = loss.rule_id.removeprefix(clause)
    return f"第{loss.clause}条-{serial}" if serial != loss.rule_id else serial


def occasion_words(occasion: Occasion | None) -> str:
    """What sets a row apart from others of its rule: ``2026年9月 下半月排查会日期``; or nothing."""
    if occasion is None:
        return ""
    time = time_words(occasion)
    year = f"{occasion.year}年" if time else ""
    return " ".join(filter(None, (f"{year}{time}", occasion.form, occasion.item)))


def time_words(occasion: Occasion) -> str:
    """The time in the year: ``9月``, ``4季度``, ``10月登记第1行``; empty for a yearly matter."""
    row = f"登记第{occasion.row}行" if occasion.row else ""
    month = f"{occasion.month}月{row}" if occasion.month else ""
    return f"{occasion.quarter}季度" if occasion.quarter else month


def working_words(loss: LedgerRow) -> str:
    """The working to its end: ``8 × 0.2 = 1.6，封顶 1 → 1.00（另有4次因封顶不再扣）``."""
    beyond = beyond_cap_words(loss)
    more = f"（{beyond}）" if beyond else ""
    return f"{loss.working}，封顶 {plain(loss.cap)} → {loss.points:f}{more}"


def beyond_cap_words(loss: LedgerRow) -> str:
    """``另有4次因封顶不再扣``; empty where the cap cut nothing off."""
    return f"另有{loss.beyond_cap}次因封顶不再扣" if loss.beyond_cap else ""


#: what stands in a table of units
VETO = {VetoState.NONE: "", VetoState.PROPOSED: "建议否决", VetoState.IMPOSED: "已否决"}


def grade_words(grade: str, provisional: bool, *more: str) -> str:
    """The grade, and whether it may still change: ``优胜（暂定）``, ``不合格（暂定，待审定）``."""
    doubts = (*("暂定",) * provisional, *more)
    return (grade or "未定") + (f"（{'，'.join(doubts)}）" if doubts else "")


#: in place of a rank, where there is none before closing
NO_RANK = "—"


def rank_words(rank: int | None) -> str:
    """``第 3 名``, or that there is no place."""
    return f"第 {rank} 名" if rank else "不排名次"


def cautions(edition: Edition) -> tuple[str, ...]:
    """What stands on every page: invented figures, points that nobody has confirmed."""
    statement = edition.statement
    fictitious = "虚构数据，仅供演示" if statement.fictitious else ""
    unconfirmed = "" if statement.confirmation.confirmed else statement.confirmation.note
    return tuple(filter(None, (fictitious, unconfirmed)))


def ends_words(ends: Ends | None) -> str:
    """``，总分最少 0、最多 110``; nothing where the marks alone are its ends."""
    return f"，总分最少 {plain(ends.least)}、最多 {plain(ends.most)}" if ends else ""


def part_words(part: LetterPart) -> str:
    """``组织领导（100分，至多得 110 分）``."""
    least = f"，至少得 {plain(part.least)} 分" if part.least else ""
    most = "" if part.most is None else f"，至多得 {plain(part.most)} 分"
    return f"{part.title}（{plain(part.points)}分{least}{most}）"


def total(points: Iterable[Decimal]) -> Decimal:
    """The sum of ledger rows, with two places even where there is none."""
    return sum(points, Decimal("0.00"))


def row_marks(row: LedgerRow) -> str:
    """The points of a row among lost ones: ``0.40``, ``加2.00``."""
    return f"加{marks(row.points)}" if row.adds else marks(row.points)


def lost_words(unit: UnitAppraisal) -> str:
    """All that was lost, and added: ``3.20``, ``3.20，加2.00``."""
    return marks(unit.lost) + (f"，加{marks(unit.added)}" if unit.additions else "")


def marks(points: Decimal | Fraction | int) -> str:
    """Points as printed: two places."""
    return f"{rounded(Fraction(points)):f}"

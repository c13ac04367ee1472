"""Why a unit lost points, read from what ``consolidate --json`` wrote.

Only the JSON is read: an explanation is possible on any machine that has the file, and says
exactly what the summary says.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from zongzhi_xl.contract import DECISIONS
from zongzhi_xl.core.appraising.scorecard import PENDING_WORDS, DeliveryState
from zongzhi_xl.core.appraising.sources import month_words
from zongzhi_xl.core.appraising.wording import grade_words, rank_words
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.errors import RequestError, UnusableFileError

Told = Mapping[str, Any]

_MET = {True: "达标", False: "未达标", None: "不作评判或待定"}
_VETO = {"proposed": "已列入一票否决建议，待研究决定", "imposed": "已决定一票否决"}


def explain(appraisal: Told, unit: str, clause: int | None = None) -> list[str]:
    """The lines that say why ``unit`` lost points (in ``clause`` only, where given).

    Raises RequestError for an unknown unit or clause, UnusableFileError for a broken result.
    """
    try:
        return _explained(appraisal, unit, clause)
    except (KeyError, TypeError, ArithmeticError) as fault:
        words = f"这份结果缺少内容（{fault}），请重新运行 consolidate --json"
        raise UnusableFileError(words) from fault


def _explained(appraisal: Told, unit: str, clause: int | None) -> list[str]:
    card = _card(appraisal, unit)
    rows = [one for one in _ledger(card) if clause in (None, one["clause"])]
    if not _has_returns(appraisal):
        words = f"{unit}（{card['group']}）  {appraisal['year']}年没有收到可用的报表，不评分"
        return [*_rules(appraisal), words]
    lines = [*_rules(appraisal), *_heading(appraisal, card), ""]
    subjects = {one["number"]: one["subject"] for one in card.get("clauses", ())}
    if clause is not None and subjects and clause not in subjects:
        raise RequestError(f"没有第{clause}条。方案有第{min(subjects)}至{max(subjects)}条")
    for row in rows:
        lines += [*_row(row, subjects.get(row["clause"], "")), ""]
    if not rows:
        lines += [f"{f'第{clause}条' if clause else ''}{nothing_lost(_lacking(card))}", ""]
    if clause is not None:
        lines += [_indicator(one) for one in card["indicators"] if one["clause"] == clause]
    while not lines[-1]:
        lines.pop()
    return lines


def nothing_lost(lacking: bool) -> str:
    """That there is no row; where figures are still to come, that there may be some."""
    return "没有扣分；缺的数补齐后可能变化。" if lacking else "没有扣分。"


def _lacking(card: Told) -> bool:
    return bool(card.get("provisional_reasons"))


def _rules(appraisal: Told) -> list[str]:
    """Which rules judged; results of earlier programs do not tell."""
    return [f"按{appraisal['rules']}评分"] if "rules" in appraisal else []


def _has_returns(appraisal: Told) -> bool:
    """Whether any office's return could be used; older results do not list their files.

    Where offices hand in nothing, what departments gave is enough.
    """
    files = appraisal.get("files")
    if files is None or any(one["kind"] != FormKind.DEPARTMENTS for one in files):
        return True
    owed = any(one["kind"] != FormKind.DEPARTMENTS for one in appraisal.get("missing", ()))
    return bool(files and appraisal.get("through") and not owed)


def _card(appraisal: Told, unit: str) -> Told:
    cards = {card["unit"]: card for card in appraisal["units"]}
    if unit not in cards:
        unit = appraisal.get("former_names", {}).get(unit, unit)
    if unit not in cards:
        near = [name for name in cards if unit in name] or get_close_matches(
            unit, cards, n=2, cutoff=0.8
        )
        hint = f"是不是“{'”或“'.join(near[:3])}”？" if near else ""
        names = "、".join(cards) or "（没有）"
        raise RequestError(f"没有单位“{unit}”。{hint}本次考评的单位有：{names}")
    card: Told = cards[unit]
    return card


def _heading(appraisal: Told, card: Told) -> Iterator[str]:
    grade = grade_words(card["grade"], card.get("provisional", not appraisal["final"]))
    yield f"{card['unit']}（{card['group']}）  {appraisal['year']}年，截至{appraisal['through']}月"
    yield f"得分 {card['score']}，等次 {grade}，{rank_words(card['rank'])}"
    for what in ("扣", "加"):
        points = [Decimal(one["points"]) for one in _ledger(card) if one["what"] == what]
        if points or what == "扣":
            yield f"共{what} {sum(points, Decimal('0.00'))} 分，{len(points)} 项"
    if card["veto"] in _VETO:
        yield _VETO[card["veto"]]
    else:
        yield from card.get("veto_reasons", ())  # that a veto was lifted, and why
    pending = appraisal.get("pending", ())
    for gap in appraisal.get("missing", ()):
        if gap["unit"] == card["unit"]:
            state = PENDING_WORDS if gap in pending else DeliveryState.MISSING.value
            yield f"{state}：{month_words(gap['month'], '')}{gap['kind']}"
    for reason in card.get("provisional_reasons", ()):
        yield f"暂定原因：{reason}"
    yield from card.get("grade_reasons", ())


def _ledger(card: Told) -> Iterator[Told]:
    """What was lost, then what was added; results of earlier programs add nothing."""
    for what, rows in (("扣", card["deductions"]), ("加", card.get("additions", ()))):
        yield from ({**row, "what": what} for row in rows)


def _row(row: Told, subject: str) -> Iterator[str]:
    clause = f"第{row['clause']}条{subject and f'（{subject}）'}"
    yield f"{clause}  {row['what']} {row['points']} 分  {row['rule']}  [{row['id']}]"
    yield f"  公式：{row['formula']}"
    yield f"  代入：{row['with_numbers']}"
    for n, source in enumerate(row["sources"]):
        yield f"  {'依据：' if n == 0 else '      '}{_place(source)}"


def _place(source: Told) -> str:
    where = f"{source['sheet']}：{source['cell']}"
    if source["file"] == DECISIONS:
        where = f"{DECISIONS}：{source['cell']}"
    elif source["file"] not in ("", source["sheet"]):
        where = f"{source['file']} · {source['sheet']}!{source['cell']}"
    return f"{where} = {source['value']}"


def _indicator(one: Told) -> str:
    limit = one.get("limit_words") or one["limit"]
    bare = f"{one['value'] if one['value'] is not None else '无数据'}，{_MET[one['met']]}"
    words = [f"{one['name']}：{one.get('words') or bare}"]
    if limit:
        words.append(f"限额 {limit}")
    if one["headroom"] is not None:
        words.append(f"余量 {one['headroom']}")
    if one["shortfall"]:
        words.append(f"差额 {one['shortfall']}")
    return "，".join(words)

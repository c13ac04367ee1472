"""The numbers that each output of one result tells, read back from its file, to be compared.

Every reader gives the same: (office, what) → the number as it is printed there. JSON tells the
exact ones; whatever a reader finds must be what JSON says, rounded to as many places as are
printed. Which labels a table has is written down here once more, on purpose: from the outside.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
from docx import Document
from lxml import html
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

#: of an office, or of all (empty), what: 得分, 扣分, 净扣分 (less what was added), 名次, a rule's
#: number, an indicator, …; what a rule adds is less than nought
Key = tuple[str, str]
Told = dict[Key, str]
Rows = list[list[str]]


@dataclass(frozen=True)
class Differs:
    """A number that is not what JSON says."""

    where: str
    key: Key
    printed: str
    exact: str | None


def differences(where: str, told: Mapping[Key, str], exact: Mapping[Key, str]) -> Iterator[Differs]:
    """What is told in ``where`` otherwise than exactly."""
    for key, printed in told.items():
        if key not in exact or not same(printed, exact[key]):
            yield Differs(where, key, printed, exact.get(key))


def same(printed: str, exact: str) -> bool:
    """``94.12%`` is 0.941176471, ``2/3`` is 0.666666667, words are words.

    A number with more places than the exact one has comes nearer than its last one.
    """
    text = printed.replace(",", "")
    if (found := re.fullmatch(r"(-?\d+)(?:\.(\d+))?(%?)", text)) and _is_number(exact):
        value = Decimal(exact) * (100 if found[3] else 1)
        if not found[3] and len(found[2] or "") > len(exact.partition(".")[2]):
            last = Decimal(1).scaleb(int(value.as_tuple().exponent))
            return abs(Decimal(text) - value) < last
        places = Decimal(1).scaleb(-len(found[2] or ""))
        return value.quantize(places, ROUND_HALF_UP) == Decimal(text.rstrip("%"))
    if re.fullmatch(r"\d+/\d+", text) and _is_number(exact):
        return abs(Fraction(text) - Fraction(exact)) < Fraction(1, 10**8)
    return printed == exact


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


# ------------------------------------------------------------------ JSON


def of_json(text: str) -> Told:
    """What everything else is held against."""
    document, told = json.loads(text), Told()
    for unit in document["units"]:
        name, points = unit["unit"], defaultdict[str, Decimal](Decimal)
        rows = [(row, row["points"]) for row in unit["deductions"]]
        for row, lost in (*rows, *((row, f"-{row['points']}") for row in unit["additions"])):
            told[name, row["id"]] = lost
            points[number_of(row["id"], row["clause"])] += Decimal(lost)
        told |= {(name, rule): f"{lost:f}" for rule, lost in points.items()}
        told |= {(name, f"第{one['number']}条"): one["lost"] for one in unit["clauses"]}
        told |= {(name, f"“{one['title']}”"): one["mark"] for one in unit["parts"]}
        told[name, "得分"] = unit["score"]
        told[name, "扣分"] = f"{sum((Decimal(lost) for _, lost in rows), Decimal('0.00')):f}"
        told[name, "净扣分"] = f"{sum(points.values(), Decimal('0.00')):f}"
        told[name, "名次"] = str(unit["rank"] or "—")
        for one in unit["indicators"]:
            told[name, one["name"]] = one["value"] or ""
            told[name, f"{one['name']}判定"] = _MET[one["met"]]
            told[name, f"{one['name']}分子"] = _text(one["numerator"])
            told[name, f"{one['name']}差额"] = _text(one["shortfall"])
    return told | _of_district(document)


_MET = {True: "达标", False: "未达标", None: ""}


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _of_district(document: Mapping[str, Any]) -> Told:
    judged = Counter(
        (one["name"], one["met"]) for unit in document["units"] for one in unit["indicators"]
    )
    names = {name for name, _ in judged}
    told = {("", f"{name}{word}"): str(judged[name, met])
            for name in names for met, word in ((True, "达标"), (False, "未达标"))}  # fmt: skip
    months = Counter(one["month"] for one in document["missing"] if one["kind"] == "月报")
    return told | {("", f"{month}月未报"): str(months[month]) for month in range(1, 13)}


def number_of(loss: str, clause: int) -> str:
    """``第5条-1`` of ``D05-1/2026-09``."""
    rule = loss.partition("/")[0]
    serial = rule.removeprefix(f"D{clause:02}-")
    return f"第{clause}条-{serial}" if serial != rule else rule


# ------------------------------------------------------------------ papers


def tables_of(path: Path) -> list[Rows]:
    """All tables of a page or of a Word document, cell by cell, lines apart."""
    if path.suffix == ".docx":
        return [
            [[cell.text.strip() for cell in row.cells] for row in table.rows]
            for table in Document(str(path)).tables
        ]
    page = html.fromstring(path.read_bytes().decode("utf-8"))
    for one in page.iter("br"):
        one.tail = "\n" + (one.tail or "")
    return [
        [[_inner(cell) for cell in row.iter("td", "th")] for row in table.iter("tr")]
        for table in page.iter("table")
    ]


def _inner(cell: html.HtmlElement) -> str:
    paragraphs = cell.findall("p")
    return "\n".join(one.text_content() for one in paragraphs or [cell]).strip()


def words_of(path: Path) -> str:
    """Everything that it says, without blanks and line breaks."""
    if path.suffix == ".docx":
        text = "".join(
            one.text or "" for one in Document(str(path)).element.body.iter() if one.text
        )
    else:
        text = html.fromstring(path.read_bytes().decode("utf-8")).find("body").text_content()
    return "".join(text.split())


def of_notice(path: Path, unit: str) -> Told:
    """初评告知书 and 结果通知书: the score, each rule's points, each indicator."""
    told = Told()
    for head, *rows in tables_of(path):
        if head[0].startswith("得分（满分"):
            ((score, lost, _, rank, _),) = rows
            found = re.search(r"第(\d+)$", rank)
            told |= {(unit, "得分"): score, **dict(_lost(unit, lost))}
            told[unit, "名次"] = found[1] if found else "—"
        elif head[0] == "编号和条款":
            told |= {(unit, row[0].split("\n")[0]): _signed(row[-1]) for row in rows[:-1]}
            told |= dict(_lost(unit, rows[-1][-1]))
        elif head[0] == "条" and "分子／分母" in head:
            told |= dict(_indicators_of_notice(unit, head, rows))
    return told


def _signed(printed: str) -> str:
    """``加6.00`` is added, so it takes less than nought off."""
    return printed.replace("加", "-")


def _lost(unit: str, printed: str) -> Iterator[tuple[Key, str]]:
    """``128.75，加10.00``: what was taken off, and what came of both."""
    lost, _, added = printed.partition("，加")
    yield (unit, "扣分"), lost
    yield (unit, "净扣分"), f"{Decimal(lost) - Decimal(added or 0):.2f}"


def _indicators_of_notice(unit: str, head: list[str], rows: Rows) -> Iterator[tuple[Key, str]]:
    place = {name: head.index(name) for name in ("完成", "分子／分母", "判定", "差额")}
    for row in rows:
        name = row[1]
        yield from _value(unit, name, row[place["完成"]])
        yield from _verdict(unit, name, row[place["判定"]].partition("，")[0])
        yield (unit, f"{name}分子"), row[place["分子／分母"]].partition("／")[0]
        if row[place["差额"]]:
            yield (unit, f"{name}差额"), row[place["差额"]]


def _value(unit: str, name: str, printed: str) -> Iterator[tuple[Key, str]]:
    """A gap is told in words, of which JSON says null."""
    yield (unit, name), printed if printed[:1].isdigit() else ""


def _verdict(unit: str, name: str, printed: str) -> Iterator[tuple[Key, str]]:
    yield (unit, f"{name}判定"), printed if printed in _MET.values() else ""


def of_bulletin(path: Path) -> Told:
    """考核通报: who has which place."""
    return {
        (row[1], "名次"): row[0]
        for head, *rows in tables_of(path)
        if head == ["名次", "单位", "组别", "等次"]
        for row in rows
    }


def of_review(path: Path, unit: str) -> Told:
    """复核决定书: the score and the place after it."""
    return {
        (unit, row[0]): row[2]
        for head, *rows in tables_of(path)
        if head == ["", "复核前", "复核后"]
        for row in rows
        if row[0] != "等次"
    }


def of_monthly(path: Path, month: int) -> Told:
    """月报送情况通报: how many did not hand in."""
    found = re.search(r"缺报(\d+)份，退回未重报(\d+)份(?:，待区里选定(\d+)份)?", words_of(path))
    assert found, path
    return {("", f"{month}月未报"): str(sum(int(one or 0) for one in found.groups()[:2]))}


def of_quarterly(path: Path) -> Told:
    """季度通报 and 半年通报: sums of the district, and how many keep each limit."""
    told = Told()
    for head, *rows in tables_of(path):
        if head[0] == "项目":
            sums = {("", f"全区{row[0]}"): row[2].rstrip("*") for row in rows}
            told |= {key: number for key, number in sums.items() if number != "—"}
        elif head[:2] == ["条", "指标"]:
            for row in rows:
                told["", f"{row[1]}达标"], told["", f"{row[1]}未达标"] = row[2], row[4] or "0"
    return told


# ------------------------------------------------------------------ 看板


def of_board(path: Path) -> Told:
    """The ranks, and of each office its points and indicators."""
    told = Told()
    page = html.fromstring(path.read_bytes().decode("utf-8"))
    for row in page.xpath("//section[@id='ranks']//tbody/tr"):
        rank, unit, _, score, lost, *_ = (cell.text_content().strip() for cell in row)
        told |= {(unit, "名次"): rank, (unit, "得分"): score, **dict(_lost(unit, lost))}
    for office in page.xpath("//article"):
        told |= dict(_of_office(office))
    return told


def _of_office(office: html.HtmlElement) -> Iterator[tuple[Key, str]]:
    unit = office.find("h2").text.strip()
    for table in office.iter("table"):
        head, *rows = ([cell.text_content().strip() for cell in row] for row in table.iter("tr"))
        for row in rows:
            if head[0] == "编号":
                yield (unit, row[0]), _signed(row[2])
            else:
                yield from _value(unit, row[1], row[3])
                yield from _verdict(unit, row[1], row[4].split()[-1].partition("，")[0])


# ------------------------------------------------------------------ 区级汇总


def of_summary(path: Path) -> Told:
    """总览, 排名, 扣分明细, 指标矩阵, 未达标, 报送情况 and the district's sums of 汇总表."""
    book = openpyxl.load_workbook(path, data_only=True)
    told = Told()
    for read in (_overview, _ranking, _ledger, _matrix, _missed, _deliveries, _totals):
        told |= dict(read(book))
    return told


def _from(sheet: Worksheet, first: str) -> list[tuple[Cell, ...]]:
    """The rows from the one on that begins with that word."""
    rows = list(sheet.iter_rows())
    top = next(place for place, row in enumerate(rows) if row[0].value == first)
    return rows[top:]


def _overview(book: openpyxl.Workbook) -> Iterator[tuple[Key, str]]:
    for row in _from(book["总览"], "名次")[1:]:
        rank, unit, _, score, _, _, lost, *_ = (cell.value for cell in row)
        if not isinstance(score, int | float):
            return
        yield (unit, "名次"), str(rank)
        yield (unit, "得分"), f"{score:.2f}"
        yield (unit, "净扣分"), f"{lost:.2f}"


def _ranking(book: openpyxl.Workbook) -> Iterator[tuple[Key, str]]:
    heads, numbers, _, *rows = _from(book["排名"], "名次")
    clauses = [
        f"“{head.value.removesuffix('得分')}”" if one.value == "部分" else f"第{one.value}条"
        for one, head in zip(numbers[5:], heads[5:], strict=True)
    ]
    for row in rows:
        _, unit, score, _, lost, *by_clause = (cell.value for cell in row)
        if not unit or score is None:
            return
        yield (unit, "得分"), f"{score:.2f}"
        yield (unit, "净扣分"), f"{lost:.2f}"
        for clause, points in zip(clauses, by_clause, strict=False):
            if points != "待定":
                yield (unit, clause), f"{points or 0:.2f}"


def _ledger(book: openpyxl.Workbook) -> Iterator[tuple[Key, str]]:
    for row in _from(book["扣分明细"], "单位")[1:]:
        unit, _, _, loss, _, points, *_ = (cell.value for cell in row)
        if unit and points is not None:
            is_sum = row[2].value == "小计"
            yield (unit, "净扣分" if is_sum else loss), f"{points:.2f}"


def _matrix(book: openpyxl.Workbook) -> Iterator[tuple[Key, str]]:
    _, names, *rows = _from(book["指标矩阵"], "单位")
    for row in rows:
        if row[0].value == "二、余量差额":
            return
        unit = row[0].value
        for name, cell in zip(names[2:], row[2:], strict=True):
            if isinstance(cell.value, int | float):
                yield (unit, name.value), f"{Decimal(repr(cell.value)):f}"
                if "×" in cell.number_format:
                    yield (unit, f"{name.value}判定"), "未达标"


def _missed(book: openpyxl.Workbook) -> Iterator[tuple[Key, str]]:
    for row in _from(book["未达标"], "单位")[1:]:
        unit, _, name, _, words, numerator, _, shortfall, *_ = (cell.value for cell in row)
        if name:
            yield from _value(unit, name, words.partition("，")[0])
            yield (unit, f"{name}分子"), _text(numerator)
            yield (unit, f"{name}差额"), _text(shortfall)


def _deliveries(book: openpyxl.Workbook) -> Iterator[tuple[Key, str]]:
    head, *rows = _from(book["报送情况"], "单位")
    totals = {row[0].value: row for row in rows if str(row[0].value).endswith("（份）")}
    for column, cell in enumerate(head):
        if re.fullmatch(r"\d+月(月报)?", str(cell.value)):
            counted = [totals[name][column].value or 0 for name in _NOT_IN]
            month = re.match(r"\d+", cell.value)
            yield ("", f"{month and month[0]}月未报"), str(sum(counted))


_NOT_IN = ("缺报（份）", "退回（份）")


def _totals(book: openpyxl.Workbook) -> Iterator[tuple[Key, str]]:
    """Of the year; the third part has the months, cell by cell."""
    for row in book["汇总表"].iter_rows(values_only=True):
        if str(row[0]).startswith("三、合计由"):
            return
        if row[0] and row[1] and row[2] and isinstance(row[3], int | float):
            yield ("", f"全区{row[1].strip().removeprefix('其中：')}"), str(int(row[3]))


# ------------------------------------------------------------------ all of a publication


def of_publication(folder: Path) -> Iterator[tuple[str, Told]]:
    """What each file of a publication tells; the name of an office follows that of its paper."""
    for path in sorted(folder.iterdir()):
        kind, _, unit = path.stem.partition("_")
        if told := _of_file(path, kind, unit):
            yield path.name, told


def _of_file(path: Path, kind: str, unit: str) -> Told | None:
    if path.suffix not in (".html", ".docx", ".xlsx"):
        return None
    match kind:
        case "区级汇总":
            return of_summary(path)
        case "初评告知书" | "结果通知书":
            return of_notice(path, unit)
        case "复核决定书":
            return of_review(path, unit)
        case "考核通报":
            return of_bulletin(path)
        case "月报送情况通报":
            return of_monthly(path, _month_in(path))
        case kind if kind.endswith("通报"):
            return of_quarterly(path)
    return None


def _month_in(path: Path) -> int:
    found = re.search(r"年(\d+)月月报应报", words_of(path))
    assert found, path
    return int(found[1])


def disagreements(folder: Path) -> list[Differs]:
    """What papers and summary of a publication tell otherwise than its JSON.

    The district's sums are not in JSON: the circular's are held against the summary's.
    """
    exact = of_json((folder / "结果.json").read_text(encoding="utf-8"))
    files = dict(of_publication(folder))
    (summary,) = (told for name, told in files.items() if name.startswith("区级汇总"))
    sums = {key: number for key, number in summary.items() if key[1].startswith("全区")}
    return [one for name, told in files.items() for one in differences(name, told, exact | sums)]

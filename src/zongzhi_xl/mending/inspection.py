"""The skeleton of a return beside the template of its edition: what was damaged, cell by cell.

Values are nobody's business here; what the clerk typed is neither judged nor shown. Reads only.
"""

from collections.abc import Iterable, Iterator

from zongzhi_xl.contract import BASES, EVENTS, RESULTS, RULES, RULES_VERSION, UNITS
from zongzhi_xl.core.edition.items import Severity
from zongzhi_xl.core.edition.versions import version_in
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.soundness.carrying import carried
from zongzhi_xl.mending.as_written import Area, At
from zongzhi_xl.mending.opened import OpenSheet, address, squeezed
from zongzhi_xl.mending.salvage import Search, is_frozen
from zongzhi_xl.record import Record
from zongzhi_xl.vba.macro_book import shipped_projects

#: of one kind of damage on one page so many cells are listed, then their number
_MOST = 12
BY_REPAIR = "用 repair 命令修复，或把数填进重新领取的空白表"
_DISTRICT = "由区里核对；以区里的数为准"


class Damage(Record):
    """One thing that is not as the district issued it. ``code`` is stable (J01 …)."""

    code: str
    sheet: str
    cell: str
    what: str
    remedy: str = BY_REPAIR

    @property
    def words(self) -> str:
        """One line: where, what, what to do."""
        where = "!".join(part for part in (self.sheet, self.cell) if part)
        return f"{where}：{self.what}" if where else self.what

    @property
    def finding(self) -> Finding:
        """As a notice of ``validate``."""
        return Finding(
            self.code, Severity.NOTICE, self.sheet, self.cell, "", "", self.words, self.remedy
        )


def inspect(search: Search) -> tuple[Damage, ...]:
    """All damage, page by page in the order of the template, then what concerns the whole file."""
    found = list[Damage]()
    for name, printed in search.template.sheets.items():
        page = search.pages.get(name)
        if page is None:
            found.append(Damage("J01", name, "", "这一页没有了或改了名"))
            continue
        found += _of_page(search, printed, page)
    found += _names(search)
    found += _of_file(search)
    return tuple(found)


def _of_page(search: Search, printed: OpenSheet, page: OpenSheet) -> Iterator[Damage]:
    if page.name != printed.name:
        both = printed.name in search.book.sheets
        what = "填的数在这一页，不在原来的" if both else "页名被改，原来是"
        yield Damage("J01", page.name, "", f"{what}“{printed.name}”")
    if printed.hidden != page.hidden:  # LibreOffice knows one way of hiding only
        yield Damage("J02", page.name, "", _HIDDEN_NOW if page.hidden else _SHOWN_NOW)
    if printed.name in (RULES, RESULTS):
        return
    moved = _moved(search, printed, page)
    if moved:
        yield moved
        yield from _protection(printed, page)
        return
    if printed.name == UNITS:
        cells = printed.cells.keys() | page.cells.keys()
        changed = [at for at in cells if not _alike(printed.value(at), page.value(at))]
        yield from _several("J07", page, changed, "名册中的数与所依据的名册不同", _DISTRICT)
    else:
        yield from _formulas(printed, page)
        yield from _words(search, printed, page)
    yield from _protection(printed, page)
    yield from _locks(search, printed, page)
    yield from _merges(printed, page)
    yield from _entry_rules(printed, page)


_HIDDEN_NOW, _SHOWN_NOW = "这一页被隐藏了", "这一页原来是隐藏的，被显示出来了"


def _several(
    code: str, page: OpenSheet, cells: Iterable[At], what: str, remedy: str = BY_REPAIR
) -> Iterator[Damage]:
    """One line a cell, the rest as a number."""
    places = sorted(cells)
    for at in places[:_MOST]:
        yield Damage(code, page.name, address(at), what, remedy)
    if len(places) > _MOST:
        yield Damage(code, page.name, "", f"{what}：还有 {len(places) - _MOST} 格", remedy)


def _moved(search: Search, printed: OpenSheet, page: OpenSheet) -> Damage | None:
    """Rows or columns that do not stand where they were printed; then cells are not compared."""
    if printed.name == search.plan.layout.sheet:
        places, now = search.words.places(printed), search.words.places(page)
        shifts = [(places[name], now[name]) for name in now if now[name] != places.get(name)]
    elif printed.name == EVENTS:
        both = [(printed.once(text), page.once(text)) for text in printed.words]
        shifts = [(before, after) for before, after in both if before and after and before != after]
    else:
        return None
    if not shifts:
        return None
    (row, column), (new_row, new_column) = min(shifts)
    what = (
        f"行被插入、删除或移动过（原第{row}行现在是第{new_row}行）"
        if row != new_row
        else f"列被插入、删除或移动过（原{address((1, column))[:-1]}列现在是"
        f"{address((1, new_column))[:-1]}列）"
    )
    return Damage("J03", page.name, "", what)


def _formulas(printed: OpenSheet, page: OpenSheet) -> Iterator[Damage]:
    if is_frozen(printed, page):
        yield Damage("J04", page.name, "", "整页的自动计算公式都成了固定的内容")
        return
    formulas = {at: cell.formula or "" for at, cell in printed.formulas.items()}
    gone = formulas.keys() - page.cells.keys()
    there = {at: page.cells[at].formula for at in formulas.keys() - gone}
    overwritten = [at for at, formula in there.items() if formula is None]
    changed = [
        at for at, formula in there.items()
        if formula is not None and _formula(formula) != _formula(formulas[at])
    ]  # fmt: skip
    yield from _several("J04", page, overwritten, "自动计算的格被改成了固定的内容")
    yield from _several("J04", page, gone, "自动计算的公式被删除了")
    yield from _several("J04", page, changed, "自动计算的公式被改了")


def _formula(text: str) -> str:
    """Formulas as programs write them differently: blanks, quoted sheets, absolute signs, case."""
    plain = squeezed(text).upper().lstrip("=")
    for sign in "'$":
        plain = plain.replace(sign, "")
    return plain.replace("TRUE()", "TRUE").replace("FALSE()", "FALSE")


def _words(search: Search, printed: OpenSheet, page: OpenSheet) -> Iterator[Damage]:
    targets = [search.template.names[name] for name in search.wanted]
    typed = {target.at for target in targets if target.sheet == printed.name}
    literal = printed.values.items()
    changed = [at for at, value in literal if not _alike(value, page.value(at))]
    if printed.name == BASES:
        changed = [at for at in changed if at[1] == 1]
    yield from _several("J05", page, set(changed) - typed, "印好的文字被改或删除")


def _alike(one: object, other: object) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return squeezed(one or "") == squeezed(other or "")
    return one == other


def _protection(printed: OpenSheet, page: OpenSheet) -> Iterator[Damage]:
    if printed.protected and not page.protected:
        yield Damage("J06", page.name, "", "工作表保护被撤销了")


def _locks(search: Search, printed: OpenSheet, page: OpenSheet) -> Iterator[Damage]:
    """Entries that are locked now cannot be filled in. Presets of the month are locked rightly."""
    items = {search.plan.layout.inputs[name] for name in search.plan.bases.items}
    preset = {(one.row + 1, one.column + 1) for one in items if one.sheet == printed.name}
    preset |= {at for at, cell in page.cells.items() if cell.value == "不适用"}
    locked = [
        at for at, lock in printed.locks.items()
        if not lock and page.locks.get(at, True) and at not in preset and at in page.locks
    ]  # fmt: skip
    unlocked = [
        at for at, cell in printed.cells.items()
        if cell.formula is not None and cell.locked and not page.locks.get(at, True)
    ]  # fmt: skip
    yield from _several("J06", page, locked, "填报格被锁住了")
    yield from _several("J06", page, unlocked, "自动计算的格被解除了锁定")


def _merges(printed: OpenSheet, page: OpenSheet) -> Iterator[Damage]:
    for ref in sorted(printed.merges - page.merges)[:_MOST]:
        yield Damage("J08", page.name, ref, "合并的单元格被拆开了")
    for ref in sorted(page.merges - printed.merges)[:_MOST]:
        yield Damage("J08", page.name, ref, "单元格被合并了")


def _entry_rules(printed: OpenSheet, page: OpenSheet) -> Iterator[Damage]:
    lacking = _lacking(printed.validated, page.validated)
    if lacking:
        what = f"{len(lacking)} 格的下拉框和填写提示没有了（如 {address(lacking[0])}）"
        yield Damage("J09", page.name, "", what)
    if _lacking(printed.coloured, page.coloured):
        yield Damage("J09", page.name, "", "错误变红、疑问变橙的颜色规则没有了或不全")


def _lacking(printed: Iterable[Area], there: Iterable[Area]) -> list[At]:
    """Corners of printed areas that lie in none of those that are there."""
    corners = {at for r1, c1, r2, c2 in printed for at in ((r1, c1), (r2, c2))}
    return sorted(
        (row, column) for row, column in corners
        if not any(r1 <= row <= r2 and c1 <= column <= c2 for r1, c1, r2, c2 in there)
    )  # fmt: skip


# ------------------------------------------------------------------ names, the file as a whole


def _names(search: Search) -> Iterator[Damage]:
    ours, there = search.template.names, search.book.names
    gone = [name for name in ours if name not in there]
    dead = [name for name in ours if name in there and there[name].sheet not in search.book.sheets]
    for names, what in ((gone, "名称没有了"), (dead, "名称所指的单元格没有了（#REF!）")):
        if names:
            shown = "、".join(names[:5]) + ("等" if len(names) > 5 else "")
            yield Damage("J10", "", "", f"{len(names)} 个{what}：{shown}")
    for name, where in search.by_name.items():
        worded = search.by_words.get(name)
        if worded and worded != where and worded[0] == where[0]:
            what = f"“{name}”的单元格被移动过，表上它在 {worded[0]}!{address(worded[1])}"
            yield Damage("J10", where[0], address(where[1]), what)


def _of_file(search: Search) -> Iterator[Damage]:
    book = search.book
    if book.linked:
        yield Damage("J11", "", "", "带有指向别的文件的链接", "修复后的表不带链接")
    if book.macros and book.macros not in shipped_projects(len(search.template.sheets)):
        yield Damage(
            "J11",
            "",
            "",
            "带有宏，与下发的不完全相同（用 Excel 存过的也会这样）",
            "修复后的表不带宏",
        )
    known = {*search.template.sheets, *(page.name for page in search.pages.values())}
    foreign = book.sheets.keys() - known
    for name in sorted(foreign)[:_MOST]:
        yield Damage("J01", name, "", "多出来的一页")
    if len(foreign) > _MOST:
        yield Damage("J01", "", "", f"多出来的还有 {len(foreign) - _MOST} 页")
    if RULES in book.sheets and not _carries_its_rules(search):
        what = "所带的考核方案与版本不符，或被改过"
        yield Damage("J07", RULES, "", what, "以区里的考核方案为准，请重新领取空白表")
    yield from _preset(search)


def _carries_its_rules(search: Search) -> bool:
    """Whether the rules in the file are those of its 版本; the district's may be others by now."""
    own, target = carried(search.book.rules), search.book.names.get(RULES_VERSION)
    page = search.book.sheets.get(target.sheet) if target else None
    said = page.value(target.at) if target and page else None
    claimed = version_in(str(said or "")) or search.plan.edition.version
    return own is not None and own.version == claimed


def _preset(search: Search) -> Iterator[Damage]:
    """District's figures that are no figures any more. A changed figure cannot be told here."""
    if BASES not in search.book.sheets:
        return
    for name in search.plan.bases.literals:
        where = search.by_name.get(name) or search.by_words.get(name)
        cell = search.cell(where) if where else None
        if where and cell and cell.formula is not None:
            yield Damage(
                "J07", where[0], address(where[1]), f"预置的“{name}”被改成了公式", _DISTRICT
            )

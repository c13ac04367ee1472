"""Returns with whatever clerks type, damaged at random, repaired, and counted value by value.

Two readers look on: what was typed is read from the undamaged file by the reader of
``consolidate``, what came out from the repaired file by the same; repair itself reads the damaged
file in its own way. So a value that repair loses or invents cannot hide.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from random import Random

from tests import damage
from tests.sheets.returns import BROUGHT_FORWARD, EVENT, GOOD_MARCH
from zongzhi_xl.core.edition.items import FormKind, Item, Kind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.proposals import certain, certain_moment
from zongzhi_xl.core.returned.submission import RawReturn
from zongzhi_xl.desk import repairing
from zongzhi_xl.errors import Refusal
from zongzhi_xl.mending.draft import draft_of
from zongzhi_xl.reading import reader
from zongzhi_xl.sheets import return_book
from zongzhi_xl.sheets.return_book import ReturnContents

#: what people type where a number, a day or 是/否 is wanted
AS_TYPED = {
    Kind.COUNT: ("12起", "１２", "约8", "1,200", "一百二十", "十来个", "无", "-3", -3, 2.5, "95％",
                 "不适用", "=1+1", " 7 ", "3-5", 10**9),
    Kind.DATE: ("2026年3月5日", "3月5日", "2026.3.5", "未开", "2026-02-30"),
    Kind.YES_NO: ("有", "是。", "否(已核)", 1),
}  # fmt: skip
NOTES = ("=同比下降", "见文件〔2026〕3号", "+补报", "核对过\n第二行", "@所里", "3")

#: may follow one another; each leaves every typed value somewhere in the file
MISHAPS: dict[str, Callable[[Path], None]] = {
    "别的程序存过": damage.saved_by_openpyxl,
    "插行": partial(damage.insert_rows, before=12, count=2),
    "插行而名称没有跟着走": partial(damage.insert_rows, before=20, names_follow=False),
    "插列": partial(damage.insert_columns, before=2),
    "改页名": partial(damage.rename_sheet, old="月报", new="三月"),
    "改登记页名": partial(damage.rename_sheet, old="重大事项", new="事项", names_follow=False),
    "剪切到空处": partial(damage.cut_and_paste, source="D10", target="J10"),
    "排序": partial(damage.swap_rows, one=12, other=27),
    "名称失效": partial(damage.point_elsewhere, name="可防性案件数", text="#REF!"),
    "名称指到文字上": partial(damage.point_elsewhere, name="刑事破案数", text="'月报'!$A$1"),
    "名称指到别的项上": partial(damage.point_elsewhere, name="流出人口数", text="'月报'!$D$11"),
    "名称删光": damage.lose_names,
    "底数插行": partial(damage.insert_rows_in, sheet="底数", before=7),
    "覆盖公式": damage.overwrite_formulas,
    **damage.OF_THE_SKELETON,
}  # fmt: skip
#: openpyxl cannot open these again, so they come last; two of the others exclude one another
_LAST = ("WPS写法", "严格OOXML", "带外部链接")


@dataclass
class Count:
    """What became of the values; ``lost`` and ``invented`` name file, place and value.

    ``listed``: cut to a place that no name and no printed word tells any more, and said so.
    """

    files: int = 0
    repaired: int = 0
    refused: list[str] = field(default_factory=list)
    typed: int = 0
    kept: int = 0
    put_right: int = 0
    listed: int = 0
    lost: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return "\n".join([
            f"{self.files} damaged returns: {self.repaired} repaired, {len(self.refused)} refused",
            f"{self.typed} values typed in the repaired ones: {self.kept} moved as they were, "
            f"{self.put_right} put right, {self.listed} listed as not moved, "
            f"{len(self.lost)} lost, {len(self.invented)} invented",
            *self.lost[:20], *self.invented[:20], *self.refused[:20],
        ])  # fmt: skip


def contents(edition: Edition, chance: Random) -> ReturnContents:
    """A March as a hurried clerk fills it in."""
    items = list(edition.form(FormKind.MONTHLY).items)
    slips = chance.choice([0.0, 0.1, 0.4])
    values = dict(GOOD_MARCH)
    for item in items:
        if item.applies_in(3) and chance.random() < slips:
            values[item.name] = chance.choice([*AS_TYPED[item.kind], None])
    notes = {item.name: chance.choice(NOTES) for item in items if chance.random() < slips}
    events = tuple(_event(chance) for _ in range(chance.choice([0, 1, 4])))
    values["本月无重大事项"] = "否" if events else "是"
    return ReturnContents("于楼街道", 2026, 3, values, notes, events, BROUGHT_FORWARD)


def _event(chance: Random) -> dict[str, object]:
    changed = {
        "发生时间": chance.choice([datetime(2026, 3, 5, 2, 30), "3月5日", "2026年3月5日14时"]),
        "死亡人数": chance.choice([0, 2, "无", "１"]),
        "简要情况": chance.choice([*NOTES, None]),
    }
    return {**EVENT, **changed}


def damaged(path: Path, chance: Random) -> list[str]:
    """One to four mishaps happen to the file; their names."""
    names = chance.sample(list(MISHAPS), chance.randint(1, 4))
    names.sort(key=lambda name: name in _LAST)
    done = []
    for name in names:
        try:
            MISHAPS[name](path)
        except (LookupError, StopIteration, AttributeError):
            # the page or name that it needs is gone already; merged rows are not sorted
            continue
        done.append(name)
        if name in _LAST:
            break
    return done


Place = tuple[str, ...]


def typed_in(raw: RawReturn) -> dict[Place, object]:
    """Every value by where it belongs; blank ones left out."""
    found: dict[Place, object] = {("格", name): cell.value for name, cell in raw.cells.items()}
    found |= {("说明", name): str(_as_moment(cell.value)) for name, cell in raw.notes.items()}
    rows = [row for row in raw.register if any(cell.value is not None for cell in row.values())]
    for number, row in enumerate(rows, 1):
        found |= {("登记", str(number), name): cell.value for name, cell in row.items()}
    return {place: _as_moment(value) for place, value in found.items() if value not in (None, "")}


def _as_moment(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def run(folder: Path, edition: Edition, cases: int, seed: int, count: Count | None = None) -> Count:
    """``cases`` returns, one after the other; ``folder`` is left empty.

    ``count`` is added to, so that it holds what was done when somebody interrupts.
    """
    count = Count() if count is None else count
    items = {item.name: item for item in edition.form(FormKind.MONTHLY).items}
    for number in range(cases):
        chance = Random(f"{seed}-{number}")
        path, new = folder / f"{number}.xlsx", folder / f"{number}新.xlsx"
        return_book.write(path, FormKind.MONTHLY, edition, contents(edition, chance))
        before = typed_in(_return(path))
        mishaps = damaged(path, chance)
        count.files += 1
        try:
            draft = draft_of(None, path, path.name)
            repairing.write(new, draft)
        except Refusal as fault:
            count.refused.append(f"{number} {mishaps}: {fault}")
        else:
            left = [_as_moment(one.value) for one in draft.salvage.left]
            after = typed_in(_return(new))
            compare(count, (before, after), left, items, f"{number} {mishaps}")
            new.unlink()
        path.unlink()
    return count


def _return(path: Path) -> RawReturn:
    raw = reader.read(path, path.name)
    assert isinstance(raw, RawReturn)
    return raw


def compare(
    count: Count,
    values: tuple[Mapping[Place, object], Mapping[Place, object]],
    left: Sequence[object],
    items: Mapping[str, Item],
    case: str,
) -> None:
    """Count what became of the values typed ``before`` in what is there ``after``."""
    before, after = values
    count.repaired += 1
    count.typed += len(before)
    for place, value in before.items():
        if after.get(place) == value:
            count.kept += 1
        elif place in after and after[place] in _meanings(place, value, items):
            count.put_right += 1
        elif place not in after and value in left:
            count.listed += 1
        else:
            count.lost.append(f"{case}: {place} {value!r} → {after.get(place)!r}")
    new = (f"{case}: {place} {after[place]!r}" for place in after.keys() - before.keys())
    count.invented += new


def _meanings(place: Place, value: object, items: Mapping[str, Item]) -> Iterator[object]:
    """What a text can only mean, worked out from the proposals themselves."""
    if not isinstance(value, str) or place[0] == "说明":
        return
    item = items.get(place[-1])
    yield _as_moment(certain(value, item.kind if item else Kind.COUNT))
    if place[0] == "登记":
        yield certain_moment(value)

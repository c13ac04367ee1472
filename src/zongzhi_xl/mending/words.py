"""修复说明 in words: the draft of a repair, or the reason for its refusal, as sections of rows."""

from collections.abc import Iterable, Iterator, Sequence

from zongzhi_xl.mending.draft import Draft, Written
from zongzhi_xl.mending.inspection import BY_REPAIR, Damage
from zongzhi_xl.mending.notes import RepairNotes, Row, Section, Spot
from zongzhi_xl.mending.opened import shown
from zongzhi_xl.mending.salvage import BY_WORDS, Found, spoken

_BASES_LOST = "“底数”页（以前各月的累计和上年数）找不到了：请向区里重新领取预填的表再填"

#: cells outside the form that are listed; a column filled to the end need not be read cell by cell
_MOST_LEFT = 300


def notes_of(draft: Draft, file: str, new: str) -> RepairNotes:
    """What was found where, what was put right or masked, what did not come along."""
    found = draft.salvage
    contents = draft.contents
    period = f"{contents.year or ''}年" + (f"{contents.month}月" if contents.month else "")
    return RepairNotes(
        file, f"{shown(contents.unit or '')} {period}{draft.form.value}".strip(), new,
        (
            _damage(draft.damage),
            _changes(draft.changes),
            _masked(draft.masked),
            _left(found.left),
            _lost([*found.lost, *_lost_of_district(draft)]),
            _moved(draft.entries),
        ),
    )  # fmt: skip


def notes_of_refusal(reason: str, file: str) -> RepairNotes:
    """Why nothing was written: every place that could be meant in two ways, a line each."""
    lines = [line.strip() for line in reason.splitlines() if line.strip()]
    places = lines[1:] or lines  # the first line only counts them
    rows = tuple(Row(line, (line,)) for line in places)
    return RepairNotes(file, "", "", (Section("没有修复的原因", "条", ("原因",), rows),))


def _damage(damage: Iterable[Damage]) -> Section:
    rows = tuple(
        Row(one.words, (Spot(one.sheet, one.cell), one.what, _remedy(one))) for one in damage
    )
    return Section("损坏", "处", ("位置", "损坏情况", "怎么办"), rows)


def _remedy(one: Damage) -> str:
    return "新表里没有这个问题" if one.remedy == BY_REPAIR else one.remedy


def _changes(changes: Iterable[Written]) -> Section:
    rows = tuple(
        Row(
            f"{one.name}（{one.found.place}）：“{shown(one.found.value)}” → {shown(one.value)}",
            (one.name, _spot(one.found), shown(one.found.value), shown(one.value), ""),
        )
        for one in changes
    )  # fmt: skip
    heads = ("项目", "原表位置", "原来填的", "改写成", "核对人签字")
    return Section("改写", "处", heads, rows, "（原文只有一种意思），请核对")


def _masked(masked: Iterable[Written]) -> Section:
    rows = tuple(
        Row(
            f"{one.name}（{one.found.place}）：{shown(one.found.value)}",
            (one.name, _spot(one.found), shown(one.found.value)),
        )
        for one in masked
    )  # fmt: skip
    advice = "（报表不收个人的证件号、手机号、银行卡号），原件里的请填报单位删去"
    return Section("遮盖个人号码", "处", ("项目", "原表位置", "新表里写的"), rows, advice)


def _left(left: Sequence[Found]) -> Section:
    rows = tuple(
        Row(f"{one.place}：{shown(one.value)}", (_spot(one), shown(one.value)))
        for one in left[:_MOST_LEFT]
    )
    advice = "（不是填报格），需要的请自己补上"
    more = len(left) - len(rows)
    return Section("没有移入", "格", ("原表位置", "内容"), rows, advice, more)


def _lost(names: Iterable[str]) -> Section:
    rows = tuple(Row(name, (name,)) for name in map(spoken, names))
    return Section("找不到填报格", "项", ("项目",), rows, "，新表里留空")


def _lost_of_district(draft: Draft) -> Iterator[str]:
    if draft.bases_lost:
        yield _BASES_LOST
    if draft.version_lost:
        yield f"版本：原表上没有，新表按“{draft.edition.id}”写出，请核对是不是这个方案"


def _moved(entries: Iterable[Written]) -> Section:
    rows = tuple(
        Row(
            f"{one.name} = {shown(one.found.value)}　取自 {one.found.place}{_how(one.found)}",
            (
                one.name, shown(one.found.value), _spot(one.found), one.found.how,
                "原为公式，取其结果" if one.found.formula else "",
            ),
        )
        for one in entries
    )  # fmt: skip
    heads = ("项目", "填报值", "原表位置", "怎样找到的", "备注")
    return Section("移入", "格", heads, rows)


def _how(one: Found) -> str:
    how = "（按表上的文字找到）" if one.how == BY_WORDS else ""
    return f"{how}{'（原为公式，取其结果）' if one.formula else ''}"


def _spot(one: Found) -> Spot:
    return Spot(one.sheet, one.cell)

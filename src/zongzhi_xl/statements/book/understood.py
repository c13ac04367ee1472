"""The rules workbook as it came back becomes an edition's plain document, with every fault."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from zongzhi_xl.core.language.meant import meant
from zongzhi_xl.errors import NotationError
from zongzhi_xl.reading.reader import Values
from zongzhi_xl.statements.book.found import Found
from zongzhi_xl.statements.book.laid import Laid, laid_out
from zongzhi_xl.statements.book.layout import (
    CONTENT,
    LINE,
    ROW,
    Block,
    Column,
    Entries,
    Fields,
    Level,
    Place,
    Rows,
    Tree,
    columns_of,
    headings_of,
    levels_in,
    record_at,
)
from zongzhi_xl.statements.book.notation import chosen, read
from zongzhi_xl.statements.book.rows import part_at, parts_at
from zongzhi_xl.statements.book.shapes import Plain, Shape, choices, shape_in
from zongzhi_xl.statements.fields import is_required, label

Data: TypeAlias = dict[str, Any]
#: row and heading of a cell
_Spot: TypeAlias = tuple[int, str]


def understand(sheets: Mapping[str, Values]) -> Found:
    """What the sheets say; nothing of it is proved to be an edition yet."""
    found = Found()
    for laid in sorted(laid_out(sheets, found), key=lambda one: _after(one.block)):
        match laid.block:
            case Fields():
                _read_fields(laid, laid.block, found)
            case Rows():
                _read_rows(laid, laid.block, found)
            case Tree():
                _read_tree(laid, laid.block, found)
            case Entries():
                _read_entries(laid, laid.block, found)
    return found


def _after(block: Block) -> int:
    """Owners before what they own."""
    if not isinstance(block, Rows):
        return 0
    return 1 + max(len(f"{one.path}.{one.field}".split(".")) for one in block.owners)


# ------------------------------------------------------------------ one record


def _record(
    laid: Laid, found: Found, record: Any, path: str, cells: Mapping[Column, _Spot]
) -> Data:
    """The record whose fields stand in ``cells``."""
    data: Data = {}
    for column, spot in cells.items():
        place, holder = column.places[record], data
        if laid.is_blank(*spot):
            continue
        for name in place.names[:-1]:
            holder = holder.setdefault(name, {})
        here = ".".join((path, *place.names))
        found.places[here] = laid.at(*spot)
        found.places |= {f"{here}.{name}": at for name, at in laid.apart(*spot)}
        try:
            holder[place.name] = _value(laid, spot, place, holder)
        except NotationError as fault:
            found.blame(laid.at(*spot), str(fault), here)
    for column, spot in cells.items():
        place = column.places[record]
        here = ".".join((path, *place.names))
        if here not in found.spoilt and _lacks(data, place):
            found.blame(laid.at(*spot), _lacking(place), here)
    return data


def _value(laid: Laid, spot: _Spot, place: Place, beside: Data) -> Any:
    shape = shape_in(place.owner, place.name, beside)
    text = laid.text(*spot, shape)
    words = choices(place.owner, place.name, shape)
    return chosen(words, text) if words else read(shape, text)


def _lacks(data: Data, place: Place) -> bool:
    """Whether it must be written, and is not; in a small record only where there is one."""
    for name in place.names[:-1]:
        if name not in data and not is_required(place.record, name):
            return False
        data = data.get(name, {})
    return place.name not in data and is_required(place.owner, place.name)


def _lacking(place: Place) -> str:
    return f"“{label(place.owner.__name__, place.name)}”没有填{_empty(place.shape)}"


def _empty(shape: Shape) -> str:
    if isinstance(shape, Plain):
        return "；确实空着的，写“（空）”" if shape.typed is str else ""
    return "；没有的，写“（无）”"


def _in_row(laid: Laid, found: Found, record: Any, path: str, row: int) -> Data:
    """The record of a row; what stands in a column that it has not is a fault."""
    columns = columns_of(laid.block)
    cells = {one: (row, one.heading) for one in columns if record in one.places}
    found.places.setdefault(path, laid.at(*next(iter(cells.values()))))
    for column in columns:
        if column not in cells and not laid.is_blank(row, column.heading):
            problem = f"这一行没有“{column.heading}”这一项：请移到对的行或列，或删去"
            found.blame(laid.at(row, column.heading), problem)
    return _record(laid, found, record, path, cells)


# ------------------------------------------------------------------ blocks


def _read_fields(laid: Laid, block: Fields, found: Found) -> None:
    lines = _lines(laid, found)
    columns = columns_of(block)
    found.places.setdefault(block.path, laid.head)
    for one in columns:
        if one.heading not in lines:
            words = f"“{block.title}”没有“{one.heading}”这一行：不要删去，也不要改它的名称"
            found.blame(laid.head, words, ".".join((block.path, one.places[block.record].name)))
    cells = {one: (lines[one.heading], CONTENT) for one in columns if one.heading in lines}
    above, _, name = block.path.rpartition(".")
    asked = is_required(record_at(above), name) if above else True
    if not asked and all(laid.is_blank(*spot) for spot in cells.values()):
        return
    data = _record(laid, found, block.record, block.path, cells)
    holder = part_at(found.document, above)
    if data or not above:
        holder[name] = holder.get(name, {}) | data


def _lines(laid: Laid, found: Found) -> dict[str, int]:
    """The row of each label; a filled line of another name is a fault."""
    known = {column.heading for column in columns_of(laid.block)}
    lines: dict[str, int] = {}
    for row in laid.rows:
        try:
            word = laid.text(row, LINE, Plain(str)).strip()
        except NotationError as fault:
            found.blame(laid.at(row, LINE), str(fault))
            continue
        if word in known and word not in lines:
            lines[word] = row
        else:
            words = f"“{word}”写了两次" if word in lines else f"不认识“{word}”这一行"
            found.blame(laid.at(row, LINE), f"{words}{meant(word, known - {word})}")
    return lines


def _read_rows(laid: Laid, block: Rows, found: Found) -> None:
    for owner in block.owners if any(True for _ in laid.rows) else ():
        above, _, record = owner.path.rpartition(".")
        if above and not owner.key:  # one record, of which nothing but these rows is written
            part_at(found.document, above).setdefault(record, {})
    owners = _owners(block, found.document)
    for row in laid.rows:
        name = _named(laid, found, row, block.belongs, owners) if block.belongs else ""
        if not owners:
            continue
        # whose it is stands in for another: else all that speaks of it would seem wrong too
        path, holder, field = owners[next(iter(owners)) if name is None else name]
        members = holder.setdefault(field, [])
        place = f"{path}.{field}[{len(members)}]".lstrip(".")
        found.spoilt += [place] if name is None else []
        members.append({})
        members[-1].update(_in_row(laid, found, block.record, place, row))


def _owners(block: Rows, document: Data) -> dict[str, tuple[str, Data, str]]:
    """By name each part that may have rows of this block: its place, itself, the list's field."""
    owners: dict[str, tuple[str, Any, str]] = {}
    for owner in block.owners:
        for path, part in parts_at(document, owner.path):
            if not owner.key or owner.key in part:
                name = str(part[owner.key]) if owner.key else owner.word
                owners.setdefault(name, (path, part, owner.field))
    return owners


def _named(laid: Laid, found: Found, row: int, heading: str, known: Iterable[str]) -> str | None:
    """Which of the ``known`` stands there; another is a fault."""
    names, at = [*known], laid.at(row, heading)
    try:
        text = laid.text(row, heading, Plain(str)).strip()
    except NotationError as fault:
        found.blame(at, str(fault))
        return None
    if text in names:
        return text
    words = f"没有“{text}”{meant(text, names)}" if text else f"“{heading}”没有填"
    listed = "、".join(names[:_LISTED]) + ("……" if names[_LISTED:] else "")
    found.blame(at, f"{words}；可以写：{listed}" if names else words)
    return None


#: names that a fault lists
_LISTED = 12


def _read_tree(laid: Laid, block: Tree, found: Found) -> None:
    levels = {level.word: level for _, level in levels_in(block.top)}
    open_: list[tuple[Level, Data, str]] = []
    for row in laid.rows:
        word = _named(laid, found, row, ROW, levels)
        if word is None:
            continue
        level = levels[word]
        while open_ and level not in open_[-1][0].below:
            open_.pop()
        if not open_ and level is not block.top:
            above = next(one.word for one in levels.values() if level in one.below)
            found.blame(laid.at(row, ROW), f"“{word}”的上面没有“{above}”，不知道它属于哪一{above}")
            continue
        holder, path = (open_[-1][1], open_[-1][2]) if open_ else (found.document, "")
        members = holder.setdefault(level.field, [])
        place = f"{path}.{level.field}[{len(members)}]".lstrip(".")
        data = _in_row(laid, found, level.record, place, row)
        data |= {one.field: [] for one in level.below if is_required(level.record, one.field)}
        members.append(data)
        open_.append((level, data, place))


def _read_entries(laid: Laid, block: Entries, found: Found) -> None:
    table: Data = {}
    found.places.setdefault(block.path, laid.head)
    for row in laid.rows:
        name = _name(laid, found, row, block, table)
        if name:
            path = f"{block.path}.{name}"
            found.places[path] = laid.at(row, block.named)
            told = _in_row if block.record else _text
            table[name] = told(laid, found, block.record, path, row)
    above, _, name = block.path.rpartition(".")
    part_at(found.document, above)[name] = table


def _name(laid: Laid, found: Found, row: int, block: Entries, seen: Data) -> str:
    """The name of an entry; none, or one that stands twice, is a fault."""
    at = laid.at(row, block.named)
    try:
        name = str(read(Plain(str), laid.text(row, block.named, Plain(str))))
    except NotationError as fault:
        found.blame(at, str(fault), block.path)
        return ""
    if name and name not in seen:
        return name
    found.blame(at, f"“{name}”写了两次" if name else f"“{block.named}”没有填", block.path)
    return ""


def _text(laid: Laid, found: Found, _: Any, path: str, row: int) -> str:
    spot = row, headings_of(laid.block)[-1]
    try:
        return str(read(Plain(str), laid.text(*spot, Plain(str))))
    except NotationError as fault:
        found.blame(laid.at(*spot), str(fault), path)
        return ""

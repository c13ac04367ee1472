"""Whether the register of events can be printed, read and asked about: columns and words."""

from collections.abc import Iterator

from zongzhi_xl.core.edition.event_words import FOLLOWS_OF, MEANT, NEEDED, ColumnKind
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.names import STARTED
from zongzhi_xl.core.soundness.located import each_once
from zongzhi_xl.core.soundness.register import one_of
from zongzhi_xl.errors import RecordError

_PATH = "statement.events.columns"
#: signs of a drop-down list in Excel, and those that part it
_LIST_MOST, _PARTS = 255, ',，"'


def audit_event_columns(edition: Edition) -> Iterator[RecordError]:
    """A fault for each column that is missing, or that cannot be what it is called."""
    events = edition.statement.events
    lacking = [name for name in NEEDED if name not in events.kinds]
    if lacking and FormKind.MONTHLY in edition.returned:
        why = "少了认不出一件事，或没有地方写原因；叫法不同的写 label"
        yield RecordError(_PATH, f"登记表没有“{'、'.join(lacking)}”：{why}")
    for n, one in enumerate(events.columns):
        for other in events.columns[:n] + events.columns[n + 1 :]:  # cells are told by headings
            if one.heading in (other.heading, other.name):
                problem = f"“{one.heading}”也是“{other.name}”一栏的名称，分不清是哪一栏"
                yield RecordError(f"{_PATH}[{n}].label", problem)
        meant = MEANT.get(one.name, one.kind)
        if one.kind != meant:
            yield RecordError(f"{_PATH}[{n}].kind", f"“{one.name}”应是{meant}，本系统按它用")
        if bool(one.choices) != (one.kind == ColumnKind.CHOICE):
            wrong = f"是{one.kind}，选项才有可以选的词" if one.choices else "是选项，要写可以选什么"
            yield RecordError(f"{_PATH}[{n}].choices", f"“{one.name}”{wrong}")
        yield from _audit_choices(one.choices, f"{_PATH}[{n}].choices")
    for n, category in enumerate(events.asked):
        yield from one_of(events.categories, category, f"statement.events.asked[{n}]")
    for word in sorted(events.words & {*events.kinds, *FOLLOWS_OF, STARTED}):
        yield RecordError(_PATH, f"“{word}”既是可以选的词，又是一栏的名称，公式里分不清")


def _audit_choices(words: tuple[str, ...], path: str) -> Iterator[RecordError]:
    yield from each_once(((path, word) for word in words), "“{}”写了两次")
    if len(",".join(words)) > _LIST_MOST:
        yield RecordError(path, f"下拉框一共只能有 {_LIST_MOST} 个字，连同中间的逗号")
    for word in words:
        if not word.strip() or any(sign in word for sign in _PARTS):
            yield RecordError(path, f"“{word}”不能作选项：不能是空的，不能有逗号引号")

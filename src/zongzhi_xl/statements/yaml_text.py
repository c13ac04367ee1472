"""Text of an edition's file into plain data, strictly: the only user of YAML.

Nothing is guessed: no key twice, no date or 是/否 made out of plain words. What could take all
memory is refused before it is built.
"""

import re
from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import yaml


class Twice(NamedTuple):
    """A key that stands twice in one table, at its second line, counted from 0."""

    line: int
    key: str


class NotUnderstoodError(Exception):
    """A text that is no YAML: the parser stopped at ``line``, counted from 0.

    ``opened``: the line of the quotation marks that swallow all the rest. ``unwanted`` says in
    words what an edition needs not, or what could take all memory.
    """

    def __init__(self, line: int, opened: int | None = None, unwanted: str = "") -> None:
        self.line, self.opened, self.unwanted = line, opened, unwanted
        super().__init__(unwanted)


class _Loader(yaml.CSafeLoader):
    """YAML without its surprises: dates, 12:30, yes/no and 010 stay text; ``twice`` is told."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.twice: list[Twice] = []

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for number, key in enumerate(keys):
            if key in keys[:number]:
                self.twice.append(Twice(node.value[number][0].start_mark.line, str(key)))
        return super().construct_mapping(node, deep)


_PLAIN: Mapping[str, tuple[str, str]] = {
    "tag:yaml.org,2002:null": (r"null$", "n"),
    "tag:yaml.org,2002:bool": (r"(?:true|false)$", "tf"),
    "tag:yaml.org,2002:int": (r"-?(?:0|[1-9]\d*)$", "-0123456789"),
    "tag:yaml.org,2002:float": (r"-?(?:0|[1-9]\d*)\.\d+$", "-0123456789"),
}
_Loader.yaml_implicit_resolvers = {}
for _tag, (_pattern, _first) in _PLAIN.items():
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), [*_first])
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("$"), [""])


#: bytes of a file; how deep and how much it may be once its repetitions are written out
LARGEST, _DEEPEST, _MOST = 16 << 20, 30, 1_000_000


def _weigh(text: str) -> None:
    """Refuse what would grow out of proportion, without building it; raises NotUnderstoodError.

    Three hundred bytes of repetitions of repetitions (``*name``) would take gigabytes.
    """
    known: dict[str, int] = {}
    outer: list[tuple[str | None, int]] = []
    weight = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        if tag := getattr(event, "tag", None):
            raise _unwanted(_TAGGED.format(tag), event)
        if isinstance(event, yaml.CollectionEndEvent):
            anchor, before = outer.pop()
        else:
            anchor, before = getattr(event, "anchor", None), weight
            again = isinstance(event, yaml.AliasEvent)
            weight += known.get(anchor or "", _MOST) if again else 1  # in itself: without end
        if isinstance(event, yaml.CollectionStartEvent):
            outer.append((anchor, before))
        elif anchor and not isinstance(event, yaml.AliasEvent):
            known[anchor] = weight - before
        if len(outer) > _DEEPEST or weight > _MOST:
            raise _unwanted(_GROWN, event)


def _unwanted(problem: str, event: yaml.Event) -> NotUnderstoodError:
    mark = event.start_mark
    return NotUnderstoodError(mark.line if mark else 0, unwanted=problem)


_TAGGED = "写了 YAML 标签 {}，考核方案用不着，请删去"
_GROWN = "括号或缩进套得太深，或用 * 重复的内容太多"


#: members of a list that are parsed at once: a parser takes 6 kB for each
_MEMBERS = 200
_MEMBER, _ANCHOR = re.compile(r"^- ", re.MULTILINE), re.compile(r"[\s,\[{:][&*]\w")


def parsed(text: str) -> tuple[Any, list[Twice]]:
    """What ``text`` says, and keys that it says twice; raises :class:`NotUnderstoodError`.

    A city's register of 2,000 units is parsed part by part.
    """
    try:
        _weigh(text)
        return _in_parts(text)
    except yaml.YAMLError as fault:
        raise _not_understood(fault) from fault


def _not_understood(fault: yaml.YAMLError) -> NotUnderstoodError:
    mark, opened = getattr(fault, "problem_mark", None), getattr(fault, "context_mark", None)
    quoted = "quoted scalar" in str(getattr(fault, "context", ""))
    since = opened.line if opened is not None and quoted else None
    return NotUnderstoodError(0 if mark is None else mark.line, since)


def _in_parts(text: str) -> tuple[Any, list[Twice]]:
    starts = [member.start() for member in _MEMBER.finditer(text)][::_MEMBERS]
    if len(starts) < 2 or text[: starts[0]].strip() or _ANCHOR.search(text):
        return _said(text)
    ends = [*starts[1:], len(text)]
    # faults are told by their line: it stays the same
    parts = [
        _said("\n" * text.count("\n", 0, start) + text[start:end])
        for start, end in zip(starts, ends, strict=True)
    ]
    return [one for said, _ in parts for one in said], [two for _, twice in parts for two in twice]


def _said(text: str) -> tuple[Any, list[Twice]]:
    loader = _Loader(text)
    try:
        return loader.get_single_data(), loader.twice
    finally:
        loader.dispose()


# ------------------------------------------------------------------ on which lines a part stands

_STEP = re.compile(r"\[(\d+)\]|\.?([^.\[]+)")


def lines_of(text: str, path: str) -> range | None:
    """The lines, counted from 1, of ``deductions[0].parameters.price`` in a file's ``text``.

    Those of the nearest part around it where it is not written; None of the file as a whole.
    """
    node, lines = _composed(text), None
    for index, key in _STEP.findall(path):
        found = _step(node, index, key)
        if found is None:
            break
        first, node = found
        lines = range(first.start_mark.line + 1, _last(first, node) + 1)
    return lines


def _last(first: yaml.Node, node: yaml.Node) -> int:
    """The last line that belongs to it: the end of a block stands at the line behind."""
    end = node.end_mark
    return max(first.start_mark.line + 1, end.line + 1 if end.column else end.line)


@lru_cache(maxsize=4)
def _composed(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, yaml.CSafeLoader)
    except yaml.YAMLError:
        return None


def _step(node: yaml.Node | None, index: str, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    if index and isinstance(node, yaml.SequenceNode) and int(index) < len(node.value):
        member = node.value[int(index)]
        return member, member
    if key and isinstance(node, yaml.MappingNode):
        return next(((name, one) for name, one in node.value if name.value == key), None)
    return None


# ------------------------------------------------------------------ which lines are whose


class Entry(NamedTuple):
    """A top-level entry with its lines, remarks above it included; ``members`` of a block list.

    A file that is a list is one entry without a key.
    """

    key: str
    text: str
    members: tuple[str, ...] = ()


def entries_of(text: str) -> list[Entry]:
    """The entries of a file that can be read, which make up the whole of it."""
    lines, root = text.splitlines(keepends=True), _composed(text)
    if isinstance(root, yaml.SequenceNode):
        return [Entry("", text, _members(root, lines, 0, len(lines)))]
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    starts = _starts([key.start_mark.line for key, _ in pairs], lines)
    ends = [*starts[1:], len(lines)]
    return [
        Entry(str(key.value), "".join(lines[start:end]), _members(node, lines, start, end))
        for (key, node), start, end in zip(pairs, starts, ends, strict=True)
    ]


def _members(node: yaml.Node, lines: list[str], start: int, end: int) -> tuple[str, ...]:
    """The lines of each member of a list that is written line by line; none of another."""
    if not isinstance(node, yaml.SequenceNode) or node.flow_style or not node.value:
        return ()
    first = [one.start_mark.line for one in node.value]
    starts = _starts(first, lines, start + 1 if first[0] > start else start)
    ends = [*starts[1:], end]
    return tuple("".join(lines[a:b]) for a, b in zip(starts, ends, strict=True))


def _starts(found: list[int], lines: list[str], least: int = 0) -> list[int]:
    """Where parts begin that stand at these lines: with the remarks and blank lines above them."""
    starts = list[int]()
    for number in found:
        floor, start = (starts[-1] + 1 if starts else least), number
        while start > floor and lines[start - 1].strip()[:1] in ("", "#"):
            start -= 1
        starts.append(start)
    return starts

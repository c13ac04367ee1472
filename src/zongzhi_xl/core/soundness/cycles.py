"""Things that refer to one another must end somewhere: parts, limits, causes of findings."""

from collections.abc import Mapping, Sequence

from zongzhi_xl.errors import RecordError


def no_cycle(edges: Mapping[str, Sequence[str]], paths: Mapping[str, str]) -> None:
    """Raises :class:`RecordError` where a name leads back to itself along ``edges``.

    ``paths`` says for each name where the fault is to be shown.
    """
    done: set[str] = set()
    for start in edges:
        _follow(start, [], edges, paths, done)


def _follow(
    name: str,
    trail: list[str],
    edges: Mapping[str, Sequence[str]],
    paths: Mapping[str, str],
    done: set[str],
) -> None:
    if name in trail:
        circle = [*trail[trail.index(name) :], name]
        raise RecordError(paths[name], f"循环引用：{' → '.join(circle)}")
    if name in done or name not in edges:
        return
    for target in edges[name]:
        _follow(target, [*trail, name], edges, paths, done)
    done.add(name)

"""How far the work is: the desk reports through a function, the command line draws it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

#: (the work as it is done, how many steps, what is being done) → the same work
Track: TypeAlias = Callable[[Iterable[Any], int, str], Iterator[Any]]


def silent(work: Iterable[Any], _steps: int, _words: str) -> Iterator[Any]:
    """No report at all."""
    return iter(work)


def shown_by(track: Track, offices: int) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """Papers as they are written, about one an office."""
    return lambda papers: track(papers, offices, "写文书")

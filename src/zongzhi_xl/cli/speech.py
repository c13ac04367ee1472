"""Talking to the person: results to stdout, progress and refusals to stderr, all gated."""

# ruff: noqa: PLC0415  what is heavy is imported by who needs it

import sys
from collections.abc import Iterable, Iterator
from typing import Any

import click

from zongzhi_xl.core.returned.outgoing import Gate, gate_for

_WIDE, _LONGEST = 150, 4000
#: a new line in a path or a cell, as it is shown; the line of a reason begins so
_NEW_LINE, _REASON = "␊", "\n  "


def out(text: str) -> None:
    """Exactly this text as UTF-8, whatever the console's own code page."""
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def say(text: str, *public: str) -> None:
    """The result in words; ``public`` are names of units that may look like a person's number."""
    click.echo(_passed(text, gate_for(public)))


def note(words: str) -> None:
    """A line beside the result, where there is something to say."""
    if words:
        click.echo(_passed(words.replace("\n", _NEW_LINE), Gate()), err=True)


def refuse(words: str) -> None:
    """As :func:`note`; the reasons of a repair that is refused have a line each."""
    first, *reasons = words.split(_REASON)
    note(first)
    for reason in reasons:
        note(f"  {reason}")


def _passed(text: str, gate: Gate) -> str:
    """Through the gate, no line longer than anybody reads."""
    lines = gate.lines(text).split("\n")
    return "\n".join(line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…" for line in lines)


def draw(renderable: Any) -> None:
    """A result as a table or a page of the terminal."""
    from rich.console import Console

    console = Console()
    if not console.is_terminal:  # into a file or a pipe: room for whole sentences
        console = Console(width=_WIDE)
    console.print(renderable)


def track(work: Iterable[Any], steps: int, words: str) -> Iterator[Any]:
    """Draw how far the work is, on stderr and only where a person looks at it."""
    if not sys.stderr.isatty():
        return iter(work)
    from rich.console import Console
    from rich.progress import track

    return iter(track(work, words, steps, console=Console(stderr=True), transient=True))

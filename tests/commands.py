"""Every command of the program, as the program itself lists them."""

from collections.abc import Iterator
from typing import Any

from zongzhi_xl.cli import app


def _below(group: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _below(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


#: by full name: ``rules check``
COMMANDS: dict[str, Any] = dict(_below(app, ""))

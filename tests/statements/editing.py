"""An edition of one's own to spoil: a copy of a folder, changed letter by letter."""

import shutil
from pathlib import Path

from zongzhi_xl.statements.files import STANDARD


class Folder:
    """A copy of an edition at ``path``."""

    def __init__(self, path: Path, of: Path = STANDARD) -> None:
        shutil.copytree(of, path)
        self.path = path

    def file(self, start: str) -> Path:
        """The one file whose path below the folder starts so, like ``clauses/06``."""
        (found,) = self.path.glob(f"{start}*")
        return found

    def change(self, start: str, old: str, new: str) -> int:
        """Put ``new`` for the first ``old``; gives the line, counted from 1, on which it stood."""
        file = self.file(start)
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{file.name} no longer says {old}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

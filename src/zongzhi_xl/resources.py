"""Where templates, standard workbooks and macros lie, in a checkout and in an installed wheel.

In a checkout they are folders at the top of the repository; the wheel carries copies of them
under ``zongzhi_xl/_shipped``.
"""

import hashlib
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_SHIPPED = _PACKAGE / "_shipped"
_CHECKOUT = _PACKAGE.parents[1]


def _folder(name: str) -> Path:
    shipped = _SHIPPED / name
    return shipped if shipped.is_dir() else _CHECKOUT / name


TEMPLATES = "templates"


def templates_folder() -> Path:
    """The jinja2 templates of the papers."""
    return _folder(TEMPLATES)


def own_templates(district: Path | None) -> Path | None:
    """The folder in which a district keeps its own versions of them, where it has one."""
    folder = district / TEMPLATES if district else None
    return folder if folder and folder.is_dir() else None


def workbooks_folder() -> Path:
    """The standard workbooks as shipped."""
    return _folder("workbooks")


def macros_folder() -> Path:
    """The VBA sources of the buttons, as text."""
    return _folder("macros")


def shipped_folders(package: Path) -> tuple[tuple[Path, Path], ...]:
    """What is shipped beside the modules, and where it lies in a copy of the package."""
    names = (TEMPLATES, "workbooks", "macros")
    return tuple((_folder(name), package / _SHIPPED.name / name) for name in names)


@cache
def engine() -> str:
    """Which program this is: its version and a hash over its sources.

    Equal where a result is worked out by the same lines, on whatever computer.
    """
    from importlib.metadata import version  # noqa: PLC0415  # heavy, and children need it not

    sources = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*.py"), key=lambda one: one.relative_to(_PACKAGE).parts):
        sources.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return f"zongzhi-xl {version('zongzhi-xl')} {sources.hexdigest()[:8]}"

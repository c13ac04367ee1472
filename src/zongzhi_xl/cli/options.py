"""How options and arguments are written, and those that several commands share."""

# ruff: noqa: PLC0415  what is heavy is imported by who needs it

from pathlib import Path
from typing import Annotated, Any

import typer


def option(name: str, metavar: str, words: str, **limits: Any) -> Any:
    """An option with one name; ``metavar`` is what follows it."""
    return typer.Option(name, metavar=metavar, help=words, **limits)


def argument(metavar: str, words: str, **limits: Any) -> Any:
    """An argument; ``metavar`` in brackets may be left out."""
    return typer.Argument(metavar=metavar, help=words, **limits)


District = Annotated[
    Path | None,
    option("--district", "DIR", "区文件夹，用其中 statements/年份/ 的考核方案；不给则用标准方案。"),
]
Year = Annotated[int, option("--year", "Y", "年份，如 2026。", min=2000, max=2099)]
Folder = Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="写到哪个文件夹。")]
AsJson = Annotated[bool, typer.Option("--json", help="结果按 JSON 输出，供其他程序读取。")]
Paths = Annotated[list[Path], argument("PATH...", "报表文件或文件夹（含下级文件夹）。")]
Host = Annotated[
    str, option("--host", "PROGRAM", "按钮给哪个程序用：excel 或 libreoffice（.xlsm）。")
]
Workers = Annotated[
    int, option("--workers", "N", "同时读表的进程数；0 按处理器个数。", min=0, max=64)
]
OnCluster = Annotated[
    str | None,
    option("--cluster", "ADDRESS|local", "用 Dask 集群读表：调度程序的地址，或 local。"),
]


def macros_for(host: str) -> Any:
    """The edition of macros for a program, by its name."""
    from zongzhi_xl.vba.macro_book import MacroEdition

    try:
        return MacroEdition(host)
    except ValueError as fault:
        raise typer.BadParameter("--host 写 excel 或 libreoffice") from fault

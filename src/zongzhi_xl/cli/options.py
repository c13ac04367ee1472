"""How options and arguments are written, and those that several commands share."""

# ruff: noqa: PLC0415  what is heavy is imported by who needs it

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Number(click.IntRange):
    """A whole number between bounds, refused in Chinese."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number that was typed."""
        try:
            number = int(value)
        except ValueError:
            self.fail("应为整数", param, ctx)
        if self.min is not None and number < self.min:
            self.fail(f"不能小于 {self.min}", param, ctx)
        if self.max is not None and number > self.max:
            self.fail(f"不能大于 {self.max}", param, ctx)
        return number


def option(
    names: str, metavar: str, kind: Any, words: str, **more: Any
) -> Callable[[_Command], _Command]:
    """An option; ``metavar`` is what follows it, a name without dashes that of its parameter."""
    return click.option(*names.split(), metavar=metavar, type=kind, help=words, **more)


def flag(names: str, words: str) -> Callable[[_Command], _Command]:
    """An option that nothing follows."""
    return click.option(*names.split(), is_flag=True, help=words)


def argument(
    name: str, metavar: str, kind: Any, words: str, **more: Any
) -> Callable[[_Command], _Command]:
    """An argument; ``metavar`` in brackets may be left out, one with dots be several."""
    required, count = not metavar.startswith("["), -1 if "..." in metavar else 1
    return click.argument(
        name, metavar=metavar, type=kind, help=words, required=required, nargs=count, **more
    )


def output_option(**more: Any) -> Callable[[_Command], _Command]:
    """The folder that is written to, either ``required`` or with a ``default``."""
    return option("-o --output folder", "DIR", Path, "写到哪个文件夹。", **more)


paths_argument = argument("paths", "PATH...", Path, "报表文件或文件夹（含下级文件夹）。")
district_option = option(
    "--district", "DIR", Path, "区文件夹，用其中 statements/年份/ 的考核方案；不给则用标准方案。"
)
year_option = option("--year", "Y", Number(2000, 2099), "年份，如 2026。", required=True)
json_option = flag("--json as_json", "结果按 JSON 输出，供其他程序读取。")
host_option = option(
    "--host", "PROGRAM", str, "按钮给哪个程序用：excel 或 libreoffice（.xlsm）。", default="excel"
)
workers_option = option(
    "--workers", "N", Number(0, 64), "同时读表的进程数；0 按处理器个数。", default=0
)
cluster_option = option(
    "--cluster", "ADDRESS|local", str, "用 Dask 集群读表：调度程序的地址，或 local。"
)


def macros_for(host: str) -> Any:
    """The edition of macros for a program, by its name."""
    from zongzhi_xl.vba.macro_book import MacroEdition

    try:
        return MacroEdition(host)
    except ValueError as fault:
        raise click.UsageError("--host 写 excel 或 libreoffice") from fault

"""The frame around every command in Chinese: its help, and the refusal of what was typed wrong."""

from collections.abc import Sequence

import click
from click.exceptions import NoArgsIsHelpError

_OPTIONS, _COMMAND = "[选项]", "命令 …"


class _Framed(click.Command):
    """What a command and a group of commands say of themselves."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, with a Chinese word beside it."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明。"
        return option

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Draw the help page; only here the library that draws it is loaded."""
        from zongzhi_xl.papers.help_page import draw  # noqa: PLC0415  # not needed to run a command

        draw(self, ctx)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what was typed; the library does not say of which command an option is misused."""
        try:
            return super().parse_args(ctx, args)
        except click.BadOptionUsage as fault:
            bare = {
                name
                for one in self.get_params(ctx)
                if isinstance(one, click.Option) and one.is_flag
                for name in one.opts
            }
            words = "不写内容" if fault.option_name in bare else "要写内容"
            raise click.UsageError(f"选项 {fault.option_name} 后面{words}", ctx) from fault


class FramedCommand(_Framed):
    """One command."""

    allow_extra_args = True  # the library would refuse them in English

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what was typed, and refuse what is too much."""
        if extra := super().parse_args(ctx, args):
            raise click.UsageError(f"多写了 {' '.join(extra)}", ctx)
        return extra

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The words of a line of usage."""
        pieces = (piece for one in self.get_params(ctx) for piece in one.get_usage_pieces(ctx))
        return [_OPTIONS, *pieces]


class FramedGroup(_Framed, click.Group):
    """A group of commands, listed in their own order."""

    command_class = FramedCommand

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands as they were put in."""
        return list(self.commands)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The words of a line of usage."""
        return [_OPTIONS, _COMMAND]


# ------------------------------------------------------------------ refusals


def refusal(fault: click.ClickException) -> str:
    """What was typed wrong and where to look it up."""
    if isinstance(fault, NoArgsIsHelpError):
        return "没有写要做什么：命令见上"
    context = fault.ctx if isinstance(fault, click.UsageError) else None
    command = context.command_path if context else "zongzhi-xl"
    return f"命令写得不对：{_wrong(fault)}。用法见 {command} --help"


def _wrong(fault: click.ClickException) -> str:
    match fault:
        case click.NoSuchOption(option_name=name, possibilities=similar):
            return f"没有选项 {name}{_guess(similar)}"
        case click.NoSuchCommand(command_name=name, possibilities=similar):
            return f"没有命令 {name}{_guess(similar)}"
        case click.MissingParameter(param=click.Parameter() as param):
            return f"缺少 {_name(param)}"
        case click.BadParameter(param=click.Parameter() as param):
            return f"{_name(param)} {fault.message}"
        case click.UsageError(ctx=click.Context(command=click.Group())):
            return "没有写要做什么"
    return fault.message


def _guess(similar: Sequence[str] | None) -> str:
    return f"（有 {similar[0]}）" if similar else ""


def _name(param: click.Parameter) -> str:
    """How the parameter is typed; a place in brackets may be left out."""
    if isinstance(param, click.Argument):
        return param.human_readable_name.strip("[]")
    return "、".join(param.opts)

"""The frame around every command in Chinese: its help, and the refusal of what was typed wrong."""

import re
from functools import wraps
from typing import Any

from typer.core import TyperCommand, TyperGroup

_HELP = "显示这份说明。"
#: the library's words in a line of usage
_USAGE = {"Usage: ": "用法：", "[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 …"}
#: constants of the library's help page
_PAGE = {
    "ARGUMENTS_PANEL_TITLE": "参数",
    "OPTIONS_PANEL_TITLE": "选项",
    "COMMANDS_PANEL_TITLE": "命令",
    "DEFAULT_STRING": "[不写时：{}]",
    "REQUIRED_LONG_STRING": "[必写]",
}


class _Framed:
    """What a command and a group of commands say of themselves."""

    def get_help_option(self, ctx: Any) -> Any:
        """``--help``, with a Chinese word beside it."""
        option = super().get_help_option(ctx)  # type: ignore[misc]  # of the class mixed in
        if option is not None:
            option.help = _HELP
        return option

    def get_usage(self, ctx: Any) -> str:
        """The line of usage."""
        text: str = super().get_usage(ctx)  # type: ignore[misc]  # of the class mixed in
        for english, chinese in _USAGE.items():
            text = text.replace(english, chinese)
        return text

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help page; only here the library that draws it is loaded."""
        from typer import rich_utils  # noqa: PLC0415  # rich is not needed to run a command

        for name, words in _PAGE.items():
            setattr(rich_utils, name, words)
        make = rich_utils._make_rich_text  # nothing public tells it not to cut
        rich_utils._make_rich_text = _folding(make)
        for option in self.get_params(ctx):  # type: ignore[attr-defined]  # of the class mixed in
            if getattr(option, "is_flag", False):
                option.metavar = ""  # else the library prints the name of a type
        super().format_help(ctx, formatter)  # type: ignore[misc]  # of the class mixed in


def _folding(make: Any) -> Any:
    """The library's maker of texts; words without blanks go on in the next line, nothing is cut."""
    if hasattr(make, "__wrapped__"):
        return make

    @wraps(make)
    def made(**given: Any) -> Any:
        text = make(**given)
        text.overflow = "fold"
        return text

    return made


class FramedCommand(_Framed, TyperCommand):
    """One command."""


class FramedGroup(_Framed, TyperGroup):
    """A group of commands."""


# ------------------------------------------------------------------ refusals

#: of an option, where the library says what is wrong with its value
_VALUE = r"Invalid value for '?(.+?)'?: Input should be "
_REFUSALS = (
    (r"Missing (?:option|argument|parameter)[: ]*'?(.+?)'?\.?", "缺少 {0}"),
    (r"Missing command\.?", "没有写要做什么"),
    (r"No such option:? (\S+?)\.?(?: .*)?", "没有选项 {0}"),
    (r"No such command '(.+?)'\.?(?: .*)?", "没有命令 {0}"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)", "多写了 {0}"),
    (_VALUE + r"less than or equal to (\S+)", "{0} 不能大于 {1}"),
    (_VALUE + r"greater than or equal to (\S+)", "{0} 不能小于 {1}"),
    (_VALUE + r"a valid integer.*", "{0} 应为整数"),
    (r"Invalid value(?: for (.+?))?: (.+)", "{1}"),
    (r"Option '(.+?)' requires (?:an argument|\d+ arguments)\.?", "选项 {0} 后面要写内容"),
    (r"Option '(.+?)' does not take a value\.?", "选项 {0} 后面不写内容"),
)


def refusal(fault: Any) -> str:
    """What was typed wrong and where to look it up; ``fault`` is the library's exception."""
    text = " ".join(fault.format_message().split())
    matches = ((re.fullmatch(pattern, text), words) for pattern, words in _REFUSALS)
    said = next((words.format(*match.groups()) for match, words in matches if match), text)
    if not said:
        return "没有写要做什么：命令见上"
    context = getattr(fault, "ctx", None)
    command = context.command_path if context else "zongzhi-xl"
    return f"命令写得不对：{said}。用法见 {command} --help"

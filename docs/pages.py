"""The parts of README.md and docs/ that are made from the program, so that they cannot be stale.

cog puts what these functions return between the marks in the pages; from the checkout:

    uv run cog -r -I docs README.md docs/*.md

``tests/test_docs.py`` fails while a page says something else than the program.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from zongzhi_xl.cli import app
from zongzhi_xl.core.appraising.deductions.sentences import sentence
from zongzhi_xl.core.checking.kinds.registry import not_run
from zongzhi_xl.core.edition.items import Check, FormKind
from zongzhi_xl.core.edition.statement import Clause, Edition
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.papers.listed import YEAR
from zongzhi_xl.statements import fields, loader
from zongzhi_xl.statements.writing import flow

#: the forms that an office checks; the departments' workbook has no checks of its own
FORMS = (FormKind.MONTHLY, FormKind.ANNUAL)


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table of Markdown with a blank line after it."""
    lines = (head, ("---",) * len(head), *rows)
    return "".join(f"| {' | '.join(map(_in_a_cell, line))} |\n" for line in lines) + "\n"


def _in_a_cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


# ------------------------------------------------------------------ commands


def commands() -> Iterator[tuple[str, Any]]:
    """Every command with its full name (``rules check``), in the order of the help page."""
    yield from _below("", app)


def _below(prefix: str, group: Any) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _below(f"{prefix}{name} ", command)
        else:
            yield f"{prefix}{name}", command


def command_table() -> str:
    """README's table: what must be typed, and the first sentence of the help."""
    rows = ((f"`{_must(name, one)}`", _paragraphs(one)[0]) for name, one in commands())
    return table(("命令", "做什么"), rows)


def command_pages() -> str:
    """Every command: help, usage, options, example."""
    return "".join(_command_page(name, one) for name, one in commands())


def _command_page(name: str, command: Any) -> str:
    words = "\n\n".join(_paragraphs(command))
    usage = " ".join([_must(name, command), *map(_optional, _free(command))])
    rows = ((f"`{_spelt(one)}`", _meaning(one)) for one in command.params)
    return f"## {name}\n\n{words}\n\n    zongzhi-xl {usage}\n\n{table(('参数', '说明'), rows)}"


def _paragraphs(command: Any) -> list[str]:
    """The help as it is shown; an example is set as one."""
    return [_example(" ".join(part.split())) for part in command.help.split("\n\n")]


def _example(text: str) -> str:
    return f"例：`{text.removeprefix('例：')}`" if text.startswith("例：") else text


def _must(name: str, command: Any) -> str:
    """The command with everything that may not be left out, and its arguments."""
    asked = [one for one in command.params if _is_argument(one) or one.required]
    return " ".join([name, *map(_value_of, asked)])


def _free(command: Any) -> list[Any]:
    return [one for one in command.params if not _is_argument(one) and not one.required]


def _optional(option: Any) -> str:
    return f"[{_value_of(option)}]{'…' if option.multiple else ''}"


def _value_of(parameter: Any) -> str:
    """``--year Y``, or ``PATH...`` for what has no name."""
    name = "" if _is_argument(parameter) else f"{parameter.opts[0]} "
    return f"{name}{_metavar(parameter)}".strip()


def _spelt(parameter: Any) -> str:
    """The same with every spelling: ``-o, --output DIR``."""
    names = "" if _is_argument(parameter) else ", ".join(parameter.opts)
    return f"{names} {_metavar(parameter)}".strip()


def _metavar(parameter: Any) -> str:
    return "" if getattr(parameter, "is_flag", False) else str(parameter.metavar)


def _is_argument(parameter: Any) -> bool:
    return bool(parameter.param_type_name == "argument")


def _meaning(parameter: Any) -> str:
    """The help of one option, with what holds when it is left out."""
    if parameter.required:
        return f"{parameter.help}必写。"
    default = parameter.to_info_dict()["default"]
    return f"{parameter.help}不写时：`{default}`。" if default else parameter.help


# ------------------------------------------------------------------ the standard edition


def relations() -> str:
    """Every check of every form, and where it runs."""
    edition = loader.standard()
    return "".join(_relations_of(edition, form) for form in FormKind)


def _relations_of(edition: Edition, form: FormKind) -> str:
    checks = edition.checks(form)
    live = sum(one.live and not one.district for one in checks)
    rows = (
        (one.id, one.severity.value, one.words, not_run(one, edition) or _where(one))
        for one in checks
    )
    head = f"## {form.value}（{len(checks)} 条，其中表里 {live} 条）\n\n"
    return head + table(("号", "级别", "审核关系", "在哪里检查"), rows)


def _where(check: Check) -> str:
    if check.district or check.form == FormKind.DEPARTMENTS:
        return "区级汇总"
    return "**表里**、一键校验" if check.live else "一键校验"


def clauses() -> str:
    """The letter clause by clause: indicators with limits, deductions, readings."""
    edition = loader.standard()
    general = "".join(_readings(edition.statement.readings))
    return "".join(map(_clause, edition.clauses)) + f"## 不属于哪一条的解释\n\n{general}"


def _clause(clause: Clause) -> str:
    return "".join(
        (
            f"## 第{clause.number}条 {clause.subject}（{plain(clause.points)} 分）\n\n",
            f"{clause.sentence}\n\n",
            *_indicators(clause),
            *_deductions(clause, loader.standard()),
            *_readings(clause.readings),
        )
    )


def _indicators(clause: Clause) -> Iterator[str]:
    rows = [
        (one.name, f"`{one.formula}`", one.unit, _limits(one.limits)) for one in clause.indicators
    ]
    if rows:
        yield table(("指标", "公式", "单位", "限额"), rows)


def _limits(limits: dict[str, Any]) -> str:
    return "；".join(f"{group} `{limit}`" for group, limit in limits.items()) or "只显示，不考核"


def _deductions(clause: Clause, edition: Edition) -> Iterator[str]:
    rows = [(one.id, sentence(one, edition), f"{plain(one.most)} 分") for one in clause.deductions]
    if rows:
        yield table(("号", "怎么扣", "最多扣"), rows)


def _readings(readings: Iterable[Any]) -> Iterator[str]:
    rows = [(one.id, one.question, one.default, one.reason) for one in readings]
    if rows:
        yield table(("解释", "问题", "怎么读", "为什么"), rows)


# ------------------------------------------------------------------ the papers of the year


def papers() -> str:
    """Every paper in the order of the year: when it is written, how many, and how it looks."""
    rows = (
        (one.name, one.when, one.to, f"![{one.name}](pictures/文书/{one.name}.png)") for one in YEAR
    )
    return table(("文书", "什么时候写", "几份", "样子"), rows)


# ------------------------------------------------------------------ how an edition is written


def format_pages() -> str:
    """Every record of an edition: each field with its meaning, its type and an example."""
    return "".join(map(_record_page, fields.records()))


def _record_page(record: Any) -> str:
    told = fields.meanings()[record.__name__]
    where, what = fields.what_is(record)
    rows = [
        (f"`{name}`", told[name].label, _must_be(record, name), told[name].words,
         _code(examples().get((record.__name__, name))))
        for name in fields.typed_fields(record)
    ]  # fmt: skip
    head = f"## {where}\n\n{what}。\n\n"
    if not rows:
        return f"{head}没有参数。\n\n"
    return head + table(("项目", "名称", "填什么", "意思", "例"), rows)


def _code(example: str | None) -> str:
    return f"`{example}`" if example else ""


def _must_be(record: Any, name: str) -> str:
    """The type in words; 可不写 where it may be left out."""
    kind = fields.type_words(fields.typed_fields(record)[name])
    return kind if fields.is_required(record, name) else f"{kind}（可不写）"


@cache
def examples() -> dict[tuple[str, str], str]:
    """For each field the shortest telling value that the standard edition writes there."""
    found: dict[tuple[str, str], str] = {}
    for record, part in fields.written(loader.standard()):
        for name, value in part.items():
            text = flow(value)
            known = found.get((record, name))
            if 0 < len(text) <= 60 and value not in ("", False) and known is None:
                found[record, name] = text
    return found

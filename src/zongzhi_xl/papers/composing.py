"""How a paper is made: its template is given a context, its blocks go into HTML and Word.

The words stand in the templates, which are given the appraisal itself, and as filters the
functions that put a part of it into words. A district may put its own version of a template into
the folder ``templates`` of its own; the others are the shipped ones.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from zongzhi_xl.core.appraising.scorecard import UnitAppraisal, VetoState
from zongzhi_xl.core.appraising.wording import (
    at_this_pace,
    distance,
    figure,
    grade_words,
    judgement,
    limit_words,
    marks,
)
from zongzhi_xl.core.returned.outgoing import Gate
from zongzhi_xl.errors import MarkupError, StatementError
from zongzhi_xl.papers.blocks import Sheet
from zongzhi_xl.papers.history import day_words
from zongzhi_xl.papers.html import html_of
from zongzhi_xl.papers.markup import sheet_of
from zongzhi_xl.record import Record
from zongzhi_xl.resources import TEMPLATES, templates_folder

#: how a template's name ends
ENDING = ".jinja"


class Composer(Record):
    """Makes papers: ``own`` is the folder of a district's own templates, if any."""

    gate: Gate
    own: Path | None = None

    def sheet(self, name: str, context: Mapping[str, object]) -> Sheet:
        """The paper of that template; raises StatementError where the template is at fault."""
        with _blamed(name):
            return sheet_of(self._environment.get_template(f"{name}{ENDING}").render(context))

    @cached_property
    def _environment(self) -> ImmutableSandboxedEnvironment:
        folders = (self.own, templates_folder())
        return environment_of(*(one for one in folders if one), gate=self.gate)


@contextmanager
def _blamed(name: str) -> Iterator[None]:
    """A fault of the template is told as one, with its line where that is known."""
    try:
        yield
    except TemplateSyntaxError as fault:
        file, words = fault.name or f"{name}{ENDING}", f"模板写得不对（{fault.message}）"
        raise StatementError(f"{TEMPLATES}/{file}", "", words, fault.lineno) from fault
    except TemplateError as fault:
        words = f"模板用了没有的内容（{fault.message}）"
        raise StatementError(f"{TEMPLATES}/{name}{ENDING}", "", words) from fault
    except MarkupError as fault:
        raise StatementError(f"{TEMPLATES}/{name}{ENDING}", "", str(fault)) from fault


def keep(sheet: Sheet, folder: Path, name: str) -> None:
    """The paper as HTML and as Word in ``folder``, which must exist."""
    from zongzhi_xl.papers.word import word_of  # noqa: PLC0415  # heavy, and only here

    (folder / f"{name}.html").write_text(html_of(sheet), encoding="utf-8", newline="\n")
    (folder / f"{name}.docx").write_bytes(word_of(sheet))


def environment_of(*folders: Path, gate: Gate) -> ImmutableSandboxedEnvironment:
    """How every paper is made: unknown names are errors, every text is passed and escaped.

    None is nothing. Templates are words, so they reach nothing but what they are given.
    """
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=partial(_passed, gate),
    )
    words = (limit_words, at_this_pace, figure, judgement, distance, marks, grade, open_matters)
    environment.filters.update({one.__name__: one for one in (*words, organ_of, department)})
    return environment


def _passed(gate: Gate, value: object) -> object:
    """What a template shows, days as papers tell them; markup is made of what passed already."""
    if value is None:
        return ""
    if isinstance(value, date):
        return day_words(value)
    return gate.lines(value) if isinstance(value, str) and not isinstance(value, Markup) else value


# ------------------------------------------------------------------ words for templates


def organ_of(district: str, office: str) -> str:
    """The issuing organ's full name: 示例区综治办 of 示例区 and 区综治办, or given whole."""
    said = (n for n in range(len(office), -1, -1) if district.endswith(office[:n]))
    return office if office.startswith(district) else f"{district}{office[next(said) :]}"


def department(name: str) -> str:
    """A department as it is written to: 公安部门, but 财政局 and 法院 by their own names."""
    return name if name[-1] in _ORGANS else f"{name}部门"


#: how the name of an organ ends
_ORGANS = "局院委办室队所站心处科厅部会署"


def grade(unit: UnitAppraisal, final: bool) -> str:
    """The grade as a paper tells it, before the year is closed or a veto decided."""
    undecided = ("待审定",) if unit.veto == VetoState.PROPOSED else ()
    return grade_words(unit.grade, unit.provisional or not final, *undecided)


def open_matters(unit: UnitAppraisal) -> tuple[str, ...]:
    """What is still to be settled about a unit; nothing of deductions: the paper goes round."""
    proposed = unit.veto == VetoState.PROPOSED
    veto = ("已列入一票否决建议，尚未决定，待听取单位陈述后研究",) if proposed else ()
    return (*unit.provisional_reasons, *veto)

"""Papers for print: a preliminary notice (初评告知书) for each unit, one bulletin (考核通报).

The words and the layout stand in the templates; here the appraisal is put into small typed
contexts, everything already in words. A unit's deductions are told to that unit only; the
bulletin names ranks, the commended and those who did not report.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import chain, count
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from zongzhi_xl.core.appraising.scorecard import (
    Appraisal,
    DeliveryState,
    IndicatorResult,
    UnitAppraisal,
    VetoState,
)
from zongzhi_xl.core.appraising.wording import (
    at_this_pace,
    basis_words,
    cautions,
    distance,
    figure,
    grade_words,
    judgement,
    limit_words,
    marks,
    total,
)
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.papers.evidence import Archive, MonthsLine, archive_of, papers_words
from zongzhi_xl.papers.lost_points import RuleLines, rules_of
from zongzhi_xl.resources import templates_folder

NOTICE, BULLETIN = "preliminary_notice.html", "bulletin.html"
#: signs that a file system refuses, and those that turn the reading direction of a name
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]')
#: names of devices on Windows, with or without an ending
_RESERVED = re.compile(
    r"(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$)( *\..*)?", re.IGNORECASE
)
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Masthead:
    """What every paper bears: who issues it, for which period, from which data, with what notes.

    ``reference`` is the number of the document that brought the letter into force; a paper's own
    number is given by hand when it goes out.
    """

    district: str
    organ: str
    office: str
    commission: str
    title: str
    reference: str
    contact: str
    year: int
    through: int
    final: bool
    data_until: str
    edition: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator with limit, figure, judgement, headroom and shortfall; ``light`` its colour."""

    clause: int
    name: str
    limit: str
    figure: str
    judgement: str
    distance: str
    numerator: str
    denominator: str
    headroom: str
    shortfall: str
    pace: str
    basis: str
    light: str


@dataclass(frozen=True)
class PaperLine:
    """Returns that did not come as they should: how, whose, and which."""

    state: str
    unit: str
    papers: str


@dataclass(frozen=True)
class Notice:
    """Context of the preliminary notice of one unit."""

    head: Masthead
    unit: str
    group: str
    score: str
    full_marks: str
    lost: str
    grade: str
    grade_reasons: tuple[str, ...]
    rank: int
    units: int
    provisional_reasons: tuple[str, ...]
    rules: tuple[RuleLines, ...]
    months: tuple[MonthsLine, ...]
    month_numbers: tuple[int, ...]
    gaps: tuple[PaperLine, ...]
    veto_reasons: tuple[str, ...]
    veto_imposed: bool
    veto_effect: str
    reply_days: int
    indicators: tuple[IndicatorLine, ...]
    shows_pace: bool


@dataclass(frozen=True)
class RankLine:
    """A unit in the bulletin: rank and grade, nothing of its deductions."""

    rank: int
    unit: str
    group: str
    grade: str


@dataclass(frozen=True)
class OpenLine:
    """What is still to be settled about a unit before the result can be published."""

    unit: str
    matters: tuple[str, ...]


@dataclass(frozen=True)
class Bulletin:
    """Context of the bulletin; a ``draft`` is for the commission only, which has to decide."""

    head: Masthead
    draft: bool
    units: int
    commended: tuple[str, ...]
    held_back: tuple[str, ...]
    ranking: tuple[RankLine, ...]
    gaps: tuple[PaperLine, ...]
    open_matters: tuple[OpenLine, ...]
    vetoed: tuple[str, ...]


def write_papers(folder: Path, appraisal: Appraisal, edition: Edition) -> None:
    """The notices and the bulletin as HTML files in ``folder``, which must exist."""
    environment = environment_of(templates_folder())
    notice, bulletin = environment.get_template(NOTICE), environment.get_template(BULLETIN)
    names = file_names([unit.unit for unit in appraisal.units])
    archive = archive_of(appraisal, edition)
    for unit, name in zip(appraisal.units, names, strict=True):
        text = notice.render(variables(notice_of(unit, appraisal, archive)))
        (folder / f"初评告知书_{name}.html").write_text(text, encoding="utf-8", newline="\n")
    text = bulletin.render(variables(bulletin_of(appraisal, edition)))
    (folder / "考核通报.html").write_text(text, encoding="utf-8", newline="\n")


def environment_of(folder: Path) -> Environment:
    """How every paper is made: unknown names are errors, every text is escaped."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["css_string"] = css_string
    return environment


def css_string(text: str) -> str:
    """``text`` for a string in a style sheet: every sign by its number, so none can end it."""
    return "".join(f"\\{ord(sign):x} " for sign in text)


def variables(context: Notice | Bulletin) -> dict[str, object]:
    """The fields of a context by name, as the template sees them."""
    return {field.name: getattr(context, field.name) for field in fields(context)}


def file_names(units: list[str]) -> list[str]:
    """A name for each unit's file: nothing a file system minds, no two alike in any case."""
    names: dict[str, str] = {}
    for unit in units:
        plain = _plain_name(unit)
        numbered = (f"{plain}_{number}" for number in count(2))
        name = next(one for one in chain([plain], numbered) if one.casefold() not in names)
        names[name.casefold()] = name
    return list(names.values())


def _plain_name(unit: str) -> str:
    plain = _UNSAFE.sub("_", unit).strip(" .")[:_LONGEST_NAME].rstrip(" .") or "单位"
    return f"_{plain}" if _RESERVED.fullmatch(plain) else plain


# ------------------------------------------------------------------ contexts


def masthead_of(appraisal: Appraisal, edition: Edition, issuer: str) -> Masthead:
    """What stands on every paper; ``issuer`` is the body that sends it."""
    statement = edition.statement
    until = appraisal.data_until
    return Masthead(
        district=statement.district,
        organ=organ_of(statement.district, issuer),
        office=organ_of(statement.district, statement.office),
        commission=organ_of(statement.district, statement.commission),
        title=statement.title,
        reference=statement.document_number,
        contact=statement.contact,
        year=appraisal.year,
        through=appraisal.through,
        final=appraisal.final,
        data_until=until.isoformat() if until else "",
        edition=appraisal.edition_id,
        notes=cautions(edition),
    )


def organ_of(district: str, office: str) -> str:
    """The issuing organ's full name: 示例区 and 区综治办 make 示例区综治办."""
    doubled = district[-1:] == office[:1]
    return f"{district}{office[1:] if doubled else office}"


def notice_of(unit: UnitAppraisal, appraisal: Appraisal, archive: Archive) -> Notice:
    """The context of one unit's notice."""
    edition = archive.edition
    statement = edition.statement
    indicators = tuple(_indicator(one, appraisal.through, edition) for one in unit.indicators)
    return Notice(
        head=masthead_of(appraisal, edition, statement.office),
        unit=unit.unit,
        group=unit.group,
        score=marks(unit.score),
        full_marks=f"{statement.full_marks}",
        lost=marks(total(one.points for one in unit.losses)),
        grade=_grade(unit, appraisal.final),
        grade_reasons=unit.grade_reasons,
        rank=unit.rank,
        units=len(appraisal.units),
        provisional_reasons=unit.provisional_reasons,
        rules=tuple(rules_of(unit.losses, archive)),
        months=archive.months(unit.losses),
        month_numbers=tuple(range(1, appraisal.through + 1)),
        gaps=tuple(_gaps(appraisal, unit.unit)),
        veto_reasons=unit.veto_reasons if unit.veto != VetoState.NONE else (),
        veto_imposed=unit.veto == VetoState.IMPOSED,
        veto_effect=statement.veto.effect,
        reply_days=statement.veto.reply_days,
        indicators=indicators,
        shows_pace=any(one.pace for one in indicators),
    )


def _grade(unit: UnitAppraisal, final: bool) -> str:
    undecided = ("待审定",) if unit.veto == VetoState.PROPOSED else ()
    return grade_words(unit.grade, unit.provisional or not final, *undecided)


#: how a return did not come as it should, in words that are fair to the unit
_GAPS = {
    DeliveryState.MISSING: "缺报",
    DeliveryState.REJECTED: "退回未重报",
    DeliveryState.LATE: "迟报",
}


def _gaps(appraisal: Appraisal, *units: str) -> Iterator[PaperLine]:
    for state, words in _GAPS.items():
        alike = [one for one in appraisal.deliveries if one.state == state]
        for unit in units:
            if papers := [one for one in alike if one.unit == unit]:
                yield PaperLine(words, unit, papers_words(papers))


def _indicator(one: IndicatorResult, through: int, edition: Edition) -> IndicatorLine:
    known = edition.indicators.get(one.name)
    item = edition.items.get(known.numerator) if known else None
    return IndicatorLine(
        clause=one.clause,
        name=one.name,
        limit=limit_words(one.limit, one.unit),
        figure=figure(one),
        judgement=judgement(one),
        distance=distance(one),
        numerator=_number(one.numerator),
        denominator=_number(one.denominator),
        headroom=_number(one.headroom),
        shortfall=_number(one.shortfall or None),
        pace=at_this_pace(one.limit, one.unit, through),
        basis=basis_words(one.basis, item),
        light={True: "good", False: "bad", None: "wait"}[one.met],
    )


def _number(count: int | None) -> str:
    return "" if count is None else str(count)


def bulletin_of(appraisal: Appraisal, edition: Edition) -> Bulletin:
    """The context of the bulletin.

    A commission publishes nothing that may still change: while anything about a unit is
    provisional or a veto is only proposed, the closed year's paper is a draft for approval.
    Commended are units with the best grade, nothing provisional about it and no veto before
    them; the others of that grade are held back until their matters are settled.
    """
    best = edition.statement.grades[0].name
    ranked = appraisal.ranked
    foremost = [one for one in ranked if one.grade == best and one.veto == VetoState.NONE]
    unsettled = [one for one in ranked if one.provisional or one.veto == VetoState.PROPOSED]
    return Bulletin(
        head=masthead_of(appraisal, edition, edition.statement.commission),
        draft=appraisal.final and bool(unsettled),
        units=len(ranked),
        commended=tuple(one.unit for one in foremost if not one.provisional),
        held_back=tuple(one.unit for one in foremost if one.provisional),
        ranking=tuple(
            RankLine(one.rank, one.unit, one.group, _grade(one, appraisal.final)) for one in ranked
        ),
        gaps=tuple(_gaps(appraisal, *(unit.unit for unit in appraisal.units))),
        open_matters=tuple(_open_matters(one) for one in unsettled),
        vetoed=tuple(one.unit for one in ranked if one.veto == VetoState.IMPOSED),
    )


def _open_matters(unit: UnitAppraisal) -> OpenLine:
    """Nothing of deductions: the paper goes round before it is approved."""
    proposed = unit.veto == VetoState.PROPOSED
    veto = ("已列入一票否决建议，尚未决定，待听取单位陈述后研究",) if proposed else ()
    return OpenLine(unit.unit, (*unit.provisional_reasons, *veto))

"""Papers: every variable is there and used, every text is escaped, nobody's deductions leak."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from inspect import getattr_static
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_type_hints

import pytest
from jinja2 import UndefinedError, nodes

from tests import sample_appraisal as sample
from zongzhi_xl import papers
from zongzhi_xl.core.appraising.scorecard import Appraisal, VetoState
from zongzhi_xl.core.edition.file_names import file_names
from zongzhi_xl.core.returned.outgoing import Gate
from zongzhi_xl.papers import board, writing
from zongzhi_xl.papers.composing import environment_of, organ_of
from zongzhi_xl.papers.html import css_string
from zongzhi_xl.papers.listed import YEAR
from zongzhi_xl.record import Record, is_record, names_of, replace
from zongzhi_xl.resources import templates_folder

CONTEXTS = {one.name: one.context for one in YEAR} | {board.TEMPLATE: board.Board}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("papers")
    writing.write_papers(made, sample.appraisal(), sample.edition())
    return made


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of a year that is over."""
    made = tmp_path_factory.mktemp("closed")
    writing.write_papers(made, sample.appraisal(final=True), sample.edition())
    return made


def text(folder: Path, unit: str) -> str:
    return (folder / f"初评告知书_{unit}.html").read_text(encoding="utf-8")


def file_of(template: str) -> str:
    """The page on the screen is HTML itself, papers are blocks."""
    return template if template == board.TEMPLATE else f"{template}.jinja"


class Loop(Record):
    """What jinja2 tells inside a loop."""

    index: int


class Usage:
    """Walks a template with the types of its context: which fields are used, which lack."""

    def __init__(self, context: type) -> None:
        self.used: set[tuple[str, str]] = set()
        self.unknown: set[str] = set()
        self.templates: set[str] = set()
        self.top = context

    def template(self, name: str) -> None:
        """The template, those that stand around it and those that it includes."""
        self.templates.add(name)
        source = (templates_folder() / file_of(name)).read_text(encoding="utf-8")
        environment = environment_of(templates_folder(), gate=Gate())
        self.walk(environment.parse(source), {"range": range, "loop": Loop})

    def walk(self, node: nodes.Node, scope: Mapping[str, Any]) -> None:
        if isinstance(node, nodes.Extends | nodes.Include):
            assert isinstance(node.template, nodes.Const)
            self.template(node.template.value.removesuffix(".jinja"))
        elif isinstance(node, nodes.For):
            self.walk(node.iter, scope)
            element = self.element(node.iter, scope)
            assert isinstance(node.target, nodes.Name)
            for child in [*node.body, *node.else_]:
                self.walk(child, {**scope, node.target.name: element})
        else:
            if isinstance(node, nodes.Name | nodes.Getattr):
                self.kind(node, scope)
            for child in node.iter_child_nodes():
                self.walk(child, scope)

    def element(self, node: nodes.Node, scope: Mapping[str, Any]) -> Any:
        """The type of what a loop goes through, one by one."""
        if isinstance(node, nodes.Call):  # of range, which templates have by themselves
            return int
        return get_args(self.kind(node, scope))[0]

    def kind(self, node: nodes.Node, scope: Mapping[str, Any]) -> Any:
        """The type of a name or an attribute, noted as used."""
        if isinstance(node, nodes.Name):
            return scope[node.name] if node.name in scope else self.field(self.top, node.name)
        assert isinstance(node, nodes.Getattr), node
        return self.field(self.kind(node.node, scope), node.attr)

    def field(self, owner: Any, name: str) -> Any:
        if isinstance(owner, UnionType):
            owner = get_args(owner)[0]  # and None, which the template has asked for
        hints = get_type_hints(owner) if is_record(owner) else {}
        made = getattr_static(owner, name, None)
        if name not in hints and not isinstance(made, property | cached_property):
            self.unknown.add(f"{owner.__name__}.{name}")
            return str
        self.used.add((declared(owner, name), name))
        return hints[name] if name in hints else get_type_hints(_getter(made))["return"]


def declared(owner: type, name: str) -> str:
    """The class that has brought the field: what every paper is told, one of them has to use."""
    kinds = ((kind, vars(kind)) for kind in owner.__mro__)
    named = (kind for kind, own in kinds if name in own or name in own.get("__annotations__", ()))
    return next(named).__name__


def _getter(made: object) -> Callable[..., object] | None:
    return made.func if isinstance(made, cached_property) else getattr(made, "fget", None)


def reachable(kind: Any) -> Iterator[tuple[str, str]]:
    """The fields of what is made for papers only; the appraisal and the letter are told whole."""
    for inner in get_args(kind):
        yield from reachable(inner)
    if is_record(kind) and kind.__module__.startswith(papers.__name__):
        hints = get_type_hints(kind)
        for name in names_of(kind):
            yield declared(kind, name), name
            yield from reachable(hints[name])


@pytest.fixture(scope="module")
def usage() -> dict[str, Usage]:
    found = {}
    for template, context in CONTEXTS.items():
        found[template] = Usage(context)
        found[template].template(template)
    return found


@pytest.mark.parametrize("template", CONTEXTS)
def test_every_variable_of_a_template_is_in_its_context(
    usage: dict[str, Usage], template: str
) -> None:
    assert usage[template].unknown == set()


def test_every_field_of_a_context_is_used(usage: dict[str, Usage]) -> None:
    """Of the fields of its own each template uses all; what every paper is told, one of them."""
    used = set().union(*(one.used for one in usage.values()))
    there = set().union(*(reachable(context) for context in CONTEXTS.values()))
    assert there - used == set()


def test_an_unknown_name_is_an_error() -> None:
    template = environment_of(templates_folder(), gate=Gate()).from_string("{{ nothing }}")
    with pytest.raises(UndefinedError):
        template.render()


def test_every_template_is_of_a_paper_of_the_year(usage: dict[str, Usage]) -> None:
    names = {path.name for path in templates_folder().glob("*.*")}
    assert names == set(map(file_of, set[str]().union(*(one.templates for one in usage.values()))))


# ------------------------------------------------------------------ the notices


def test_one_notice_a_unit_and_the_circulars(folder: Path) -> None:
    """Of June: of the month, of the half-year, and what each office is beyond or near."""
    names = {path.name for path in folder.iterdir()}
    of_units = {
        f"{kind}_{unit}" for unit, _, _ in sample.UNITS for kind in ("初评告知书", "提示函")
    }
    stems = of_units | {"考核通报", "月报送情况通报", "上半年通报"}
    assert names == {f"{stem}.{ending}" for stem in stems for ending in ("html", "docx")}


def test_a_notice_gives_each_lost_point_with_its_evidence(folder: Path) -> None:
    paper = text(folder, "示例三街道")
    for phrase in (
        "97.50", "2.00", "0.50", "第26条-2", "2026年5月", "月报缺报每次扣0.5分",
        "报送情况：5月月报缺报", "第6条-2", "01/示例三街道_2026年01月.xlsx·月报!E8",
        "5月月报未报", "94.996%", "差0.004个百分点", "≤35.00", "合格（暂定）", "公安核定",
    ):  # fmt: skip
        assert phrase in paper, phrase
    assert "示例二街道" not in paper


def test_a_limit_without_an_end_is_printed_as_its_ratio(tmp_path: Path) -> None:
    base = sample.appraisal()
    kept = sample.indicator("刑事破案率", Fraction(2, 3), ">= 2 / 3", True, (2, 3))
    unit = replace(base.units[2], indicators=(kept,))
    writing.write_papers(tmp_path, replace(base, units=(unit,)), sample.edition())
    paper = text(tmp_path, "示例三街道")
    assert '<td class="center">≥2/3</td>' in paper
    assert '<td class="right">2/3</td>' in paper


def test_before_the_year_is_over_a_notice_is_a_draft_and_sets_no_term(
    folder: Path, closed: Path
) -> None:
    for unit, _, _ in sample.UNITS:
        draft, told = text(folder, unit), text(closed, unit)
        assert "（暂定稿）" in draft
        assert "不从收到之日起计算任何期限" in draft
        assert "暂定稿" not in told
        assert "收到本告知书之日起5个工作日内" in told
        for phrase in ("个工作日内", "申请表", "回执", "（印章）"):
            assert phrase not in draft, (unit, phrase)


def test_a_notice_says_how_to_contest_it(closed: Path) -> None:
    paper = text(closed, "示例三街道")
    form = paper[paper.index("复核申请表</p>") :]
    for column in ("条款", "扣分编号", "申请理由", "证据", "请求", "签字", "盖章", "日前"):
        assert column in form, column
    assert "收到之日起5个工作日内" in form
    assert '联系人<span class="blank"' in paper  # the edition names no contact


def test_a_notice_gives_the_contact_that_the_edition_names(tmp_path: Path) -> None:
    edition = sample.edition()
    known = replace(edition, statement=replace(edition.statement, contact="综治科 0000000"))
    writing.write_papers(tmp_path, sample.appraisal(), known)
    assert "联系方式：综治科 0000000。" in text(tmp_path, "示例三街道")


def test_a_notice_says_why_the_grade_is_what_it_is(tmp_path: Path) -> None:
    appraisal = sample.appraisal()
    why = ("未评优胜：名额1个，排在名额以外",)
    unit = replace(appraisal.units[1], grade_reasons=why)
    writing.write_papers(tmp_path, replace(appraisal, units=(unit,)), sample.edition())
    assert f"等次的理由：{why[0]}。" in text(tmp_path, "示例二街道")


def test_papers_bear_no_number_but_their_own(tmp_path: Path) -> None:
    """The document that brought the letter into force is quoted; a paper's own comes by hand."""
    edition = sample.edition()
    known = replace(
        edition, statement=replace(edition.statement, document_number="示综〔2026〕3号")
    )
    writing.write_papers(tmp_path, sample.appraisal(final=True), known)
    for path in tmp_path.glob("*.html"):
        paper = path.read_text(encoding="utf-8")
        assert "《社会治安综合治理责任书》（示综〔2026〕3号）" in paper
        assert paper.count("示综〔2026〕3号") == 1


def test_the_edition_stands_in_the_foot_only(folder: Path) -> None:
    for path in folder.glob("*.html"):
        paper = path.read_text(encoding="utf-8")
        assert css_string(f"版本 {sample.edition().id}") in paper
        assert "demo" not in paper.replace(css_string(sample.edition().id), "")


def test_nothing_lost_is_said(folder: Path) -> None:
    assert "没有扣分。" in text(folder, "示例一街道")


def test_a_proposal_of_veto_is_neutral(folder: Path) -> None:
    paper = text(folder, "示例六街道")
    assert "区认定为重大责任事故" in paper
    assert "本告知书不是决定" in paper
    assert "一票否决" not in text(folder, "示例二街道")


def test_an_imposed_veto_is_told_as_decided(tmp_path: Path) -> None:
    appraisal = sample.appraisal()
    unit = replace(appraisal.units[5], veto=VetoState.IMPOSED)
    writing.write_papers(tmp_path, replace(appraisal, units=(unit,)), sample.edition())
    paper = text(tmp_path, "示例六街道")
    assert "已由示例区按程序作出一票否决决定" in paper
    assert "本告知书不是决定" not in paper


def test_notes_stand_on_every_page(folder: Path) -> None:
    """In the banner as text, in the page's foot as a style sheet's string."""
    for path in folder.glob("*.html"):
        paper = path.read_text(encoding="utf-8")
        assert "虚构数据，仅供演示；扣分标准为示例，未经确认" in paper
        assert css_string("虚构数据，仅供演示") in paper


def test_a_confirmed_edition_has_no_banner(tmp_path: Path) -> None:
    edition = sample.edition(confirmed=True, fictitious=False)
    writing.write_papers(tmp_path, sample.appraisal(final=True), edition)
    paper = text(tmp_path, "示例二街道")
    assert 'class="banner"' not in paper
    assert "暂定" not in paper


def test_text_from_returns_is_escaped(tmp_path: Path) -> None:
    appraisal = sample.appraisal()
    loss = sample.loss("D06-2", 6, "2.00", sample.cell_of("甲", 1, "E8", sample.TAGGED))
    unit = replace(appraisal.units[1], losses=(replace(loss, rule=sample.TAGGED),))
    writing.write_papers(tmp_path, replace(appraisal, units=(unit,)), sample.edition())
    paper = text(tmp_path, "示例二街道")
    assert "<script" not in paper
    assert paper.count("&lt;script&gt;") == 2


def test_a_style_sheets_string_cannot_be_ended() -> None:
    assert css_string('"</style>') == r"\22 \3c \2f \73 \74 \79 \6c \65 \3e "


def test_papers_need_no_network(folder: Path) -> None:
    for path in folder.glob("*.html"):
        paper = path.read_text(encoding="utf-8")
        assert "http" not in paper
        assert "src=" not in paper


def test_the_same_result_gives_the_same_papers(folder: Path, tmp_path: Path) -> None:
    writing.write_papers(tmp_path, sample.appraisal(), sample.edition())
    for path in folder.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


# ------------------------------------------------------------------ the bulletin


def bulletin(folder: Path) -> str:
    return (folder / "考核通报.html").read_text(encoding="utf-8")


def settled() -> Appraisal:
    """The year closed, nothing provisional, no veto proposed."""
    appraisal = sample.appraisal(final=True)
    units = (
        replace(unit, provisional=False, provisional_reasons=(), veto=VetoState.NONE)
        for unit in appraisal.units
    )
    return replace(appraisal, units=tuple(units))


def changed(number: int, **otherwise: object) -> Appraisal:
    """The settled year with one unit otherwise."""
    appraisal = settled()
    units = list(appraisal.units)
    units[number - 1] = replace(units[number - 1], **otherwise)  # type: ignore[arg-type]
    return replace(appraisal, units=tuple(units))


def test_before_closing_the_bulletin_is_provisional_throughout(folder: Path) -> None:
    paper = bulletin(folder)
    for phrase in ("暂定稿", "暂列优胜的单位", "示例一街道。", "优胜（暂定）", "不作为考核结果"):
        assert phrase in paper, phrase
    assert "予以表彰" not in paper
    assert paper.count("（暂定") == len(sample.UNITS) + 1  # every grade, and the title


def test_a_settled_bulletin_commends(tmp_path: Path) -> None:
    writing.write_papers(tmp_path, settled(), sample.edition())
    paper = bulletin(tmp_path)
    assert "一、予以表彰的单位</h2>\n<p>示例一街道。</p>" in paper
    for phrase in ("送审稿", "暂定", "待审定", "审定前须办结", "一票否决"):
        assert phrase not in paper, phrase


def test_a_provisional_unit_makes_a_draft_and_is_not_commended(tmp_path: Path) -> None:
    open_unit = changed(1, provisional=True, provisional_reasons=("审核未通过：5月",))
    writing.write_papers(tmp_path, open_unit, sample.edition())
    paper = bulletin(tmp_path)
    for phrase in (
        "送审稿", "拟表彰的单位</h2>\n<p>没有。</p>", "优胜（暂定）", "审定前不印发",
        "示例一街道的等次为暂定", "<td>示例一街道</td><td>审核未通过：5月</td>",
    ):  # fmt: skip
        assert phrase in paper, phrase
    assert "予以表彰" not in paper
    assert "（印章）" not in paper


def test_a_proposed_veto_is_never_told_as_decided(tmp_path: Path) -> None:
    writing.write_papers(tmp_path, changed(6, veto=VetoState.PROPOSED), sample.edition())
    paper = bulletin(tmp_path)
    for phrase in ("送审稿", "合格（待审定）", "已列入一票否决建议，尚未决定"):
        assert phrase in paper, phrase
    assert "实行社会治安综合治理一票否决" not in paper


def test_an_imposed_veto_is_published(tmp_path: Path) -> None:
    writing.write_papers(tmp_path, changed(6, veto=VetoState.IMPOSED), sample.edition())
    paper = bulletin(tmp_path)
    assert "对示例六街道实行社会治安综合治理一票否决" in paper
    assert "送审稿" not in paper


def test_the_bulletin_tells_missing_sent_back_and_late_apart(folder: Path) -> None:
    paper = bulletin(folder)
    for state, unit, papers_of in (
        ("缺报", "示例三街道", "5月月报"),
        ("退回未重报", "示例四街道", "4月月报"),
        ("迟报", "示例二街道", "3月月报"),
    ):
        row = f'<td class="center">{state}</td><td>{unit}</td><td>{papers_of}</td>'
        assert row in paper, row


def test_the_bulletin_is_the_commissions(folder: Path) -> None:
    assert '<p class="organ">示例区综治委</p>' in bulletin(folder)
    assert '<p class="organ">示例区综治办</p>' in text(folder, "示例一街道")


def test_the_bulletin_tells_nobodys_deductions(folder: Path, tmp_path: Path) -> None:
    writing.write_papers(tmp_path, sample.appraisal(final=True), sample.edition())
    for paper in (bulletin(folder), bulletin(tmp_path)):
        for phrase in ("97.50", "98.00", "D06-2", "第6条", "可防性", "重大责任事故", ".xlsx"):
            assert phrase not in paper, phrase


# ------------------------------------------------------------------ names


def test_file_names_are_safe_and_distinct() -> None:
    names = file_names(["甲/乙", "甲:乙", "../..", "", "x" * 300, "甲_乙"])
    assert names == ["甲_乙", "甲_乙_2", "_", "单位", "x" * 60, "甲_乙_3"]


def test_no_units_no_notices(tmp_path: Path) -> None:
    empty: Appraisal = replace(sample.appraisal(), units=(), deliveries=(), data_until=None)
    writing.write_papers(tmp_path, empty, sample.edition())
    circulars = {"考核通报", "月报送情况通报", "上半年通报"}
    assert {path.stem for path in tmp_path.iterdir()} == circulars


@pytest.mark.parametrize(
    ("district", "office", "organ"),
    [
        ("示例区", "区综治办", "示例区综治办"),
        ("示例县", "综治办", "示例县综治办"),
        ("示例区", "示例区综治中心", "示例区综治中心"),
        ("示例港管委会", "管委会消防办", "示例港管委会消防办"),
    ],
)
def test_the_organs_full_name(district: str, office: str, organ: str) -> None:
    assert organ_of(district, office) == organ

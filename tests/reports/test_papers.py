"""Papers: every variable is there and used, every text is escaped, nobody's deductions leak."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from jinja2 import UndefinedError, nodes

import sample_appraisal as sample
from zongzhi_xl.core.scorecard import Appraisal, VetoState
from zongzhi_xl.reports import papers
from zongzhi_xl.resources import templates_folder

CONTEXTS = {papers.NOTICE: papers.Notice, papers.BULLETIN: papers.Bulletin}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("papers")
    papers.write_papers(made, sample.appraisal(), sample.edition())
    return made


def text(folder: Path, unit: str) -> str:
    return (folder / f"初评告知书_{unit}.html").read_text(encoding="utf-8")


# ------------------------------------------------------------------ templates and contexts


class Usage:
    """Walks a template with the types of its context: which fields are used, which lack."""

    def __init__(self, context: type) -> None:
        self.used: set[tuple[str, str]] = set()
        self.unknown: set[str] = set()
        self.top = context

    def template(self, name: str) -> None:
        source = (templates_folder() / name).read_text(encoding="utf-8")
        self.walk(papers.environment_of(templates_folder()).parse(source), {})

    def walk(self, node: nodes.Node, scope: Mapping[str, Any]) -> None:
        if isinstance(node, nodes.For):
            self.walk(node.iter, scope)
            element = get_args(self.kind(node.iter, scope))[0]
            assert isinstance(node.target, nodes.Name)
            for child in [*node.body, *node.else_]:
                self.walk(child, {**scope, node.target.name: element})
        else:
            if isinstance(node, nodes.Name | nodes.Getattr):
                self.kind(node, scope)
            for child in node.iter_child_nodes():
                self.walk(child, scope)

    def kind(self, node: nodes.Node, scope: Mapping[str, Any]) -> Any:
        """The type of a name or an attribute, noted as used."""
        if isinstance(node, nodes.Name):
            return scope[node.name] if node.name in scope else self.field(self.top, node.name)
        assert isinstance(node, nodes.Getattr), node
        return self.field(self.kind(node.node, scope), node.attr)

    def field(self, owner: type, name: str) -> Any:
        hints = get_type_hints(owner) if is_dataclass(owner) else {}
        if name not in hints:
            self.unknown.add(f"{owner.__name__}.{name}")
            return str
        self.used.add((owner.__name__, name))
        return hints[name]


def reachable(kind: Any) -> Iterator[tuple[str, str]]:
    for inner in get_args(kind):
        yield from reachable(inner)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        for field in fields(kind):
            yield kind.__name__, field.name
            yield from reachable(hints[field.name])


@pytest.fixture(scope="module")
def usage() -> dict[str, Usage]:
    found = {}
    for template, context in CONTEXTS.items():
        found[template] = Usage(context)
        found[template].template("paper.html")
        found[template].template(template)
    return found


@pytest.mark.parametrize("template", CONTEXTS)
def test_every_variable_of_a_template_is_in_its_context(
    usage: dict[str, Usage], template: str
) -> None:
    assert usage[template].unknown == set()


def test_every_field_of_a_context_is_used(usage: dict[str, Usage]) -> None:
    """Of the fields of its own each template uses all; the masthead's all are used somewhere."""
    used = set().union(*(one.used for one in usage.values()))
    there = set().union(*(reachable(context) for context in CONTEXTS.values()))
    assert there - used == set()


def test_an_unknown_name_is_an_error() -> None:
    template = papers.environment_of(templates_folder()).from_string("{{ nothing }}")
    with pytest.raises(UndefinedError):
        template.render()


def test_every_template_is_tested() -> None:
    names = {path.name for path in templates_folder().glob("*.html")}
    assert names == {"paper.html", *CONTEXTS}


# ------------------------------------------------------------------ the notices


def test_one_notice_a_unit_and_one_bulletin(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}
    assert names == {f"初评告知书_{unit}.html" for unit, _, _ in sample.UNITS} | {"考核通报.html"}


def test_a_notice_gives_each_lost_point_with_its_evidence(folder: Path) -> None:
    paper = text(folder, "示例三街道")
    for phrase in (
        "97.50", "2.00", "0.50", "D26-2/2026-05", "月报缺报每次扣0.5分",
        "报送情况：示例三街道 5月＝缺报", "01/示例三街道_2026年01月.xlsx · 月报!E8＝3",
        "5个工作日", "5月月报未报", "94.996%", "差0.004个百分点", "≤35.00", "合格（暂定）",
    ):  # fmt: skip
        assert phrase in paper, phrase
    assert "示例二街道" not in paper


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
    papers.write_papers(tmp_path, replace(appraisal, units=(unit,)), sample.edition())
    paper = text(tmp_path, "示例六街道")
    assert "已由示例区按程序作出一票否决决定" in paper
    assert "本告知书不是决定" not in paper


def test_notes_stand_on_every_page(folder: Path) -> None:
    """In the banner as text, in the page's foot as a style sheet's string."""
    for path in folder.iterdir():
        paper = path.read_text(encoding="utf-8")
        assert "虚构数据，仅供演示；扣分标准为示例，未经确认" in paper
        assert papers.css_string("虚构数据，仅供演示") in paper


def test_a_confirmed_edition_has_no_banner(tmp_path: Path) -> None:
    edition = sample.edition(confirmed=True, fictitious=False)
    papers.write_papers(tmp_path, sample.appraisal(final=True), edition)
    paper = text(tmp_path, "示例二街道")
    assert 'class="banner"' not in paper
    assert "暂定" not in paper


def test_text_from_returns_is_escaped(tmp_path: Path) -> None:
    appraisal = sample.appraisal()
    loss = sample.loss("D06-2", 6, "2.00", sample.cell_of("甲", 1, "E8", sample.TAGGED))
    unit = replace(appraisal.units[1], losses=(replace(loss, rule=sample.TAGGED),))
    papers.write_papers(tmp_path, replace(appraisal, units=(unit,)), sample.edition())
    paper = text(tmp_path, "示例二街道")
    assert "<script" not in paper
    assert paper.count("&lt;script&gt;") == 2


def test_a_style_sheets_string_cannot_be_ended() -> None:
    assert papers.css_string('"</style>') == r"\22 \3c \2f \73 \74 \79 \6c \65 \3e "


def test_papers_need_no_network(folder: Path) -> None:
    for path in folder.iterdir():
        paper = path.read_text(encoding="utf-8")
        assert "http" not in paper
        assert "src=" not in paper


def test_the_same_result_gives_the_same_papers(folder: Path, tmp_path: Path) -> None:
    papers.write_papers(tmp_path, sample.appraisal(), sample.edition())
    for path in folder.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


# ------------------------------------------------------------------ the bulletin


def test_the_bulletin_names_commended_missing_and_late(folder: Path) -> None:
    paper = (folder / "考核通报.html").read_text(encoding="utf-8")
    for phrase in ("暂列优胜的单位", "示例一街道。", "5月月报", "4月月报", "3月月报", "暂定稿"):
        assert phrase in paper, phrase


def test_the_bulletin_tells_nobodys_deductions(folder: Path) -> None:
    paper = (folder / "考核通报.html").read_text(encoding="utf-8")
    for phrase in ("97.50", "98.00", "D06-2", "可防性", "重大责任事故", ".xlsx"):
        assert phrase not in paper, phrase


def test_a_unit_with_a_proposal_of_veto_is_not_commended() -> None:
    appraisal = sample.appraisal(final=True)
    unit = replace(appraisal.units[0], veto=VetoState.PROPOSED)
    context = papers.bulletin_of(replace(appraisal, units=(unit,)), sample.edition())
    assert context.commended == ()


# ------------------------------------------------------------------ names


def test_file_names_are_safe_and_distinct() -> None:
    names = papers.file_names(["甲/乙", "甲:乙", "../..", "", "x" * 300, "甲_乙"])
    assert names == ["甲_乙", "甲_乙_2", "_", "单位", "x" * 60, "甲_乙_3"]


def test_no_units_no_notices(tmp_path: Path) -> None:
    empty: Appraisal = replace(sample.appraisal(), units=(), deliveries=(), data_until=None)
    papers.write_papers(tmp_path, empty, sample.edition())
    assert [path.name for path in tmp_path.iterdir()] == ["考核通报.html"]


@pytest.mark.parametrize(
    ("district", "office", "organ"),
    [("示例区", "区综治办", "示例区综治办"), ("示例县", "综治办", "示例县综治办")],
)
def test_the_organs_full_name(district: str, office: str, organ: str) -> None:
    assert papers.organ_of(district, office) == organ

"""Whatever is typed into a return, a decision or an edition is text in every paper of the year."""

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import html
from openxml_audit import OpenXmlValidator

from tests.papers.every_paper import every_paper, with_text
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.outgoing import Gate
from zongzhi_xl.papers.composing import Composer, keep
from zongzhi_xl.papers.listed import YEAR
from zongzhi_xl.papers.pages import Paper
from zongzhi_xl.record import fields_of

#: tags, a field, a link, a template's and a formula's signs, an entity, the end of each of them
HOSTILE = (
    '</w:t></p><script>alert(1)</script>{{ 7*7 }}{% include "x" %}&amp;]]>=1+1 HYPERLINK "file:///x"'
    " https://example.invalid/a <a href='x' onclick=1>"
)
#: a bell, an escape, a change of direction
CONTROL = "\x07\x1b\u202e"
_ACTIVE = "script|a|img|iframe|object|embed|link|form|input|base|svg"
_FIELDS = ("fldChar", "fldSimple", "instrText", "hyperlink", "object", "altChunk", "drawing")


@pytest.fixture(scope="module")
def papers(edition: Edition) -> Mapping[str, Paper]:
    return every_paper(edition)


def test_every_paper_is_there(papers: Mapping[str, Paper]) -> None:
    assert papers.keys() == {one.name for one in YEAR}


#: those that print most of what others typed; the rest takes longer than it tells
_OFTEN = {"退回单", "复核决定书", "初评告知书"}
_NAMES = [
    pytest.param(one.name, marks=() if one.name in _OFTEN else pytest.mark.long) for one in YEAR
]


@pytest.mark.parametrize("name", _NAMES)
def test_text_stays_text(name: str, papers: Mapping[str, Paper], tmp_path: Path) -> None:
    paper = with_text(papers[name], HOSTILE + CONTROL)
    told = {**fields_of(paper), "kind": name}  # what a slip is called is its template's name
    keep(Composer(Gate()).sheet(name, told), tmp_path, "made")
    _is_text_in_html(tmp_path / "made.html")
    _is_text_in_word(tmp_path / "made.docx")


def _is_text_in_html(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    page = html.fromstring(text)
    assert [one for one in page.iter() if re.fullmatch(_ACTIVE, str(one.tag))] == []
    attributes = {name for one in page.iter() for name in one.attrib}
    assert attributes & {"href", "src", "onclick"} == set()
    assert HOSTILE in page.find("body").text_content()
    assert not re.search(f"[{CONTROL}]", text)


def _is_text_in_word(path: Path) -> None:
    body = Document(str(path)).element.body
    assert [one.tag for one in body.iter() if one.tag.endswith(_FIELDS)] == []
    assert HOSTILE in "".join(one.text or "" for one in body.iter(qn("w:t")))
    with zipfile.ZipFile(path) as parts:
        names = parts.namelist()
        plain = [name for name in names if name.endswith(("xml", "rels"))]
        texts = {name: parts.read(name).decode() for name in plain}
    assert [name for name, text in texts.items() if "External" in text] == []
    assert [name for name in names if "vba" in name.lower()] == []
    assert not any(re.search(f"[{CONTROL}]", text) for text in texts.values())
    assert OpenXmlValidator().validate(str(path)).errors == []

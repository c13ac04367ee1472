"""A district's own version of a template, and what is said of one that is at fault."""

from pathlib import Path

import pytest

from tests import sample_appraisal as sample
from zongzhi_xl.core.returned.outgoing import Gate
from zongzhi_xl.errors import StatementError
from zongzhi_xl.papers import writing
from zongzhi_xl.papers.composing import Composer

SMALL = '<paper kind="单子" name="甲"><p>{{ %s }}</p></paper>'


def own(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.jinja").write_text(text, encoding="utf-8")
    return folder


def test_its_own_version_is_taken_and_the_others_are_the_shipped_ones(tmp_path: Path) -> None:
    words = '{% extends "底版.jinja" %}{% block name %}通报{% endblock %}' \
        "{% block body %}<p>本区自己的话：{{ commended|join }}。</p>{% endblock %}"  # fmt: skip
    templates = own(tmp_path / "templates", "考核通报", words)
    out = tmp_path / "out"
    out.mkdir()
    writing.write_papers(out, sample.appraisal(), sample.edition(), own=templates)
    assert "本区自己的话：" in (out / "考核通报.html").read_text(encoding="utf-8")
    assert "示例区综治委" in (out / "考核通报.html").read_text(encoding="utf-8")
    assert "附件：1．扣分项目" in (out / "初评告知书_示例一街道.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SMALL % "nothing", "templates/甲.jinja：模板用了没有的内容（'nothing' is undefined）"),
        ("一\n{% if %}", "templates/甲.jinja：第2行：模板写得不对"),
        ("<paper", "templates/甲.jinja：标记不成对"),
        ('<!DOCTYPE paper [<!ENTITY a "甲">]>' + SMALL % "1", "不能写 <!DOCTYPE>"),
        ('<!DOCTYPE paper SYSTEM "file:///etc/passwd">' + SMALL % "1", "不能写 <!DOCTYPE>"),
        (SMALL.replace("{{", "&nbsp;{{") % "1", "templates/甲.jinja：标记不成对，或写错了符号"),
        (SMALL % "''.__class__.__mro__", "模板用了没有的内容"),
        ('{% include "没有" %}', "模板用了没有的内容"),
    ],
)
def test_a_fault_is_told_with_file_and_line(tmp_path: Path, text: str, words: str) -> None:
    templates = own(tmp_path, "甲", text)
    with pytest.raises(StatementError) as told:
        Composer(Gate(), templates).sheet("甲", {})
    assert words in str(told.value)

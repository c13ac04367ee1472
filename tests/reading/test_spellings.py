"""One sheet in many spellings: whatever way the XML is written, the same is read of it.

Expected values are typed here by hand; the spellings are drawn at random.
"""

from random import Random
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.regular_sheet import is_regular, plain_day, regular
from zongzhi_xl.reading.sheet_xml import Extent, scan

EXTENT = Extent(100, 26)
#: address, formula, kind, value, style: a figure, a formula's figure, words, a far cell, a blank
CELLS = [
    ("A1", None, "n", "12", "3"),
    ("B1", "SUM(A1:A3)>1", "n", "42", ""),
    ("C1", None, "str", 'a <b> & "c"', ""),
    ("A2", None, "inlineStr", "甲\t乙 ", "1"),
    ("B2", 'IF(A1>5,"x","")', "str", "", ""),
    ("D3", None, "b", "1", ""),
    ("E3", "A1", "n", None, ""),
    ("C200", None, "n", "7", ""),
]
REGULAR = (
    '<worksheet><sheetData><row r="1"><c r="A1" s="3"><v>12</v></c>'
    '<c r="B1"><f>SUM(A1:A3)&gt;1</f><v>42</v></c>'
    '<c r="C1" t="str"><v>a &lt;b&gt; &amp; "c"</v></c></row>'
    '<row r="2"><c r="A2" s="1" t="inlineStr"><is><t xml:space="preserve">甲\t乙 </t></is></c>'
    '<c r="B2" t="str"><f>IF(A1&gt;5,"x","")</f></c></row>'
    '<row r="3"><c r="D3" t="b"><v>1</v></c><c r="E3"><f>A1</f></c></row>'
    '<row r="200"><c r="C200"><v>7</v></c></row></sheetData>'
    '<mergeCells count="1"><mergeCell ref="A5:B6"/></mergeCells></worksheet>'
).encode()


class Spelling:
    """Writes tags and texts in one of the many ways that mean the same."""

    def __init__(self, chance: Random) -> None:
        self.chance, self.prefix = chance, chance.choice(["", "", "x:", "w-1:"])

    def between(self) -> str:
        """What may stand between tags and means nothing."""
        return self.chance.choice(
            ["", "", "", "\n  ", "<!-- <c r='A1'><v>9</v></c> -->", "<?p x?>"]
        )

    def tag(self, name: str, inside: str | None, **attributes: str) -> str:
        pairs = [(key, one) for key, one in attributes.items() if one]
        self.chance.shuffle(pairs)
        gap = self.chance.choice([" ", " ", "\n   ", "\t "])
        written = "".join(gap + self.attribute(key, one) for key, one in pairs)
        tag = self.prefix + name
        if not inside and self.chance.random() < 0.5:
            return f"<{tag}{written}{self.chance.choice(['', ' '])}/>"
        end = self.chance.choice(["", " ", "\n"])
        return f"<{tag}{written}{end}>{inside or ''}</{tag}{end}>"

    def attribute(self, key: str, value: str) -> str:
        quote = self.chance.choice("\"'")
        blank = self.chance.choice(["", "", " "])
        return f"{key}{blank}={blank}{quote}{self.letters(value)}{quote}"

    def letters(self, text: str) -> str:
        """Some letters as entities."""
        rare = self.chance.random() < 0.3
        return "".join(
            f"&#{self.chance.choice([str(ord(one)), f'x{ord(one):x}'])};"
            if rare and self.chance.random() < 0.3
            else escape(one, {'"': "&quot;", "'": "&apos;"})
            for one in text
        )

    def text(self, text: str) -> str:
        """Letters, with comments and CDATA among them."""
        cut = self.chance.randint(0, len(text))
        first, second = text[:cut], text[cut:]
        how = self.chance.randrange(4)
        if how == 0:
            return f"{self.letters(first)}<!-- x -->{self.letters(second)}"
        if how == 1:
            return f"{self.letters(first)}<![CDATA[{second}]]>"
        return self.letters(text)

    def cell(self, one: tuple[str, str | None, str, str | None, str]) -> str:
        address, formula, kind, value, style = one
        parts = []
        if formula is not None:
            parts.append(self.tag("f", self.text(formula)))
        if value is not None and kind == "inlineStr":
            parts.append(self.tag("is", self.tag("t", self.text(value))))
        elif value is not None:
            parts.append(self.tag("v", self.text(value)))
        if self.chance.random() < 0.2:
            parts.reverse()
        inside = "".join(self.between() + part for part in parts) + self.between()
        told = "" if kind == "n" and self.chance.random() < 0.7 else kind
        return self.tag("c", inside, r=address, t=told, s=style)

    def sheet(self) -> bytes:
        rows = [
            self.tag(
                "row",
                self.between().join(self.cell(one) for one in CELLS if one[0][1:] == row),
                r=row,
            )
            for row in ("1", "2", "3", "200")
        ]
        merged = self.tag("mergeCells", self.tag("mergeCell", None, ref="A5:B6"), count="1")
        data = self.tag("sheetData", self.between() + self.between().join(rows))
        namespace = f' xmlns:{self.prefix[:-1]}="u"' if self.prefix else ' xmlns="u"'
        body = self.between() + data + self.between() + merged + self.between()
        return f"<{self.prefix}worksheet{namespace}>{body}</{self.prefix}worksheet>".encode()


@given(st.integers(min_value=0))
@settings(max_examples=300)
def test_every_spelling_of_a_sheet_says_the_same(seed: int) -> None:
    xml = Spelling(Random(seed)).sheet()
    found = scan(xml, EXTENT)
    assert dict(found.formulas) == {"B1": b"", "B2": b"", "E3": b"A1"}
    assert found.strays == ("C200",)
    assert found.merges("A5:B6")
    assert not found.merges("A1:A3")
    if not is_regular(xml):
        assert regular(xml) == REGULAR


def test_what_is_regular_stays_as_it_is() -> None:
    assert is_regular(REGULAR)
    assert regular(REGULAR) == REGULAR


@pytest.mark.parametrize(
    ("irregular", "meant"),
    [
        ("<c r='A1'><v>1<!--x-->9</v></c>", '<c r="A1"><v>19</v></c>'),
        ('<c r="A1"><v>&#49;2</v></c>', '<c r="A1"><v>12</v></c>'),
        ('<c r="A1"><v>\n 12 </v></c>', '<c r="A1"><v>12</v></c>'),
        ('<c r="A1" t="str"><v>a<![CDATA[<b]]>c</v></c>',
         '<c r="A1" t="str"><v>a&lt;bc</v></c>'),
        ('<c\n   r="A1">\n <f>40+2</f>\n <v>42</v></c>', '<c r="A1"><f>40+2</f><v>42</v></c>'),
        ('<c r="A1" x=">"><f>1</f></c>', '<c r="A1"><f>1</f></c>'),
        ("<c><v>1</v></c><c><v>2</v></c>", '<c r="A1"><v>1</v></c><c r="B1"><v>2</v></c>'),
        ('<c r="$a$1"><v>1</v></c>', '<c r="A1"><v>1</v></c>'),
        ('<c r="A1" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r><rPh><t>x</t></rPh></is></c>',
         '<c r="A1" t="inlineStr"><is><t xml:space="preserve">甲乙</t></is></c>'),
        ('<c r="A1" t="d"><v>2026-04-01T00:00:00.000Z</v></c>',
         '<c r="A1" t="d"><v>2026-04-01T00:00:00</v></c>'),
        ('<c r="A1" t="d"><v>2026-04-01T10:00:00+08:00</v></c>',
         '<c r="A1" t="str"><v>2026-04-01T10:00:00+08:00</v></c>'),
        ('<c r="A1" t="e"><v>#N/A</v></c>', '<c r="A1" t="str"><v>#N/A</v></c>'),
    ],
)  # fmt: skip
def test_an_odd_cell_is_read_as_it_is_meant(irregular: str, meant: str) -> None:
    def sheet(cells: str) -> bytes:
        row = f'<row r="1">{cells}</row>'
        return f"<worksheet><sheetData>{row}</sheetData></worksheet>".encode()

    assert not is_regular(sheet(irregular))
    assert regular(sheet(irregular)) == sheet(meant)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>', "单元格 A1 有两份内容"),
        ('<c r="A1"><v>1</v><v>2</v></c>', "单元格 A1 有两份内容"),
        ('<c r="A1" t="inlineStr"><is><t>1</t></is><v>2</v></c>', "单元格 A1 有两份内容"),
        ('<c r="A1"><f>1</f><f>2</f></c>', "单元格 A1 有两份内容"),
        ('</row><row r="1"><c r="B1"><v>2</v></c>', "第1行有两份内容"),
        ('</row></sheetData><sheetData><row r="2">', "工作表里有两份数据"),
        ('<c r="A1" t="s"><is><t>x</t></is></c>', "工作表内容已损坏"),
        ('<c r="A1" t="inlineStr"><v>x</v></c>', "工作表内容已损坏"),
        ('<c r="A1" t="odd"><v>x</v></c>', "工作表内容已损坏"),
        ('<c r="A0"><v>x</v></c>', "工作表内容已损坏"),
        ('<c r="A1"><v>1<x>9</x></v></c>', "工作表内容已损坏"),
        ('<x><c r="A1"><v>1</v></c></x>', "工作表内容已损坏"),
        ('<c r="A1"><v>1</w></c>', "工作表内容已损坏"),
    ],
)
def test_what_says_two_things_is_refused_in_words(cells: str, reason: str) -> None:
    xml = f'<worksheet><sheetData><row r="1">{cells}</row></sheetData></worksheet>'
    with pytest.raises(UnusableFileError, match=reason):
        scan(xml.encode(), EXTENT)


@pytest.mark.parametrize("kind", ["array", "dataTable"])
def test_a_formula_over_several_cells_is_a_formula_in_each(kind: str) -> None:
    """Entered with Ctrl+Shift+Enter over B2:C3, it stands in the XML of B2 only."""
    formula = f'<c r="B2"><f t="{kind}" ref="B2:C3">A1:B2*2</f><v>2</v></c>'
    xml = (
        f'<worksheet><sheetData><row r="2">{formula}<c r="C2"><v>4</v></c></row>'
        '<row r="3"><c r="B3"><v>6</v></c><c r="C3"><v>8</v></c></row></sheetData></worksheet>'
    )
    assert set(scan(xml.encode(), EXTENT).formulas) == {"B2", "C2", "B3", "C3"}


def test_of_a_shared_formula_each_cell_has_its_own() -> None:
    cells = '<c r="B2"><f t="shared" ref="B2:B4" si="0">A2*2</f><v>2</v></c>'
    rows = '<row r="3"><c r="B3"><f t="shared" si="0"/><v>2</v></c></row>'
    typed = '<row r="4"><c r="B4"><v>5</v></c></row>'
    xml = f'<worksheet><sheetData><row r="2">{cells}</row>{rows}{typed}</sheetData></worksheet>'
    assert is_regular(xml.encode())
    assert set(scan(xml.encode(), EXTENT).formulas) == {"B2", "B3"}


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-03-09", "2026-03-09"),
        ("2026-03-26T00:00:00", "2026-03-26T00:00:00"),
        ("2026-03-26T08:30:00Z", "2026-03-26T08:30:00"),
        ("2026-03-26T08:30:00.0000000", "2026-03-26T08:30:00"),
        ("2026-03-26T08:30:00.5", "2026-03-26T08:30:00.500000"),
        ("2026-03-26T08:30:00-05:00", None),
        ("2026-02-30T00:00:00", None),
        ("三月九日", None),
    ],
)
def test_a_day_of_iso_8601_is_that_day(written: str, day: str | None) -> None:
    assert plain_day(written) == day

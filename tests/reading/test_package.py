"""Parts are found as office programs find them; what stands twice, or is no workbook, is said."""

import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest

from tests.files import specimens
from tests.hostile.mutations import Parts, packed, parts_of
from tests.notation import write_return
from zongzhi_xl.core.returned.submission import RawReturn
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.compound_file import streams
from zongzhi_xl.reading.parts import Parts as PackageParts
from zongzhi_xl.reading.reader import read

BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("good") / "good.xlsx"
    return write_return(
        path, {"刑事立案数": 12, "可防性案件数": "3起"}, notes={"刑事立案数": "说明"}
    )


def reread(good: Path, tmp_path: Path, change: Callable[[Parts], Parts]) -> RawReturn:
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed(change(parts_of(good.read_bytes()))))
    raw = read(path, path.name)
    assert isinstance(raw, RawReturn)
    return raw


def refused(good: Path, tmp_path: Path, change: Callable[[Parts], Parts]) -> str:
    with pytest.raises(UnusableFileError) as caught:
        reread(good, tmp_path, change)
    return caught.value.reason


def replaced(part: str, *pairs: tuple[str, str]) -> Callable[[Parts], Parts]:
    """``part`` with texts replaced, each of which must be there."""

    def change(parts: Parts) -> Parts:
        xml = parts[part].decode()
        for old, new in pairs:
            assert old in xml
            xml = xml.replace(old, new)
        return parts | {part: xml.encode()}

    return change


def moved(old: str, new: str) -> Callable[[Parts], Parts]:
    """A part under another name, which the lists of types and relationships tell."""

    def change(parts: Parts) -> Parts:
        spelled = {
            name: data.replace(old.encode(), new.encode())
            if name.endswith((".rels", "Types].xml")) else data
            for name, data in parts.items()
        }  # fmt: skip
        return {name.replace(f"xl/{old}", f"xl/{new}"): one for name, one in spelled.items()}

    return change


def renamed(old: str, new: str) -> Callable[[Parts], Parts]:
    return lambda parts: {name.replace(old, new): data for name, data in parts.items()}


def book_elsewhere(parts: Parts) -> Parts:
    """The workbook and all that belongs to it in another folder, under another name."""
    found = {name.replace("xl/", "表/"): data for name, data in parts.items()}
    found["表/book.xml"] = found.pop("表/workbook.xml")
    found["表/_rels/book.xml.rels"] = found.pop("表/_rels/workbook.xml.rels")
    found["_rels/.rels"] = found["_rels/.rels"].replace(b"xl/workbook.xml", "/表/book.xml".encode())
    return found


def strict(parts: Parts) -> Parts:
    """The namespaces of Strict Open XML."""
    changes = {
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships":
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main":
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    }  # fmt: skip
    for old, new in changes.items():
        parts = {name: data.replace(old, new) for name, data in parts.items()}
    return parts


def prefixed_book(parts: Parts) -> Parts:
    """The workbook's own tags with a prefix, and a comment that names a sheet."""
    xml = parts[BOOK].decode().replace("<", "<w:").replace("<w:/", "</w:").replace("<w:?", "<?")
    xml = xml.replace("xmlns=", "xmlns:w=")
    xml = xml.replace("<w:sheets>", '<!-- <sheet name="月报" r:id="rId9"/> --><w:sheets>')
    return parts | {BOOK: xml.encode()}


@pytest.mark.parametrize(
    "change",
    [
        renamed("/", "\\"),
        renamed("xl/sharedStrings.xml", "xl/SharedStrings.xml"),
        renamed("xl/worksheets/sheet", "XL/Worksheets/Sheet"),
        moved("sharedStrings.xml", "texts/strings2.xml"),
        moved("styles.xml", "styles2.xml"),
        moved("worksheets/sheet1.xml", "form.xml"),
        replaced(RELATIONS, ('"worksheets/', '"/xl/worksheets/')),
        replaced(RELATIONS, ('"worksheets/', '".\\worksheets\\')),
        book_elsewhere,
        strict,
        prefixed_book,
    ],
    ids=["backslashes", "letter case", "upper case", "texts elsewhere", "styles elsewhere",
         "sheet elsewhere", "absolute", "relative with backslashes", "workbook elsewhere",
         "strict", "prefix"],
)  # fmt: skip
def test_parts_are_found_by_their_relationships(
    good: Path, tmp_path: Path, change: Callable[[Parts], Parts]
) -> None:
    before = read(good, "a.xlsx")
    after = reread(good, tmp_path, change)
    assert isinstance(before, RawReturn)
    assert (after.cells, after.notes) == (before.cells, before.notes)
    assert after.cells["刑事立案数"].value == 12


@pytest.mark.parametrize("flag", ['date1904="1"', "date1904='true'"])
def test_days_that_count_from_1904(good: Path, tmp_path: Path, flag: str) -> None:
    def days(raw: RawReturn) -> object:
        return raw.cells["报出日期"].value

    before = read(good, "a.xlsx")
    after = reread(good, tmp_path, replaced(BOOK, ("<workbookPr ", f"<workbookPr {flag} ")))
    assert isinstance(before, RawReturn)
    assert (days(after) - days(before)).days == 1462  # type: ignore[operator]


# ------------------------------------------------------------------ what stands twice


def both(name: str, other: str) -> Callable[[Parts], Parts]:
    """A second part beside the first, with another figure."""
    return lambda parts: parts | {other: parts[name].replace(b"<v>12<", b"<v>99<")}


def one_more(part: str, before: str, text: str) -> Callable[[Parts], Parts]:
    return replaced(part, (before, text + before))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (both(specimens.FORM, specimens.FORM.replace("/", "\\")), "压缩包里有两个同名的部分"),
        (both(specimens.FORM, specimens.FORM.upper()), "压缩包里有两个同名的部分"),
        (both(specimens.FORM, f"/{specimens.FORM}"), "压缩包里有两个同名的部分"),
        (both(BOOK, "xl/./workbook.xml"), "压缩包里有两个同名的部分"),
        (one_more(BOOK, "</definedNames>",
                  '<definedName name="刑事立案数">月报!$B$12</definedName>'),
         "内部有两份名称“刑事立案数”的定义"),
        (one_more(BOOK, "</definedNames>", '<definedName name="A">月报!$B$12</definedName>'
                  "<definedName name='a'>月报!$B$13</definedName>"), "内部有两份名称“A”的定义"),
        (one_more(BOOK, "</workbook>", "<definedNames></definedNames>"), "内部有两份名称表"),
        (one_more(BOOK, "</workbook>", "<sheets></sheets>"), "内部有两份工作表目录"),
        (one_more(BOOK, "</sheets>", '<sheet name="月报" sheetId="9" r:id="rId2"/>'),
         "内部有两份叫“月报”的工作表"),
        (one_more(BOOK, "</sheets>", '<sheet name="Aa" sheetId="8" r:id="rId2"/>'
                  '<sheet name="aA" sheetId="9" r:id="rId2"/>'), "内部有两份叫“Aa”的工作表"),
        (one_more(RELATIONS, "</Relationships>",
                  '<Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet2.xml"/>'),
         "内部有两条同号的链接"),
        (one_more("_rels/.rels", "</Relationships>",
                  '<Relationship Id="z" Type="x/officeDocument" Target="xl/other.xml"/>'),
         "内部有两份工作簿"),
    ],
)  # fmt: skip
def test_what_stands_twice_is_refused_in_words(
    good: Path, tmp_path: Path, change: Callable[[Parts], Parts], reason: str
) -> None:
    assert refused(good, tmp_path, change).startswith(reason)


@pytest.mark.parametrize(
    "tag",
    [
        '<definedName name="刑事立案数" localSheetId="1">月报!$B$12</definedName>',
        '<definedName name="_xlnm._FilterDatabase" hidden="1">月报!$A$1:$B$2</definedName>' * 2,
    ],
)
def test_a_name_for_one_sheet_and_a_programs_own_names_are_no_doubles(
    good: Path, tmp_path: Path, tag: str
) -> None:
    raw = reread(good, tmp_path, one_more(BOOK, "</definedNames>", tag))
    assert raw.cells["刑事立案数"].value == 12


# ------------------------------------------------------------------ true reasons


def office(root: str, kind: str) -> dict[str, bytes]:
    """The package of another office document, its parts in a folder of no telling name."""
    main = f"application/vnd.openxmlformats-officedocument.{kind}+xml"
    return {
        "[Content_Types].xml": f'<Types><Override PartName="/d/x.xml" ContentType="{main}"/>'
        "</Types>".encode(),
        "_rels/.rels": b'<Relationships><Relationship Id="a" Type="t/officeDocument" '
        b'Target="d/x.xml"/></Relationships>',
        "d/_rels/x.xml.rels": b'<Relationships><Relationship Id="a" Type="t/x" Target="y"/>'
        b"</Relationships>",
        "d/x.xml": f"<w:{root} xmlns:w='u'/>".encode(),
    }


_PACKAGES: dict[str, tuple[dict[str, bytes], str]] = {
    "docx": (office("document", "wordprocessingml.document.main"), "是 Word 文档"),
    "docx in its folder": ({"word/document.xml": b"x"}, "是 Word 文档"),
    "pptx": (office("presentation", "presentationml.presentation.main"), "是 PowerPoint"),
    "xlsb": ({"xl/workbook.bin": b"x"}, "是二进制工作簿（.xlsb）"),
    "ods": ({"mimetype": b"x", "content.xml": b"x"}, "是 ODS 等开放文档"),
    "returns in a zip": ({"一.xlsx": b"x", "二.XLSX": b"x"}, "是压缩包，里面有 2 份表格：请先解压"),
    "pictures in a zip": ({"一.jpg": b"x"}, "是压缩包，不是工作簿：请先解压"),
    "half a workbook": ({"xl/workbook.xml": b"<workbook/>"}, "文件已损坏或没有复制完"),
}


@pytest.mark.parametrize(("parts", "reason"), _PACKAGES.values(), ids=_PACKAGES)
@pytest.mark.parametrize("suffix", ["xlsx", "zip"])
def test_another_package_is_told_by_what_is_in_it(
    tmp_path: Path, parts: Parts, reason: str, suffix: str
) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(packed(parts))
    with pytest.raises(UnusableFileError) as caught:
        read(path, path.name)
    assert caught.value.reason.startswith(reason)


_CONTENTS = {
    "rar": (b"Rar!\x1a\x07\x01\x00", "是压缩包（rar）"),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00\x04", "是压缩包（7z）"),
    "gz": (b"\x1f\x8b\x08\x00", "是压缩包（gz）"),
    "an office's encryption": (
        bytes.fromhex("62142365") + b"\x00\x02\x00\x01E-SafeNet\x00LOCK" + bytes(range(256)),
        "被单位的文档加密软件加了密",
    ),
    "another's": (b"%TSD-Header-###%" + bytes(99), "被单位的文档加密软件加了密"),
    "old xls": (specimens.ole2("Workbook"), "是旧格式（.xls 或 .et）"),
    "older xls": (specimens.ole2("BOOK"), "是旧格式（.xls 或 .et）"),
    "xls without a compound file": (b"\x09\x08\x10\x00" + bytes(99), "是旧格式（.xls 或 .et）"),
    "password": (specimens.ole2("EncryptionInfo", "EncryptedPackage"), "设有打开密码"),
    "doc or wps": (specimens.ole2("WordDocument", "1Table"), "是旧格式的文字文档"),
    "ppt": (specimens.ole2("PowerPoint Document"), "是旧格式的演示文稿"),
    "other": (specimens.ole2("Contents"), "是旧格式的文档，或已损坏"),
    "cut": (specimens.ole2("Workbook")[:700], "是旧格式的文档，或已损坏"),
    "spreadsheet of 2003": (
        b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "是 Excel 2003 的 XML 表格",
    ),
    "page in one file": (b"MIME-Version: 1.0\r\nContent-Type: multipart", "是单个文件网页"),
    "page behind a mark": (b"\xef\xbb\xbf\r\n<!-- x --><HTML>", "是网页（HTML）"),
    "page in utf-16": ("<html><table>".encode("utf-16"), "是网页（HTML）"),
    "csv": ("单位,数\r\n甲,1\r\n".encode("gb18030"), "是文本（CSV）文件，只有文字，没有表样"),
    "picture": (b"\x89PNG\r\n\x1a\n\x00", "是图片"),
}


@pytest.mark.parametrize(("data", "reason"), _CONTENTS.values(), ids=_CONTENTS)
def test_what_is_no_package_is_told_by_its_bytes(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "报表.xlsx"
    path.write_bytes(data)
    with pytest.raises(UnusableFileError) as caught:
        read(path, path.name)
    assert caught.value.reason.startswith(reason)


def test_a_picture_of_a_workbook_in_a_document_does_not_make_it_one() -> None:
    """The words of a document may say Workbook; its directory does not."""
    data = specimens.ole2("WordDocument") + "Workbook".encode("utf-16-le")
    assert streams(data) == {"worddocument"}


@pytest.mark.parametrize("sector", [0, 1, 0xFFFFFFFE, 0x7FFFFFFF])
def test_a_directory_in_a_circle_or_nowhere_ends(sector: int) -> None:
    data = bytearray(specimens.ole2("Workbook"))
    struct.pack_into("<L", data, 512, sector)
    struct.pack_into("<L", data, 516, sector)
    assert streams(bytes(data)) <= {"workbook"}


def test_what_calamine_is_given_holds_nothing_else(good: Path, tmp_path: Path) -> None:
    """Behind the zip hangs a second one: whoever looks from the front would read that."""
    other = parts_of(good.read_bytes())
    other[specimens.FORM] = other[specimens.FORM].replace(b"<v>12<", b"<v>99<")
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed(other) + good.read_bytes())
    with zipfile.ZipFile(BytesIO(path.read_bytes())) as archive:
        assert b"<v>12<" in archive.read(specimens.FORM)
    raw = read(path, path.name)
    assert isinstance(raw, RawReturn)
    assert raw.cells["刑事立案数"].value == 12


@pytest.mark.parametrize("lost", [100, 5000])
def test_parts_that_a_lost_piece_puts_before_the_beginning_are_damage(
    good: Path, lost: int
) -> None:
    data = good.read_bytes()
    found = PackageParts(data[:1000] + data[1000 + lost :], 1 << 30)
    for name in found.names:
        with suppress(UnusableFileError):
            found.part(name)
    with pytest.raises(UnusableFileError, match="文件已损坏或没有复制完"):
        found.part("[Content_Types].xml")

"""What goes out: no formula, link or markup from a return, and no number of a person.

One district whose returns hold both is consolidated and
validated; then every output is unpacked and searched.
"""

import csv
import re
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.good_year import month_figures, reported
from zongzhi_xl.cli import app
from zongzhi_xl.core.edition.file_names import file_names
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.visible import unseen_in
from zongzhi_xl.core.returned.outgoing import is_active
from zongzhi_xl.sheets import return_book
from zongzhi_xl.sheets.return_book import ReturnContents

#: what libraries leave to the collector is no matter of this test
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

#: the check digit of the identity number and the last digit of the card are right; nobody's
IDENTITY, MOBILE, CARD = "110101199003070046", "13800138000", "6222021234567894"
SPACED, WIDE, OFFICE = "139 0013 9000", "１３７００１３７０００", "13600136000"
TYPED_IDENTITY = 110101199003070000  # what a cell keeps of eighteen digits
PLANTED = (
    IDENTITY, MOBILE, CARD, SPACED, SPACED.replace(" ", ""), WIDE, OFFICE, str(TYPED_IDENTITY),
    "15000150000", "18800188000", "13500135000",
)  # fmt: skip
NBSP, SILENT_NAME = "\u00a0", "报\x1b[2J表\n好.xlsx 通过\u202e.xlsx"
#: words that a program could take for more than words
ACTIVE = (
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1",
    "<script>alert(1)</script>", "<img src=x onerror=alert(2)>", "https://example.invalid/a",
    "file:///etc/passwd", '"><b>x</b>', "{{ 7*7 }}", "javascript:alert(3)", "[x](https://e.invalid)",
)  # fmt: skip


def run(*args: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in args])


def event(number: str, words: str) -> dict[str, object]:
    noon = datetime(2026, 1, 10, 12)
    return {
        "事项编号": number, "大类": "事故", "事故类型": "其他", "发生时间": noon, "接报时间": noon,
        "上报时间": datetime(2026, 1, 14), "死亡人数": 2, "简要情况": words,
    }  # fmt: skip


def write(folder: Path, name: str, edition: Edition, month: int, changes: dict[str, object],
          notes: dict[str, str], events: tuple[dict[str, object], ...]) -> None:  # fmt: skip
    values = {
        **month_figures(month), "填表人": "甲", "单位负责人": "乙", "联系电话": "0000-2000001",
        "本月无重大事项": "否", "报出日期": reported(month), **changes,
    }  # fmt: skip
    unit = changes.get("填报单位", "兴海街道")
    contents = ReturnContents(str(unit), 2026, month, values, notes, events)
    return_book.write(folder / name, FormKind.MONTHLY, edition, contents)


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> dict[str, str]:
    """Every output as text, by name: workbooks unpacked, what was printed as well."""
    base = tmp_path_factory.mktemp("outgoing")
    inbox, out = base / "收件", base / "out"
    inbox.mkdir()
    out.mkdir()
    words = {name: ACTIVE[n % len(ACTIVE)] for n, name in enumerate(month_figures(1))}
    write(inbox, "=1+1.xlsx", edition, 1, {"填表人": ACTIVE[0], "刑事立案数": 0, "可防性案件数": 9},
          words, tuple(event(one, one) for one in ACTIVE))  # fmt: skip
    figures = {"刑事立案数": ACTIVE[6], "治安案件受理数": "+1"}
    write(inbox, "@SUM(A1)<b>&x.xlsx", edition, 2, figures, words, ())
    write(inbox, "单位.xlsx", edition, 3, {"填报单位": ACTIVE[6]}, {}, ())
    write(inbox, "版本.xlsx", edition, 4, {"版本": "=1+1<b>"}, {}, ())
    personal = {
        "填表人": f"甲{MOBILE}", "单位负责人": f"乙{WIDE}", "联系电话": OFFICE,
        "刑事立案数": 15000150000, "刑事破案数": TYPED_IDENTITY, "治安案件受理数": f"3（{SPACED}）",
    }  # fmt: skip
    write(inbox, f"报表18800188000_{IDENTITY}.xlsx", edition, 5, personal,
          dict.fromkeys(month_figures(5), f"见{IDENTITY}、卡{CARD}"),
          (event(MOBILE, f"某人{IDENTITY}，电话 {SPACED}，卡号{CARD}"),))  # fmt: skip
    silent = f"见\u202e反\u200b{SPACED.replace(' ', NBSP)}\x9b2J\u2066乙"
    write(inbox, SILENT_NAME, edition, 8, {"填表人": silent, "刑事立案数": "3\u200b起\u202e"},
          dict.fromkeys(month_figures(8), silent), (event("A\u202e1", silent),))  # fmt: skip
    write(inbox, "单位看不见.xlsx", edition, 9, {"填报单位": "兴海\u200b街道\u202e"}, {}, ())
    write(inbox, "单位是人.xlsx", edition, 6, {"填报单位": f"甲{MOBILE}"}, {}, ())
    write(inbox, "月份是人.xlsx", edition, 7, {"年份": 13500135000}, {}, ())
    done = run(
        "consolidate", inbox, "--year", 2026, "-o", out / "s.xlsx", "--json", out / "o.json",
        "--facts", out / "f.csv", "--reports", out / "papers", "--final",
    )  # fmt: skip
    checked = run("validate", inbox, "--json", "--report", out / "v.xlsx")
    plainly = run("validate", inbox)
    appraised = run("appraise", inbox, "--json")
    issued = run("issue", "--year", 2026, "--month", 6, "-o", out / "next", "--from", inbox)
    texts = {"f.csv": (out / "f.csv").read_text("utf-8-sig")}
    for name, result in (("consolidate", done), ("validate", checked), ("validate text", plainly),
                         ("appraise", appraised), ("issue", issued)):  # fmt: skip
        assert result.exit_code == 1, (name, result.output)
        texts[name] = result.output + result.stderr
    texts |= {f"papers/{one.name}": one.read_text("utf-8") for one in out.glob("papers/*.html")}
    texts["o.json"] = (out / "o.json").read_text("utf-8")
    words, books = out.glob("papers/*.docx"), (out / "s.xlsx", out / "v.xlsx")
    for path in (*words, *books, *sorted((out / "next").iterdir())):
        with zipfile.ZipFile(path) as archive:
            texts |= {
                f"{path.name}/{one}": archive.read(one).decode() for one in archive.namelist()
            }
    return texts


def test_no_number_of_a_person_is_in_any_output(outputs: dict[str, str]) -> None:
    found = [
        (name, text[max(text.index(one) - 60, 0) : text.index(one) + len(one)])
        for name, text in outputs.items()
        for one in PLANTED
        if one in text
    ]
    assert not found, found


def test_they_are_found_and_shown_masked(outputs: dict[str, str]) -> None:
    """First three and last two signs, by the check of numbers of persons (12)."""
    for shown in ("110*************46", "138******00", "622***********94", "139********00"):
        assert shown in outputs["validate"], shown
    assert '"code": "12"' in outputs["validate"]
    assert "报表188******00_110*************46.xlsx" in outputs["validate"]


_FORMULAS = re.compile(r"<(f|formula|formula1)\b[^>]*>.*?</\1>", re.DOTALL)


def test_no_sign_that_nobody_sees_is_in_any_output(outputs: dict[str, str]) -> None:
    """But for line breaks; a return issued anew carries on what was typed, as it is.

    Formulas of a return name such signs, to tell the clerk of them.
    """
    ours = {
        name: _FORMULAS.sub("", text)
        for name, text in outputs.items()
        if not name.startswith("2026")
    }
    found = [
        (name, unseen_in(line), line[:80])
        for name, text in ours.items()
        for line in text.replace("\r\n", "\n").split("\n")
        if unseen_in(line)
    ]
    assert len(ours) > 20
    assert found == []


def test_they_are_shown_as_signs(outputs: dict[str, str]) -> None:
    assert "报␛[2J表␊好.xlsx 通过〔U+202E〕.xlsx" in outputs["o.json"]
    assert "3〔U+200B〕起〔U+202E〕" in outputs["validate"]
    assert "兴海〔U+200B〕街道〔U+202E〕" in outputs["validate"]


def _formulas(outputs: dict[str, str]) -> list[str]:
    sheets = (
        text for name, text in outputs.items() if re.match(r"[sv]\.xlsx/xl/worksheets/", name)
    )
    return [one for text in sheets for one in re.findall(r"<f[^>]*>([^<]*)", text)]


def test_no_text_becomes_a_formula(outputs: dict[str, str]) -> None:
    """Formulas of the outputs are sums, same cells and links of ours; words stand in quotes."""
    formulas = _formulas(outputs)
    assert formulas
    for formula in formulas:
        bare = re.sub(r"&quot;|\"", '"', formula)
        outside = re.sub(r'"(?:[^"]|"")*"', "", bare)
        assert not re.search(r"cmd|calc|WEBSERVICE|DDE|script|\|", outside), formula
        assert re.match(
            r"(HYPERLINK\(|SUM\(|SUBTOTAL\(|[A-Z]+\d+$|IF\(|COUNT|'?\w+'?!)", outside
        ), formula


def test_no_text_becomes_a_link(outputs: dict[str, str]) -> None:
    for name, text in outputs.items():
        if re.match(r"([sv]\.xlsx|.*\.docx)/.*\.rels", name):
            assert 'TargetMode="External"' not in text, name
            assert "example.invalid" not in text, name


def test_no_text_becomes_markup(outputs: dict[str, str]) -> None:
    for name, text in outputs.items():
        if name.startswith("papers/"):
            for active in ("<script>alert", "<img src=x", "<b>x</b>", 'href="javascript', ">49<"):
                assert active not in text, (name, active)


def test_a_csv_cell_begins_with_no_sign_that_a_program_runs(outputs: dict[str, str]) -> None:
    rows = list(csv.reader(outputs["f.csv"].splitlines()))
    assert len(rows) > 10
    for row in rows:
        for cell in row:
            number = re.fullmatch(r"-?\d+(\.\d+)?", cell)
            assert number or not is_active(cell), row


def test_names_of_files_made_from_units_are_safe_everywhere() -> None:
    units = [
        "../../etc/passwd", "CON", "nul.txt", "com1", "a" * 300, "甲. ", "甲", "", ".", "..",
        'x:y*z?"<>|', "\x00\x1f\t", "\u202e反", "LPT9 ", "甲/乙\\丙", "CONIN$", "甲\n乙",
        "字" * 100,
    ]  # fmt: skip
    names = file_names(units)
    assert len({name.casefold() for name in names}) == len(units)
    reserved = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\..*)?", re.IGNORECASE)
    for name in names:
        assert name
        assert not re.search(r'[\\/:*?"<>|\x00-\x1f\u202a-\u202e\u2066-\u2069]', name)
        assert not name.endswith((".", " "))
        assert name == name.strip()
        assert not reserved.fullmatch(name), name
        assert len(f"初评告知书_{name}.html".encode()) <= 255

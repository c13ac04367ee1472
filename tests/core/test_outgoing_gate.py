"""The one gate for text: unseen signs shown, numbers of persons masked, formulas inert."""

import sys
import unicodedata

import pytest

from zongzhi_xl.core.language.visible import unseen_in, visible
from zongzhi_xl.core.returned.outgoing import Gate, gate_for, is_active
from zongzhi_xl.core.returned.personal_data import masked, personal_numbers

LINE, LINES = Gate().line, Gate().lines


# ------------------------------------------------------------------ signs that nobody sees


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲\x1b[2J乙", "甲␛[2J乙"),
        ("\x1b]0;题\x07", "␛]0;题␇"),
        ("\x9b2J", "〔U+009B〕2J"),
        ("a\x00b\x7f", "a␀b␡"),
        ("表\u202exslx.exe", "表〔U+202E〕xslx.exe"),
        ("甲\u2066乙\u2069", "甲〔U+2066〕乙〔U+2069〕"),
        ("甲\u200b街道", "甲〔U+200B〕街道"),
        ("甲\u3164", "甲〔U+3164〕"),
        ("一\u2028二\x85三", "一〔U+2028〕二〔U+0085〕三"),
        ("甲\r乙", "甲␍乙"),
        ("中文、ｗｉｄｅ、é、①、😀、\u3000", "中文、ｗｉｄｅ、é、①、😀、\u3000"),
    ],
)
def test_a_sign_that_nobody_sees_is_shown(text: str, shown: str) -> None:
    assert LINE(text) == LINES(text) == shown


def test_half_a_pair_is_shown() -> None:
    assert LINE(f"半{chr(0xD800)}个") == "半〔U+D800〕个"


def test_a_new_line_is_wanted_in_a_text_and_never_in_a_name() -> None:
    assert LINES("一\r\n二\n三") == "一\n二\n三"
    assert LINE("好.xlsx\n坏.xlsx 通过") == "好.xlsx␊坏.xlsx 通过"


def test_every_sign_without_a_picture_of_its_own_is_shown() -> None:
    """Against the tables of Unicode: controls, formats, separators of lines, halves of pairs."""
    silent = [
        f"U+{number:04X}"
        for number in range(sys.maxunicode + 1)
        if unicodedata.category(chr(number)) in {"Cc", "Cf", "Zl", "Zp", "Cs"}
        and visible(chr(number)) == chr(number)
    ]
    assert silent == []


def test_what_passed_once_passes_unchanged() -> None:
    once = LINES("甲\x1b\u202e电话138 0013 8000\n乙")
    assert LINES(once) == once
    assert unseen_in(once.replace("\n", "")) == ""


# ------------------------------------------------------------------ numbers of persons

MOBILE, IDENTITY, CARD = "13800138000", "110101199003070046", "6222021234567894"
BETWEEN = [
    "", " ", "  ", "   ", "\u00a0", "\u00a0 ", "\u3000", "\u2009", "\t", "\n", "\r\n", "\u2028",
    "-", "--", "–", "—", "\u2011", "．", ".", "·", "\u200b", "\ufeff", "\u202d", "\x00", "\u200b ",
]  # fmt: skip
BEFORE = ["86", "+86", "0086", "086", "0", "+86 ", "+86-", "0086-", "（+86）", "(86) ", "电话", "T"]
GLUED = [
    MOBILE + "13900139000", MOBILE * 3, MOBILE + IDENTITY, IDENTITY + MOBILE, IDENTITY * 2,
    "11010119900307004X" + MOBILE, "0086" + MOBILE + "13900139000", CARD + MOBILE,
]  # fmt: skip
WRITTEN = [
    "１３８００１３８０００", "１３８　００１３　８０００", "٠٠٨٦١٣٨٠٠١٣٨٠٠٠",
    "１１０１０１１９９００３０７００４６",
    "110101 1990 03 07 0046", "110101-19900307-0046", "11010119900307004Ｘ", MOBILE + "x3台",
]  # fmt: skip


def in_pieces(between: str) -> list[str]:
    pieces = (
        ("138", "0013", "8000"),
        ("110101", "19900307", "0046"),
        ("6222", "0212", "3456", "7894"),
    )
    return [between.join(one) for one in pieces]


FORMS = [
    *(form for between in BETWEEN for form in in_pieces(between)),
    *(before + MOBILE for before in BEFORE), *(f"{before}138-0013-8000" for before in BEFORE),
    *GLUED, *WRITTEN,
]  # fmt: skip
#: what must not be left of a number: its middle
MIDDLES = ("001380", "0013-8", "990030", "9003", "0212345", "3900139")


@pytest.mark.parametrize("form", FORMS)
def test_a_number_of_a_person_is_masked_however_it_is_written(form: str) -> None:
    shown = LINES(f"请联系{form}。")
    digits = "".join(str(unicodedata.decimal(sign, "")) for sign in shown)
    assert "*" in shown
    assert len(digits) <= 5 * shown.count("***") + len(form) - len(form.lstrip("+(（086")) + 1
    assert not any(middle in shown for middle in MIDDLES), shown


def test_so_many_forms_are_tried() -> None:
    assert len(set(FORMS)) >= 100


@pytest.mark.parametrize(
    "text",
    [
        "编号20260305001和0427-1234567",
        "刑事立案数 1388 - 1234567 = 0",  # a difference of two figures
        "13812.345678",
        "0.13812345678",  # a figure with decimals
        "标准版-a13812345678",  # the hash of an edition
        "a3" * 10 + "13812345678" + "b" * 33,  # the hash of a file
        "1 3 8 0 0 1 3 8 0 0 0",  # small figures in a row
        "一三八零零一三八零零零",
        "12345678901234567890",
        "2026年3月138起，0013件，8000人",
        "138 * 00138000",
    ],
)
def test_what_is_no_number_of_a_person_stays(text: str) -> None:
    assert LINES(text) == text


def test_numbers_side_by_side_are_found_one_by_one() -> None:
    found = [(one.sort, one.text) for one in personal_numbers(f"见{MOBILE}{IDENTITY}、{CARD}")]
    assert found == [("手机号", MOBILE), ("证件号", IDENTITY), ("银行卡号", CARD)]


def test_a_unit_called_like_a_number_keeps_its_name() -> None:
    unit = "13800138000街道"
    gate = gate_for([unit, "于楼街道"])
    assert gate.line(f"{unit}缺报，{MOBILE}") == "13800138000街道缺报，138******00"
    assert gate_for(["于楼街道"]) == Gate()
    assert masked(unit) == "138******00街道"


# ------------------------------------------------------------------ formulas

ACTIVE = [
    "=1+1", "+1+1", "-2+3", "@SUM(A1)", "＝1", "＋1", "－2+3", "＠SUM", "﹦1", "﹢1", "﹣1+1",
    "﹫A", " =1", "\u00a0=1", "\u3000=1", "\t=1", "\r=1", "\n=1", "\u200b=1", "\ufeff=1",
    "\x00=1", "\n\n@A",
]  # fmt: skip


@pytest.mark.parametrize("text", ACTIVE)
def test_a_cell_of_a_table_begins_no_formula(text: str) -> None:
    shown = Gate().cell(text)
    assert isinstance(shown, str)
    assert not is_active(shown)
    assert shown.lstrip("'").endswith(text.strip("\u200b\ufeff\x00\t\r")[-1])


def test_figures_and_words_of_a_table_stay() -> None:
    for cell in ("-5", "-0.25", "12", "甲=乙", "未填", "", 7, None):
        assert Gate().cell(cell) == cell


def test_a_document_keeps_its_keys_and_numbers() -> None:
    sha256 = "1380013800013" + "f" * 51
    document = {
        "file": "a\n\x1b.xlsx",
        "n": 13800138000,
        "x": [MOBILE, None, True],
        "sha256": sha256,
    }
    assert Gate().document(document) == {
        "file": "a\n␛.xlsx", "n": 13800138000, "x": ["138******00", None, True], "sha256": sha256,
    }  # fmt: skip

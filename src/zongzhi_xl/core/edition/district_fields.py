"""区情登记表, the form that sets up a district: what it asks for, field by field.

Whoever writes the form, reads it and judges what stands in it takes the fields from here. Every
example is invented, stands in the sheet beside its field, and is never read.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum, auto

from zongzhi_xl import contract
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Statement
from zongzhi_xl.core.language.values import YES
from zongzhi_xl.record import Record


class Asked(Enum):
    """What may stand in a cell of the form."""

    NAME = auto()  # of an organ or an office: goes into papers, names of files
    NAMES = auto()  # some, with 、 between them
    WORDS = auto()
    TELEPHONE = auto()  # of an office, never of a person
    GROUP = auto()
    COUNT = auto()  # 0 is typed as 0
    INHABITANTS = auto()  # a count that is not 0
    YEAR = auto()
    DAY_OF_MONTH = auto()
    DAYS = auto()  # that are granted; 0: none
    YES_NO = auto()
    DAY = auto()


#: whole numbers that fit; larger ones are telephones, or have a digit too many
ALLOWED: Mapping[Asked, range] = {
    Asked.INHABITANTS: range(1, 1_000_000),
    Asked.COUNT: range(10_000),
    Asked.YEAR: range(2000, 2100),
    Asked.DAY_OF_MONTH: range(1, 29),
    Asked.DAYS: range(61),
}


class Field(Record):
    """One cell or one column: what it is called, what it means, what it might say."""

    name: str
    asked: Asked
    words: str
    example: object
    optional: bool = False
    choices: tuple[str, ...] = ()


# ------------------------------------------------------------------ sheet 单位

DISTRICT, OFFICE, COMMISSION = "区名", "区综治办名称", "区综治委名称"
DOCUMENT, MOVES, TO_MEND = "考核方案文号", "遇节假日顺延", "补正期"
#: the field of each form's last day
DUE: Mapping[FormKind, str] = {kind: f"{kind.value}期限" for kind in FormKind}

ORGAN_FIELDS = (
    Field(DISTRICT, Asked.NAME, "本区全称，印在汇总、通报和表头上。", "虚构区"),
    Field(OFFICE, Asked.NAME, "发表、收表的单位，写简称；印在表上“制定机关”和告知书的署名处。",
          "区综治办"),
    Field(COMMISSION, Asked.NAME, "发考核通报的单位，写简称；印在考核通报的署名处。", "区综治委"),
    Field(contract.TELEPHONE, Asked.TELEPHONE,
          "区综治办的办公电话，印在每份表的填报说明里，供填表人询问；不写个人手机号。可以留空。",
          "0000-0000000", optional=True),
    Field(DOCUMENT, Asked.WORDS, "印发考核方案的文件字号，印在表头；还没有发文的留空。",
          "虚综治委〔2026〕1号", optional=True),
    Field(contract.REPORTING_YEAR, Asked.YEAR, "考核哪一年，四位数字。", 2026),
    Field(DUE[FormKind.MONTHLY], Asked.DAY_OF_MONTH,
          "月报在次月几日以前（含当日）报到区里，填1至28。", 5),
    Field(DUE[FormKind.ANNUAL], Asked.DAY_OF_MONTH,
          "年报在次年1月几日以前（含当日）报到区里，填1至28。", 10),
    Field(DUE[FormKind.DEPARTMENTS], Asked.DAY_OF_MONTH,
          "部门的年度数在次年1月几日以前（含当日）给到区里，填1至28。", 15),
    Field(MOVES, Asked.YES_NO,
          f"期限的最后一天是“{contract.HOLIDAYS}”页上的日子时，选“是”就顺延到后面第一个不放假的日子。",
          YES),
    Field(TO_MEND, Asked.DAYS,
          "退回的表在几天内重报，仍按原来收到的那天算，不算迟报；填天数，不给的填0。", 3),
)  # fmt: skip

# ------------------------------------------------------------------ sheet 街道

NAME, FORMERLY, GROUP = "街道名称", "曾用名", "组别"

_OFFICE = (
    Field(NAME, Asked.NAME, "全称，一个街道一行；各种表和文书都用这个名称。", "示例一街道"),
    Field(FORMERLY, Asked.NAMES,
          "改过名的写原来的名称，几个的用顿号隔开；用原名报来的表照收。没有改过的留空。",
          "示例老街道", optional=True),
)  # fmt: skip
OFFICE_TELEPHONE = Field(
    contract.TELEPHONE, Asked.TELEPHONE,
    "街道综治办的办公电话，催报、退回时用，不印在任何表上；不写个人手机号。可以留空。",
    "0000-0000001", optional=True,
)  # fmt: skip


def office_fields(statement: Statement) -> tuple[Field, ...]:
    """The columns of 街道: what an office is called, the edition's figures, its telephone."""
    kept = (
        Field(one.printed, Asked.INHABITANTS if one.positive else Asked.COUNT, one.words,
              one.example)
        for one in statement.register
    )  # fmt: skip
    groups = statement.groups
    group = Field(GROUP, Asked.GROUP, "方案里的组别，从下拉框里选。", groups[len(groups) // 2],
                  choices=groups)  # fmt: skip
    return (*_OFFICE, group, *kept, OFFICE_TELEPHONE)


# ------------------------------------------------------------------ sheet 部门

PROVIDER, PROVIDED = "部门", "提供的数"
FULL_NAME, SECTION = "单位全称", "联系科室"

PROVIDER_FIELDS = (
    Field(FULL_NAME, Asked.NAME, "提供数的单位全称。可以留空。", "虚构区公安分局", optional=True),
    Field(SECTION, Asked.WORDS, "哪个科室，不写人名。可以留空。", "指挥中心", optional=True),
    Field(contract.TELEPHONE, Asked.TELEPHONE,
          "科室的办公电话；不写个人手机号。可以留空。", "0000-0000002", optional=True),
)  # fmt: skip

# ------------------------------------------------------------------ sheet 节假日

FIRST_DAY, LAST_DAY, OCCASION = "起始日期", "结束日期", "节假日名称"

HOLIDAY_FIELDS = (
    Field(FIRST_DAY, Asked.DAY, "放假的第一天，如2026-10-1。", date(2026, 10, 1)),
    Field(LAST_DAY, Asked.DAY, "放假的最后一天；只放一天的留空。", date(2026, 10, 7),
          optional=True),
    Field(OCCASION, Asked.WORDS, "什么日子。可以留空。", "国庆节", optional=True),
)  # fmt: skip

Tables = Mapping[str, tuple[Field, ...]]


def tables(statement: Statement) -> Tables:
    """The tables with their columns; a row is a unit, a department, some days."""
    return {
        contract.OFFICES: office_fields(statement),
        contract.PROVIDERS: PROVIDER_FIELDS,
        contract.HOLIDAYS: HOLIDAY_FIELDS,
    }


#: headings of the first column of a table, and rows of it that explain and are not read
NUMBER, EXPLAINED, EXAMPLE = "序号", "说明", "例"
FIRST_COLUMN = {contract.OFFICES: NUMBER, contract.PROVIDERS: PROVIDER, contract.HOLIDAYS: NUMBER}


def named(fields: Iterable[Field]) -> dict[str, Field]:
    """The fields by their names."""
    return {field.name: field for field in fields}

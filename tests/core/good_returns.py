"""One faultless 月报 (March 2026) and one faultless 年报 of 于楼街道, in memory; invented figures.

Cases change a few cells of them; every number was chosen so that no check has anything to say.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tests.unremarkable import completed, flows
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.submission import RawCell, RawReturn, Submission, submission_of

UNIT, YEAR, MONTH = "于楼街道", 2026, 3
FORMS = {"月报": FormKind.MONTHLY, "年报": FormKind.ANNUAL}

SIGNATURE = {
    "填报单位": UNIT, "年份": YEAR, "填表人": "填表人甲", "单位负责人": "负责人乙",
    "联系电话": "0427-0000001",
}  # fmt: skip

MARCH = completed({
    "报出日期": date(2026, 4, 2), "本月无重大事项": "是",
    "刑事立案数": 17, "可防性案件数": 4, "刑事破案数": 15,
    "治安案件受理数": 12, "治安案件查处数": 12, "治安案件查结数": 10, "破获积案数": 1,
    "上半月排查会日期": date(2026, 3, 10), "下半月排查会日期": date(2026, 3, 25),
    "排查情况已报区": "是", "排查矛盾纠纷数": 20, "化解矛盾纠纷数": 18,
    "民间纠纷受理数": 9, "民间纠纷调解数": 9, "民间纠纷调解成功数": 9,
    "出租房屋数": 500, "出租房屋登记数": 495, "流动人口数": 800, "流动人口登记数": 790,
    "应办证暂住人口数": 300, "已办证暂住人口数": 280, "流出人口数": 60, "实行微机管理": "是",
    "农村火灾起数": 1, "期初未化解纠纷数": "不适用", "综治专题会议日期": date(2026, 3, 18),
    "综治信息报送条数": 3, "治安巡逻次数": 40, "普法宣传次数": 2,
    "专项斗争行动次数": "不适用", "打击传销行动次数": "不适用",
    "部署任务数": 4, "按时完成任务数": 4,
}, FormKind.MONTHLY, MONTH)  # fmt: skip

#: January and February together
BEFORE_MARCH = flows({
    "刑事立案数": 30, "可防性案件数": 8, "刑事破案数": 28,
    "治安案件受理数": 22, "治安案件查处数": 22, "治安案件查结数": 20, "破获积案数": 0,
    "排查矛盾纠纷数": 40, "化解矛盾纠纷数": 35, "期初未化解纠纷数": 5,
    "民间纠纷受理数": 20, "民间纠纷调解数": 20, "民间纠纷调解成功数": 19,
    "农村火灾起数": 1, "综治信息报送条数": 4, "治安巡逻次数": 70, "普法宣传次数": 1,
    "专项斗争行动次数": 0, "打击传销行动次数": 0, "部署任务数": 6, "按时完成任务数": 6,
})  # fmt: skip

FEBRUARY = {
    "刑事立案数": 16, "可防性案件数": 3, "刑事破案数": 14, "治安案件受理数": 11,
    "治安案件查处数": 11, "治安案件查结数": 9, "排查矛盾纠纷数": 22, "化解矛盾纠纷数": 17,
    "出租房屋数": 490, "流动人口数": 790, "应办证暂住人口数": 295, "实行微机管理": "是",
}  # fmt: skip

#: sum and number of the last months: means 15, 11 and 9
MEANS = {"刑事立案数": (180, 12), "治安案件受理数": (132, 12), "民间纠纷受理数": (108, 12)}

MARCH_BASES: dict[str, Any] = {
    **{f"承前_{name}": value for name, value in BEFORE_MARCH.items()},
    **{f"上月_{name}": value for name, value in FEBRUARY.items()},
    **{f"近和_{name}": total for name, (total, _) in MEANS.items()},
    **{f"近数_{name}": months for name, (_, months) in MEANS.items()},
    "本季_综治专题会议日期": 0,
}

ANNUAL: dict[str, Any] = {
    "报出日期": date(2027, 1, 8),
    "开展平安创建": "是", "平安社区村数": 7, "居民楼道数": 300, "安装感应灯楼道数": 200,
    "居民单元数": 280, "安装对讲门单元数": 150, "居民小区数": 12, "有技防设施小区数": 9,
    "行政村数": 3, "建立群防组织村数": 3, "组织落实": "是", "人员落实": "是", "制度落实": "是",
    "半年检查考核完成": "是", "年终检查考核完成": "是", "年初计划日期": date(2026, 1, 20),
    "半年总结日期": date(2026, 7, 5), "年终总结日期": date(2026, 12, 28), "所辖单位数": 40,
    "签订责任书单位数": 40, "分管领导明确": "是", "专职人员数": 2, "兼职人员数": 5,
    "综治档案规范": "是", "社会违法人数": 6, "社会犯罪人数": 9, "刑释人员数": 50,
    "重新犯罪人数": 1, "应安置人数": 30, "已安置人数": 30, "帮教对象数": 20, "帮教对子数": 20,
    "青少年法制教育次数": 4, "治安联防队数": 9, "有联防队社区村数": 8, "联防队员数": 60,
    "社区数": 5, "有固定标语社区数": 5, "应受普法教育人数": 20000, "已受普法教育人数": 19600,
    "法律进社区次数": 10, "流动人口宣传次数": 4, "扫黄打非次数": 2, "禁毒禁赌宣传次数": 3,
    "家庭户数": 10000, "参与平安家庭户数": 8000, "无毒社区数": 5, "无毒街道": "是",
    "班子受处分数": 0, "职工队员违法犯罪人数": 0, "企地共建开展": "是", "驻地企业数": 6,
    "签订共建协议企业数": 5, "法院协助请求数": 12, "已协助请求数": 12,
    "书记述职日期": date(2026, 12, 4), "主任述职日期": date(2026, 12, 4),
}  # fmt: skip

OF_THE_YEAR = {
    "刑事立案数": 190, "可防性案件数": 30, "刑事破案数": 175, "治安案件受理数": 80,
    "治安案件查处数": 80, "治安案件查结数": 70, "民间纠纷受理数": 110, "民间纠纷调解数": 110,
    "民间纠纷调解成功数": 106, "农村火灾起数": 3, "普法宣传次数": 12,
}  # fmt: skip

ANNUAL |= {f"全年{name}": value for name, value in OF_THE_YEAR.items()}
ANNUAL = completed(ANNUAL, FormKind.ANNUAL)

ANNUAL_BASES: dict[str, Any] = {
    **{f"各月_全年{name}": value for name, value in OF_THE_YEAR.items()},
    **{f"月数_全年{name}": 12 for name in OF_THE_YEAR},
    "上年_居民楼道数": 300,
    "上年_家庭户数": 10000,
    "上年_社区数": 5,
}


def good_return(form: FormKind, edition: Edition, **changes: Any) -> Submission:
    """The good return of ``form`` with some things otherwise (see :func:`raw_return`)."""
    return submission_of(raw_return(form, edition, **changes), edition)


def raw_return(
    form: FormKind,
    edition: Edition,
    *,
    values: Mapping[str, Any] | None = None,
    bases: Mapping[str, Any] | None = None,
    notes: Mapping[str, str] | None = None,
    events: Sequence[Mapping[str, Any]] = (),
    formulas: Sequence[str] = (),
    strays: Sequence[str] = (),
    month: int = MONTH,
    file: str = "月报.xlsx",
) -> RawReturn:
    """Cells of the good return in column E, one a row, and the changes; 说明 in column J.

    ``formulas`` are items, columns of the register and 说明_X of which the cell holds one.
    """
    monthly = form == FormKind.MONTHLY
    good = {"月份": month, **MARCH} if monthly else ANNUAL
    head = {**SIGNATURE, "报表种类": form.value, "版本": edition.id}
    written = {**head, **good, **(values or {})}
    preset = {**(MARCH_BASES if monthly else ANNUAL_BASES), **(bases or {})}
    cells = {
        name: RawCell(form.value, f"E{row}", value, name in formulas)
        for row, (name, value) in enumerate(written.items(), 5)
    }
    cells |= {name: RawCell("底数", "B1", value) for name, value in preset.items()}
    return RawReturn(
        file,
        f"sha of {file}",
        cells,
        tuple(_event(row, event, formulas) for row, event in enumerate(events, 6)),
        {
            name: RawCell(form.value, "J1", note, f"说明_{name}" in formulas)
            for name, note in (notes or {}).items()
        },
        tuple(RawCell(sheet, cell) for sheet, _, cell in (one.partition("!") for one in strays)),
    )


def _event(row: int, event: Mapping[str, Any], formulas: Sequence[str]) -> dict[str, RawCell]:
    return {
        name: RawCell("重大事项", f"{column}{row}", value, name in formulas)
        for column, (name, value) in zip("ABCDEFGHIJK", event.items(), strict=False)
    }

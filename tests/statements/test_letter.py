"""Nothing of the letter was lost: clauses, figures, items, readings, points.

The lists below are written by hand from the letter (责任书) and its sample points;
they are the requirement, the standard edition is what is tested.
"""

from fractions import Fraction

import pytest

from zongzhi_xl.core.appraising.deductions.sentences import sentence
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import ZeroBase
from zongzhi_xl.statements.loader import standard


def listed(text: str) -> list[str]:
    return text.split()


MONTHLY = listed("""
刑事立案数 可防性案件数 刑事破案数 治安案件受理数 治安案件查处数 治安案件查结数 破获积案数
上半月排查会日期 下半月排查会日期 排查情况已报区 排查矛盾纠纷数 化解矛盾纠纷数
民间纠纷受理数 民间纠纷调解数 民间纠纷调解成功数
出租房屋数 出租房屋登记数 流动人口数 流动人口登记数 应办证暂住人口数 已办证暂住人口数 流出人口数
实行微机管理 农村火灾起数 期初未化解纠纷数
综治专题会议日期 综治信息报送条数 治安巡逻次数 普法宣传次数 专项斗争行动次数 打击传销行动次数
部署任务数 按时完成任务数
""")

ANNUAL = listed("""
开展平安创建 平安社区村数 居民楼道数 安装感应灯楼道数 居民单元数 安装对讲门单元数 居民小区数
有技防设施小区数 行政村数 建立群防组织村数
组织落实 人员落实 制度落实 半年检查考核完成 年终检查考核完成 年初计划日期 半年总结日期 年终总结日期
所辖单位数 签订责任书单位数 分管领导明确 专职人员数 兼职人员数 综治档案规范
社会违法人数 社会犯罪人数 刑释人员数 重新犯罪人数 应安置人数 已安置人数 帮教对象数 帮教对子数
青少年法制教育次数
治安联防队数 有联防队社区村数 联防队员数
社区数 有固定标语社区数 应受普法教育人数 已受普法教育人数 法律进社区次数 流动人口宣传次数
扫黄打非次数 禁毒禁赌宣传次数 家庭户数 参与平安家庭户数 无毒社区数 无毒街道
班子受处分数 职工队员违法犯罪人数 企地共建开展 驻地企业数 签订共建协议企业数
法院协助请求数 已协助请求数 书记述职日期 主任述职日期
全年刑事立案数 全年可防性案件数 全年刑事破案数 全年治安案件受理数 全年治安案件查处数
全年治安案件查结数 全年民间纠纷受理数 全年民间纠纷调解数 全年民间纠纷调解成功数
全年农村火灾起数 全年普法宣传次数
""")

DEPARTMENTS = listed("""
群体性事件起数 反邪教通报事件数 影响全区事件数 上年农村火灾起数 抽查户数 抽查未登记户数
调查人数 知晓人数 区定述职日期
""")

#: who answers for a figure; every other item of 月报 and 年报 is the office's
SOURCES = {
    "公安": """
        刑事立案数 可防性案件数 刑事破案数 治安案件受理数 治安案件查处数 治安案件查结数 破获积案数
        出租房屋数 出租房屋登记数 流动人口数 流动人口登记数 应办证暂住人口数 已办证暂住人口数
        流出人口数 社会违法人数 全年刑事立案数 全年可防性案件数 全年刑事破案数 全年治安案件受理数
        全年治安案件查处数 全年治安案件查结数""",
    "司法行政": """
        民间纠纷受理数 民间纠纷调解数 民间纠纷调解成功数 刑释人员数 重新犯罪人数 应安置人数
        已安置人数 帮教对象数 帮教对子数 青少年法制教育次数 全年民间纠纷受理数 全年民间纠纷调解数
        全年民间纠纷调解成功数""",
    "消防": "农村火灾起数 全年农村火灾起数",
    "法院": "社会犯罪人数 法院协助请求数 已协助请求数",
    "禁毒": "无毒社区数 无毒街道",
    "纪检监察": "班子受处分数 职工队员违法犯罪人数",
    "区综治办": """
        排查情况已报区 实行微机管理 综治信息报送条数 部署任务数 按时完成任务数 综治档案规范
        书记述职日期 主任述职日期""",
}

#: the letter's limits: clause, indicator, formula, limit by group
LIMITS = [
    (2, "责任书签订率", "签订责任书单位数 / 所辖单位数", ">= 100%"),
    (6, "刑事案件发案率", "刑事立案数 / 总人口 * 10000", ("<= 70", "<= 50", "<= 30")),
    (6, "可防性案件占比", "可防性案件数 / 刑事立案数", ("<= 30%", "<= 20%", "<= 15%")),
    (6, "刑事破案率", "刑事破案数 / 刑事立案数", ">= 90%"),
    (7, "治安案件发案率", "治安案件受理数 / 总人口 * 10000", "<= 30"),
    (7, "治安案件查处率", "治安案件查处数 / 治安案件受理数", ">= 100%"),
    (7, "治安案件查结率", "治安案件查结数 / 治安案件受理数", ">= 80%"),
    (8, "民间纠纷调解率", "民间纠纷调解数 / 民间纠纷受理数", ">= 100%"),
    (8, "民间纠纷调解成功率", "民间纠纷调解成功数 / 民间纠纷调解数", ">= 95%"),
    (9, "社会违法率", "社会违法人数 / 总人口 * 10000", "<= 5"),
    (9, "社会犯罪率", "社会犯罪人数 / 总人口 * 10000", "<= 7"),
    (10, "安置率", "已安置人数 / 应安置人数", ">= 100%"),
    (10, "重新犯罪率", "重新犯罪人数 / 刑释人员数", "<= 3%"),
    (13, "农村火灾", "农村火灾起数", "<= INT(上年农村火灾起数 * 0.8)"),
    (14, "普法受教育面", "已受普法教育人数 / 应受普法教育人数", ">= 95%"),
    (14, "固定标语覆盖率", "有固定标语社区数 / 社区数", ">= 100%"),
    (16, "出租房屋登记率", "出租房屋登记数 / 出租房屋数", ">= 98%"),
    (16, "流动人口登记率", "流动人口登记数 / 流动人口数", ">= 98%"),
    (16, "暂住人口办证率", "已办证暂住人口数 / 应办证暂住人口数", ">= 90%"),
    (17, "无毒社区率", "无毒社区数 / 社区数", ">= 90%"),
    (24, "知晓率", "知晓人数 / 调查人数", ">= 85%"),
    (26, "任务按时完成率", "按时完成任务数 / 部署任务数", ">= 100%"),
]

SHOWN_ONLY = {
    "感应灯覆盖率": "安装感应灯楼道数 / 居民楼道数",
    "对讲门覆盖率": "安装对讲门单元数 / 居民单元数",
    "共建协议率": "签订共建协议企业数 / 驻地企业数",
    "协助执行率": "已协助请求数 / 法院协助请求数",
    "平安家庭参与率": "参与平安家庭户数 / 家庭户数",
}

#: sample points: clause → (points, caps of the parts in the order of the table)
POINTS = {
    1: ("3", "1.5 0.5 0.5 0.5"), 2: ("5", "2 0.5 1 0.5 1"), 3: ("2", "1 1"), 4: ("5", "2 3"),
    5: ("5", "2 1 2"), 6: ("10", "3 2 3 2"), 7: ("5", "1.5 2 1.5"), 8: ("5", "2.5 2.5"),
    9: ("4", "2 2"), 10: ("5", "2 2 1"), 11: ("3", "1 2"), 12: ("1", "1"), 13: ("7", "5 2"),
    14: ("4", "1 1 2"), 15: ("6", "6"), 16: ("7", "2 2 2 1"), 17: ("3", "3"), 18: ("1", "1"),
    19: ("4", "4"), 20: ("1", "1"), 21: ("3", "2 1"), 22: ("1", "1"), 23: ("1", "1"),
    24: ("3", "3"), 25: ("2", "2"), 26: ("4", "2 2"),
}  # fmt: skip

#: sample points: what each part costs
PRICES: dict[str, dict[str, object]] = {
    "D01-1": {"of": "开展平安创建 = 否", "per": {"price": 1.5}},
    "D02-1": {"of": "没做的季(综治专题会议日期)", "per": {"price": 0.5}},
    "D02-5": {"of": "所辖单位数 - 签订责任书单位数", "per": {"price": 0.2}},
    "D03-2": {"of": "专职人员数 + 兼职人员数 = 0", "per": {"price": 1}},
    "D04-1": {"of": "没做的月(综治信息报送条数 >= 1)", "per": {"price": 0.25}},
    "D04-2": {
        "each": "事项", "where": "大类 = 案件 or 大类 = 事故", "of": "迟报小时",
        "bands": [{"over": 12, "points": 1}, {"over": 24, "points": 2}],
        "without": {"迟报小时": {"points": 2}},
    },
    "D05-1": {"of": "没做的月(上半月排查会日期, 下半月排查会日期)", "per": {"price": 0.2}},
    "D05-3": {
        "each": "事项", "where": "大类 = 矛盾纠纷", "of": "迟报小时",
        "bands": [{"over": 24, "points": 1}], "without": {"迟报小时": {"points": 1}},
    },
    "D06-1": {"of": "超出(刑事案件发案率)", "per": {"price": 0.2}},
    "D06-2": {"of": "超出(可防性案件占比)", "per": {"step": "1%", "price": 0.2}},
    "D06-3": {"of": "超出(刑事破案率)", "per": {"step": "1%", "price": 0.1}},
    "D06-4": {"of": "影响全区事件数", "per": {"price": 2}, "rows": "区认定 = 影响全区"},
    "D10-1": {"of": "应安置人数 - 已安置人数", "per": {"price": 0.5}},
    "D13-1": {
        "each": "事项", "where": "大类 = 事故", "of": "死亡 >= 2", "per": {"price": 2.5},
    },
    # nothing where there are no villages, whatever is missing (R24)
    "D13-2": {
        "of": "农村火灾起数 - INT(上年农村火灾起数 * 0.8)", "per": {"price": 0.5},
        "applies": "名册_行政村数 > 0",
    },
    "D14-1": {"of": "4 - 普法宣传次数", "per": {"price": 0.25}},
    "D15-1": {"of": "群体性事件起数", "per": {"price": 2}},
    "D17-1": {"of": "CEIL(社区数 * 0.9) - 无毒社区数", "per": {"price": 0.5}},
    "D19-1": {"of": "反邪教通报事件数", "per": {"price": 2}},
    "D21-1": {"of": "班子受处分数", "per": {"price": 1}},
    "D21-2": {"of": "职工队员违法犯罪人数", "per": {"price": 0.5}},
    "D25-1": {
        "of": "述职日期 - 区定述职日期", "per": {"price": 0.2, "most": 1},
        "without": {"述职日期": {"points": 2}, "区定述职日期": {"take": "DATE(年份, 12, 10)"}},
    },
    "D26-2": {
        "each": "报表", "of": "报送情况",
        "table": {"月报迟报": 0.1, "月报缺报": 0.5, "年报迟报": 0.5, "年报缺报": 2},
    },
}  # fmt: skip

GROUP_OF = {
    "兴海街道": "一类", "兴盛街道": "一类", "兴隆街道": "一类", "创新街道": "一类",
    "于楼街道": "二类", "渤海街道": "二类", "新工街道": "二类", "振兴街道": "二类",
}  # fmt: skip


def names_on(kind: FormKind) -> list[str]:
    return [item.name for item in standard().form(kind).items]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (FormKind.MONTHLY, MONTHLY),
        (FormKind.ANNUAL, ANNUAL),
        (FormKind.DEPARTMENTS, DEPARTMENTS),
    ],
)
def test_every_item_of_the_letter_stands_once_on_its_form(kind: FormKind, names: list[str]) -> None:
    assert sorted(name for name in names_on(kind) if name in names) == sorted(names)


def test_monthly_items_are_printed_in_the_order_of_the_list() -> None:
    assert [name for name in names_on(FormKind.MONTHLY) if name in MONTHLY] == MONTHLY


@pytest.mark.parametrize("kind", FormKind)
def test_codes_run_without_a_gap(kind: FormKind) -> None:
    codes = [item.code for item in standard().form(kind).items]
    assert codes == [f"{n:02d}" for n in range(1, len(codes) + 1)]


def test_every_figure_has_the_source_that_answers_for_it() -> None:
    expected = dict.fromkeys([*MONTHLY, *ANNUAL], "街道")
    for source, names in SOURCES.items():
        expected |= dict.fromkeys(names.split(), source)
    found = {name: standard().items[name].source for name in expected}
    assert found == expected


def test_flows_are_added_up_and_stocks_are_not() -> None:
    stocks = listed("""
        出租房屋数 出租房屋登记数 流动人口数 流动人口登记数 应办证暂住人口数
        已办证暂住人口数 流出人口数 实行微机管理""")
    each = listed("上半月排查会日期 下半月排查会日期 排查情况已报区 综治专题会议日期")
    found = {name: standard().items[name].aggregation.value for name in MONTHLY}
    expected = dict.fromkeys(MONTHLY, "累计") | dict.fromkeys(stocks, "期末")
    assert found == expected | dict.fromkeys(each, "逐期")


def test_items_of_some_months_only() -> None:
    months = {name: standard().items[name].months for name in MONTHLY}
    assert {name: asked for name, asked in months.items() if asked} == {
        "期初未化解纠纷数": (1,),
        "专项斗争行动次数": (6, 12),
        "打击传销行动次数": (6, 12),
    }


def test_yearly_check_items_name_their_monthly_item() -> None:
    found = {item.name: item.sums for item in standard().items.values() if item.sums}
    assert found == {name: name.removeprefix("全年") for name in ANNUAL if name.startswith("全年")}
    assert len(found) == 11


def test_every_item_says_what_it_counts() -> None:
    for item in standard().items.values():
        assert len(item.definition) >= 8, item.name
        assert item.definition.endswith("。"), item.name


def test_an_item_belongs_to_the_clauses_that_use_it() -> None:
    for clause in standard().clauses:
        for indicator in clause.indicators:
            for name in indicator.formula.names:
                item = standard().items.get(name)
                assert item is None or clause.number in item.clauses, (clause.number, name)


def test_every_clause_has_rules_or_says_why_not() -> None:
    assert [clause.number for clause in standard().clauses] == list(range(1, 27))
    for clause in standard().clauses:
        assert clause.deductions or clause.not_scored, clause.number
        assert clause.sentence.endswith("。"), clause.number


@pytest.mark.parametrize(("clause", "name", "formula", "limits"), LIMITS)
def test_every_figure_of_the_letter_is_a_limit(
    clause: int, name: str, formula: str, limits: str | tuple[str, ...]
) -> None:
    indicator = standard().indicators[name]
    groups = ("一类", "二类", "三类")
    expected = (limits,) * 3 if isinstance(limits, str) else limits
    assert standard().clause_of[name] == clause
    assert str(indicator.formula) == formula
    assert tuple(str(indicator.limit_for(group)) for group in groups) == expected


def test_other_indicators_are_shown_without_a_limit() -> None:
    judged = {name for _, name, _, _ in LIMITS}
    shown = {n: str(i.formula) for n, i in standard().indicators.items() if n not in judged}
    assert shown == SHOWN_ONLY
    assert not any(standard().indicators[name].limits for name in shown)


def test_a_denominator_that_may_not_be_zero_leaves_the_indicator_pending() -> None:
    """R6: no survey must not mean full marks."""
    owed = {"总人口", "社区数", "所辖单位数", "家庭户数", "应受普法教育人数", "调查人数"}
    for indicator in standard().indicators.values():
        expected = ZeroBase.PENDING if indicator.denominator in owed else ZeroBase.NOT_APPLICABLE
        assert indicator.zero == expected, indicator.name


def test_counts_of_cases_never_show_headroom_in_the_office() -> None:
    """No incentive to hide cases."""
    hidden = {n for n, i in standard().indicators.items() if not i.headroom_in_return}
    assert hidden == {
        "刑事案件发案率", "可防性案件占比", "刑事破案率", "治安案件发案率", "治安案件查处率",
        "治安案件查结率", "社会违法率", "社会犯罪率", "重新犯罪率", "农村火灾",
    }  # fmt: skip


def test_rural_fires_are_judged_only_where_there_are_villages() -> None:
    fires = standard().indicators["农村火灾"]
    assert (str(fires.applies), fires.measure.value) == ("名册_行政村数 > 0", "控制数")


@pytest.mark.parametrize("number", POINTS)
def test_points_of_a_clause_and_of_its_parts(number: int) -> None:
    points, caps = POINTS[number]
    clause = standard().clauses[number - 1]
    assert clause.points == Fraction(points)
    assert [part.most for part in clause.deductions] == [Fraction(cap) for cap in caps.split()]


def test_points_add_up_to_a_hundred() -> None:
    assert sum(clause.points for clause in standard().clauses) == 100


@pytest.mark.parametrize("number", PRICES)
def test_what_a_part_costs(number: str) -> None:
    clauses = standard().document["clauses"]
    (rule,) = (one for clause in clauses for one in clause["deductions"] if one["id"] == number)
    assert {key: rule[key] for key in rule if key not in ("id", "words", "most")} == PRICES[number]


def test_prices_can_be_added_up_by_hand() -> None:
    """Every price is a multiple of 0.05."""
    for rule in (rule for clause in standard().clauses for rule in clause.deductions):
        prices = [rule.per.price] if rule.per else [*rule.table.values()]
        prices += [one.points for one in (*rule.bands, *rule.without.values()) if one.points]
        assert {price % Fraction("0.05") for price in prices} == {0}, rule.id


def test_readings_are_all_declared_with_their_reason() -> None:
    readings = standard().readings
    assert [reading.id for reading in readings] == [f"R{n}" for n in range(1, 39)]
    assert all(one.question and one.default and one.reason for one in readings)


def test_the_first_reading_offers_the_two_others() -> None:
    (reading,) = [one for one in standard().readings if one.options]
    assert reading.id == "R1"
    literal, by_people = [option.indicators[0] for option in reading.options]
    assert str(literal.limit_for("三类")) == "<= 15 / 10000"
    assert str(by_people.formula) == "可防性案件数 / 总人口 * 10000"
    assert str(by_people.limit_for("三类")) == "<= 15"


def test_what_is_not_collected_is_named_with_a_reason() -> None:
    for clause in standard().clauses:
        for gap in clause.not_collected:
            assert gap.what, clause.number
            assert len(gap.why) >= 8, gap.what


def test_grades_veto_and_due_dates() -> None:
    statement = standard().statement
    assert [(g.name, g.at_least, g.quota) for g in statement.grades] == [
        ("优胜", 90, Fraction(3, 10)),
        ("合格", 60, None),
        ("不合格", 0, None),
    ]
    assert statement.grades[0].needs_clean_record
    assert statement.veto.lowest_grade
    assert statement.veto.designations == ("重大责任事故", "特大严重暴力案件")
    assert statement.veto.reply_days == 5
    due = {kind.value: (due.months_after, due.day) for kind, due in statement.due.items()}
    assert due == {"月报": (1, 5), "年报": (1, 10), "部门提供数": (1, 15)}
    assert statement.tie_breaks == ("6", "13+15", "知晓率")


def test_points_are_said_to_be_a_sample() -> None:
    confirmation = standard().statement.confirmation
    assert not confirmation.confirmed
    assert "示例" in confirmation.note
    assert "示例" in standard().statement.reference


def test_the_letters_eight_offices_in_their_groups() -> None:
    assert {unit.name: unit.group for unit in standard().units} == GROUP_OF


def test_clerks_and_officers_read_plain_words() -> None:
    """No English or code in what is printed."""
    for clause in standard().clauses:
        printed = [
            clause.subject,
            clause.sentence,
            *(sentence(part, standard()) for part in clause.deductions),
        ]
        printed += [text for one in clause.readings for text in (one.question, one.default)]
        for text in printed:
            assert not any("a" <= letter.lower() <= "z" for letter in text), text

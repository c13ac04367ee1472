"""Tables on the terminal: what a clerk and an officer must find there."""

from rich.console import Console, RenderableType

from tests import sample_appraisal as sample
from zongzhi_xl.core.appraising.scorecard import Period, Rejected, Replaced, VetoState
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.papers import terminal
from zongzhi_xl.record import replace


def shown(report: RenderableType) -> str:
    console = Console(width=200, force_terminal=False, color_system=None)
    with console.capture() as capture:
        console.print(report)
    return capture.get()


def row(text: str, word: str) -> list[str]:
    return next(line.split() for line in text.splitlines() if word in line)


def test_findings_give_cell_value_and_remedy() -> None:
    appraisal = sample.appraisal()
    text = shown(terminal.findings_report(appraisal.files, appraisal.rejected))
    for phrase in ("不通过", "月报!E8", "39", "核对公安机关的立案统计", "已说明：-专项行动集中立案",
                   "04/坏文件.xlsx", "不是工作簿：文件打不开"):  # fmt: skip
        assert phrase in text, phrase


def test_a_clean_file_is_visibly_passed() -> None:
    clean = [file for file in sample.appraisal().files if not file.findings]
    assert shown(terminal.findings_report(clean)).rstrip().endswith("通过")


def test_a_replaced_return_is_named_with_the_correction_that_counts() -> None:
    march = Period("示例一街道", FormKind.MONTHLY, 3)
    replaced = (Replaced("首.xlsx", "一", march, "改.xlsx", "第1次更正"),)
    text = shown(terminal.district_report(replace(sample.appraisal(), replaced=replaced)))
    assert "首.xlsx  已由第1次更正代替（改.xlsx）" in text


def test_words_from_returns_are_not_markup() -> None:
    text = shown(terminal.rejections([Rejected("[red]甲[/red].xlsx", "[/nothing] 打不开")]))
    assert "[red]甲[/red].xlsx" in text
    assert "[/nothing] 打不开" in text


def test_a_scorecard_lists_lost_points_with_their_cells() -> None:
    text = shown(terminal.scorecard_report(sample.appraisal().units[2]))
    for phrase in ("97.50", "合格（暂定）", "暂定原因：5月月报未报", "共 2.50 分",
                   "01/示例三街道_2026年01月.xlsx · 月报!E8 = 3", "94.996%", "未达标"):  # fmt: skip
        assert phrase in text, phrase


def test_a_scorecard_without_loss() -> None:
    unit = sample.appraisal().units[0]
    assert "没有扣分。" in shown(terminal.scorecard_report(unit))


def test_the_district_stands_by_rank() -> None:
    text = shown(terminal.district_report(sample.appraisal()))
    assert "2026年，截至6月（暂定）" in text
    assert row(text, "示例一街道")[:4] == ["1", "示例一街道", "一类", "100.00"]
    assert row(text, "示例三街道") == ["6", "示例三街道", "二类", "97.50", "合格（暂定）", "2", "1"]
    assert "建议否决" in row(text, "示例六街道")
    # unit 2: one lost point, one blocking finding, one query without 说明
    assert row(text, "示例二街道")[5:] == ["1", "1", "1"]


def test_of_a_citys_offices_the_first_and_the_last_are_listed() -> None:
    one = sample.appraisal().units[0]
    units = tuple(replace(one, unit=f"街道{rank:04}", rank=rank) for rank in range(1, 102))
    in_doubt = replace(units[49], veto=VetoState.PROPOSED)
    units = (*units[:49], in_doubt, *units[50:])
    city = replace(sample.appraisal(), units=units, rejected=())
    text = shown(terminal.district_report(city))
    listed = [line.split()[1] for line in text.splitlines() if "街道0" in line]
    assert listed == [f"街道{rank:04}" for rank in (*range(1, 21), *range(82, 102))]
    assert "其余61个单位（建议或已否决1个，缺报0份，" in text
    all_listed = shown(terminal.district_report(replace(city, units=units[:99])))
    assert "街道0050" in all_listed
    assert "其余" not in all_listed


def test_no_score_is_shown_where_no_return_could_be_used() -> None:
    """All would stand at 100.00 and first, because nothing was taken from anybody."""
    nothing = replace(sample.appraisal(), through=0, deliveries=(), files=())
    text = shown(terminal.district_report(nothing))
    assert "2026年没有收到可用的报表，不评分、不排名" in text
    assert "04/坏文件.xlsx" in text
    assert "100.00" not in text


def test_a_district_without_units() -> None:
    text = shown(terminal.district_report(replace(sample.appraisal(), units=())))
    assert "04/坏文件.xlsx" in text


def test_at_the_closing_it_says_why_scores_are_provisional() -> None:
    closed = replace(sample.appraisal(), final=True)
    text = shown(terminal.district_report(closed))
    assert "暂定原因（1个单位）：5月月报未报" in text
    assert "暂定原因" not in shown(terminal.district_report(sample.appraisal()))


def test_a_score_of_which_figures_are_missing_is_not_told_as_nothing_lost() -> None:
    unit = replace(sample.appraisal().units[0], provisional_reasons=("部门的数没有提供：火灾起数",))
    text = shown(terminal.scorecard_report(unit))
    assert "没有扣分；缺的数补齐后可能变化。" in text


def test_faults_of_what_departments_gave_are_told_below_the_table() -> None:
    files = sample.appraisal().files
    wrong = next(one for one in files if any(f.severity == Severity.BLOCKING for f in one.findings))
    given = replace(wrong, form=FormKind.DEPARTMENTS, file="部门提供数.xlsx", unit="部门")
    text = shown(terminal.district_report(replace(sample.appraisal(), files=(*files, given))))
    assert "部门提供数.xlsx：强制性问题1处，见区级汇总的“问题清单”" in text

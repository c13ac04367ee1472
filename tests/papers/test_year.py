"""The papers of the year: which are due when, what they say, and that they say nobody else's."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

from tests import sample_appraisal as sample
from tests.papers import told_numbers
from zongzhi_xl.core.appraising.rulings import NO_RULINGS, Decision, RuledVeto, Rulings
from zongzhi_xl.core.appraising.scorecard import Appraisal, VetoState
from zongzhi_xl.core.chronicle.decisions import Numbered
from zongzhi_xl.core.chronicle.events import Decided, Published, Ruling
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Due, Edition
from zongzhi_xl.desk import output
from zongzhi_xl.papers import writing
from zongzhi_xl.papers.calendar import Year, due_on, letter_of
from zongzhi_xl.papers.outcome import last_day
from zongzhi_xl.papers.progress import monthly_of, quarterly_of
from zongzhi_xl.papers.published import Due as PaperDue
from zongzhi_xl.papers.published import Issue, due_of
from zongzhi_xl.record import replace
from zongzhi_xl.resources import templates_folder
from zongzhi_xl.sheets import summary_book

DAY = date(2027, 2, 20)
UNITS = [name for name, _, _ in sample.UNITS]


def rules() -> Edition:
    """The sample's edition; its deductions have words only, no prices to look ahead by."""
    edition = sample.edition()
    due = {**edition.statement.due, FormKind.DEPARTMENTS: Due(1, 15)}
    return replace(
        edition,
        statement=replace(edition.statement, due=due),
        clauses=tuple(replace(one, deductions=()) for one in edition.clauses),
    )


def issue(appraisal: Appraisal, **more: object) -> Issue:
    told = {"rulings": NO_RULINGS, **more}
    return Issue(appraisal, rules(), "2026-14", DAY, **told)  # type: ignore[arg-type]


def settled(veto: VetoState = VetoState.NONE) -> Appraisal:
    """The year closed, nothing provisional; the sixth office with that veto."""
    appraisal = sample.appraisal(final=True)
    units = [
        replace(one, provisional=False, provisional_reasons=(), veto=VetoState.NONE)
        for one in appraisal.units
    ]
    decided = (IMPOSED[UNITS[5]].reason,) if veto == VetoState.IMPOSED else ()
    reasons = (*units[5].veto_reasons, *decided)
    units[5] = replace(units[5], veto=veto, veto_reasons=reasons)
    return replace(appraisal, units=tuple(units))


def through(month: int) -> Appraisal:
    return replace(sample.appraisal(), through=month)


def names(one: Issue) -> list[str]:
    return list(dict.fromkeys(due.stem or due.name for due in due_of(one)))


def written(folder: Path, one: Issue) -> dict[str, str]:
    writing.write_published(folder, one)
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}


# ------------------------------------------------------------------ when


@pytest.mark.parametrize(
    ("month", "papers"),
    [
        (1, ["月报送情况通报"]),
        (3, ["月报送情况通报", "第一季度通报", "提示函"]),
        (6, ["月报送情况通报", "上半年通报", "提示函"]),
        (9, ["月报送情况通报", "第三季度通报", "提示函"]),
        (11, ["月报送情况通报"]),
        (12, ["月报送情况通报", "初评告知书"]),
    ],
)
def test_a_month_has_its_papers_and_no_others(month: int, papers: list[str]) -> None:
    assert names(issue(through(month))) == papers


def test_no_office_is_told_a_final_result_that_may_still_change() -> None:
    assert names(issue(sample.appraisal(final=True))) == ["考核通报", "否决建议书"]
    assert names(issue(settled())) == ["考核通报", "结果通知书"]
    assert [one.unit for one in due_of(issue(settled())) if one.unit] == UNITS


def calendar(year: int = 2026, **more: object) -> Year:
    told = {"vetoes": {}, "publications": (), "originals": 0, **more}
    return Year(year, rules(), **told)  # type: ignore[arg-type]


PUBLISHED = Published("2026-01", 2026, 1, False, date(2026, 2, 12), 9, "", ())
IMPOSED = {UNITS[5]: RuledVeto(True, Decision(5, date(2027, 2, 18), "审定"))}


@pytest.mark.parametrize(
    ("day", "papers"),
    [
        (date(2025, 12, 24), []),
        (date(2025, 12, 31), ["签收单"]),  # January's forms
        (date(2026, 1, 1), ["商请函", "基础数据核定表"]),
        (date(2026, 2, 1), ["布置通知", "责任书"]),
        (date(2026, 3, 20), ["布置通知", "责任书"]),
        (date(2026, 3, 31), ["布置通知", "责任书", "签收单"]),
        (date(2026, 4, 1), []),
        (date(2026, 4, 23), []),
        (date(2026, 4, 24), ["签收单"]),  # seven days before May
        (date(2026, 4, 30), ["签收单"]),
        (date(2026, 5, 1), []),
        (date(2026, 11, 19), []),
        (date(2026, 11, 20), ["会议通知"]),
        (date(2026, 11, 30), ["签收单", "会议通知"]),
        (date(2026, 12, 1), ["会议通知", "签到表"]),
        (date(2026, 12, 10), ["会议通知", "签到表"]),
        (date(2026, 12, 11), []),
        (date(2026, 12, 28), ["签收单"]),
        (date(2027, 3, 1), ["归档目录"]),
        (date(2028, 2, 17), []),
        (date(2028, 2, 18), ["解除告知书"]),
    ],
)
def test_a_paper_of_the_calendar_is_written_in_its_time_only(day: date, papers: list[str]) -> None:
    year = calendar(publications=(PUBLISHED,), vetoes=IMPOSED)
    assert list(dict.fromkeys(one.name for one in due_on(day, year))) == papers


def test_a_veto_that_was_lifted_before_has_no_notice_of_its_end() -> None:
    lifted = {UNITS[5]: RuledVeto(False, Decision(6, date(2027, 5, 1), ""))}
    assert list(due_on(date(2028, 6, 1), calendar(vetoes=lifted))) == []


@pytest.mark.parametrize(
    ("decided", "last"),
    [
        (date(2027, 2, 18), date(2028, 2, 17)),
        (date(2027, 1, 1), date(2027, 12, 31)),
        (date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_a_veto_holds_a_whole_year(decided: date, last: date) -> None:
    assert last_day(decided, 1) == last


# ------------------------------------------------------------------ what they say


def test_a_published_paper_has_its_number_its_day_and_what_it_replaces(tmp_path: Path) -> None:
    papers = written(tmp_path, issue(settled(), replaces="2026-13"))
    for words in papers.values():
        assert "发布 2026-14，代替 2026-13" in words
        assert "2027年2月20日" in words
    assert "送审稿" not in papers["考核通报"]
    assert "数据截至：2026年7月4日。" in papers["考核通报"]


def test_each_paper_passes_whoever_shows_how_far_it_is(tmp_path: Path) -> None:
    """One at a time: the next is made after the last is written."""
    seen: list[tuple[str, int]] = []

    def shown(papers: Iterable[PaperDue]) -> Iterator[PaperDue]:
        for one in papers:
            seen.append((one.name, len(list(tmp_path.glob("*.docx")))))
            yield one

    writing.write_published(tmp_path, issue(settled()), shown=shown)
    assert seen == [("考核通报", 0), *(("结果通知书", number) for number in range(1, 7))]


def test_a_draft_has_no_day_and_says_that_it_is_one(tmp_path: Path) -> None:
    paper = written(tmp_path, issue(sample.appraisal(final=True)))["考核通报"]
    assert "送审稿" in paper
    assert "2027年2月20日" not in paper


@pytest.mark.parametrize("which", ["settled", "half", "reviewed"])
def test_numbers_in_papers_and_summary_are_those_of_the_json(which: str, tmp_path: Path) -> None:
    """Every one of each page, Word document and workbook is read back."""
    one = {"settled": issue(settled()), "half": issue(through(6)), "reviewed": reviewed()}[which]
    writing.write_published(tmp_path, one)
    summary_book.write(tmp_path / "区级汇总_2026.xlsx", one.appraisal, rules())
    text = output.text_of(output.appraised(one.appraisal, rules()))
    (tmp_path / "结果.json").write_text(text, encoding="utf-8")
    assert told_numbers.disagreements(tmp_path) == []
    told = dict(told_numbers.of_publication(tmp_path))
    for paper in ("考核通报", *(f"结果通知书_{unit}" for unit in UNITS)) * one.appraisal.final:
        assert told[f"{paper}.html"] == told[f"{paper}.docx"]
    assert f"复核决定书_{UNITS[2]}.docx" in told or which != "reviewed"


def test_what_goes_round_tells_nobodys_points(tmp_path: Path) -> None:
    for month in (1, 3, 6, 12):
        one = issue(through(month), last_year=sample.appraisal())
        folder = tmp_path / str(month)
        folder.mkdir()
        for name, words in written(folder, one).items():
            if "通报" in name:
                for phrase in ("97.50", "98.00", "D06-2", "第6条-2", ".xlsx"):
                    assert phrase not in words, (name, phrase)


def test_a_letter_to_one_office_names_no_other(tmp_path: Path) -> None:
    for name, words in written(tmp_path, issue(settled(VetoState.IMPOSED))).items():
        _, _, unit = name.partition("_")
        if unit:
            assert [other for other in UNITS if other != unit and other in words] == [], name


def test_a_month_is_told_by_numbers_and_names() -> None:
    """In June all came in time; in May the third did not, in April the fourth's was sent back."""
    june, may = (monthly_of(through(month), rules()) for month in (6, 5))
    assert (june.came.due, june.came.on_time, june.gaps) == (6, 6, ())
    assert (may.came.on_time, may.came.missing, may.came.late) == (5, 1, 0)
    assert [(one.state, one.unit) for one in may.gaps] == [("缺报", "示例三街道")]
    assert (june.next_due, june.period) == ("2026年8月5日", "2026年6月")


def test_the_half_year_is_told_by_sums_and_how_many_keep_a_limit() -> None:
    """Cases: 459, see the sample; a year before 400, so 59 more of 400 are 14.75 %, about 14.8.

    可防性案件占比 is missed by all six; 刑事破案率 by the three of odd number, met by the others.
    """
    before = replace(sample.appraisal(), figures={(UNITS[0], "刑事立案数"): 400})
    told = quarterly_of(sample.appraisal(), rules(), before)
    first = told.figures[0]
    assert (first.item, first.now, first.then, first.change) == (
        "刑事立案数",
        "459",
        "400",
        "+14.8%",
    )
    limits = {one.name: (one.met, one.missed, one.percent) for one in told.limits}
    assert limits["可防性案件占比"] == (0, 6, 0)
    assert limits["刑事破案率"] == (3, 3, 50)
    assert limits["出租房屋登记率"] == (0, 0, None)  # nobody can be judged, which is not 0 %
    assert told.period == "2026年上半年"
    assert told.came.due == 36


def test_what_no_office_has_a_figure_of_is_not_nought() -> None:
    """The sample has cases, and nothing of those that were solved."""
    told = {one.item: one.now for one in quarterly_of(sample.appraisal(), rules()).figures}
    assert told["刑事破案数"] == "—*"
    assert told["刑事立案数"] == "459"


def test_without_a_year_before_nothing_is_compared(tmp_path: Path) -> None:
    """Nor is there a column for it."""
    told = quarterly_of(sample.appraisal(), rules())
    assert {one.change for one in told.figures} == {"—"}
    assert not told.has_last_year
    for number, last in enumerate((None, sample.appraisal())):
        (folder := tmp_path / str(number)).mkdir()
        page = written(folder, issue(through(6), last_year=last))["上半年通报"]
        assert ("<th>上年同期</th>" in page, "不作比较" in page) == (bool(last), not last)


def test_what_has_nothing_to_show_is_said_and_has_no_empty_table(tmp_path: Path) -> None:
    """A scheme without monthly sums and limits; an office of which nothing is measured."""
    bare = replace(through(6), units=tuple(
        replace(one, indicators=()) for one in sample.appraisal().units
    ))  # fmt: skip
    known = replace(rules(), clauses=tuple(replace(one, indicators=()) for one in rules().clauses))
    writing.write_papers(tmp_path, bare, known)
    circular, notice = (
        (tmp_path / f"{name}.html").read_text(encoding="utf-8")
        for name in ("上半年通报", f"初评告知书_{UNITS[0]}")
    )
    for page, phrases in (
        (circular, ("没有按月累计的数。", "没有设限额的指标。")), (notice, ("没有指标。",)),
    ):  # fmt: skip
        assert [one for one in phrases if one not in page] == []
        assert "<tbody>\n</tbody>" not in page


# ------------------------------------------------------------------ review, veto


def reviewed() -> Issue:
    """The third office lost 0.50 less after March's cases were found to be 12."""
    first = sample.appraisal(final=True)
    worse = replace(first.units[2], score=first.units[2].score - 1, grade="不合格", rank=6)
    told = replace(first, units=(*first.units[:2], worse, *first.units[3:]))
    found = Decided(
        date(2027, 2, 9), Ruling.FIGURE, 2026, UNITS[2], FormKind.MONTHLY, 3, "刑事立案数", "12",
        "一案重复立案", "区综治办", "示综治复〔2027〕2号",
    )  # fmt: skip
    return issue(settled(), told=told, decisions=(Numbered(7, found),))


def test_a_review_tells_before_and_after_on_one_paper(tmp_path: Path) -> None:
    papers = written(tmp_path, reviewed())
    assert [name for name in papers if name.startswith("复核")] == [f"复核决定书_{UNITS[2]}"]
    words = papers[f"复核决定书_{UNITS[2]}"]
    for phrase in (
        "第7号", "刑事立案数", "2026年3月月报", ">12</td>", "一案重复立案（示综治复〔2027〕2号）",
        ">96.50</td>", "<b>97.50</b>", ">不合格</td>",
    ):  # fmt: skip
        assert phrase in words, phrase
    assert words.count("96.50") == 1  # told before and after, and not once more among what made it
    result = papers[f"结果通知书_{UNITS[2]}"]
    assert "初评得分96.50，等次不合格，名次第6。变动的依据见复核决定书" in result
    assert "初评以后得分没有变动" in papers[f"结果通知书_{UNITS[0]}"]


def test_a_proposal_decides_nothing_and_a_decision_has_its_term(tmp_path: Path) -> None:
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    proposed = written(tmp_path / "1", issue(settled(VetoState.PROPOSED)))
    words = proposed[f"否决建议书_{UNITS[5]}"]
    for phrase in ("本件是建议，不是决定", "区认定为重大责任事故", "5个工作日内书面陈述意见"):
        assert phrase in words, phrase
    assert "实行社会治安综合治理一票否决" not in proposed["考核通报"]
    imposed = issue(settled(VetoState.IMPOSED), rulings=Rulings(vetoes=IMPOSED))
    papers = written(tmp_path / "2", imposed)
    words = papers[f"否决决定书_{UNITS[5]}"]
    for paper in (words, papers[f"结果通知书_{UNITS[5]}"]):
        assert "区里决定" not in paper  # the decision itself is none of its grounds
        assert "区认定为重大责任事故" in paper
    for phrase in (
        "1．区认定为重大责任事故（事项编号2026-01）。", "研究意见：审定。",
        "自2027年2月18日起生效，到2028年2月17日为止", "当年不参加评选", "抄送：示例区委组织部。",
    ):  # fmt: skip
        assert phrase in words, phrase


# ------------------------------------------------------------------ 责任书 and the calendar


def _limits(edition: Edition, name: str) -> Iterator[str]:
    unit = edition.unit(name)
    assert unit
    for clause in letter_of(unit, Year(2026, edition, {}, (), 0)).clauses:
        yield from clause.limits


def test_a_letter_has_the_limits_of_the_offices_own_group(edition: Edition) -> None:
    """兴海 is of the first group and has no village; 于楼 of the second, with 5 fires: 4."""
    first, second = (set(_limits(edition, name)) for name in ("兴海街道", "于楼街道"))
    assert {"刑事案件发案率≤70起/万人", "可防性案件占比≤30%"} <= first
    assert {"刑事案件发案率≤50起/万人", "可防性案件占比≤20%", "农村火灾≤4起"} <= second
    assert not any(one.startswith("农村火灾") for one in first)


def test_a_letter_has_every_clause_and_a_place_for_each_signature(
    edition: Edition, tmp_path: Path
) -> None:
    year = Year(2026, edition, {}, (), 0)
    papers = [one for one in due_on(date(2026, 3, 1), year) if one.unit in ("", "于楼街道")]
    writing.write_due(tmp_path, papers, [unit.name for unit in edition.units], None)
    words = (tmp_path / "责任书_于楼街道.html").read_text(encoding="utf-8")
    assert [one.subject for one in edition.clauses if one.subject not in words] == []
    assert len(re.findall(r"（签字）</th>", words)) == 3
    for phrase in (
        "26．",
        "从2026年1月1日起，到2026年12月31日止",
        "优胜（90分以上，名额不超过30%）",
    ):
        assert phrase in words, phrase
    opening = (tmp_path / "布置通知.html").read_text(encoding="utf-8")
    for phrase in ("次月5日", "2027年1月10日", "2027年1月15日", "3天内改好重报"):
        assert phrase in opening, phrase


def test_a_department_is_asked_for_its_own_items(edition: Edition, tmp_path: Path) -> None:
    papers = list(due_on(date(2026, 1, 5), Year(2026, edition, {}, (), 0)))
    writing.write_due(tmp_path, papers, [unit.name for unit in edition.units], None)
    police = (tmp_path / "商请函_公安.html").read_text(encoding="utf-8")
    assert '<p class="to">公安部门：</p>' in police
    assert '<p class="to">法院：</p>' in (tmp_path / "商请函_法院.html").read_text(encoding="utf-8")
    assert "<td>刑事立案数</td>" in police
    assert "<td>知晓人数</td>" not in police
    bases = (tmp_path / "基础数据核定表.html").read_text(encoding="utf-8")
    assert '<td class="right">334000</td>' in bases  # the sum of the eight offices


# ------------------------------------------------------------------ sent out, called together


def sent(day: date, year: int = 2026) -> list[str]:
    due = due_on(day, calendar(year))
    return [one.stem.removeprefix("签收单_") for one in due if one.name == "签收单"]


def test_the_forms_of_a_month_are_signed_for_at_the_end_of_the_month_before() -> None:
    """The sample has a 月报 and an 年报; January's forms are of the new year."""
    assert sent(date(2026, 2, 22)) == ["2026年3月月报"]
    assert sent(date(2026, 12, 31)) == ["2026年年报"]
    assert sent(date(2025, 12, 31)) == ["2026年1月月报"]
    assert sent(date(2026, 12, 31), 2027) == ["2027年1月月报"]


def test_a_return_of_a_quarter_is_sent_out_before_its_month_only(edition: Edition) -> None:
    form = edition.form(FormKind.MONTHLY)
    asked = tuple(
        replace(part, items=tuple(replace(one, months=(3, 6, 9, 12)) for one in part.items))
        for part in form.sections
    )
    forms = (replace(form, sections=asked),)
    year = Year(2026, replace(edition, forms=forms), {}, (), 0)
    ends = [date(2026, month, 28) for month in range(1, 12)]
    due = [day.month for day in ends for one in due_on(day, year) if one.name == "签收单"]
    assert due == [2, 5, 8, 11]


def test_every_office_signs_for_the_form_that_it_was_sent(edition: Edition, tmp_path: Path) -> None:
    year = Year(2026, edition, {}, (), 0)
    names = [unit.name for unit in edition.units]
    writing.write_due(tmp_path, due_on(date(2026, 4, 28), year), names, None)
    (page,) = tmp_path.glob("签收单_2026年5月月报.html")
    words = page.read_text(encoding="utf-8")
    for number, name in enumerate(names, 1):
        row = (
            f'<td class="center">{number}</td><td>{name}</td>'
            '<td class="center">2026年5月月报</td><td></td>'
        )
        assert row in words
    for phrase in (
        "收件人（签字）",
        "收到日期",
        "2026年6月5日前（含当日）",
        "合计　8份</td>",
        "发表人（签字）",
    ):
        assert phrase in words, phrase


def test_a_meeting_is_called_with_all_that_is_known_and_room_for_the_rest(
    edition: Edition, tmp_path: Path
) -> None:
    """Number, day and place are not in the edition; who comes and what for is."""
    year = Year(2026, edition, {}, (), 0)
    names = [unit.name for unit in edition.units]
    writing.write_due(tmp_path, due_on(date(2026, 12, 1), year), names, None)
    notice = (tmp_path / "会议通知.html").read_text(encoding="utf-8")
    blank = '<span class="blank" style="min-width:{}em"></span>'
    two = blank.format(2)
    for phrase in (
        '<p class="organ">示例区综治委</p>', "〔　　　〕　　号",
        "关于召开2026年度<br>述职会议的通知",
        '<p class="to">各街道办事处，区有关部门：</p>',
        f"时间：2026年12月{two}日{two}午{two}时{two}分。", f"地点：{blank.format(18)}。",
        "示例区综治委成员，各街道书记、主任。", "1．各街道党政主要负责人依次述职。",
        "3．区综治委领导讲话。", "四、要求", "五、联系方式", "示例区综治委（印章）", "抄送：",
    ):  # fmt: skip
        assert phrase in notice, phrase


def test_whoever_comes_signs_and_no_persons_name_is_printed(
    edition: Edition, tmp_path: Path
) -> None:
    year = Year(2026, edition, {}, (), 0)
    names = [unit.name for unit in edition.units]
    writing.write_due(tmp_path, due_on(date(2026, 12, 1), year), names, None)
    page = (tmp_path / "签到表.html").read_text(encoding="utf-8")
    heads, *rows = re.findall("<tr.*?</tr>", page)
    assert re.findall("<th>(.*?)</th>", heads) == ["序号", "街道", "职务", "签名", "备注"]
    cells = [re.findall("<td[^>]*>(.*?)</td>", row) for row in rows]
    assert cells == [
        [str(number), name, "<p>书记</p><p>主任</p>", "", ""]
        for number, name in enumerate(names, 1)
    ]


@pytest.mark.parametrize(
    ("words", "last"), [({"meeting": ""}, None), ({"meeting_until": 5}, date(2026, 12, 5))]
)
def test_a_district_without_a_meeting_calls_none_and_another_holds_it_sooner(
    words: dict[str, object], last: date | None
) -> None:
    known = rules()
    papers = replace(known.statement.papers, **words)  # type: ignore[arg-type]
    edition = replace(known, statement=replace(known.statement, papers=papers))
    year = Year(2026, edition, {}, (), 0)
    days = [date(2026, 11, 20), *(date(2026, 12, day) for day in range(1, 15))]
    held = [day for day in days if "会议通知" in [one.name for one in due_on(day, year)]]
    assert (held[-1] if held else None) == last


WORDS_OF_ONE_DISTRICT = re.compile(r"街道|5个工作日|10个工作日|26条|综治|复核|统计|消防|述职|书记")


def test_no_template_knows_the_words_of_one_district() -> None:
    """Nouns, organs and days come from the edition; checked in what a template itself says."""
    found = {
        path.name: WORDS_OF_ONE_DISTRICT.findall(path.read_text(encoding="utf-8"))
        for path in templates_folder().glob("*.jinja")
    }
    assert {name: words for name, words in found.items() if words} == {}

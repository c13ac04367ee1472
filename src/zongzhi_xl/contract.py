"""The names on which files and programs agree: sheets, cells, ranges, columns, first rows.

Writer, reader, buttons and macros find each other by these words alone, across years and across
spreadsheet programs. Each stands here once (a test keeps it so), and nothing is imported. Rows and
columns count from 0.
"""

# ------------------------------------------------------------------ sheets of a return

#: the form page between cover and events is called as the form
COVER, EVENTS, GUIDANCE = "封面", "重大事项", "填报说明"
TRIAL, CHECKS, RESULTS = "指标测算", "审核关系", "校验结果"
#: hidden: what the district presets, what is computed from it and the entries, the register,
#: where cells lie, the edition, and what the macros need
BASES, WORKINGS, UNITS = "底数", "计算", "名册"
DIRECTORY, RULES, SETTINGS = "目录", "规则", "xlwings.conf"
#: hidden, where there are macros: what the workbook finds by itself
LISTED = "逐条"
#: pages of whole rows under one row of headings: the first row below it, and how many columns
TABLES = {TRIAL: (4, 11)}
#: what tells and asks for nothing; what nobody sees, and nothing is typed there; all there may be
#: but the form page
INFORMATIVE = (COVER, GUIDANCE, CHECKS, RESULTS, *TABLES)
PRESET = (BASES, UNITS, DIRECTORY)
OF_RETURN = (*INFORMATIVE, *PRESET, EVENTS, WORKINGS, RULES, SETTINGS, LISTED)

# ------------------------------------------------------------------ named cells of a return

REPORTING_UNIT, REPORTING_YEAR, REPORTING_MONTH = "填报单位", "年份", "月份"
REPORT_KIND, RULES_VERSION = "报表种类", "版本"
FILLED_IN_BY, SIGNED_BY, TELEPHONE, REPORTED_ON = "填表人", "单位负责人", "联系电话", "报出日期"
NIL_RETURN = "本月无重大事项"
#: signature and identity cells that every return has, but for those of 月报
IDENTITY = (
    REPORTING_UNIT, REPORTING_YEAR, REPORTING_MONTH, REPORT_KIND, RULES_VERSION,
    FILLED_IN_BY, SIGNED_BY, TELEPHONE, REPORTED_ON, NIL_RETURN,
)  # fmt: skip
OF_MONTH_ONLY = (REPORTING_MONTH, NIL_RETURN)
NATURE, REASON = "报表性质", "更正原因"
#: cells of the cover: the button's verdict, and why a return with faults is handed in
VERDICT, FAULTY = "校验结论", "带错上报原因"
#: the units of 名册: Excel 2007 takes lists from other sheets by name only
UNIT_LIST = "单位名单"

# ------------------------------------------------------------------ the register of events

#: the range, its row of headings included
EVENT_RANGE = "重大事项登记"
#: columns that mean something to the program; which there are beside them the edition says
EVENT_NUMBER, CATEGORY = "事项编号", "大类"
OCCURRED, CALLED, SENT = "发生时间", "接报时间", "上报时间"
DEATHS, FINAL_DEATHS = "死亡人数", "终报死亡人数"
CIRCUMSTANCES = "简要情况"
DISTRICT_MARK, CIRCULAR = "区认定", "通报文号"
#: columns that the register had in earlier forms; they are the district's
FORMER_COLUMNS = (DISTRICT_MARK, CIRCULAR)
EVENT_ROWS, FIRST_EVENT_ROW = 20, 5

# ------------------------------------------------------------------ what 一键校验 writes

#: findings row by row, and a row that says how many more there are
RESULT_RANGE = "校验结果区"
RESULT_COLUMNS = ("级别", "表页", "单元格", "指标", "填报值", "问题", "怎么办", "条款")
RESULT_ROWS, FIRST_RESULT_ROW = 40, 4
#: some of the columns as ranges, for the hints
FOUND = "校验_"
FOUND_SEVERITY, FOUND_ITEM, FOUND_VALUE, FOUND_WORDS = (
    f"{FOUND}{RESULT_COLUMNS[n]}" for n in (0, 3, 4, 5)
)
#: columns of 目录
DIRECTORY_COLUMNS = ("名称", "表页", "行", "列", "行数", "列数")

# ------------------------------------------------------------------ names beside an item's own

NOTE, STATE = "说明_", "状态_"
#: the year so far: locked brought-forward + this month
SO_FAR = "累计_"
#: sum of the earlier months of this year, preset by the district
BROUGHT_FORWARD = "承前_"
LAST_MONTH = "上月_"
#: mean of the last 12 months, kept exact as 近和_ / 近数_ (not run under 6 months)
MEAN, MEAN_SUM, MEAN_COUNT = "近均_", "近和_", "近数_"
SAME_MONTH_LAST_YEAR = "上年同月_"
#: in how many earlier months of this quarter the day of a monthly duty was filled in (check 48)
THIS_QUARTER = "本季_"
SO_FAR_LAST_YEAR = "上年累计_"
#: annual return: sum of the months handed in, how many months they are, and last year's stock
MONTHS_SUM, MONTHS_COUNT, LAST_YEAR = "各月_", "月数_", "上年_"
#: whose return of which period the district sent out pre-filled (check 02-3)
ISSUED = "下发_"

# ------------------------------------------------------------------ the departments' workbook

YEARLY, MONTHLY, FILLING_NOTES = "年度", "月度", "填写说明"
#: headings of the columns before the items
UNIT_COLUMN, MONTH_COLUMN = "单位", REPORTING_MONTH
#: the sheet on which the district designates events, called as its column of marks
DISTRICT_EVENTS = DISTRICT_MARK
CALL_ACCEPTED = "接报时间认可"
#: in printed order: which event it is, and what the district says of it
NAMED_EVENT = (EVENT_NUMBER, CATEGORY, OCCURRED)
DISTRICT_COLUMNS = (CALL_ACCEPTED, DISTRICT_MARK, CIRCULAR)

# ------------------------------------------------------------------ what sets up a district

#: the workbook, and its sheets: the district's organs, its offices, who provides figures, days off
DISTRICT_FORM = "区情登记表"
ORGANS, OFFICES, PROVIDERS, HOLIDAYS = "单位", "街道", "部门", "节假日"

# ------------------------------------------------------------------ the rules workbook

#: the workbook, and its sheets: the first explains (EXPLANATION), checks stand on CHECKS
SCHEME = "考核方案"
REGISTER, ITEMS, INDICATORS, SCORING, RULE_CASES = (
    "单位", "数据项", "指标", "评分", "情形",
)  # fmt: skip
GRADES_AND_OUTCOMES, DUE_DATES, READINGS, PAPER_WORDS = (
    "等次与结果", "报送时限", "条款解释", "用语",
)  # fmt: skip
#: labels, beside which a mark stands: of which edition it was written, and what all sheets showed
WRITTEN_OF, AS_WRITTEN = "写出时的方案", "写出时的内容"

# ------------------------------------------------------------------ the district's launcher

LAUNCHER = "汇总"
#: cells: what is asked for, and what became of it; the folder is a cell of the summary too
FOLDER, DISTRICT = "报表文件夹", "区文件夹"
OUTCOME, WRITTEN = "办理结果", "写出的文件"

# ------------------------------------------------------------------ the district's summary

#: the sheet of a repair's report
REPAIR_NOTES = "修复说明"
OVERVIEW, RANKING, LEDGER, EVIDENCE = "总览", "排名", "扣分明细", "来源"
MATRIX, MISSED, TOTALS = "指标矩阵", "未达标", "汇总表"
DELIVERIES, PROBLEMS, EXPLANATION = "报送情况", "问题清单", "说明"
#: what became of every filled cell
ACCOUNTS = "数据核对"

# ------------------------------------------------------------------ the officer's desk

DESK = "工作台"
TODAY, FILED, TASKS, CHANGES, WARNINGS, SETTLED = "今天", "报送", "待办", "变动", "预警", "已办"
#: decisions that no question asks for
OWN = "另作决定"
#: what is asked, what is typed, and why it could not be taken
TASK_ID, TASK_OUTCOME = "编号", "处理结果"
TASK_ASKED = ("事由", "单位", "报表", "内容")
TASK_TYPED = ("处理", "理由", "文号", "日期", "经办人")
TASK_FILES = ("原件", "另一份")
TASK_COLUMNS = (TASK_ID, *TASK_ASKED, *TASK_FILES, *TASK_TYPED, TASK_OUTCOME)
OWN_ABOUT = ("单位", "报表", "指标", "改为")
OWN_COLUMNS = (TASK_TYPED[0], *OWN_ABOUT, *TASK_TYPED[1:], TASK_OUTCOME)

#: the summary of a city, made of its districts' results
CITY = "全市汇总"
CITY_DISTRICTS, CITY_RANKS, CITY_INDICATORS, CITY_CLAUSES = (
    "各区",
    "各单位名次",
    "各区指标",
    "各区扣分",
)

#: what is no cell of a file: receipts, and decisions
RECEIPTS = "收件登记"
DECISIONS = "区里的决定"

# ------------------------------------------------------------------ macros

#: the environment variable that names the interpreter; macros/find_python.bas sets it
INTERPRETER = "ZONGZHI_XL_PYTHON"
#: title of every message
TITLE = "区综治办报表"
#: cells that macros read and write; VBA holds ASCII names only
MACRO_TITLE, NO_PYTHON, NO_PACKAGE = "ZZ_TITLE", "ZZ_MSG_NO_PYTHON", "ZZ_MSG_NO_PACKAGE"
RUN_FAILED, NOT_EXCEL = "ZZ_MSG_FAILED", "ZZ_MSG_NOT_EXCEL"
#: what macros copy without Python, and cells that hold the names of where to
FOUND_BLOCK, FOUND_VERDICT, BY_HAND = "ZZ_FOUND", "ZZ_FOUND_VERDICT", "ZZ_BY_HAND"
WHERE_TO = {"ZZ_RESULTS": RESULT_RANGE, "ZZ_VERDICT": VERDICT}
FOR_MACROS = {"ZZ_FOLDER": FOLDER, "ZZ_DISTRICT": DISTRICT, "ZZ_WRITTEN": WRITTEN}

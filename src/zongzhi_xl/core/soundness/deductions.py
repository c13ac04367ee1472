"""Whether every deduction of an edition can run: a quantity over known names, and its price."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from zongzhi_xl.contract import DISTRICT_MARK, EVENT_NUMBER
from zongzhi_xl.core.appraising.deductions.beyond import indicator_of
from zongzhi_xl.core.appraising.deductions.duties import duties_of
from zongzhi_xl.core.appraising.deductions.quantities import QUANTITIES
from zongzhi_xl.core.appraising.deductions.quantity import Of
from zongzhi_xl.core.appraising.deductions.returns import BECAME, BECAME_WORDS, DAYS_LATE
from zongzhi_xl.core.edition.deductions import Deduction, Direction, Zero
from zongzhi_xl.core.edition.event_words import FOLLOWS_OF
from zongzhi_xl.core.edition.items import FormKind, Kind
from zongzhi_xl.core.edition.scales import ByHand
from zongzhi_xl.core.edition.statement import TYPED_PERIOD, UNIT_COUNT, Edition
from zongzhi_xl.core.language.expressions import (
    Call,
    Comparison,
    Expression,
    Literal,
    Name,
    Node,
    parts_of,
)
from zongzhi_xl.core.language.meant import meant
from zongzhi_xl.core.language.printing import printed
from zongzhi_xl.core.language.values import NO, YES, plain
from zongzhi_xl.core.soundness.located import each_once, located, values_in
from zongzhi_xl.core.soundness.register import one_of
from zongzhi_xl.core.soundness.vocabulary import (
    Sort,
    Vocabulary,
    event_vocabulary,
    prove,
    registered,
    rule_vocabulary,
    sort_of,
    sorts_of,
    unknown,
)
from zongzhi_xl.errors import RecordError

#: what a quantity may name that is of returns
OF_RETURNS: Vocabulary = {BECAME: Sort.WORD, DAYS_LATE: Sort.NUMBER}

_DUTIES = {Of.DUTIES: FormKind.MONTHLY, Of.YEARLY_DUTIES: FormKind.ANNUAL}


def of_events(edition: Edition) -> Vocabulary:
    """What a quantity over events may name; a word of a choice stands for itself."""
    columns, words = event_vocabulary(edition), edition.statement.events.words
    follow = (name for name, column in FOLLOWS_OF.items() if column in columns)
    numbers = dict.fromkeys(follow, Sort.NUMBER)
    return {**columns, **numbers, **dict.fromkeys((DISTRICT_MARK, *words), Sort.WORD)}


def audit_deductions(edition: Edition) -> Iterator[RecordError]:
    """A fault for each deduction of ``edition`` that cannot run."""
    names = rule_vocabulary(edition)
    for c, clause in enumerate(edition.clauses):
        for path, rule in located(Deduction, clause, f"clauses[{c}]"):
            if not re.fullmatch(rf"D{clause.number:02d}-[1-9]\d*", rule.id):
                wanted = f"D{clause.number:02d}-1、D{clause.number:02d}-2……"
                yield RecordError(f"{path}.id", f"扣分规则编号“{rule.id}”应为 {wanted}")
            yield from _audit(edition, rule, names, path)
            yield from _audit_prices(edition.statement.groups, rule, f"{path}.per.price")
    rules = [*located(Deduction, edition)]
    yield from each_once(((f"{path}.id", one.id) for path, one in rules), "扣分规则 {} 写了两次")
    yield from _audit_matters(rules)
    given = ((f"{path}.of", str(one.of)) for path, one in rules if one.by_hand)
    yield from each_once(given, "评分“{}”已经有一条规则，一个分只能计一次")


def _audit_matters(rules: Iterable[tuple[str, Deduction]]) -> Iterator[RecordError]:
    """What is one matter is told alike by all rules among which an event counts once (R23)."""
    first: dict[bool, Deduction] = {}
    for path, rule in rules:
        if QUANTITIES[rule.quantity].of != Of.EVENTS or rule.stacks:
            continue
        other = first.setdefault(rule.adds, rule)
        if other.once_by != rule.once_by:
            by = other.once_by or EVENT_NUMBER
            problem = f"{other.id} 按{by}认是不是同一件事，这里不同，一件事会算两次："
            yield RecordError(f"{path}.once_by", f"{problem}写得一样，或写 stacks")


def _audit(
    edition: Edition, rule: Deduction, names: Vocabulary, path: str
) -> Iterator[RecordError]:
    if rule.applies:
        yield from prove(rule.applies, registered(edition), Sort.TRUTH, f"{path}.applies")
    for where, value in values_in(rule, path):
        if isinstance(value, int | Fraction) and value < 0:
            yield RecordError(where, f"是 {plain(value)}，不能小于0")
    match of := QUANTITIES[rule.quantity].of:
        case Of.INDICATOR:
            yield from _audit_indicator(edition, rule, f"{path}.of")
        case Of.DUTIES | Of.YEARLY_DUTIES:
            yield from _audit_duties(edition, rule, _DUTIES[of], f"{path}.of")
        case _:
            known = {Of.EVENTS: of_events(edition), Of.RETURNS: OF_RETURNS}.get(of, names)
            yield from _audit_formula(edition, rule, known, path)
    if of == Of.RETURNS:
        yield from _audit_words(rule, f"{path}.table")
    yield from _audit_parts(edition, rule, names, of, path)
    if rule.by_hand:
        yield from _audit_by_hand(edition, rule, rule.by_hand, path)
    if rule.adds:
        yield from _audit_bonus(rule, of, path)
    if rule.direction == Direction.EARN and (of != Of.FIGURES or rule.rows):
        yield RecordError(f"{path}.direction", "得分的只能是全年的数：公式或条件，不逐个扣")
    if rule.share and rule.direction == Direction.DEDUCT:
        problem = "按率（share）的是得分或加分，要写 direction: 得分；按率扣的写 per"
        yield RecordError(f"{path}.direction", problem)


def _audit_formula(
    edition: Edition, rule: Deduction, known: Vocabulary, path: str
) -> Iterator[RecordError]:
    named = [name for name in rule.of.names if name in edition.indicators.keys() - known]
    for name in named:
        problem = f"“{name}”是指标，这里照写它的算式 {edition.indicators[name].formula}"
        yield RecordError(f"{path}.of", f"{problem}，按超出限额多少扣的写 超出({name})")
    if not named:
        yield from _audit_rule(rule, known, path)
    if known.keys() >= {*rule.of.names}:  # else what it divides by is not known either
        yield from _audit_zero(edition, rule, f"{path}.zero")


def _never_nought(edition: Edition, divisor: Node) -> bool:
    match divisor:
        case Name(text):
            kept = edition.registered.get(text)
            return text == UNIT_COUNT or (kept is not None and kept.positive)
        case Call("MAX", arguments):  # at least so many
            return any(isinstance(one, Literal) and one.number > 0 for one in arguments)
    return False


def _audit_zero(edition: Edition, rule: Deduction, path: str) -> Iterator[RecordError]:
    """What nought of each divisor means is said, so that no formula falls silent of it."""
    divisors = {printed(one): one for one in rule.of.divisors}
    for words, divisor in divisors.items():
        if words not in rule.zero and not _never_nought(edition, divisor):
            means = "满分（不扣）、待定或按零（商按0算）"
            problem = f"除以{words}：它是 0 时怎么算，要写 zero: {{{words}: {means}}}"
            yield RecordError(path, problem)
    for words, means in rule.zero.items():
        if words not in divisors:
            yield RecordError(f"{path}.{words}", f"of 里没有除以{words}{meant(words, divisors)}")
        elif means == Zero.PENDING and edition.form_of.get(words) in (None, FormKind.MONTHLY):
            problem = f"“{words}”不是年报、部门提供数里的一项，不能待定"
            yield RecordError(f"{path}.{words}", problem)
        elif means == Zero.NOTHING and rule.adds:
            yield RecordError(f"{path}.{words}", "加分的没有满分，写按零或待定")


def _audit_by_hand(
    edition: Edition, rule: Deduction, scale: ByHand, path: str
) -> Iterator[RecordError]:
    """A mark of an item for marks, its reason of one for words."""
    mark, reason = (edition.items.get(name) for name in (str(rule.of), scale.reason))
    if mark is None or mark.kind != Kind.MARK:
        yield RecordError(f"{path}.of", f"“{rule.of}”应是部门提供数里一个评分项（类型写“评分”）")
    if reason is None or reason.kind != Kind.TEXT:
        problem = f"“{scale.reason}”应是部门提供数里一个文字项（类型写“文字”）"
        yield RecordError(f"{path}.by_hand.reason", problem)


def _audit_prices(groups: Sequence[str], rule: Deduction, path: str) -> Iterator[RecordError]:
    """One price for all, or one for each group and for no other."""
    prices = rule.per.price if rule.per else None
    if not isinstance(prices, dict):
        return
    strange = [fault for group in prices for fault in one_of(groups, group, path)]
    lacking = [group for group in groups if group not in prices]
    if lacking and not strange:
        strange = [RecordError(path, f"缺少{'、'.join(lacking)}的单价，各组都要写")]
    yield from strange


def _audit_bonus(rule: Deduction, of: Of, path: str) -> Iterator[RecordError]:
    """A bonus is for what was done, and known."""
    if of not in (Of.FIGURES, Of.EVENTS):
        problem = f"“{rule.of}”是没做好的事，不能加分；加分的量写数据项的公式，或 each: 事项"
        yield RecordError(f"{path}.direction", problem)
    for name, one in rule.without.items():
        if one.points:
            yield RecordError(f"{path}.without.{name}", f"没有{name}的不能加分，points 只能是 0")


def _audit_indicator(edition: Edition, rule: Deduction, path: str) -> Iterator[RecordError]:
    name = indicator_of(rule)
    indicator = edition.indicators.get(name)
    if not name:
        yield RecordError(path, f"“{rule.of}”的括号里应为一个指标的名称")
    elif indicator is None:
        yield RecordError(path, unknown(name, edition.indicators))
    elif not indicator.limits:
        yield RecordError(path, f"指标“{name}”没有限额，不能按超出多少扣分")


def _audit_duties(
    edition: Edition, rule: Deduction, form: FormKind, path: str
) -> Iterator[RecordError]:
    items = sorts_of(edition.form(form).items)
    for duty in duties_of(rule):
        named = duty.rule.names
        if len(named) != 1:
            yield RecordError(path, f"“{duty.rule}”应为一个数据项，或只用一个数据项的条件")
        elif named[0] not in items:
            yield RecordError(path, f"{form.value}里{unknown(named[0], items)}")
        elif not duty.is_date:
            yield from prove(duty.rule, items, Sort.TRUTH, path)


def _audit_rule(rule: Deduction, names: Vocabulary, path: str) -> Iterator[RecordError]:
    """``of`` amounts to what its scale prices: a number or a condition, or a word."""
    wanted = Sort.NUMBER
    if rule.table:
        yield from _audit_table(rule, names, path)
        return
    if rule.per and sort_of(rule.of, names) == Sort.TRUTH:
        wanted = Sort.TRUTH
    yield from prove(rule.of, names, wanted, f"{path}.of")


def _audit_table(rule: Deduction, names: Vocabulary, path: str) -> Iterator[RecordError]:
    """Of words: those of a return or an event, of 是/否, or an item of words by itself."""
    sort = sort_of(rule.of, names)
    wanted = Sort.TEXT if sort == Sort.TEXT and not rule.each else Sort.WORD
    if sort in (Sort.NUMBER, Sort.DAY, Sort.TRUTH):
        problem = f"“{rule.of}”是{sort}，对照（table）只用于文字项、是否项；数分档写 bands"
        yield RecordError(f"{path}.of", problem)
        return
    yield from prove(rule.of, names, wanted, f"{path}.of")
    for word in rule.table if sort == Sort.WORD and not rule.each else ():
        if word not in (YES, NO):
            yield RecordError(f"{path}.table.{word}", f"“{rule.of}”只会是“是”或“否”")


def _audit_choices(edition: Edition, condition: Expression, path: str) -> Iterator[RecordError]:
    """A column is compared with a word that may be chosen in it."""
    chosen = edition.statement.events
    for part in parts_of(condition.root):
        match part:
            case Comparison((Name(column), Name(word)), _) if word in chosen.words:
                words = chosen.choices.get(column, (word,))
                if word not in words:
                    listed = f"{'、'.join(words)}{meant(word, words)}"
                    yield RecordError(path, f"{column}的“{word}”不在可选之列：{listed}")


def _audit_words(rule: Deduction, path: str) -> Iterator[RecordError]:
    for word in rule.table:
        if word not in BECAME_WORDS:
            listed = f"{'、'.join(BECAME_WORDS)}{meant(word, BECAME_WORDS)}"
            yield RecordError(path, f"“{word}”不在可选之列：{listed}")


def _audit_parts(
    edition: Edition, rule: Deduction, names: Vocabulary, of: Of, path: str
) -> Iterator[RecordError]:
    """``where``, ``rows`` and ``without`` stand where they mean something, over known names."""
    allowed = {"where": of == Of.EVENTS, "rows": of == Of.FIGURES and bool(rule.per)}
    for field in ("once_by", "stacks"):
        if getattr(rule, field) and of != Of.EVENTS:
            yield RecordError(f"{path}.{field}", "只有逐个事项的规则（each: 事项）用得上它")
    columns = event_vocabulary(edition)
    if rule.once_by and rule.once_by not in columns:
        yield RecordError(f"{path}.once_by", f"登记表里{unknown(rule.once_by, columns)}")
    written: Mapping[str, Expression | None] = {"where": rule.where, "rows": rule.rows}
    for field, condition in written.items():
        if condition and not allowed[field]:
            yield RecordError(f"{path}.{field}", "这种扣分规则用不上它")
        elif condition:
            yield from prove(condition, of_events(edition), Sort.TRUTH, f"{path}.{field}")
            yield from _audit_choices(edition, condition, f"{path}.{field}")
    yield from _audit_cases(edition, rule, names, of, path)
    for name, one in rule.without.items():
        where = f"{path}.without.{name}"
        if of not in (Of.FIGURES, Of.EVENTS) or (one.take and of != Of.FIGURES):
            yield RecordError(where, "这种扣分规则用不上它")
        elif name not in rule.of.names:
            yield RecordError(where, f"of 里{unknown(name, rule.of.names)}")
        elif one.take and name in names:
            period = dict.fromkeys(TYPED_PERIOD, Sort.NUMBER)
            yield from prove(one.take, period, names[name], f"{where}.take")


def _audit_cases(
    edition: Edition, rule: Deduction, names: Vocabulary, of: Of, path: str
) -> Iterator[RecordError]:
    known = of_events(edition) if of == Of.EVENTS else names
    for n, case in enumerate(rule.when):
        where = f"{path}.when[{n}].where"
        if (case.instead or 0) > rule.most:
            told = f"{rule.case_words(case)} 分，封顶只有 {plain(rule.most)} 分"
            yield RecordError(f"{path}.when[{n}].instead", told)
        if of == Of.RETURNS:
            yield RecordError(where, "这种扣分规则用不上它")
        else:
            yield from prove(case.where, known, Sort.TRUTH, where)
            yield from _audit_choices(edition, case.where, where)
            for divisor in case.where.divisors:
                if not _never_nought(edition, divisor):
                    words = printed(divisor)
                    told = f"情形里除以{words}，它是 0 时说不准：请写成乘法，如 甲 < 0.5 * {words}"
                    yield RecordError(where, told)

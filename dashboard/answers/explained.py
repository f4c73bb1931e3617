"""Explain the change: who and what made a number differ from what it is compared with, exactly.

Every number here is an answer to a question, under the reader's scope and the question's own limits,
comparison and alignment; what is made of them is arithmetic (`contributions`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from fractions import Fraction

from dashboard.access.scope import UNKNOWN, Scope
from dashboard.answers.answer import Answer, answer, begin
from dashboard.answers.contributions import (
    Breakdown,
    Finding,
    Found,
    Member,
    Nesting,
    Place,
    Whole,
    adds_up,
    breakdown,
    chosen,
    fate,
    finding,
    order,
    stand_out,
    together,
)
from dashboard.answers.explained_parts import (
    OVER,
    UNDER,
    counts_customers,
    finer,
    looked_at,
    offered,
    parts,
    require_explainable,
)
from dashboard.answers.members import resolve
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.errors import NotUnderstood
from dashboard.metrics.catalogue import dimensions as known_dimensions
from dashboard.metrics.catalogue import measure, measures
from dashboard.metrics.conditions import Condition
from dashboard.metrics.kinds import Kind, Measure, Ratio
from dashboard.metrics.question import Question

_WIDE = Context(prec=100)
_PRICE = ("volume_effect", "price_effect", "mix_effect", "new_item_effect", "lost_item_effect")


@dataclass(frozen=True, slots=True)
class Bridge:
    """The change in steps that add up to it: "price" of goods, "customers" who came, went and stayed, or the
    two sides of a "ratio", by the keys of measures where there are such.
    """

    name: str
    steps: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """The change of one number. Without findings, everything moved together.

    `findings` come over all dimensions, the most surprising first; `breakdowns` are the same by
    dimension, each adding up to the change; `looked_at` are the dimensions whose members add up.
    """

    row: Measure
    whole: Whole
    total: Answer
    findings: tuple[Found, ...]
    breakdowns: tuple[Breakdown, ...]
    bridges: tuple[Bridge, ...]
    looked_at: tuple[str, ...]


def explain(question: Question, scope: Scope, shelf: Shelf) -> Explained:
    """What made the question's measure change, within a scope.

    Raises:
        NotUnderstood: it is compared with nothing, has no number on a side, or its members do not add up.
    """
    question = resolve(replace(question, by=()), scope, shelf)
    require_explainable(question, shelf.outline)
    asked, row = parts(question), question.row(question.measures[0])
    dimensions = tuple(looked_at(question, shelf.outline))
    for one in (*_bridge_questions(question, shelf), *(replace(asked, by=(key,)) for key in dimensions)):
        begin(one, scope, shelf)
    total = answer(question, scope, shelf)
    whole = _whole(answer(asked, scope, shelf) if asked != question else total)
    if not whole.known or total.total(row.key) is None or total.total(total.beside(row.key)) is None:
        raise NotUnderstood("explain.no_base", measure=row.key)
    members = dict(_members(asked, dimensions, whole, scope, shelf))
    if not members and not whole.ratio:
        assert question.against
        raise NotUnderstood(
            "explain.adds_up_nowhere", measure=row.key, known=offered(shelf.outline, question.against)
        )
    findings = _findings(asked, members, whole, scope, shelf)
    return Explained(
        row, whole, total, tuple(findings), tuple(_breakdowns(findings, members, whole)),
        tuple(_bridges(question, members, whole, scope, shelf)), tuple(members),
    )  # fmt: skip


def _whole(found: Answer) -> Whole:
    assert found.totals is not None
    ratio = found.has(UNDER)
    return Whole(*_amounts(found, ratio)(found.totals), ratio=ratio)


def _amounts(found: Answer, ratio: bool) -> Callable[[Sequence[object]], tuple[Decimal, ...]]:
    """Of a row before and now, of a ratio then the same of what it is divided by."""
    over = found.question.measures[0]
    keys = (found.beside(OVER), OVER, found.beside(UNDER), UNDER) if ratio else (found.beside(over), over)
    places = [found.at(key) for key in keys]
    return lambda row: tuple(_exact(row[at]) for at in places)


def _exact(value: object) -> Decimal:
    if isinstance(value, Decimal):
        return value
    return Decimal(0) if value is None else Decimal(str(value))


def _members(
    asked: Question, dimensions: Sequence[str], whole: Whole, scope: Scope, shelf: Shelf
) -> Iterator[tuple[str, list[Member]]]:
    """The members of each dimension that is one: several, and adding up to the whole."""
    for dimension in dimensions:
        found = answer(replace(asked, by=(dimension,)), scope, shelf)
        amounts = _amounts(found, whole.ratio)
        members = [
            Member(str(key), None if row[0] is None else str(row[0]), *amounts(row))
            for (key,), row in zip(found.keys, found.rows, strict=True)
        ]
        if len(members) > 1 and adds_up(members, whole):
            yield dimension, members


def _findings(
    asked: Question, members: Mapping[str, list[Member]], whole: Whole, scope: Scope, shelf: Shelf
) -> list[Found]:
    candidates = [
        (key, one)
        for key, many in members.items()
        if key != "customer" or not counts_customers(asked.row(asked.measures[0]))
        for one in stand_out(many, whole)
    ]
    # Of two with the same numbers the coarser stands first, which is said of more.
    at, known = list(members), known_dimensions(shelf.outline.levels)
    candidates.sort(key=lambda one: (*order(one[1])[:2], at.index(one[0]), one[1].key))
    nesting = _nesting(asked, candidates, whole, scope, shelf)
    return chosen(candidates, nesting, lambda key: known[key].group, whole)


def _nesting(
    asked: Question, candidates: Sequence[Found], whole: Whole, scope: Scope, shelf: Shelf
) -> Nesting:
    """Of the members that stand out: which lie in which, and which are all of another's change."""
    told: dict[str, dict[str, Finding]] = {}
    for dimension, one in candidates:
        told.setdefault(dimension, {})[one.key] = one
    pairs = [(coarse, fine) for coarse in told for fine in finer(coarse, shelf.outline) if fine in told]
    questions = [_within(asked, coarse, fine, told[fine]) for coarse, fine in pairs]
    for question in questions:
        begin(question, scope, shelf)
    inside: set[tuple[Place, Place]] = set()
    explained: set[Place] = set()
    for (coarse, fine), question in zip(pairs, questions, strict=True):
        found = answer(question, scope, shelf)
        amounts = _amounts(found, whole.ratio)
        for (above, key), row in zip(found.keys, found.rows, strict=True):
            wider, narrow = told[coarse].get(str(above)), told[fine].get(str(key))
            part = finding(Member(str(key), None, *amounts(row)), whole)
            if wider and narrow and part.contribution == narrow.contribution:
                inside.add(((fine, narrow.key), (coarse, wider.key)))
            if wider and wider.told_by(part.contribution):
                explained.add((coarse, wider.key))
    return Nesting(frozenset(inside), frozenset(explained))


def _within(asked: Question, coarse: str, fine: str, told: Iterable[str]) -> Question:
    """What the finer members that stand out have within each coarser one."""
    return replace(asked.narrowed(Condition(fine, tuple(sorted(told)))), by=(coarse, fine))


def _breakdowns(
    findings: Sequence[Found], members: Mapping[str, list[Member]], whole: Whole
) -> Iterator[Breakdown]:
    for dimension in dict.fromkeys(key for key, _ in findings):
        told = [one for key, one in findings if key == dimension]
        yield breakdown(dimension, told, members[dimension], whole)


def _bridge_questions(question: Question, shelf: Shelf) -> tuple[Question, ...]:
    """Price, volume and mix are known of net sales against the prior year."""
    needs = measure(_PRICE[0]).needs
    if question.measures != ("net_sales",) or not (question.against and question.against.yearly):
        return ()
    known = all(table in shelf.outline.tables for table in needs)
    return (replace(question, measures=_PRICE),) if known else ()


def _bridges(
    question: Question, members: Mapping[str, list[Member]], whole: Whole, scope: Scope, shelf: Shelf
) -> Iterator[Bridge]:
    for one in _bridge_questions(question, shelf):
        found = answer(one, scope, shelf)
        yield Bridge("price", tuple((key, Fraction(_exact(found.total(key)))) for key in _PRICE))
    if whole.ratio:
        yield Bridge("ratio", _sides(question, whole, shelf))
    own_days = question.against is not None and not question.against.with_plan
    if "customer" in members and own_days and not whole.ratio:
        yield Bridge("customers", tuple(_by_fate(members["customer"])))


def _sides(question: Question, whole: Whole, shelf: Shelf) -> tuple[tuple[str, Fraction], ...]:
    """What each side of a ratio did to it: its own change, at the mean of the other before and now.

    So neither side is taken first, and the two add up to the change.
    """
    formula = question.row(question.measures[0]).formula
    assert isinstance(formula, Ratio)
    over, under = Fraction(whole.now), Fraction(whole.under_now)
    over_before, under_before = Fraction(whole.before), Fraction(whole.under_before)
    known = {row.formula: key for key, row in reversed(list(measures(shelf.outline.own).items()))}
    return (
        (known.get(formula.over, "over"), (over - over_before) * (1 / under + 1 / under_before) / 2),
        (known.get(formula.under, "under"), (over + over_before) * (1 / under - 1 / under_before) / 2),
    )


def _by_fate(customers: Sequence[Member]) -> Iterator[tuple[str, Fraction]]:
    """What customers brought who have nothing on the earlier days, nothing on these, or something on both."""
    known = [one for one in customers if one.key != UNKNOWN]
    for key, wanted in (("new", "new"), ("lost", "lost"), ("kept", "")):
        yield key, together(one for one in known if fate(one.before, one.now) == wanted)
    unknown = together(one for one in customers if one.key == UNKNOWN)
    if unknown:
        yield "unknown", unknown


def exact(value: Fraction | None, kind: Kind) -> Decimal | float | int | None:
    """A number of an explanation as its measure is held: money to the ten-thousandth."""
    if value is None:
        return None
    if kind is Kind.RATIO:
        return float(value)
    if value.denominator == 1 and kind is Kind.COUNT:
        return int(value)
    amount = _WIDE.divide(Decimal(value.numerator), Decimal(value.denominator))
    return amount.quantize(Decimal("0.0001"), context=_WIDE)

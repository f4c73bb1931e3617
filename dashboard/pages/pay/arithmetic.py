"""How one amount was made: the bands and their rates, what was paid of it before, and the lines behind."""

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from dashboard.answers.reports import report
from dashboard.pages.pay.shown import Shown
from dashboard.pages.pay.words import (
    credit,
    exact,
    exchange,
    is_money,
    measure_name,
    measured,
    money,
    month,
    named,
    rate,
    share,
    worth,
)
from dashboard.pages.view import View
from dashboard.parts.statement import Made
from dashboard.pay.due import Asked, Due
from dashboard.pay.facts import Line, Window
from dashboard.pay.plan import Component, Plan
from dashboard.pay.rounding import rounded
from dashboard.pay.statement import StatementLine
from dashboard.pay.tables import Part
from dashboard.text import dates, formats, say

FEW_LINES = 8
_TIMES = "×"


def arithmetic(view: View, found: Shown, line: StatementLine) -> Iterator[Made]:
    """The tables that lead from the credited lines to the amount, the result first."""
    due = line.due
    assert due is not None, "only what a component earned has its arithmetic"
    component = next(one for one in found.made.plan.component if one.key == due.component)
    yield _result(view, found, line, due, component)
    lines = _lines(found, component)
    if lines:
        yield _behind(view, found, component, lines)


def _result(view: View, found: Shown, line: StatementLine, due: Due, component: Component) -> Made:
    """Bands or points, factors, rounding, and what earlier statements have of it."""
    language = view.language
    rows = [*_rows(view, due, component), *_factors(view, due)]
    total = say(
        language, "statement.made_due", since=dates.day_range(language, due.window.first, _last(due.window))
    )
    sums: list[tuple[str, ...]] = [(total, "", "", "", exact(view, line.exact, 4))]
    rounding = found.made.plan.rounding
    through = rounded(line.exact, rounding)
    cut = say(language, f"statement.round_{rounding.mode}", digits=rounding.digits)
    sums.append((cut, "", "", "", money(view, through)))
    before = through - line.plan_amount
    if before:
        sums.append(
            (say(language, "statement.made_before"), "", "", "", formats.signed(language, -before, 2))
        )
    name = say(language, "statement.made_for", month=month(view, found.last_day))
    plan, paid_in = found.made.plan, found.kept.currency
    sums.append((in_plans(found, name), "", "", "", money(view, line.plan_amount)))
    if "rate" in line.note:
        sums.append((paid_at(view, line, plan, paid_in), "", "", "", money(view, line.amount)))
    heads = tuple(
        say(language, f"statement.made_{head}") if head else ""
        for head in ("band", "credit", "", "rate", "pays")
    )
    title = say(language, "statement.made_title", amount=money(view, line.amount))
    if plan.currency != paid_in:
        title = say(language, "statement.made_in", title=title, currency=plan.currency)
    return Made(title, heads, tuple(rows), tuple(sums), _note(view, due, component), minor=frozenset({2}))


def in_plans(found: Shown, words: str) -> str:
    """Words on an amount of the plan's money, with its currency where the person is paid in another."""
    plan = found.made.plan
    return words if plan.currency == found.kept.currency else f"{words} ({plan.currency})"


def paid_at(view: View, line: StatementLine, plan: Plan, to: str) -> str:
    """At which rate an amount of the plan's money was turned into the person's."""
    told = {"currency": plan.currency, "to": to, "rate": exchange(view, Fraction(line.note["rate"]))}
    if not line.note["rate_day"]:
        return say(view.language, "statement.made_at_credits", **told)
    day = dates.day(view.language, dt.date.fromisoformat(line.note["rate_day"]))
    key = "made_at_agreed" if plan.currencies.pay == "plan" else "made_at"
    return say(view.language, f"statement.{key}", **told, day=day)


def _rows(view: View, due: Due, component: Component) -> Iterator[tuple[str, ...]]:
    language = view.language
    for part in due.parts:
        yield (
            _band(view, due, part, component),
            measured(view, component.measure, part.quantity),
            _TIMES,
            worth(view, component, part.value),
            exact(view, part.amount, 4),
        )
    if component.table and component.table.how == "linear" and due.terms is not None:
        value = due.amount / due.target if due.target and component.pays == "target" else Fraction(0)
        yield (
            say(language, "statement.made_on_curve", reached=share(view, due.attainment, 2)),
            exact(view, due.target),
            _TIMES,
            rate(view, value),
            exact(view, due.amount, 4),
        )
    for one in due.scored:
        weight, score = (
            (rate(view, one.weight), rate(view, one.score))
            if component.objectives
            else (exact(view, one.weight), exact(view, one.score, 0))
        )
        yield (
            _objective(view, component, one.key),
            weight,
            _TIMES,
            score,
            exact(view, one.weight * one.score, 4),
        )


def _objective(view: View, component: Component, key: str) -> str:
    """The name of an objective, where the plan gives one."""
    words = next((one.name for one in component.objectives if one.key == key), None)
    return named(view, words) if words else key


def _band(view: View, due: Due, part: Part, component: Component) -> str:
    """The edges of a band: shares of quota, and what these come to."""
    language = view.language
    if component.cells:
        row, column = (
            share(view, reached) if of == "attainment" else measured(view, measure, reached)
            for reached, of, measure in (
                (part.first, component.cells.row_of, component.measure),
                (part.end, component.cells.column_of, component.cells.column_measure),
            )
        )
        return say(language, "statement.made_cell", row=row, column=column)
    unit = due.quota if component.table and component.table.over == "attainment" else None
    if unit:
        first = share(view, part.first / unit, 0)
        if part.end is None:
            return say(language, "statement.made_over", first=first)
        return say(
            language,
            "statement.made_between",
            first=first,
            end=share(view, part.end / unit, 0),
            money=exact(view, part.end),
        )
    if part.end is None:
        return say(language, "statement.made_over", first=exact(view, part.first, 0))
    return say(
        language, "statement.made_amounts", first=exact(view, part.first, 0), end=exact(view, part.end, 0)
    )


def _factors(view: View, due: Due) -> Iterator[tuple[str, ...]]:
    language = view.language
    for one in due.judged:
        by_quota = one.of == "attainment"
        reached = share(view, one.reached) if by_quota else measured(view, one.measure, one.reached)
        measure = measure_name(view, one.measure)
        if one.kind == "gate":
            key = "statement.gate_passed" if one.passed else "statement.gate_missed"
            asked = share(view, one.asked) if by_quota else measured(view, one.measure, one.asked)
            yield (say(language, key, measure=measure, reached=reached, asked=asked), "", "", "", "")
        else:
            yield (
                say(language, "statement.modifier", measure=measure, reached=reached),
                "",
                _TIMES,
                exact(view, one.factor),
                "",
            )


def _note(view: View, due: Due, component: Component) -> str:
    """What results were held against."""
    if due.quota is None:
        return ""
    return say(
        view.language,
        "statement.made_quota",
        quota=credit(view, component.measure, due.quota),
        measure=measure_name(view, component),
        reached=share(view, due.attainment, 2),
        last=dates.day(view.language, _last(due.window)),
    )


def _last(window: Window) -> dt.date:
    return window.end - dt.timedelta(days=1)


def _lines(found: Shown, component: Component) -> list[tuple[Line, Fraction]]:
    """The credited lines of the period alone, the latest first."""
    if component.award or component.objectives or component.blend:
        return []
    period = Window(found.kept.first, found.kept.end)
    desk = found.made.desk
    if component.measure not in found.made.facts.line_measures:
        return []
    pick = Asked(desk, component, period, period).pick
    return sorted(desk.lines(pick, period), key=lambda one: (one[0].day, one[0].line_id), reverse=True)


def _behind(view: View, found: Shown, component: Component, lines: list[tuple[Line, Fraction]]) -> Made:
    """The latest lines by name, the rest in one row, and the sum of all."""
    language, first = view.language, lines[:FEW_LINES]
    names = _names(view, [line for line, _ in first])
    rows = [
        (
            dates.day(language, line.day, year=False),
            _order(view, found, component, line),
            names.get(("customer", line.attributes.get("customer", "")), ""),
            names.get(("product", line.attributes.get("product", "")), ""),
            formats.percent(language, line.share, 0 if line.share in (0, 1) else 1),
            measured(view, component.measure, amount),
        )
        for line, amount in first
    ]
    sums: list[tuple[str, ...]] = []
    rest = lines[FEW_LINES:]
    if rest:
        more = say(language, "statement.lines_more", n=len(rest))
        sums.append(
            (
                more,
                "",
                "",
                "",
                "",
                measured(view, component.measure, sum((amount for _, amount in rest), Fraction(0))),
            )
        )
    total = sum((amount for _, amount in lines), Fraction(0))
    sums.append(
        (
            say(language, "statement.lines_all", n=len(lines)),
            "",
            "",
            "",
            "",
            measured(view, component.measure, total),
        )
    )
    heads = tuple(
        say(language, f"statement.line_{head}")
        for head in ("day", "order", "customer", "product", "share", "credit")
    )
    title = say(
        language,
        "statement.lines_title",
        measure=measure_name(view, component),
        month=month(view, found.last_day),
    )
    if is_money(component.measure):
        title = in_plans(found, title)
    return Made(
        title, heads, tuple(rows), tuple(sums), words=frozenset({1, 2, 3}), minor=frozenset({1, 3, 4})
    )


def _order(view: View, found: Shown, component: Component, line: Line) -> str:
    """The order of a line; of one in other money than the plan's also what it was in that."""
    key = line.order_id or line.line_id
    if line.currency in ("", found.made.plan.currency) or not is_money(component.measure):
        return key
    return f"{key} ({exact(view, Fraction(line.amounts[component.measure]))} {line.currency})"


def _names(view: View, lines: list[Line]) -> dict[tuple[str, str], str]:
    customers = sorted({line.attributes.get("customer", "") for line in lines})
    products = sorted({line.attributes.get("product", "") for line in lines})
    found = report("line_names", view.shelf, customers=customers, products=products)
    return {(str(kind), str(key)): str(label) for kind, key, label in found}

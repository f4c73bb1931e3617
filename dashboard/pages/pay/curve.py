"""The curve of what a component pays, where one stands on it, the next step, and what if one sold more."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from html import escape

from dash.development.base_component import Component as Drawn

from dashboard.answers.reports import report
from dashboard.errors import NotUnderstood
from dashboard.figures.payout_curve import PayoutCurve, curve_points, draw_payout_curve
from dashboard.pages.pay.arithmetic import in_plans
from dashboard.pages.pay.here import kept_outlook
from dashboard.pages.pay.shown import Shown, shown
from dashboard.pages.pay.words import component_name, credit, exact, exchange, measured, money, share, worth
from dashboard.pages.view import View
from dashboard.parts.drawing import Drawing, drawing
from dashboard.parts.panel import Panel, panel
from dashboard.parts.states import State
from dashboard.parts.what_if import Deal, Earned, Slider, earned, slider
from dashboard.pay.due import Due
from dashboard.pay.plan import Rounding
from dashboard.pay.rounding import rounded
from dashboard.pay.terms import Terms
from dashboard.pay.terms import shown as cut
from dashboard.text import dates, formats, say

WHAT_IF = "/find/what-if"
_FARTHEST = Fraction(13, 10)
_UP = Rounding(mode="up", digits=2)  # a cent less would not reach it
_THOUSAND, _CENT = Fraction(1000), Fraction(1, 100)
_MOST = 10**15  # beyond it nothing is sold


@dataclass(frozen=True, slots=True)
class Drawable:
    """A component whose pay follows from one credit: its terms, and how far one has come."""

    due: Due
    terms: Terms

    @property
    def unit(self) -> Fraction:
        """What the axis counts in: the quota, or one of what is measured."""
        return self.terms.quota or Fraction(1)

    @property
    def reach(self) -> Fraction:
        """How far the axis goes, in credit."""
        edges = [edge for edge in self.edges if edge]
        least = self.unit * _FARTHEST if self.terms.quota else Fraction(0)
        return max(
            [least, self.due.credit * Fraction(11, 10), *(edge * Fraction(115, 100) for edge in edges[-1:])]
        )

    @property
    def edges(self) -> list[Fraction]:
        """Where the value changes, in credit."""
        return self.terms.edges


def drawables(found: Shown) -> list[Drawable]:
    """The components whose pay is a function of one credit, in their order; of several intervals the last."""
    last = {
        due.component: Drawable(due, due.terms)
        for due in found.made.statement.dues
        if due.terms is not None and due.terms.table.each == "total" and due.terms.attained is None
    }
    return list(last.values())


def drawable(found: Shown) -> Drawable | None:
    """The one of them that earns most."""
    return max(drawables(found), key=lambda one: (abs(one.due.amount), one.due.component), default=None)


def curve(view: View, one: Drawable) -> Drawn:
    """What a component pays for how much, with the place where one stands."""
    return drawing(draw_payout_curve(_spec(view, one)), fluid=True, look="payout-curve")


def curve_panel(view: View) -> Drawn:
    """The curve with one's place on it, and the step that comes next."""
    found = shown(view)
    one = drawable(found) if found else None
    title = say(view.language, "statement.curve")
    if found is None or one is None:
        state = State("empty", say(view.language, "statement.no_curve"))
        return panel(view.language, Panel(title, state=state), ())
    scope = in_plans(found, component_name(view, found.made.plan, one.due.component))
    body = [curve(view, one)]
    if one.terms.component.measure not in found.made.facts.line_measures:
        # Nobody sells so much more of a margin rate, or of customers: no step is so many euros away.
        return panel(view.language, Panel(title, scope), body)
    step = next_step(one)
    if step:
        lead, rest = _step_words(view, one, step)
        body.append(Drawing(f'<p class="next-step"><b>{escape(lead)}</b> {escape(rest)}</p>'))
    if ahead := _ahead(view, found, one, step):
        body.append(Drawing(f'<p class="next-step">{escape(ahead)}</p>'))
    body.append(Drawing(_slider(view, found, one)))
    return panel(view.language, Panel(title, scope), body)


def _spec(view: View, one: Drawable) -> PayoutCurve:
    language, unit, credit = view.language, one.unit, one.due.credit
    paid = one.terms.amount(credit)
    edges = [float(edge / unit) for edge in one.edges]

    def pay(x: float) -> float:
        return float(one.terms.amount(Fraction(x) * unit))

    here = (max(float(credit / unit), 0.0), float(paid))
    reached = share(view, credit / unit) if one.terms.quota else exact(view, credit)
    marks = [0.0, *edges, *([1.0] if one.terms.quota else [])]
    return PayoutCurve(
        curve_points(pay, float(one.reach / unit), edges),
        here,
        tuple((x, words) for x, words in _rates(view, one)),
        (say(language, "statement.here", reached=reached), money(view, cut(paid, 2))),
        tuple((x, _axis(view, one, x)) for x in sorted(set(marks)) if x <= float(one.reach / unit)),
        lambda y: formats.number(language, Decimal(round(y))),
        say(language, "statement.curve_says", reached=reached, amount=money(view, cut(paid, 2))),
    )


def _axis(view: View, one: Drawable, x: float) -> str:
    if one.terms.quota:
        return formats.percent(view.language, Decimal(str(round(x, 4))), 0)
    return formats.number(view.language, Decimal(round(x)))


def _rates(view: View, one: Drawable) -> Sequence[tuple[float, str]]:
    """The rate from each edge on, where bands have rates."""
    if one.terms.table.points or one.terms.component.pays != "rate":
        return [(float(edge / one.unit), "") for edge in one.edges]
    return [
        (float(first / one.unit), worth(view, one.terms.component, value * one.terms.factor))
        for first, _, value in one.terms.scaled.bands
    ]


@dataclass(frozen=True, slots=True)
class NextStep:
    """Where the plan pays otherwise: how much credit is missing, what reaching it earns, and the pay of each
    further thousand before and after it.
    """

    at: Fraction
    more: Fraction
    gain: Fraction
    before: Fraction
    after: Fraction


def next_step(one: Drawable) -> NextStep | None:
    """The next step, by the engine that pays: an edge at which pay jumps, or its rate changes."""
    pay, credit = one.terms.amount, one.due.credit
    for edge in sorted(edge for edge in one.edges if edge > credit):
        just = edge - _CENT
        before, after = pay(just) - pay(just - _THOUSAND), pay(edge + _THOUSAND) - pay(edge)
        # The last cent before the edge earns no more than any other, unless pay jumps there.
        if pay(edge) - pay(just) > before * _CENT / _THOUSAND + _CENT or abs(after - before) >= _CENT:
            return NextStep(edge, edge - credit, pay(edge) - pay(credit), before, after)
    return None


def _step_words(view: View, one: Drawable, step: NextStep) -> tuple[str, str]:
    needed = rounded(step.more, _UP)
    gain = money(view, cut(step.gain, 2))
    more = credit(view, one.terms.component.measure, Fraction(needed))
    lead = say(view.language, "statement.next_step", more=more, gain=gain)
    reached = share(view, step.at / one.unit, 0) if one.terms.quota else exact(view, step.at, 0)
    before, after = (money(view, cut(amount, 2)) for amount in (step.before, step.after))
    return lead, say(view.language, "statement.next_rate", step=reached, after=after, before=before)


def _ahead(view: View, found: Shown, one: Drawable, step: NextStep | None) -> str:
    """The same step by the quota of the whole interval, as the page of the territory has it.

    Beside the latest statement alone, and not where its own quota is that of the whole.
    """
    if found.kept != found.history[-1]:
        return ""
    outlook = kept_outlook(view, found.kept.payee)
    for other in outlook.steps if outlook else ():
        mine = (other.kind, other.component) == ("tier", one.due.component)
        needed = rounded(step.more, _UP) if step else None
        if mine and other.until >= view.today and other.more != needed:
            told = [money(view, amount) for amount in (other.more, other.gain)]
            if outlook and outlook.credited != outlook.currency:
                told = [f"{told[0]} {outlook.credited}", f"{told[1]} {outlook.currency}"]
            return say(
                view.language, "statement.next_until", day=dates.day(view.language, other.until),
                more=told[0], gain=told[1],
            )  # fmt: skip
    return ""


def _slider(view: View, found: Shown, one: Drawable) -> str:
    most = int(max(one.reach - one.due.credit, one.unit / 10))
    step = 10 ** max(0, len(str(most)) - 3)
    middle = most // 2 // step * step
    spec = Slider(WHAT_IF, most // step * step + step, step, middle)
    deals = [_deal(view, found, deal) for deal in _open_deals(view, found, one)]
    return slider(view.language, spec, deals, what_if(view, str(middle)))


@dataclass(frozen=True, slots=True)
class _OpenDeal:
    key: str
    customer: str
    stage: str
    amount: Decimal
    chance: Decimal | None


def _open_deals(view: View, found: Shown, one: Drawable) -> list[_OpenDeal]:
    """What may be won next, where sales are what pays."""
    if one.terms.component.measure != "net_sales":
        return []
    return [
        _OpenDeal(
            str(key), str(label), str(stage or ""), Decimal(str(amount)),
            None if chance is None else Decimal(str(chance)),
        )
        for key, label, stage, amount, chance in report("open_deals", view.shelf, payee=found.kept.payee)
    ]  # fmt: skip


def _deal(view: View, found: Shown, one: _OpenDeal) -> Deal:
    chance = "" if one.chance is None else formats.percent(view.language, one.chance, 0)
    detail = " ".join(word for word in (one.stage, chance) if word)
    amount = formats.number(view.language, one.amount)
    if found.made.plan.currency != view.currency:  # beside a slider in the plan's money
        amount = f"{amount} {view.currency}"
    return Deal(one.key, one.customer, detail, amount)


def what_if(view: View, more: str, deals: Collection[str] = ()) -> str:
    """What would be earned, had one so much more credit, and won these of one's open deals: the parts of the
    table that it would fill.

    Raises:
        NotUnderstood: no amount.
        Denied: the statement is not this person's.
    """
    try:
        added = Fraction(Decimal(more))
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise NotUnderstood("statement.no_amount", text=more[:40]) from error
    if abs(added) > _MOST:
        raise NotUnderstood("statement.no_amount", text=more[:40])
    found = shown(view, going_on=True)
    one = drawable(found) if found else None
    if found is None or one is None:
        raise NotUnderstood("statement.no_curve")
    if deals:
        won = sum(Fraction(deal.amount) for deal in _open_deals(view, found, one) if deal.key in deals)
        added += won / found.made.desk.worth_reported(found.last_day)
    rounding, credit = found.made.plan.rounding, one.due.credit
    now, then = (rounded(one.terms.amount(at), rounding) for at in (credit, credit + added))
    told = [say(view.language, "statement.what_if_told", then=money(view, then), now=money(view, now))]
    plan, to = found.made.plan, found.kept.currency
    if plan.currency != to:
        rate = found.made.desk.pay_rate(to, found.last_day)
        paid = money(view, rounded(Fraction(then - now) * rate, rounding))
        words = {"currency": plan.currency, "to": to, "rate": exchange(view, rate), "amount": paid}
        told.append(say(view.language, "statement.what_if_paid", **words))
    if one.terms.quota:
        reached = share(view, (credit + added) / one.unit)
        told.insert(0, say(view.language, "statement.what_if_reach", reached=reached))
    answer = Earned(
        formats.number(view.language, cut(added, 2), 0),
        formats.signed(view.language, then - now, 2),
        tuple(_filled(view, one, added)),
        " ".join(told),
    )
    return earned(view.language, answer)


def _filled(view: View, one: Drawable, added: Fraction) -> Iterator[tuple[str, str]]:
    """The bands that so much more would fill, each with what it pays; where bands add up."""
    if one.terms.component.pays != "rate" or one.terms.table.how != "marginal" or one.terms.shut:
        return
    now, then = one.terms.parts(one.due.credit), one.terms.parts(one.due.credit + added)
    before = {part.first: part for part in now}
    for part in then:
        there = before.get(part.first)
        quantity = part.quantity - (there.quantity if there else 0)
        if quantity:
            paid = quantity * part.value * one.terms.factor
            yield (
                f"{measured(view, one.terms.component.measure, quantity)} × "
                + worth(view, one.terms.component, part.value * one.terms.factor),
                exact(view, paid, 4),
            )

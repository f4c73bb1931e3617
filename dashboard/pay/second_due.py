"""The second calculator's dues: what one component comes to from the first day of an interval to some day.

Nothing is kept from one question to the next: the due without a line, or of an earlier day, is the whole
calculation made again.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from dashboard.pay.facts import Window
from dashboard.pay.plan import Basis, Component, Table
from dashboard.pay.second_credit import Piece
from dashboard.pay.second_days import UnknownFeature, each_day
from dashboard.pay.second_reached import PaysNothing, Reached, Stretch
from dashboard.pay.second_table import crossed, edges, reached, value_at

_NONE = Fraction(0)
_ONE = Fraction(1)


def due(results: Reached, component: Component, pay_first_to: Window) -> Fraction:
    """The due of all measure intervals that have a day of the window, as far as its end."""
    kind = component.measured or results.plan.interval.measured
    total = _NONE
    for whole in results.facts.calendar.intervals(kind, pay_first_to):
        stretch = Stretch(whole, Window(whole.first, min(whole.end, pay_first_to.end)))
        total += _OneDue(results, component, stretch).amount()
    return total


class _OneDue:
    """One component, one measure interval, as far as one day."""

    def __init__(self, results: Reached, component: Component, stretch: Stretch) -> None:
        self._results, self._component, self._stretch = results, component, stretch
        against = results.held_against(stretch)
        self._target = results.days.target(against) * Fraction(component.weight)
        self._base_to: Decimal | None = None
        self._pieces = results.credited.pieces(component, stretch.so_far)

    def amount(self) -> Fraction:
        """After the component's and the plan's gates and modifiers and the caps of step 10."""
        days = each_day(self._stretch.so_far.first, self._stretch.so_far.end)
        if not any(self._results.days.in_plan(day) for day in days):
            return _NONE
        try:
            return self._after_everything()
        except PaysNothing:
            return _NONE

    def _after_everything(self) -> Fraction:
        factor = self._open_gates()
        for modifier in self._component.modifier:
            factor *= self._results.factor(modifier, self._stretch)
        amount = self._capped(self._by_kind(), factor)
        for gate in self._results.plan.gate:
            if gate.otherwise != "nothing":
                raise UnknownFeature(f"plan gate otherwise {gate.otherwise}")
            amount *= 1 if self._results.passes(gate, self._stretch) else 0
        for modifier in self._results.plan.modifier:
            amount *= self._results.factor(modifier, self._stretch)
        return amount

    def _open_gates(self) -> Fraction:
        factor = _ONE
        for gate in self._component.gate:
            if self._results.passes(gate, self._stretch):
                continue
            if gate.otherwise == "nothing":
                factor = _NONE
            elif gate.otherwise == "base":
                self._base_to = gate.base_to if self._base_to is None else min(self._base_to, gate.base_to)
            else:
                raise UnknownFeature(f"gate otherwise {gate.otherwise}")
        return factor

    def _capped(self, parts: Sequence[tuple[Piece | None, Fraction]], factor: Fraction) -> Fraction:
        amount = sum((part for _, part in parts), _NONE) * factor
        for cap in self._component.cap:
            if cap.rate is not None:
                credit = sum((one.amount for one in self._pieces), _NONE)
                amount = min(amount, Fraction(cap.rate) * credit)
        for cap in self._component.cap:
            if cap.per == "deal":
                orders: dict[str, Fraction] = {}
                for piece, part in parts:
                    if piece is None:
                        raise UnknownFeature("a cap on deals of what no line is paid by")
                    orders[piece.order] = orders.get(piece.order, _NONE) + part * factor
                over = sum((max(one - Fraction(cap.amount or 0), _NONE) for one in orders.values()), _NONE)
                amount -= over
        for cap in self._component.cap:
            if cap.per == "measure" and cap.amount is not None:
                amount = min(amount, Fraction(cap.amount))
            if cap.per == "measure" and cap.times_target is not None:
                amount = min(amount, Fraction(cap.times_target) * self._target)
        return amount

    def _by_kind(self) -> Sequence[tuple[Piece | None, Fraction]]:
        """What it pays, in parts that belong to a line wherever they do."""
        component = self._component
        if component.table is not None:
            if component.table.each == "line":
                return [(one, self._line_by_itself(component.table, one)) for one in self._pieces]
            return self._along(component.table)
        if component.cells is not None:
            return [(None, self._cell())]
        if component.objectives:
            return [(None, self._objectives())]
        if component.award is not None:
            return [(None, self._award())]
        raise UnknownFeature(f"component {component.key}")

    def _line_by_itself(self, table: Table, piece: Piece) -> Fraction:
        if table.over != "amount":
            raise UnknownFeature("a line's own attainment")
        if table.how == "marginal":
            worth = crossed(edges(table.bands, self._base_to), _NONE, piece.amount)
            return worth * self._for_credit()
        return self._money(value_at(table, piece.amount, self._base_to), piece.amount)

    def _along(self, table: Table) -> Sequence[tuple[Piece | None, Fraction]]:
        """Each line's part: what there is with it, less what there was with those before it."""
        if self._component.blend:
            credit = sum((one.amount for one in self._pieces), _NONE)
            return [(None, self._money(value_at(table, self._blended(), self._base_to), credit))]
        level, paid = _NONE, self._at(table, _NONE)
        found: list[tuple[Piece | None, Fraction]] = [(None, paid)] if paid else []
        for piece in self._pieces:
            level += piece.amount
            if table.how == "flat" and table.each == "running":
                value = reached(edges(table.bands, self._base_to), self._level(table, level))
                found.append((piece, self._money(value, piece.amount)))
                continue
            now = self._at(table, level)
            found.append((piece, now - paid))
            paid = now
        return found

    def _level(self, table: Table, credit: Fraction) -> Fraction:
        """A credit in the unit in which the table has its edges."""
        if table.over == "amount":
            return credit
        quota = self._quota()
        attainment = _ONE if quota is None else credit / quota
        return self._results.counted(self._component, self._stretch, attainment)

    def _at(self, table: Table, credit: Fraction) -> Fraction:
        """What the whole table pays for a credit."""
        level = self._level(table, credit)
        if table.how != "marginal":
            return self._money(value_at(table, level, self._base_to), credit)
        worth = crossed(edges(table.bands, self._base_to), _NONE, level)
        if table.over == "attainment":
            quota = self._quota()
            worth *= credit if quota is None else quota
        return worth * self._for_credit()

    def _quota(self) -> Fraction | None:
        return self._results.quota(self._component, self._results.held_against(self._stretch))

    def _for_credit(self) -> Fraction:
        """What one unit of credit at a value of 1 is paid."""
        if self._component.pays in ("rate", "amount"):
            return _ONE
        if self._component.pays != "base_rate":
            raise UnknownFeature(f"pays {self._component.pays}")
        quota = self._quota()
        return self._target / quota if quota is not None else _NONE

    def _money(self, value: Fraction, credit: Fraction) -> Fraction:
        """What a value pays."""
        if self._component.pays == "amount":
            return value
        if self._component.pays == "target":
            return value * self._target
        if self._component.pays == "base_rate" and self._quota() is None:
            return value * self._target
        return value * self._for_credit() * credit

    def _blended(self) -> Fraction:
        total = _NONE
        for part in self._component.blend:
            total += Fraction(part.weight) * self._results.attainment(part, self._stretch)
        return self._results.counted(self._component, self._stretch, total)

    def _cell(self) -> Fraction:
        cells, component = self._component.cells, self._component
        assert cells is not None
        if component.blend:
            row = self._blended()
        else:
            row = self._results.attainment(component, self._stretch)
            row = self._results.counted(component, self._stretch, row)
        over = Basis(measure=cells.column_measure, credit=cells.column_credit)
        column = self._results.attainment(over, self._stretch)
        value = _NONE
        for edge, values in zip(cells.rows, cells.values, strict=True):
            if row < edge:
                continue
            value = _NONE
            for other, here in zip(cells.columns, values, strict=True):
                value = Fraction(here) if column >= other else value
        return value * self._target

    def _objectives(self) -> Fraction:
        last = max(each_day(self._stretch.so_far.first, self._stretch.so_far.end))
        total = _NONE
        for objective in self._component.objectives:
            scores = [
                one
                for one in self._results.facts.scores
                if one.payee == self._results.payee and one.objective == objective.key
            ]
            for score in scores:
                if score.first <= last < score.end:
                    total += Fraction(objective.weight) * Fraction(score.score)
        return total * self._target

    def _award(self) -> Fraction:
        """Event after event of everybody, so far as the budget that they share goes."""
        award, facts, plan = self._component.award, self._results.facts, self._results.plan
        assert award is not None
        left = None if award.budget is None else Fraction(award.budget)
        members = {one.payee for one in facts.members if one.plan == plan.key}
        seen: set[str] = set()
        times: dict[tuple[str, Window], int] = {}
        total = _NONE
        kind = self._component.measured or plan.interval.measured
        for event in sorted(facts.events, key=lambda one: (one.day, one.event_id, one.payee)):
            if event.event != award.event or event.payee not in members or event.event_id in seen:
                continue
            if not self._results.days_of(event.payee).in_plan(event.day):
                continue
            seen.add(event.event_id)
            place = event.payee, facts.calendar.interval(kind, event.day)
            times[place] = times.get(place, 0) + 1
            if award.limit is not None and times[place] > award.limit:
                continue
            if left is not None:
                if left < Fraction(award.amount):
                    continue
                left -= Fraction(award.amount)
            if event.payee == self._results.payee and event.day in self._stretch.so_far:
                total += Fraction(award.amount)
        return total

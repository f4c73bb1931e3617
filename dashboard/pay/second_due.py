"""The second calculator's dues: what one component comes to from the first day of an interval to some day.

Nothing is kept from one question to the next: the due of an earlier day is the whole calculation made again,
and what one line is paid is what there is with it, less what there was with the lines before it.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from dashboard.errors import Refused
from dashboard.pay.facts import Window
from dashboard.pay.plan import Basis, Cap, Cells, Component, Table
from dashboard.pay.second_award import awarded
from dashboard.pay.second_credit import Piece
from dashboard.pay.second_days import UnknownFeature, cut, each_day
from dashboard.pay.second_reached import PaysNothing, Reached, Stretch
from dashboard.pay.second_table import crossed, edges, value_at

_NONE = Fraction(0)
_ONE = Fraction(1)


@dataclass(frozen=True)
class Part:
    """What one line is paid; `piece` is None for what belongs to no line."""

    piece: Piece | None
    amount: Fraction


def due(results: Reached, component: Component, period: Window) -> Fraction:
    """The due of all measure intervals that have a day of a pay period, as far as its end."""
    parts = parts_of(results, component, period, divided=False)
    return sum((part.amount for part in parts), _NONE)


def parts_of(results: Reached, component: Component, period: Window, *, divided: bool = True) -> list[Part]:
    """The same, line by line, as the lines come in their order; or, not `divided`, of all lines together.

    Where lines are rounded, capped or looked up one by one they are divided all the same.
    """
    kind = component.measured or results.plan.interval.measured
    found: list[Part] = []
    for whole in results.facts.calendar.intervals(kind, period):
        stretch = Stretch(whole, Window(whole.first, min(whole.end, period.end)))
        if not _idle(results, component, stretch.so_far):
            factor = _of_plan(results, stretch.so_far, period)
            found += [
                Part(part.piece, part.amount * factor)
                for part in _OneDue(results, component, stretch, divided=divided).parts()
            ]
    return found


def _idle(results: Reached, component: Component, so_far: Window) -> bool:
    """Whether no day counts and nothing was credited, so that nothing is owed and no quota is needed."""
    if component.award or any(results.days.counts(day) for day in each_day(so_far.first, so_far.end)):
        return False
    sums = [one for one in component.blend or (component,) if one.measure in results.facts.line_measures]
    return not any(results.credited.total(one, so_far) for one in sums)


def _of_plan(results: Reached, so_far: Window, period: Window) -> Fraction:
    """What the plan's own gates and modifiers leave, over the plan's own measure interval."""
    plan, factor = results.plan, _ONE
    last = max(each_day(so_far.first, so_far.end))
    whole = results.facts.calendar.interval(plan.interval.measured, last)
    stretch = Stretch(whole, Window(whole.first, min(whole.end, period.end)))
    for gate in plan.gate:
        if gate.otherwise != "nothing":
            raise UnknownFeature(f"plan gate otherwise {gate.otherwise}")
        factor *= 1 if results.passes(gate, stretch) else 0
    for modifier in plan.modifier:
        factor *= results.factor(modifier, stretch)
    return factor


class _OneDue:
    """One component, one measure interval, as far as one day."""

    def __init__(self, results: Reached, component: Component, stretch: Stretch, *, divided: bool) -> None:
        self._results, self._component, self._stretch = results, component, stretch
        one_by_one = component.round_lines or component.split != "credit"
        one_by_one = one_by_one or any(cap.per == "deal" for cap in component.cap)
        self._divided = divided or bool(one_by_one)
        self._against = results.held_against(stretch)
        self._base_to: Decimal | None = None
        self._factor = _ONE
        self._quota: Fraction | None = None
        self._full = False
        self._target = self._of_target()

    def _of_target(self) -> Fraction:
        component, days = self._component, self._results.days
        asks = component.pays in ("target", "base_rate") or bool(component.objectives)
        if component.cells:
            asks = component.cells.pays == "target"
        if (asks or any(cap.times_target is not None for cap in component.cap)) and not days.has_target:
            raise Refused("pay.no_target", payee=self._results.payee, component=component.key)
        try:
            return days.target(self._against) * Fraction(component.weight)
        except Refused:
            # In other money, without a rate: that is no matter where nothing is paid by it.
            if asks or any(cap.times_target is not None for cap in component.cap):
                raise
            return _NONE

    def parts(self) -> list[Part]:
        """After the component's gates, modifiers and the caps of step 10."""
        try:
            self._ask_quota()
        except PaysNothing:
            return []
        self._open_gates()
        for modifier in self._component.modifier:
            self._factor *= self._results.factor(modifier, self._stretch)
        return self._under_measure_caps(self._under_deal_caps(self._by_kind()))

    def _ask_quota(self) -> None:
        """The quota that the table needs, or what the plan says where it has none."""
        component, table = self._component, self._component.table
        if table is None or component.blend:
            return
        needs = (
            table.over == "attainment"
            or component.pays == "base_rate"
            or any(cap.attainment is not None for cap in component.cap)
        )
        if not needs:
            try:
                quota = self._results.days.quota(component.measure, self._against, component.quota)
            except Refused:
                quota = None
            self._quota = quota if quota is not None and quota > 0 else None
            return
        self._quota = self._results.quota(component, self._against)
        self._full = self._quota is None
        by_money = component.pays == "base_rate" and table.over == "amount"
        if self._full and (component.pays == "rate" or by_money):
            # Neither a share of the credit nor one of target pay by money comes of a quota without a size.
            raise self._results.no_quota(component, self._against)

    def _open_gates(self) -> None:
        for gate in self._component.gate:
            if self._results.passes(gate, self._stretch):
                continue
            if gate.otherwise == "nothing":
                self._factor = _NONE
            elif gate.otherwise == "base":
                self._base_to = gate.base_to if self._base_to is None else min(self._base_to, gate.base_to)
            else:
                raise UnknownFeature(f"gate otherwise {gate.otherwise}")

    def _under_deal_caps(self, parts: list[Part]) -> list[Part]:
        caps = [Fraction(cap.amount or 0) for cap in self._component.cap if cap.per == "deal"]
        if not caps:
            return parts
        most = min(caps)
        orders: dict[str, Fraction] = {}
        found = []
        for part in parts:
            if part.piece is None:
                found.append(part)
                continue
            order = part.piece.order or f"line:{self._sold(part.piece)}"
            before = orders.get(order, _NONE)
            orders[order] = before + part.amount
            now = min(before + part.amount, most) - min(before, most)
            found.append(Part(part.piece, now))
        return found

    def _under_measure_caps(self, parts: list[Part]) -> list[Part]:
        caps = [
            self._most_of(cap)
            for cap in self._component.cap
            if cap.per == "measure" and (cap.amount is not None or cap.times_target is not None)
        ]
        if not caps:
            return parts
        most = min(caps)
        before, found = _NONE, []
        for part in parts:
            now = min(before + part.amount, most) - min(before, most)
            found.append(Part(part.piece, now))
            before += part.amount
        return found

    def _most_of(self, cap: Cap) -> Fraction:
        if cap.amount is not None:
            return Fraction(cap.amount)
        return Fraction(cap.times_target or 0) * self._target

    def _by_kind(self) -> list[Part]:
        """What it pays, in parts that belong to a line wherever they do."""
        component = self._component
        if component.table is not None:
            return self._by_table(component.table)
        if component.cells is not None:
            worth = self._cell(component.cells)
        elif component.objectives:
            worth = self._objectives() * self._target
        elif component.award is not None:
            worth = awarded(self._results, component, component.award, self._stretch.so_far)
        else:
            raise UnknownFeature(f"component {component.key}")
        return [Part(None, worth * self._factor)]

    def _by_table(self, table: Table) -> list[Part]:
        if self._component.blend:
            blended = self._results.counted(self._component, self._stretch, self._blended())
            return [Part(None, self._money(value_at(table, blended, self._base_to), _NONE) * self._factor)]
        pieces = self._results.credited.pieces(self._component, self._stretch.so_far)
        if self._full and self._component.pays == "base_rate":
            # A quota that counts as reached is of no size: its base rate times it is target pay, once.
            worth = self._at_full(table) * self._target * self._factor
            return [Part(None, self._under_rate(worth, sum((one.amount for one in pieces), _NONE)))]
        if table.each == "line":
            return self._alone(table, pieces)
        if table.how == "flat" and table.each == "running":
            return self._running(table, pieces)
        if not self._divided:
            return [Part(None, self._paid(table, sum((one.amount for one in pieces), _NONE)))]
        level, before = _NONE, self._paid(table, _NONE)
        found = [Part(None, before)] if before else []
        for piece in pieces:
            level += self._whole(piece)
            now = self._paid(table, level)
            found.append(self._own(piece, now - before))
            before = now
        return found

    def _alone(self, table: Table, pieces: list[Piece]) -> list[Part]:
        """Each line looked up by itself; with what is taken off it, where returns are."""
        left: dict[str, Fraction] = {}
        had: dict[str, Fraction] = {}
        found = []
        for piece in pieces:
            line = self._sold(piece)
            taken_off = line in left
            left[line] = left.get(line, _NONE) + self._whole(piece)
            if left[line] < 0 and self._component.pays == "amount":
                now = -self._paid(table, -left[line])
            else:
                now = _NONE if taken_off and left[line] == 0 else self._paid(table, left[line])
            found.append(self._own(piece, now - had.get(line, _NONE)))
            had[line] = now
        return found

    def _running(self, table: Table, pieces: list[Piece]) -> list[Part]:
        """Each line at the value that it reached with those before it; a return at that of its line."""
        level, values, found = _NONE, dict[str, Fraction](), []
        for piece in pieces:
            credit, line = self._whole(piece), self._sold(piece)
            level += credit
            if line not in values:
                values[line] = value_at(table, self._level(table, level), self._base_to)
            worth = self._money(values[line], credit) * self._factor
            found.append(self._own(piece, self._under_rate(worth, credit)))
        return found

    def _sold(self, piece: Piece) -> str:
        """The line whose value it has: its own, or that which it gives back."""
        if piece.line is None:
            return ""
        mirrored = self._results.plan.returns.policy == "original" and piece.line.returns
        return piece.line.returns if mirrored else piece.line.line_id

    def _whole(self, piece: Piece) -> Fraction:
        """What of a line counts: the person's part, or all of it where the money is shared."""
        line, measure = piece.line, self._component.measure
        if self._component.split == "credit" or line is None or not line.share:
            return piece.amount
        own = Fraction(line.amounts[measure])
        if measure not in line.whole or not own:
            return piece.amount / Fraction(line.share)
        return piece.amount / own * Fraction(line.whole[measure])

    def _own(self, piece: Piece, amount: Fraction) -> Part:
        """The person's part of what a line is paid."""
        if self._component.split == "money" and piece.line is not None and piece.line.share:
            amount *= Fraction(piece.line.share)
        elif self._component.split not in ("credit", "money"):
            raise UnknownFeature(f"split {self._component.split}")
        return self._rounded(piece, amount)

    def _rounded(self, piece: Piece, amount: Fraction) -> Part:
        rounding = self._component.round_lines
        return Part(piece, Fraction(cut(amount, rounding.mode, rounding.digits)) if rounding else amount)

    def _at_full(self, table: Table) -> Fraction:
        """The value of a whole quota, band by band where the table is walked through."""
        level = self._results.counted(self._component, self._stretch, _ONE)
        if table.how == "marginal":
            return crossed(edges(table.bands, self._base_to), _NONE, level)
        return value_at(table, level, self._base_to) * level

    def _paid(self, table: Table, credit: Fraction) -> Fraction:
        """What the whole table pays for a credit, after the component's factor and its cap on the rate."""
        return self._under_rate(self._at(table, credit) * self._factor, credit)

    def _under_rate(self, amount: Fraction, credit: Fraction) -> Fraction:
        for cap in self._component.cap:
            if cap.rate is not None:
                amount = min(amount, Fraction(cap.rate) * max(credit, _NONE))
        return amount

    def _counted(self, credit: Fraction) -> Fraction:
        """The credit, cut at the most attainment that counts."""
        limit = self._results.limit(self._component, self._stretch)
        if limit is None or self._quota is None:
            return credit
        return min(credit, limit * self._quota)

    def _level(self, table: Table, credit: Fraction) -> Fraction:
        """A credit in the unit in which the table has its edges."""
        if table.over == "amount":
            return self._counted(credit)
        attainment = _ONE if self._quota is None else credit / self._quota
        return self._results.counted(self._component, self._stretch, attainment)

    def _at(self, table: Table, credit: Fraction) -> Fraction:
        level = self._level(table, credit)
        if table.how != "marginal":
            return self._money(value_at(table, level, self._base_to), self._counted(credit))
        worth = crossed(edges(table.bands, self._base_to), _NONE, level)
        if table.over == "attainment" and self._quota is not None:
            worth *= self._quota
        return self._money(worth, _ONE)

    def _money(self, value: Fraction, credit: Fraction) -> Fraction:
        """What a value pays."""
        pays = self._component.pays
        worth = {"amount": value, "target": value * self._target, "rate": value * credit}
        if pays in worth:
            return worth[pays]
        if pays == "base_rate" and self._quota is not None:
            return value * credit * self._target / self._quota
        raise UnknownFeature(f"pays {pays}")

    def _blended(self) -> Fraction:
        total = _NONE
        for part in self._component.blend:
            total += Fraction(part.weight) * self._results.attainment(part, self._stretch)
        return total

    def _cell(self, cells: Cells) -> Fraction:
        """The value of the last row and column that are begun, of whatever it is a share."""
        across = Basis(measure=cells.column_measure, credit=cells.column_credit)
        down, right = self._side(cells.row_of, self._component), self._side(cells.column_of, across)
        value = _NONE
        for edge, values in zip(cells.rows, cells.values, strict=True):
            if down < edge:
                continue
            value = _NONE
            for other, here in zip(cells.columns, values, strict=True):
                value = Fraction(here) if right >= other else value
        if cells.pays == "target":
            return value * self._target
        if cells.pays == "rate":
            return value * self._results.credited.total(self._component, self._stretch.so_far)
        if cells.pays == "amount":
            return value
        raise UnknownFeature(f"cells pay {cells.pays}")

    def _side(self, of: str, basis: Basis) -> Fraction:
        """What was reached of one side of a matrix."""
        if of == "value":
            return self._results.credited.total(basis, self._stretch.so_far)
        if of != "attainment":
            raise UnknownFeature(f"cells of {of}")
        attainment = self._results.attainment(basis, self._stretch)
        return self._results.counted(self._component, self._stretch, attainment)

    def _objectives(self) -> Fraction:
        """Weight times the latest score that has a day of the stretch, objective by objective."""
        total, so_far = _NONE, self._stretch.so_far
        for objective in self._component.objectives:
            scores = [
                one for one in self._results.facts.scores
                if (one.payee, one.objective) == (self._results.payee, objective.key)
                and one.first < so_far.end and so_far.first < one.end
            ]  # fmt: skip
            if not scores:
                raise Refused(
                    "pay.no_score", payee=self._results.payee, objective=objective.key, end=so_far.end
                )
            latest = max(scores, key=lambda one: (one.end, one.first, one.score, one.evaluator))
            if latest.evaluator == self._results.payee:
                raise Refused("pay.own_score", payee=self._results.payee, objective=objective.key)
            total += Fraction(objective.weight) * Fraction(latest.score)
        return total

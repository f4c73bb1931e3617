"""The facts of a case, as far as they were known on a day."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from dashboard.metrics.periods import FiscalCalendar
from dashboard.pay import facts as facts_of
from dashboard.pay.case_document import DAY, FIRST, Document, Line, Quota
from dashboard.pay.credited import Led, Listed
from dashboard.pay.money import Rate
from dashboard.pay.plan import Plan
from dashboard.pay.rounding import shared_out


def known(document: Document, day: dt.date) -> Document:
    """The document as far as it was known on a day."""
    names = ("line", "quota", "target", "member", "leave", "score", "value", "event", "rate", "hold", "team")
    return document.model_copy(
        update={name: tuple(one for one in getattr(document, name) if one.known_on(day)) for name in names}
    )


def calendar_of(document: Document) -> facts_of.Calendar:
    """The case's days and months."""
    return facts_of.Calendar(
        frozenset(document.holidays),
        season=document.season,
        cut=FiscalCalendar(first_month=document.fiscal_year_first_month),
    )


def facts_on(whole: Document, plan: Plan, day: dt.date) -> facts_of.Facts:
    """What was known on a day."""
    document = known(whole, day)
    lines = _lines(document, plan)
    named = {one.key for one in document.payee}
    asked = {one.payee for one in document.statement}
    payees = [
        facts_of.Payee(
            one.key, one.name, one.currency or plan.currency, one.hired, one.left + DAY if one.left else None
        )
        for one in document.payee
    ]
    payees += [facts_of.Payee(key, "", plan.currency) for key in sorted(asked - named)]
    carried = {key for line in lines for key in line.amounts}
    return facts_of.Facts(
        credits=Listed(lines, [Led(one.leader, one.member, one.first, one.end) for one in document.team]),
        payees=tuple(payees),
        members=_members(document, plan, payees),
        quotas=tuple(_quota(one) for one in document.quota),
        targets=tuple(
            facts_of.TargetPay(one.payee, one.amount, one.per, one.first, one.end) for one in document.target
        ),
        leaves=tuple(facts_of.Leave(one.payee, one.first, one.end) for one in document.leave),
        scores=tuple(
            facts_of.Score(one.payee, one.objective, one.first, one.end, one.score, one.evaluator)
            for one in document.score
        ),
        events=_events(document),
        values=tuple(
            facts_of.Value(
                one.payee,
                one.measure,
                one.first,
                one.end,
                one.value,
                credit=one.credit,
                where=tuple(sorted(one.where.items())),
            )
            for one in document.value
        ),
        rates=tuple(Rate(one.currency, one.to, one.day, one.rate) for one in document.rate),
        holds=tuple(
            facts_of.Hold(
                one.id, one.payee, one.reason, one.first, one.end, one.line, one.component, one.share
            )
            for one in document.hold
        ),
        calendar=calendar_of(document),
        line_measures=frozenset({"net_sales", "gross_margin", "units", *carried, *document.line_measures}),
    )


def _lines(document: Document, plan: Plan) -> list[facts_of.Line]:
    days = {line.id: line.day for line in document.line if line.id}
    return [
        facts_of.Line(
            line.id or f"line {number}",
            payee,
            line.day,
            amounts,
            line.credit,
            share,
            "" if line.currency == plan.currency else line.currency,
            line.order,
            {str(name): value for name, value in line.of.items()},
            line.returns,
            days.get(line.returns),
            _whole(line) if line.split else {},
        )
        for number, line in enumerate(document.line, 1)
        for payee, share, amounts in _credited(line, plan)
    ]


def _credited(line: Line, plan: Plan) -> Iterator[tuple[str, Decimal, Mapping[str, Decimal]]]:
    """Who is credited with which share of a line, and what that is of each measure."""
    whole = _whole(line)
    if not line.split:
        yield line.payee, line.share, {key: amount * line.share for key, amount in whole.items()}
        return
    digits, weight = plan.rounding.digits, sum(line.split.values(), Decimal(0))
    parts = {key: shared_out(amount * line.share, line.split, digits) for key, amount in whole.items()}
    for payee, own in line.split.items():
        yield payee, line.share * own / weight, {key: of[payee] for key, of in parts.items()}


def _whole(line: Line) -> Mapping[str, Decimal]:
    """The amounts of a line, by measure."""
    return line.amounts if line.amount is None else {**line.amounts, "net_sales": line.amount}


def _members(
    document: Document, plan: Plan, payees: Collection[facts_of.Payee]
) -> tuple[facts_of.Membership, ...]:
    said = {one.payee for one in document.member}
    stretches = [facts_of.Membership(one.payee, plan.key, one.first, one.end) for one in document.member]
    rest = [facts_of.Membership(one.payee, plan.key, FIRST) for one in payees if one.payee not in said]
    return (*stretches, *rest)


def _quota(one: Quota) -> facts_of.Slice:
    held_end = one.held_last + DAY if one.held_last else one.end
    return facts_of.Slice(
        one.payee, one.measure, one.amount, one.first, one.end, one.held_first or one.first, held_end,
        scope=one.scope,
    )  # fmt: skip


def _events(document: Document) -> tuple[facts_of.Event, ...]:
    return tuple(
        facts_of.Event(one.id or f"event {number}.{time}", one.payee, one.event, one.day)
        for number, one in enumerate(document.event, 1)
        for time in range(one.times)
    )

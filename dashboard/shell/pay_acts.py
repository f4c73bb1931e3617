"""What is done on the page of pay: a line is asked about, an inquiry goes on, a plan is accepted."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal, InvalidOperation
from typing import get_args

from sqlalchemy.engine import Connection

from dashboard.errors import Denied, NotUnderstood
from dashboard.pages.pay.inquiries import opened, sides, statement_of
from dashboard.pages.pay.shown import may_ask, month_of, shown
from dashboard.pages.view import View
from dashboard.parts.inquiries import MOST
from dashboard.pay.inquiring import KINDS, UPHELD, answer_due, may_say
from dashboard.records import inquiries as book
from dashboard.records import log
from dashboard.records.inquiries import Kind, Said, Step
from dashboard.shell.view_acts import Done, Wish

_LARGEST = Decimal(10) ** 15
_MOST_OPEN = 20  # inquiries of one person that wait at once


def ask(view: View, wish: Wish) -> Done:
    """Ask about a line of one's own statement."""
    found, kind, line = shown(view), wish.fields.get("kind", ""), _number(wish, "line")
    if found is None or not line < len(found.kept.lines):
        raise NotUnderstood("inquiry.no_line")
    if may_ask(view, found) is None:
        raise Denied("inquiry.not_now")
    if kind not in KINDS:
        raise NotUnderstood("inquiry.no_kind")
    first = _step(view, "asked", _text(wish, "text"), evidence=_text(wish, "evidence", needed=False))
    named: dict[str, Kind] = {one: one for one in get_args(Kind)}
    due_on = answer_due(view.today, found.made.facts.calendar)
    with _writing(view) as connection:
        waiting = sum(one.open for one in book.of(connection, {found.kept.payee}))
        if waiting >= _MOST_OPEN:
            raise NotUnderstood("inquiry.too_many", most=_MOST_OPEN)
        kept = found.kept
        id = book.ask(
            connection, kept.id, kept.payee, line, named[kind], _expected(wish), kept.currency, due_on, first
        )
        log.write(connection, view.person.email, "pay_asked", found.kept.payee, inquiry=id)
    return Done("inquiry.told_ask", view.address.but(see=f"inquiry:{id}").href)


def go_on(view: View, wish: Wish) -> Done:
    """Say the next thing of an inquiry."""
    inquiry = opened(view, _number(wish, "inquiry"))
    payee, keeper = sides(view, inquiry)
    words: dict[str, Said] = {one: one for one in get_args(Said)}
    said = words.get(wish.fields.get("said", ""))
    text, changed_on = _text(wish, "text"), None
    if said in UPHELD:
        changed_on = _day(wish)
    with _writing(view) as connection:
        # Asked again with the row held: somebody else may have answered meanwhile.
        now = book.one(connection, inquiry.id, held=True)
        if now is None or said is None or said not in may_say(now, payee=payee, keeper=keeper):
            raise Denied("inquiry.not_next")
        book.add(connection, inquiry.id, _step(view, said, text, changed_on=changed_on))
        log.write(connection, view.person.email, "pay_inquiry", inquiry.payee, inquiry=inquiry.id, said=said)
    kept, _ = statement_of(view, inquiry)
    of = "" if payee else kept.payee
    return Done(
        "inquiry.told_say", view.address.but(of=of, month=month_of(kept), see=f"inquiry:{inquiry.id}").href
    )


def accept(view: View, _wish: Wish) -> Done:
    """Accept the plan of one's own statement, in the version that it was made under."""
    found = shown(view)
    if found is None or found.kept.payee not in view.scope.pay.own:
        raise Denied("statement.not_yours")
    kept = found.kept
    with _writing(view) as connection:
        book.acknowledge(connection, kept.payee, kept.plan, kept.plan_version, view.person.email)
        log.write(
            connection,
            view.person.email,
            "plan_accepted",
            kept.payee,
            plan=kept.plan,
            version=kept.plan_version,
        )
    return Done("inquiry.told_accept")


ACTS: dict[str, Callable[[View, Wish], Done]] = {"ask-pay": ask, "say-pay": go_on, "accept-plan": accept}


def _writing(view: View) -> AbstractContextManager[Connection]:
    if view.records is None:
        raise Denied("statement.not_yours")
    return view.records.writing()


def _step(
    view: View, said: Said, text: str, *, evidence: str = "", changed_on: dt.date | None = None
) -> Step:
    return Step(
        said, view.person.email, view.person.name, dt.datetime.now(dt.UTC), text, evidence, changed_on
    )


def _number(wish: Wish, field: str) -> int:
    text = wish.fields.get(field, "")
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise NotUnderstood("inquiry.no_line")
    return int(text)


def _text(wish: Wish, field: str, *, needed: bool = True) -> str:
    text = "".join(sign for sign in wish.fields.get(field, "") if sign.isprintable() or sign == "\n").strip()
    if needed and not text:
        raise NotUnderstood("inquiry.no_text")
    if len(text) > MOST:
        raise NotUnderstood("inquiry.too_long", most=MOST)
    return text


def _expected(wish: Wish) -> Decimal | None:
    text = wish.fields.get("expected", "").strip()
    if not text:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise NotUnderstood("statement.no_amount", text=text[:40]) from error
    if not amount.is_finite() or abs(amount) > _LARGEST or amount != round(amount, 2):
        raise NotUnderstood("statement.no_amount", text=text[:40])
    return amount


def _day(wish: Wish) -> dt.date:
    try:
        return dt.date.fromisoformat(wish.fields.get("changed_on", ""))
    except ValueError as error:
        raise NotUnderstood("inquiry.no_day") from error

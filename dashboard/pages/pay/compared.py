"""Two runs against each other for those who keep pay: person by person, line by line, with the causes."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING

from dash.development.base_component import Component

from dashboard.answers.reports import report
from dashboard.errors import NotUnderstood
from dashboard.pages.pay.entries import added, amount_of
from dashboard.pages.pay.measures import measurable_here
from dashboard.pages.pay.periods import RUNS
from dashboard.pages.pay.words import money, of_currency, signed
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.controls import Control
from dashboard.parts.drawing import Drawing
from dashboard.parts.panel import Panel, panel
from dashboard.parts.statement import Entry, Made, statement_list
from dashboard.pay.sums import by_currency
from dashboard.records import log
from dashboard.records import pay as records_of_pay
from dashboard.text import say

if TYPE_CHECKING:
    from dashboard.pay.run_difference import Changed, Compared, Side

_NONE = Decimal(0)
_HEADS = ("person", "from_to", "difference", "other")


def compared_panel(view: View) -> Component:
    """The comparison that the address asks for; nothing where it asks for none, or of whom it is not.

    Raises:
        NotUnderstood: a run that is none.
        Failed: what a run was calculated from is gone or changed.
    """
    kind, _, names = view.address.see.partition(":")
    if kind != RUNS or view.records is None or view.home is None or not view.scope.pay.everybody:
        return html.Div()
    # Loaded when first wanted: it brings the library of columns, which no other page needs.
    run_difference = import_module("dashboard.pay.run_difference")
    one, other = (_side(view, name) for name in (*names.split(":"), "")[:2])
    found: list[Compared] = run_difference.compare(view.home, one, other, measurable_here(view))
    with view.records.writing() as connection:
        words = f"{one.run.name} {other.run.name}"
        log.write(connection, view.person.email, "pay_read", "runs", run=words, people=len(found))
    title = say(view.language, "paycompare.title", one=one.run.name, other=other.run.name)
    close = Control(say(view.language, "paycompare.close"), view.address.but().href, icon="close")
    heads = ["", *(say(view.language, f"paycompare.head_{name}") for name in _HEADS)]
    body = Drawing(statement_list(view.language, _entries(view, one, other, found), heads))
    return panel(view.language, Panel(title, tools=(close,)), [body])


def _side(view: View, name: str) -> "Side":
    run_difference = import_module("dashboard.pay.run_difference")
    assert view.records is not None
    with view.records.reading() as connection:
        run = records_of_pay.named(connection, name)
        if run is None:
            raise NotUnderstood("payrun.no_run", run=name)
        side: Side = run_difference.Side(run, records_of_pay.statements(connection, run.id))
        return side


def _entries(view: View, one: "Side", other: "Side", found: Sequence["Compared"]) -> list[Entry]:
    language = view.language
    names = {str(key): str(name) for key, name in report("people", view.shelf)}
    paid = [by_currency((kept.currency, kept.paid) for kept in side.statements) for side in (one, other)]
    listed = [_entry(view, each, names) for each in found]
    for currency in sorted(paid[0].keys() | paid[1].keys()):
        first, second = (of.get(currency, _NONE) for of in paid)
        n = sum(each.currency == currency for each in found)
        total = of_currency(view, say(language, "paycompare.all", n=n), currency)
        basis = say(language, "paycompare.from_to", first=money(view, first), second=money(view, second))
        listed.append(Entry(total, added(second - first), basis=basis, look="paid"))
    return listed


def _entry(view: View, found: "Compared", names: Mapping[str, str]) -> Entry:
    first, second = (kept.paid if kept else _NONE for kept in (found.one, found.other))
    return Entry(
        of_currency(view, names.get(found.payee, found.payee), found.currency),
        added(found.difference),
        basis=say(view.language, "paycompare.from_to", first=money(view, first), second=money(view, second)),
        balance=amount_of(second),
        made=(_lines(view, found), *([_causes(view, found)] if found.causes else [])),
    )


def _lines(view: View, found: "Compared") -> Made:
    language = view.language
    heads = tuple(say(language, f"paycompare.head_{name}") for name in ("line", "one", "other", "difference"))
    rows = tuple(
        (_line(view, each), money(view, each.one), money(view, each.other), signed(view, each.difference))
        for each in found.lines
    )
    total = (say(language, "paycompare.sum"), "", "", signed(view, found.difference))
    return Made(say(language, "paycompare.lines"), heads, rows, (total,))


def _line(view: View, changed: "Changed") -> str:
    kind, component, period, source = changed.line
    name = say(view.language, f"statement.kind_{kind}")
    return " ".join(word for word in (name, component, period[:7], source) if word)


def _causes(view: View, found: "Compared") -> Made:
    language = view.language
    heads = tuple(say(language, f"paycompare.head_{name}") for name in ("cause", "difference"))
    rows = tuple(
        (", ".join(say(language, f"paycompare.cause_{one}") for one in causes), signed(view, amount))
        for causes, amount in found.causes
    )
    total = (say(language, "paycompare.sum"), signed(view, found.difference))
    return Made(say(language, "paycompare.causes"), heads, rows, (total,))

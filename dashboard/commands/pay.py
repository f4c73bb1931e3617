"""`python -m dashboard pay run 2026-10`: calculate a month's incentive pay, list runs, approve one."""

import argparse
import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from dashboard.access.people import OPERATOR
from dashboard.access.scope import operator
from dashboard.answers.warehouse import Warehouse
from dashboard.errors import NotUnderstood
from dashboard.pay.facts import Window
from dashboard.pay.plans import measurable, plan_texts
from dashboard.pay.runs import Office
from dashboard.records import pay as records_of_pay
from dashboard.records.pay import Run
from dashboard.records.store import open_records
from dashboard.settings import Settings
from dashboard.text import Language, say
from dashboard.text.formats import number


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("act", choices=("run", "list", "show", "approve"), help="what to do")
    parser.add_argument("what", nargs="?", default="", help="a month (2026-10), or a run (2026-10-R1)")
    parser.add_argument("--by", default=OPERATOR, metavar="EMAIL", help="who does it")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Do it, and print the run."""
    language = settings.language
    with office(settings) as desk:
        if args.act == "run":
            month = _month(args.what, desk)
            print(told(desk.run(operator(), month, args.by), desk, language))
        elif args.act == "approve":
            print(told(desk.approve(_run(args.what, desk).id, args.by), desk, language))
        elif args.act == "show":
            print(told(_run(args.what, desk), desk, language, listed=True))
        else:
            with desk.records.reading() as connection:
                found = records_of_pay.runs(connection)
            for one in found:
                print(told(one, desk, language))
    return 0


@contextmanager
def office(settings: Settings) -> Iterator[Office]:
    """Where runs are made, on the publication that is served."""
    warehouse = Warehouse(settings.place, settings.memory_limit, settings.threads)
    records = open_records(settings)
    try:
        with warehouse.reading() as shelf:
            texts = plan_texts(settings, shelf.manifest.kind)
            yield Office(shelf, settings.place, records, texts, measurable(shelf.manifest))
    finally:
        records.close()
        warehouse.close()


def _month(text: str, desk: Office) -> Window:
    try:
        day = dt.date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise NotUnderstood("payrun.no_month", text=text) from error
    month = desk.shelf.outline.cut.month(day)
    return Window(month.start, month.end + dt.timedelta(days=1))


def _run(name: str, desk: Office) -> Run:
    with desk.records.reading() as connection:
        found = records_of_pay.runs(connection)
    for one in found:
        if one.name == name:
            return one
    raise NotUnderstood("payrun.no_run", run=name)


def told(found: Run, desk: Office, language: Language, *, listed: bool = False) -> str:
    """A run in words; `listed`, with every statement and every amount that differs."""
    with desk.records.reading() as connection:
        kept = records_of_pay.statements(connection, found.id)
    total = sum(one.paid for one in kept)
    lines = [
        say(
            language, "payrun.told", run=found.name, state=say(language, f"payrun.state_{found.state}"),
            n=len(kept), paid=number(language, total, 2), publication=found.publication,
        )
    ]  # fmt: skip
    if listed:
        lines += [
            say(
                language, "payrun.statement", payee=one.payee, plan=one.plan, version=one.plan_version,
                earned=number(language, one.earned, 2), paid=number(language, one.paid, 2),
            )
            for one in kept
        ]  # fmt: skip
    lines += [
        say(language, "payrun.refused", payee=one["payee"], why=say(language, one["key"], **one["values"]))
        for one in found.refused
    ]
    if listed:
        lines += [_differing(one, language) for one in found.differences]
    elif found.differences:
        lines.append(say(language, "payrun.differences", n=len(found.differences), run=found.name))
    return "\n".join(lines)


def _differing(one: Mapping[str, Any], language: Language) -> str:
    """One amount of which the two calculators do not say the same."""
    if "why" in one:
        why = say(language, one["why"]["key"], **one["why"]["values"])
        return say(language, "payrun.unchecked", payee=one["payee"], plan=one["plan"], why=why)
    of = " ".join(part for part in (one["kind"], one["component"], one["period"], one["source"]) if part)
    # A plan may round to more decimals than money has; what differs in one of them is seen.
    stated, again = Decimal(one["stated"]), Decimal(one["recalculated"])
    digits = max(2, *(-int(amount.as_tuple().exponent) for amount in (stated, again)))
    return say(
        language, "payrun.difference", payee=one["payee"], plan=one["plan"], line=of,
        stated=number(language, stated, digits), recalculated=number(language, again, digits),
    )  # fmt: skip

"""`python -m dashboard pay run 2026-10`: incentive pay from its calculation to the file that payroll gets."""

import argparse
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from dashboard.access.people import OPERATOR
from dashboard.access.scope import operator
from dashboard.answers.warehouse import Warehouse
from dashboard.commands.pay_told import told_adjustment, told_comparison, told_run, told_steps
from dashboard.errors import Failed, NotUnderstood
from dashboard.exports.payroll_file import FORMS, write_payroll
from dashboard.pay import adjustments, cycle, payroll
from dashboard.pay.adjustments import Wanted
from dashboard.pay.facts import Window
from dashboard.pay.plan_file import read_plans
from dashboard.pay.plans import measurable, plan_texts
from dashboard.pay.run_difference import Side, compare
from dashboard.pay.runs import Office, in_force
from dashboard.records import pay as records_of_pay
from dashboard.records import pay_adjustments
from dashboard.records.pay import Run
from dashboard.records.pay_adjustments import Verdict
from dashboard.records.store import open_records
from dashboard.settings import Settings
from dashboard.text import say

_Act = Callable[[argparse.Namespace, Settings, Office], str]
_VERDICTS: Mapping[str, Verdict] = {"approve": "approved", "reject": "rejected", "withdraw": "withdrawn"}


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("act", choices=tuple(_ACTS), help="what to do")
    parser.add_argument(
        "what",
        nargs="*",
        default=[],
        help="a month (2026-10) for `run`, a run (2026-10-R1) for others, two for `compare`; for `adjust` "
        "`ask MONTH PAYEE PLAN AMOUNT`, `approve A1`, `reject A1`, `withdraw A1` or `list MONTH`",
    )
    parser.add_argument("--by", default=OPERATOR, metavar="EMAIL", help="who does it")
    parser.add_argument("--why", default="", metavar="TEXT", help="the reason, in words")
    parser.add_argument("--reason", default="", choices=("", *adjustments.REASONS), help="of an adjustment")
    parser.add_argument("--to", default="", metavar="FILE", help="the file of an export: .csv or .xlsx")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Do it, and print what came of it."""
    with office(settings) as desk:
        print(_ACTS[args.act](args, settings, desk))
    return 0


@contextmanager
def office(settings: Settings) -> Iterator[Office]:
    """Where runs are made, on the publication that is served."""
    warehouse = Warehouse(settings.place, settings.memory_limit, settings.threads)
    records = open_records(settings)
    try:
        with warehouse.reading() as shelf:
            texts = plan_texts(settings, shelf.manifest.kind)
            yield Office(shelf, settings.place, records, texts, measurable())
    finally:
        records.close()
        warehouse.close()


def _calculate(args: argparse.Namespace, settings: Settings, desk: Office) -> str:
    month = month_of(_one(args), desk)
    return told_run(settings.language, desk.records, desk.run(operator(), month, args.by))


def _list(_args: argparse.Namespace, settings: Settings, desk: Office) -> str:
    with desk.records.reading() as connection:
        found = records_of_pay.runs(connection)
    return "\n".join(told_run(settings.language, desk.records, one) for one in found)


def _show(args: argparse.Namespace, settings: Settings, desk: Office) -> str:
    found = _run(_one(args), desk)
    told = told_run(settings.language, desk.records, found, listed=True)
    return f"{told}\n{told_steps(settings.language, desk.records, found)}"


def _review(args: argparse.Namespace, settings: Settings, desk: Office) -> str:
    found = cycle.review(desk.records, _run(_one(args), desk).id, args.by)
    return told_run(settings.language, desk.records, found)


def _approve(args: argparse.Namespace, settings: Settings, desk: Office) -> str:
    found = cycle.approve(desk.records, _run(_one(args), desk).id, args.by)
    return told_run(settings.language, desk.records, found)


def _lock(args: argparse.Namespace, settings: Settings, desk: Office) -> str:
    found = cycle.lock(desk.records, _run(_one(args), desk).id, args.by)
    return told_run(settings.language, desk.records, found)


def _reopen(args: argparse.Namespace, settings: Settings, desk: Office) -> str:
    found = cycle.reopen(desk.records, _run(_one(args), desk).id, args.by, args.why)
    return told_run(settings.language, desk.records, found)


def _export(args: argparse.Namespace, settings: Settings, desk: Office) -> str:
    form = next((one for one in FORMS if args.to.lower().endswith(f".{one}")), None)
    if form is None:
        raise NotUnderstood("payroll.no_file", file=args.to)
    made = payroll.export(desk.records, desk.home, _run(_one(args), desk).id, args.by)
    try:
        Path(args.to).write_bytes(write_payroll(made, form, settings.language, desk.shelf.manifest.name))
    except OSError as error:
        raise Failed("payroll.not_written", file=args.to, reason=error.strerror or "") from error
    return say(
        settings.language, "payroll.written", run=made.run.name, file=args.to, n=made.totals.payees,
        sums=", ".join(f"{amount:f} {currency}" for currency, amount in made.totals.sums.items()),
        digest=made.totals.digest,
    )  # fmt: skip


def _compare(args: argparse.Namespace, settings: Settings, desk: Office) -> str:
    if len(args.what) != 2:
        raise NotUnderstood("paycompare.two_runs")
    one, other = (_side(_run(name, desk), desk) for name in args.what)
    return told_comparison(settings.language, one, other, compare(desk.home, one, other, desk.measures))


def _side(found: Run, desk: Office) -> Side:
    with desk.records.reading() as connection:
        return Side(found, records_of_pay.statements(connection, found.id))


def _adjust(args: argparse.Namespace, settings: Settings, desk: Office) -> str:
    language = settings.language
    match args.what:
        case ["ask", month, payee, plan, amount]:
            days = month_of(month, desk)
            wanted = Wanted(payee, plan, days, amount, args.reason, args.why)
            keys = {one.key for one in in_force(read_plans(desk.plans, desk.measures), days)}
            found = adjustments.ask(desk.records, desk.shelf, keys, wanted, args.by)
        case ["approve" | "reject" | "withdraw" as verdict, name]:
            number = adjustments.number_of(name)
            found = adjustments.decide(
                desk.records, desk.shelf, number, _VERDICTS[verdict], args.by, args.why
            )
        case ["list", month]:
            days = month_of(month, desk)
            with desk.records.reading() as connection:
                listed = pay_adjustments.adjustments(connection, days.first, days.end)
            return "\n".join(told_adjustment(language, one) for one in listed)
        case _:
            raise NotUnderstood("payadjust.how")
    return told_adjustment(language, found)


_ACTS: Mapping[str, _Act] = {
    "run": _calculate, "list": _list, "show": _show, "review": _review, "approve": _approve, "lock": _lock,
    "export": _export, "reopen": _reopen, "compare": _compare, "adjust": _adjust,
}  # fmt: skip


def month_of(text: str, desk: Office) -> Window:
    """The fiscal month that people write so.

    Raises:
        NotUnderstood: it is none.
    """
    try:
        day = dt.date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise NotUnderstood("payrun.no_month", text=text) from error
    month = desk.shelf.outline.cut.month(day)
    return Window(month.start, month.end + dt.timedelta(days=1))


def _one(args: argparse.Namespace) -> str:
    """The one thing that is named; without it, what `no_run` and `no_month` say of nothing."""
    return str(args.what[0]) if len(args.what) == 1 else " ".join(args.what)


def _run(name: str, desk: Office) -> Run:
    with desk.records.reading() as connection:
        found = records_of_pay.named(connection, name)
    if found is None:
        raise NotUnderstood("payrun.no_run", run=name)
    return found

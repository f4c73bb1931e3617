"""`python -m dashboard ask`: a question from the command line, on the same path as every screen."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from dashboard.access.scope import Scope, operator
from dashboard.answers.answer import answer
from dashboard.answers.export import as_csv, as_json, as_table
from dashboard.answers.paid import Paid, Rates
from dashboard.answers.path_names import path_names
from dashboard.answers.warehouse import Warehouse, open_shelf
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.asking.question import question as spoken
from dashboard.asking.read import read
from dashboard.asking.worded import asked_back, understood
from dashboard.commands.identity import scope_of
from dashboard.errors import NotUnderstood
from dashboard.intake.moment import as_of
from dashboard.metrics.comparison import AGAINST
from dashboard.metrics.question import INCOMPLETE, Layout, Outline, Question, ask, period_of
from dashboard.pay.posted import Posted
from dashboard.records.store import open_records
from dashboard.settings import Settings
from dashboard.text import say

# What a sentence says itself.
_PARTS = (
    "measure",
    "by",
    "across",
    "show",
    "where",
    "bound",
    "top",
    "sort",
    "subtotals",
    "limit",
    "alignment",
)
_WRITERS = {"table": as_table, "csv": as_csv}


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--words", default="", help="the question as a sentence, in Greek or English")
    parser.add_argument("--measure", action="append", default=[], help="a KPI; may be given several times")
    parser.add_argument("--by", action="append", default=[], help="a dimension; may be given several times")
    parser.add_argument("--across", action="append", default=[], help="a dimension that goes across")
    parser.add_argument("--subtotals", action="store_true", help="with the totals of every level")
    parser.add_argument(
        "--show",
        action="append",
        default=[],
        help="one more column: share_of_total, rank, ...; net_sales:rank",
    )
    configure_limits(parser)
    parser.add_argument(
        "--bound", action="append", default=[], help="keep rows whose value lies within, as attainment < 80%%"
    )
    parser.add_argument(
        "--top", default="", help="keep the first, as top 10 customer by net_sales with others; per region"
    )
    parser.add_argument("--sort", action="append", default=[], help="a column; with - in front: descending")
    parser.add_argument("--limit", type=int, default=None, help="how many rows")
    parser.add_argument("--format", choices=sorted([*_WRITERS, "json"]), default="table")
    parser.add_argument("--sql", action="store_true", help="show the statement too")
    parser.add_argument("--raw", action="store_true", help="answer from lines, whatever rollups there are")


def configure_limits(parser: argparse.ArgumentParser) -> None:
    """What is asked about: within which limits, when, against what, and with whose rights."""
    parser.add_argument("--where", action="append", default=[], help='a limit, e.g. "channel = Reseller"')
    parser.add_argument(
        "--period", default="all", help="2013-01-01..2013-12-31 (both included), ytd, last_month, ..."
    )
    parser.add_argument(
        "--against", default="", help=f"{', '.join(AGAINST)}, or days: 2013-01-01..2013-12-31"
    )
    parser.add_argument(
        "--incomplete", choices=INCOMPLETE, default="in",
        help="out: leave out the month (or grain asked for) that is not over",
    )  # fmt: skip
    parser.add_argument("--alignment", default="", help="credited (as it was) or today")
    parser.add_argument(
        "--as", dest="person", default="", metavar="EMAIL", help="ask with this person's rights"
    )
    parser.add_argument("--publication", default="", help="ask an earlier publication, by its id or a day")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Ask, and print the answer."""
    with reading(args.publication, settings) as shelf:
        scope = scope_of(args.person, settings, shelf) if args.person else operator()
        if args.words:
            question = _said(args, settings, scope, shelf)
            if question is None:
                return 2
        else:
            question = question_of(args, shelf.outline)
        found = answer(question, scope, shelf, raw=args.raw)
        paths = path_names(found.statement, scope, shelf)
    if args.format == "json":
        print(as_json(found, settings.language, paths))
    else:
        print(_WRITERS[args.format](found, settings.language).rstrip("\n"))
    if not args.person:
        # Beside the output, which a program may be reading.
        print(say(settings.language, "ask.as_operator"), file=sys.stderr)
    if args.sql and args.format != "json":
        # A program that reads CSV would take the statement for rows.
        file = sys.stderr if args.format == "csv" else sys.stdout
        whose = (f"${name}: {label}" for name, label in paths.items())
        print(found.statement.sql, found.statement.parameters, *whose, sep="\n", file=file)
    return 0


def _said(args: argparse.Namespace, settings: Settings, scope: Scope, shelf: Shelf) -> Question | None:
    """The question of a sentence, with how it was understood; None if something must be asked back first.

    Raises:
        NotUnderstood: parts of a question beside the sentence, or what it says does not go together.
    """
    beside = [name for name in _PARTS if getattr(args, name)]
    if beside:
        raise NotUnderstood("ask.words_alone", options=", ".join(f"--{name}" for name in beside))
    found, language, outline = read(args.words, scope, shelf), settings.language, shelf.outline
    # A program that reads the answer would take what is said of it for rows.
    file = sys.stdout if args.format == "table" else sys.stderr
    print(*understood(found, outline, language), sep="\n", file=file)
    print(*(asked_back(one, outline, language) for one in found.doubts), sep="\n", file=file)
    if found.doubts:
        return None
    return spoken(found, outline, args.period, args.against)


def question_of(args: argparse.Namespace, outline: Outline) -> Question:
    """The question that the words of a command line mean.

    Raises:
        NotUnderstood: a word that is not known.
    """
    layout = Layout(
        across=args.across, subtotals=args.subtotals, shows=args.show, sort=args.sort, limit=args.limit,
        bounds=args.bound, top=args.top,
    )  # fmt: skip
    period = period_of(args.period, outline, args.incomplete, [*args.by, *args.across])
    return ask(
        outline, measures=args.measure, by=args.by, where=args.where, period=period,
        against=args.against, alignment=args.alignment, layout=layout,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Ledger:
    """The pay book of the records, which are opened for a question on pay alone."""

    settings: Settings

    def read(self, scope: Scope, asked: str, rates: Rates) -> Paid:
        """What `Posted` reads."""
        records = open_records(self.settings)
        try:
            return Posted(records).read(scope, asked, rates)
        finally:
            records.close()


@contextmanager
def reading(publication: str, settings: Settings) -> Iterator[Shelf]:
    """The publication that is asked for, or the one that is served."""
    if publication:
        shelf = open_shelf(settings.place, as_of(settings.place, publication).id, *_limits(settings))
        try:
            yield shelf
        finally:
            shelf.close()
    else:
        warehouse = Warehouse(settings.place, *_limits(settings), book=_Ledger(settings))
        try:
            with warehouse.reading() as shelf:
                yield shelf
        finally:
            warehouse.close()


def _limits(settings: Settings) -> tuple[str, int, float]:
    return settings.memory_limit, settings.threads, settings.answer_seconds

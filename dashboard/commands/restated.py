"""`python -m dashboard restated A B`: what changed between two publications, for which period, and why."""

import argparse
import datetime as dt
import json
import sys
from dataclasses import replace

from dashboard.access.scope import UNKNOWN, Scope, operator
from dashboard.answers.export import aligned, headings, notes, separated, written
from dashboard.answers.restated import Restated, restated, restated_lines
from dashboard.answers.restating import comparable
from dashboard.answers.warehouse_pair import Sides, opened_apart
from dashboard.answers.warehouse_shelf import Row
from dashboard.commands.identity import scope_of
from dashboard.intake.moment import as_of
from dashboard.metrics.periods import FIRST_YEAR, LAST_YEAR, Period
from dashboard.metrics.question import Layout, Question, ask
from dashboard.settings import Settings
from dashboard.text import Language, say

_ALL = Period(dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31))
_ANY, _LISTED = "any", 1000


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "a", help="the publication to begin with: its id, as `publications` lists it, or a day"
    )
    parser.add_argument("b", help="the publication to compare it with")
    parser.add_argument("--measure", default="net_sales", help="a KPI that adds up; net_sales unless told")
    parser.add_argument(
        "--by", action="append", default=[],
        help="a period, territory or level of the tree, or several; fiscal_month unless told",
    )  # fmt: skip
    parser.add_argument(
        "--period", default="", help="only these days, as `ask` takes them; every day unless told"
    )
    parser.add_argument("--alignment", default="", help="credited (as it was) or today")
    parser.add_argument(
        "--as", dest="person", default="", metavar="EMAIL", help="compare with this person's rights"
    )
    parser.add_argument("--format", choices=("csv", "json", "table"), default="table")
    parser.add_argument(
        "--lines",
        nargs="?",
        const=_ANY,
        default="",
        metavar="CAUSE",
        help="the lines behind a cause, or behind any",
    )
    parser.add_argument("--limit", type=int, default=_LISTED, help=f"how many lines; {_LISTED} unless told")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Compare, and print what differs."""
    sides = (as_of(settings.place, args.a), as_of(settings.place, args.b))
    scope = _scope(args.person, settings, sides) if args.person else operator()
    found = _compare(args, scope, sides, settings)
    print(_text(found, sides, args.format, settings.language).rstrip("\n"))
    if not args.person:
        print(say(settings.language, "ask.as_operator"), file=sys.stderr)
    return 0


def _scope(email: str, settings: Settings, sides: Sides) -> Scope:
    comparable(sides)
    with opened_apart(settings.place, sides, settings.memory_limit, settings.threads, whole=False) as shelves:
        return scope_of(email, settings, *shelves)


def _compare(args: argparse.Namespace, scope: Scope, sides: Sides, settings: Settings) -> Restated:
    asked = _question(args, sides)
    if args.lines:
        cause = "" if args.lines == _ANY else args.lines
        return restated_lines(asked, scope, sides, settings, cause, args.limit)
    return restated(asked, scope, sides, settings)


def _question(args: argparse.Namespace, sides: Sides) -> Question:
    """The question in words that either publication may know: levels and tables of both."""
    a, b = sides
    levels = tuple(dict.fromkeys(a.levels + b.levels))
    outline = b.model_copy(update={"levels": levels, "tables": a.tables + b.tables}).outline
    asked = ask(
        outline, measures=[args.measure], by=args.by or ["fiscal_month"], period=args.period or _ALL,
        alignment=args.alignment, layout=Layout(limit=args.limit),
    )  # fmt: skip
    return replace(asked, limit=None)


def _text(found: Restated, sides: Sides, form: str, language: Language) -> str:
    rows = [_written(row, found, language) for row in found.rows]
    totals = _written(found.totals, found, language) if found.totals else None
    sentences = notes(found, language)
    if form == "csv":
        return separated(found.columns, rows)
    if form == "table":
        last = [[say(language, "ask.total"), *totals[1:]]] if totals else []
        return aligned(found.columns, [*rows, *last], sentences)
    told = {
        "a": sides[0].id,
        "b": sides[1].id,
        "columns": headings(found.columns),
        "rows": rows,
        "totals": totals,
        "notes": sentences,
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _written(row: Row, found: Restated, language: Language) -> list[object]:
    return [
        None if value is None else written(None if value == UNKNOWN else value, column, language)
        for value, column in zip(row, found.columns, strict=True)
    ]

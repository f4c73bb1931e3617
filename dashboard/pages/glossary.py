"""The glossary page: every measure, the company's own among them, and whether the loaded data answers it."""

from dash.development.base_component import Component

from dashboard.answers.glossary import facts, worded
from dashboard.metrics.catalogue import CHAPTERS, measure, measures
from dashboard.metrics.kinds import Measure
from dashboard.pages.view import View
from dashboard.parts.controls import Control
from dashboard.parts.frame import heading
from dashboard.parts.glossary import Chapter, Entry, glossary
from dashboard.text import LANGUAGES, say

PATH = "/glossary"
_CHOSEN = "kpi:"


def entry_link(view: View, key: str) -> Control:
    """The way to one measure of the glossary, with what is chosen on the filter bar kept."""
    there = view.address.but(path=PATH, see=f"{_CHOSEN}{key}")
    return Control(say(view.language, "glossary.open"), there.href)


def page(view: View) -> list[Component]:
    """Heading, search and chapters; the measure that the address names stands open before all others.

    Raises:
        NotUnderstood: it names one that is not known.
    """
    language, own = view.language, view.outline.own
    known = measures(own)
    chosen = view.address.see.removeprefix(_CHOSEN) if view.address.see.startswith(_CHOSEN) else ""
    chapters = [_chapter(view, "own", [row.key for row in own])]
    replaced = {row.key for row in own}
    chapters += [
        _chapter(view, name, [row.key for row in rows if row.key not in replaced])
        for name, rows in CHAPTERS.items()
    ]
    if chosen:
        title = say(language, "glossary.chosen")
        chapters.insert(0, Chapter(title, (_entry(view, measure(chosen, own), opened=True),)))
    count = sum(view.has(key) for key in known)
    key = "glossary.line_all" if count == len(known) else "glossary.line"
    line = say(language, key, n=len(known), count=len(known), offered=count)
    return [
        heading(say(language, "glossary.title"), [line]),
        *glossary(language, [one for one in chapters if one.entries]),
    ]


def _chapter(view: View, name: str, keys: list[str]) -> Chapter:
    rows = measures(view.outline.own)
    title = say(view.language, f"glossary.chapter_{name}")
    return Chapter(title, tuple(_entry(view, rows[key]) for key in keys))


def _entry(view: View, row: Measure, *, opened: bool = False) -> Entry:
    language = view.language
    told = {**facts(row, language), "needs": _tables(view, row.needs), "key": row.key}
    absent = [table for table in row.needs if table not in view.outline.tables]
    missing = say(language, "glossary.missing", tables=_tables(view, tuple(absent))) if absent else ""
    return Entry(
        row.key,
        worded(row, language, "name"),
        worded(row, language, "definition"),
        worded(row, language, "formula"),
        worded(row, language, "pitfall"),
        tuple((say(language, f"kpis.{name}"), value) for name, value in told.items() if value),
        # One may know a measure by its name in the other language.
        " ".join(worded(row, one, "name") for one in LANGUAGES if one != language),
        missing,
        opened,
    )


def _tables(view: View, tables: tuple[str, ...]) -> str:
    return ", ".join(say(view.language, f"table.{table}") for table in tables)

"""What can be asked: the measures, dimensions and members of the data that is served, and what data it is."""

from dashboard.access.scope import Scope
from dashboard.answers.glossary import worded
from dashboard.answers.members import search
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.metrics.catalogue import dimension, dimensions, measures
from dashboard.metrics.shows import means
from dashboard.shell.api.words import (
    Dimension,
    Dimensions,
    Measure,
    Measures,
    Member,
    Members,
    Publication,
    Sought,
)
from dashboard.text import Language, has, say


def all_measures(shelf: Shelf, language: Language) -> Measures:
    """Every measure, with what it means, and whether the loaded data answers it."""
    outline = shelf.outline
    found = [
        Measure(
            key=row.key,
            **{part: worded(row, language, part) for part in ("name", "definition", "formula", "pitfall")},
            kind=str(row.kind),
            unit=outline.currency if row.unit == "currency" else row.unit,
            direction=str(row.direction),
            aggregation=str(row.aggregation),
            shows=list(means(row)),
            needs=list(row.needs),
            available=all(table in outline.tables for table in row.needs),
        )
        for row in measures(outline.own).values()
    ]
    return Measures(measures=found)


def all_dimensions(shelf: Shelf, language: Language) -> Dimensions:
    """Every dimension, one for each level of the company's tree among them."""
    found = [
        Dimension(
            key=key,
            name=say(language, f"dimension.{key}") if has(f"dimension.{key}") else key,
            group=row.group,
        )
        for key, row in dimensions(shelf.outline.levels).items()
    ]
    return Dimensions(dimensions=found)


def found_members(sought: Sought, scope: Scope, shelf: Shelf) -> Members:
    """The members that the owner may see whose name or key holds the text, the best first.

    Raises:
        NotUnderstood: there is no such dimension.
    """
    row = dimension(sought.dimension, shelf.outline.levels)
    found = search(sought.text.strip(), row, scope, shelf, sought.limit)
    return Members(members=[Member(key=key, label=label) for key, label in found.items()])


def publication(shelf: Shelf) -> Publication:
    """Which data it is, and how far it goes."""
    manifest, outline = shelf.manifest, shelf.outline
    return Publication(
        id=manifest.id,
        kind=manifest.kind,
        company=manifest.company.company,
        currency=outline.currency,
        first=outline.first.isoformat(),
        as_of=manifest.through.isoformat(),
        made_at=manifest.created_at.isoformat(),
        levels=list(outline.levels),
        tables=sorted(outline.tables),
    )

"""From a reading to the question that is asked; what the sentence left open stands as it was."""

from dashboard.asking.reading import Reading
from dashboard.metrics import catalogue
from dashboard.metrics.periods import Period
from dashboard.metrics.question import Layout, Outline, Question, ask
from dashboard.metrics.shows import HOWS, means


def question(reading: Reading, outline: Outline, period: str | Period = "all", against: str = "") -> Question:
    """The question of a reading; `period` and `against` stand where the sentence says none.

    Raises:
        NotUnderstood: no measure was said, or its parts do not go together.
    """
    return ask(
        outline,
        measures=reading.measures,
        by=reading.by,
        where=reading.where,
        period=reading.period or period,
        against=reading.against or against,
        layout=Layout(
            shows=shows(reading, outline), sort=order(reading), bounds=reading.bounds, top=reading.top or ""
        ),
    )


def order(reading: Reading) -> tuple[str, ...]:
    """The columns to sort by, as a question says them: what is said, or that by which the first are first."""
    said = [(one.key, one.descending) for one in reading.order]
    if reading.top and not said:
        said = [(reading.top.column, reading.top.descending)]
    return tuple(f"{'-' if down else ''}{key}" for key, down in said)


def shows(reading: Reading, outline: Outline) -> tuple[str, ...]:
    """What is shown of each measure that can be shown so; of none, what then cannot is said."""
    shown = [(reading.show, "")] if reading.show != "value" else []
    columns = [*(one.column for one in reading.bounds), *(one.key for one in reading.order)]
    shown += [(how, key) for key, _, how in (one.rpartition(".") for one in columns) if key and how in HOWS]
    if reading.top and "." in reading.top.column:
        key, _, how = reading.top.column.rpartition(".")
        shown.append((how, key))
    found = [
        f"{key}:{how}"
        for how, only in shown
        for key in ((only,) if only else reading.measures)
        if how in means(catalogue.measure(key, outline.own))
    ]
    return tuple(dict.fromkeys(found)) or ((reading.show,) if reading.show != "value" else ())

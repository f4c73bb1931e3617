"""The lines of a mart as they are credited to leaders (a roll-up) or overlays, each once for each of them.

A pay run alone asks so: the relation stands in the place of the mart, with those whose the lines are as its
people, so that every measure of the catalogue is told of all whom somebody leads as of one person. A ratio is
the ratio of sums, and whoever bought from two of them is one customer. Who leads is asked of the day of each
line, and of a line that is shared they have what their people have of it together: the lines of a roll-up of
net sales, and no others.
"""

import datetime as dt
from functools import cache

from dashboard.access.scope import Scope
from dashboard.answers.statement import Values
from dashboard.errors import Denied
from dashboard.metrics.kinds import Credit, Each, Formula, Total, atoms, nodes
from dashboard.metrics.periods import Period
from dashboard.paths import QUERIES

_DAY = dt.timedelta(days=1)
# Marts whose lines have a person and a day; days to come and quotas are nobody's by who leads today.
_DATED = frozenset({"sales", "contact", "contact_plan", "deal_created", "deal_closed"})
_HELD = frozenset({"deal_open", "field_time"})
_KNOWN = {"rollup": _DATED | _HELD, "overlay": frozenset({"sales"})}


def can_credit(formula: Formula, credit: Credit) -> bool:
    """Whether a formula can be told of a roll-up or of overlays: not where it reads the whole company too."""
    if credit == "direct":
        return True
    whole = any(
        isinstance(one, Total) or (isinstance(one, Each) and "rep" in one.members) for one in nodes(formula)
    )
    return not whole and all(atom.mart in _KNOWN[credit] for atom in atoms(formula))


def credited_lines(
    mart: str, day: str, credit: Credit, days: Period | None, scope: Scope, values: Values
) -> str:
    """A relation with the columns of the mart; `day` is each line's, `days` are all that is read (None: all).

    Raises:
        Denied: the scope holds something back.
    """
    if not scope.everything:
        raise Denied("payrun.not_everything", person=scope.person)
    assert mart in _KNOWN[credit], "a plan that asks for it is refused"
    if credit == "overlay":
        text = _reading(line="ordered", part="overlaid") + f"\n{_text('part_sales')}"
    elif mart == "sales":
        whole = f"{_dated(mart, day)}\nWHERE line.line_id NOT IN (SELECT line_id FROM split)"
        reads = _reading("led", "leadership", line="ordered", split="split", part="part_rollup")
        text = f"{reads}\n{whole}\nUNION ALL BY NAME\n{_text('part_sales')}"
    else:
        text = f"{_reading('led', 'leadership')}\n{_held(mart) if mart in _HELD else _dated(mart, day)}"
    first, end = (days.start, days.end + _DAY) if days else (dt.date.min, dt.date.max)
    text = text.replace("$first", values.put(first, "credited")).replace("$end", values.put(end, "credited"))
    return f"(\n{text}\n)"


def credit_query() -> str:
    """What everybody is credited with of each line, of the days from `$first` up to and without `$end`."""
    return f"{_reading('line', 'split', 'overlaid')},\n{_text('credit').removeprefix('WITH ')}"


def _reading(*names: str, **renamed: str) -> str:
    """The beginning of a query that reads these of `queries/pay`, each of which reads those before it."""
    read = dict(zip(names, names, strict=True)) | renamed
    return "WITH " + ",\n".join(f"{name} AS (\n{_text(query)}\n)" for name, query in read.items())


def _dated(mart: str, day: str) -> str:
    return (
        f"SELECT line.* REPLACE (leadership.leader AS rep_id)\nFROM {mart} AS line\n"
        f"INNER JOIN leadership ON leadership.member = line.rep_id\n"
        f"    AND {day} >= leadership.first_day AND {day} < leadership.end_day"
    )


def _held(mart: str) -> str:
    """What lasts is a leader's as long as the person who holds it is led."""
    return (
        "SELECT line.* REPLACE (leadership.leader AS rep_id,\n"
        "    greatest(line.from_day, leadership.first_day) AS from_day,\n"
        f"    least(line.to_day, leadership.end_day) AS to_day)\nFROM {mart} AS line\n"
        "INNER JOIN leadership ON leadership.member = line.rep_id\n"
        "    AND line.from_day < leadership.end_day AND line.to_day > leadership.first_day"
    )


@cache
def _text(name: str) -> str:
    """A query without its comments and empty lines, to stand within another."""
    lines = (QUERIES / "pay" / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if line and not line.lstrip().startswith("--"))

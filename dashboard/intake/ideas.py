"""Find the ideas: every rule of `queries/ideas` whose tables the company has, over `queries/signals`.

They become the mart `idea`. Who is offered which of them is decided when somebody looks
(`dashboard/answers/ideas.py`), for that hangs on what people have answered.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

import duckdb

from dashboard.errors import Refused
from dashboard.intake.marts import in_order
from dashboard.metrics.ideas import PARAMETERS, RULES, Rule, offered
from dashboard.metrics.nearest import nearest
from dashboard.paths import QUERIES
from dashboard.settings import Company

# What is found, by the names that the rules give; exact, so that the same data gives the same ideas.
_FOUND = """CREATE TABLE signal.found (
    rule TEXT, customer_id TEXT, territory_id TEXT, subject TEXT, subject_name TEXT, beside_name TEXT,
    value DECIMAL(18, 4), measured DECIMAL(18, 4), usual DECIMAL(18, 4), bound DECIMAL(18, 4),
    amount DECIMAL(18, 4), since DATE, counted BIGINT
)"""
_FIRST = ("bought_day", "clock")  # by these it is known what $through is
_SHOWN_AS_VIEWS = ("bought_line", "bought_day")  # as many rows as there are lines, or days of customers


def find_ideas(connection: duckdb.DuckDBPyConnection, company: Company) -> None:
    """Make `mart.idea` from what is built.

    Raises:
        Refused: the company sets a parameter that no rule has, or out of its range.
    """
    check_parameters(company.ideas)
    connection.execute("CREATE SCHEMA signal")
    through = _make_signals(connection)
    connection.execute(_FOUND)
    tables = {name for (name,) in connection.execute("SELECT table_name FROM model.provided").fetchall()}
    for rule in RULES.values():
        if tables.issuperset(rule.needs):
            query = (QUERIES / "ideas" / f"{rule.key}.sql").read_text(encoding="utf-8")
            _run(
                connection,
                f"INSERT INTO signal.found BY NAME SELECT '{rule.key}' AS rule, * FROM ({query})",
                through,
                _values(rule, company.ideas),
            )
    _rank(connection, offered(company.ideas)["minimum_share"])


def _make_signals(connection: duckdb.DuckDBPyConnection) -> dt.date:
    """Make what several rules need; the day that stands for $through in all queries but the first ones."""
    files = {file.stem: file for file in in_order(QUERIES / "signals", schema="signal")}
    through = dt.date.min
    for name in dict.fromkeys((*_FIRST, *files)):
        kind = "VIEW" if name in _SHOWN_AS_VIEWS else "TABLE"
        _run(connection, f"CREATE {kind} signal.{name} AS {files[name].read_text(encoding='utf-8')}", through)
        if name == _FIRST[-1]:
            # Who has sold nothing has no such day, and nothing is found in its lines.
            told = "SELECT coalesce(clock.through, company.today) FROM signal.clock, model.company"
            through = connection.execute(told).fetchall()[0][0]
    return through


def _run(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    through: dt.date,
    values: Mapping[str, Decimal | int] = MappingProxyType({}),
) -> None:
    """Run a query; a day that it is told, and need not look up, lets DuckDB pass over blocks of others."""
    connection.execute(query, {**values, "through": through} if "$through" in query else dict(values))


def check_parameters(own: Mapping[str, float]) -> None:
    """Refuse what no rule knows.

    Raises:
        Refused: a name that is not known, a number out of its range, or a part of a day or count.
    """
    known = {f"{rule}.{name}": one for rule, some in PARAMETERS.items() for name, one in some.items()}
    for name, value in own.items():
        if name not in known:
            raise Refused("load.unknown_idea", name=name, nearest=nearest(name, known))
        if not 0 <= value <= known[name].most:
            raise Refused(
                "load.idea_out_of_range", name=name, value=f"{value:g}", most=f"{known[name].most:g}"
            )
        if known[name].whole and value != int(value):
            raise Refused("load.idea_not_whole", name=name, value=f"{value:g}")


def _values(rule: Rule, own: Mapping[str, float]) -> dict[str, Decimal | int]:
    """What the rule's query reads: days and counts whole, shares to a millionth."""
    values = {name: own.get(f"{rule.key}.{name}", one.default) for name, one in rule.parameters.items()}
    return {name: _number(one) for name, one in values.items()}


def _number(one: float) -> Decimal | int:
    return int(one) if one == int(one) else round(Decimal(one), 6)


def _rank(connection: duckdb.DuckDBPyConnection, minimum_share: float) -> None:
    rules = RULES.values()
    weights = [[getattr(rule, name) for rule in rules] for name in ("key", "confidence", "effort")]
    connection.execute("CREATE TABLE signal.weight (rule TEXT, confidence DECIMAL(9, 4), effort INTEGER)")
    connection.execute("INSERT INTO signal.weight SELECT unnest(?), unnest(?), unnest(?)", weights)
    query = (QUERIES / "ideas" / "idea.sql").read_text(encoding="utf-8")
    connection.execute(f"CREATE TABLE mart.idea AS {query}", {"minimum_share": _number(minimum_share)})

"""The SQL of representative questions, held against files that a reviewer can read.

A change of the compiler shows here as a change of text. `--renew-golden` writes the files anew;
what it wrote is to be read before it is kept.
"""

import datetime as dt
import re
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from dashboard.access.person import Person, Role
from dashboard.access.scope import HandGrant, Scope, grant, operator
from dashboard.answers.compiler import compile_question
from dashboard.answers.pairs import UNKNOWN_PAIRS, Pairs
from dashboard.answers.statement import Paths
from dashboard.errors import Denied
from dashboard.metrics.periods import FiscalCalendar
from dashboard.metrics.question import Layout, Outline, ask
from tests.access.rosters import Nobody

GOLDEN = Path(__file__).parent / "golden"
OUTLINE = Outline(
    cut=FiscalCalendar(first_month=7),
    levels=("country", "region", "territory"),
    tables=frozenset({"sales", "quotas", "customers", "reps", "products"}),
    quota_layers=("plan", "rep", "territory"),
    first=dt.date(2022, 7, 1),
    through=dt.date(2026, 5, 15),
    currency="EUR",
)
# Each day with that of so many days later, whatever is worked.
PAIRS = Pairs.of(
    [
        (f"{mode}_{how}", OUTLINE.first + dt.timedelta(days=n), OUTLINE.first + dt.timedelta(days=n + apart))
        for mode, apart in {"prior_year": 365, "prior_month": 30}.items()
        for how in ("working", "calendar")
        for n in range(1400)
    ],
    [],
)
LAYOUT = {one.name for one in fields(Layout)}
YEAR = "2025-07-01..2026-06-30"
QUESTIONS: dict[str, dict[str, Any]] = {
    "total": {"measures": ["net_sales"], "period": YEAR},
    "by_region_and_month": {
        "measures": ["net_sales", "orders"], "by": ["region", "fiscal_month"], "period": YEAR,
    },
    "attainment_by_territory": {
        "measures": ["net_sales", "attainment"], "by": ["territory"], "period": "ytd",
    },
    "attainment_by_rep": {
        "measures": ["attainment"], "by": ["rep"], "period": "ytd", "alignment": "credited",
        "sort": ["-attainment"],
    },
    "growth_by_customer": {
        "measures": ["net_sales", "growth"], "by": ["customer"], "period": "ytd", "sort": ["-net_sales"],
        "limit": 50, "offset": 100,
    },
    "reps_below_quota_in_the_first_regions": {
        "measures": ["net_sales", "attainment"], "by": ["region", "rep"], "period": "ytd",
        "bounds": ["attainment < 80%"], "top": "top 3 region with others",
    },
    "against_calendar_days": {
        "measures": ["gross_margin", "gross_margin_rate"], "by": ["category"], "period": "mtd",
        "against": "prior_year_calendar",
    },
    "against_other_days_with_growth": {
        "measures": ["net_sales", "growth"], "by": ["customer"], "period": "mtd",
        "against": "2024-01-01..2024-01-31", "shows": ["net_sales:difference_pct"],
        "sort": ["-net_sales.difference_pct"],
    },
    "against_the_prior_month": {
        "measures": ["net_sales"], "by": ["day"], "period": "mtd", "against": "prior_period_working",
    },
    "against_forecast": {
        "measures": ["net_sales", "orders"], "by": ["region"], "period": YEAR, "against": "forecast",
    },
    "against_quota": {
        "measures": ["net_sales", "orders"], "by": ["region"], "period": YEAR, "against": "quota",
    },
    "share_of_full_quota_by_quarter": {
        "measures": ["share_of_full_quota"], "by": ["fiscal_quarter"], "period": "ytd",
    },
    "share_of_wallet_by_segment": {
        "measures": ["potential", "share_of_wallet"], "by": ["segment"], "period": "ytd",
    },
    "distinct_customers_of_some": {
        "measures": ["active_customers", "average_order", "last_order"], "by": ["city"], "period": YEAR,
        "where": ["region in (N, ?)", "brand != Elia", "channel = web"],
    },
    "pivot_with_subtotals": {
        "measures": ["net_sales", "gross_margin_rate"], "by": ["region", "category"],
        "across": ["fiscal_quarter"], "period": YEAR, "against": "prior_year_working", "subtotals": True,
        "shows": ["net_sales:share_of_parent", "net_sales:running_total", "rank", "index"],
    },
    "reps_at_quota_by_region": {
        "measures": ["reps_at_quota", "attainment_spread"], "by": ["region"], "period": "ytd",
    },
    "price_and_new_items_by_quarter": {
        "measures": ["price_effect", "new_item_effect"], "by": ["fiscal_quarter"], "period": "ytd",
    },
    "customers_who_came_and_went": {
        "measures": ["new_customers", "lost_customers", "net_revenue_retention"], "period": "mtd",
    },
    "growth_contribution_by_segment": {
        "measures": ["growth_contribution"], "by": ["segment"], "period": "ytd",
    },
    "by_quota_period": {"measures": ["quota", "share_of_full_quota"], "by": ["quota_period"], "period": YEAR},
}  # fmt: skip
# The same publication with rollups: the smallest that can answer is read.
ROLLED = replace(
    OUTLINE,
    rollups=(
        ("rollup_month", 10), ("goods_month", 20), ("customer_month", 30), ("rollup_day", 40),
        ("customer_day", 50), ("quota_month", 5),
    ),
    whole_orders=True,
    month_modes=("prior_year_calendar", "prior_year_working"),
    shifts=(("prior_year_calendar", 365, 366), ("prior_year_working", 340, 390)),
)  # fmt: skip
FROM_ROLLUPS: dict[str, dict[str, Any]] = {
    "rollups_growth_and_attainment": {
        "measures": ["net_sales", "orders", "growth", "attainment"], "by": ["territory"], "period": "ytd",
    },
    "rollups_customers_by_region_and_month": {
        "measures": ["active_customers"], "by": ["region", "fiscal_month"], "period": YEAR,
    },
    "rollups_wallet_by_segment": {
        "measures": ["active_customers", "share_of_wallet"], "by": ["segment"], "period": "ytd",
        "where": ["channel = web"],
    },
    "rollups_mix": {"measures": ["net_sales"], "by": ["category"], "period": "qtd"},
    "rollups_beside_lines": {
        "measures": ["net_sales", "active_customers", "average_list_price"], "by": ["channel"],
        "period": "ytd",
    },
}  # fmt: skip
ALL = {**dict.fromkeys(QUESTIONS, OUTLINE), **dict.fromkeys(FROM_ROLLUPS, ROLLED)}


def two_territories() -> Scope:
    first = dt.date(2020, 1, 1)
    given = [HandGrant(node, first) for node in ("N1", "S1")]
    return grant(Person("1", "ana@x.gr", "Ana", Role.REP), Nobody(), given, first)


def written(name: str, scope: Scope) -> str:
    question = {**QUESTIONS, **FROM_ROLLUPS}[name]
    return compiled(question, scope, ALL[name])


def compiled(question: dict[str, Any], scope: Scope, outline: Outline = OUTLINE, pairs: Pairs = PAIRS) -> str:
    laid_out = {word: value for word, value in question.items() if word in LAYOUT}
    said = {word: value for word, value in question.items() if word not in LAYOUT}
    asked = ask(outline, **said, layout=Layout(**laid_out))
    statement = compile_question(asked, scope, outline, pairs=pairs)
    values = "".join(f"-- ${name} = {value}\n" for name, value in statement.parameters.items())
    return f"{values}{statement.sql}\n"


def test_a_few_paths_are_named_and_many_are_looked_for() -> None:

    scope = two_territories()
    asked = ask(OUTLINE, measures=["net_sales"], period="ytd")

    def told(paths: Paths) -> tuple[set[str], list[object]]:
        found = compile_question(asked, scope, OUTLINE, paths=paths)
        limits = re.findall(r"line\.path_\w+ IN \((.+)\)$", found.sql, re.MULTILINE)
        return set(limits), [one for name, one in found.parameters.items() if name[:4] in ("path", "scop")]

    some = Paths.of([("N1", 4), ("N1", 2), ("S1", 2), ("S1", 9), ("E", 1)])
    assert told(some) == ({"$path1, $path2, $path3"}, [2, 4, 9])
    sought = "SELECT path_id FROM territory_tree WHERE ancestor_id IN ($scope1, $scope2)"
    many = Paths.of([("N1", path) for path in range(40)])
    for unknown in (many, Paths.of([]), Paths.of([("E", 1)])):
        assert told(unknown) == ({sought}, ["N1", "S1"])
    # A scope and a further limit, of a view that was saved: paths must lead through both.
    assert some.below([{"N1", "S1"}, {"N1"}]) == [2, 4]
    assert some.below([{"N1"}, {"E"}]) == []


def hold(name: str, text: str, renew: bool) -> None:
    file = GOLDEN / f"{name}.sql"
    if renew:
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8"), f"golden/{file.name} differs: look, then --renew-golden"


@pytest.mark.parametrize("name", ALL)
def test_golden(name: str, pytestconfig: pytest.Config) -> None:
    text = written(name, operator())
    assert "$scope" not in text, "the operator's scope holds nothing back"
    hold(name, text, pytestconfig.getoption("--renew-golden"))


def test_golden_within_a_scope(pytestconfig: pytest.Config) -> None:
    question = {"measures": ["attainment", "growth", "share_of_wallet"], "by": ["region"], "period": "ytd"}
    text = compiled(question, two_territories())
    hold("within_a_scope", text, pytestconfig.getoption("--renew-golden"))


def test_earlier_days_that_are_known_are_not_paired() -> None:
    """They are read as days (`rollups_growth_and_attainment`); by time each row has days of its own."""
    asked = {"measures": ["net_sales", "growth", "orders"], "by": ["segment"], "period": "ytd"}
    assert "_shift" not in compiled(asked, operator(), ROLLED)
    unknown = compiled(asked, operator(), ROLLED, UNKNOWN_PAIRS)
    by_time = compiled({**asked, "by": ["fiscal_month"]}, operator(), ROLLED)
    within_time = compiled({**asked, "where": ["fiscal_month = 2026-05"]}, operator(), ROLLED)
    assert all("day_shift" in one for one in (unknown, by_time, within_time))


def test_golden_of_teams(pytestconfig: pytest.Config) -> None:
    """Of sales by lines and parts, of contacts by days; as a pay run asks, and nobody with a limit."""
    outline = replace(OUTLINE, tables=OUTLINE.tables | {"activities"})
    asked = ask(outline, measures=["gross_margin_rate", "visits"], by=["rep"], period="mtd")
    rolled = replace(asked, credit="rollup")
    text = compile_question(rolled, operator(), outline).sql
    hold("of_teams", f"{text}\n", pytestconfig.getoption("--renew-golden"))
    with pytest.raises(Denied, match=r"payrun\.not_everything"):
        compile_question(rolled, two_territories(), outline)


@pytest.mark.parametrize("name", ALL)
def test_every_reading_of_a_fact_is_limited_by_the_scope(name: str) -> None:
    text = written(name, two_territories())
    readings = text.count(" AS line\n") + text.count(" AS line ")
    assert readings > 0
    assert text.count("WHERE line.path_") == readings, "a fact is read without its first limit, the scope"


def test_no_golden_file_is_left_over() -> None:
    assert {file.stem for file in GOLDEN.glob("*.sql")} == {*ALL, "within_a_scope", "of_teams"}


def test_values_never_stand_in_the_text() -> None:
    nasty = "x'); DROP TABLE sales; --"
    text = compile_question(
        ask(OUTLINE, measures=["net_sales"], where=[f'channel = "{nasty}"'], period=YEAR), operator(), OUTLINE
    ).sql
    assert "DROP" not in text

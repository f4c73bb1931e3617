"""A company's own measures: what may be written, and what is refused by file, line and field."""

import datetime as dt

import pytest

from dashboard.answers.compiler_parts import ONLY
from dashboard.errors import Refused
from dashboard.intake.kpi_file import read_kpis
from dashboard.metrics.catalogue import MEASURES
from dashboard.metrics.columns import COLUMNS, CONDITIONS
from dashboard.metrics.kinds import Aggregation, Direction, Kind
from dashboard.settings import Company
from dashboard.text import tell
from tests.answers.built import built

WORDS = """name = { en = "X", el = "Χ" }
definition = { en = "X", el = "Χ" }
"""


def measure(formula: str, unit: str = "currency", key: str = "mine", more: str = "") -> str:
    return f'[{key}]\nformula = "{formula}"\nunit = "{unit}"\n{more}{WORDS}'


def refusal(text: str) -> Refused:
    with pytest.raises(Refused) as caught:
        read_kpis(text, "own.toml")
    for language in ("en", "el"):
        said = tell(language, caught.value)
        assert "own.toml" in said, said
    return caught.value


def test_a_measure_is_what_its_entries_say() -> None:
    (row,) = read_kpis(
        measure("net_sales / active_customers", more='direction = "down"\nowner = "finance"\nversion = 3\n'),
        "own.toml",
    )
    assert (row.key, row.kind, row.aggregation) == ("mine", Kind.MONEY, Aggregation.RATIO_OF_SUMS)
    assert (row.direction, row.owner, row.version, row.needs) == (Direction.DOWN, "finance", 3, ("sales",))
    assert dict(row.words)["el.name"] == "Χ"


def test_measures_may_use_each_other_in_any_order() -> None:
    first, second = read_kpis(measure("other - quota") + measure("gross_margin", key="other"), "own.toml")
    assert first.needs == ("quotas", "sales")
    assert second.formula == MEASURES["gross_margin"].formula


def test_one_that_stands_instead_of_ours_may_be_made_of_it() -> None:
    (row,) = read_kpis(measure("net_sales - sum(sales.discount_amount)", key="net_sales"), "own.toml")
    assert row.key == "net_sales"


@pytest.mark.parametrize(
    ("formula", "unit", "key"),
    [
        ("net_salse", "currency", "no_such_measure"),
        ("sum(sales.net_amout)", "currency", "no_column"),
        ("sum(sale.net_amount)", "currency", "no_table"),
        ("sum(sales.order_id)", "currency", "not_for"),
        ("distinct(sales.net_amount)", "n", "not_for"),
        ("summe(sales.net_amount)", "currency", "no_word"),
        ("sum(sales.net_amount, sales.cost_amount)", "currency", "one_argument"),
        ("sum(sales.net_amount, only=costly)", "currency", "no_condition"),
        ("sum(sales.net_amount, where=costed)", "currency", "condition_form"),
        ("prior(growth)", "fraction", "not_within"),
        ("total(reps_at_quota)", "fraction", "not_within"),
        ("net_sales /", "fraction", "not_read"),
        ("net_sales; quota", "fraction", "not_read"),
        ("__import__('os').system('x')", "n", "unsafe"),
        ("(lambda: 1)()", "n", "unsafe"),
        ("net_sales.__class__", "n", "unsafe"),
        ("[net_sales for x in quota]", "n", "unsafe"),
        ("net_sales if quota else orders", "n", "unsafe"),
        ("'net_sales'", "n", "unsafe"),
        ("net_sales * 1.19", "currency", "unsafe"),
        ("net_sales ** 9", "currency", "unsafe"),
        ("(SELECT 1)", "n", "not_read"),
        ("net_sales / quota", "currency", "money_divided"),
        ("net_sales", "fraction", "no_fraction"),
        ("1 + 2", "n", "only_numbers"),
        ("net_sales", "euro", "not_one_of"),
        ("net_sales" + " + net_sales" * 200, "currency", "too_long"),
    ],
)
def test_what_is_refused_says_the_line(formula: str, unit: str, key: str) -> None:
    error = refusal(measure("orders", unit="n", key="good") + "\n" + measure(formula, unit))
    assert error.key == f"intake.kpi.{key}"
    field = "unit" if key in ("money_divided", "no_fraction", "not_one_of", "only_numbers") else "formula"
    assert error.values["field"] == f"mine.{field}"
    assert error.values["line"] == (8 if field == "formula" else 9)


def test_what_is_meant_is_offered() -> None:
    assert "net_amount" in str(refusal(measure("sum(sales.net_amout)")).values["nearest"])
    assert "net_sales" in str(refusal(measure("net_salse")).values["nearest"])


@pytest.mark.parametrize(
    "text",
    [
        measure("mine / orders", "currency"),
        measure("b", key="a") + measure("a", key="b"),
        measure("b", key="a") + measure("c", key="b") + measure("net_sales - a", key="c"),
    ],
)
def test_a_measure_made_of_itself_is_refused(text: str) -> None:
    assert refusal(text).key in ("intake.kpi.circle",)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[mine", "not_toml"),
        ("mine = 3", "no_measure"),
        ("[Mine]\n", "key"),
        ('[mine]\nformulla = "orders"\n', "no_entry"),
        ('[mine]\nformula = "orders"\n', "lacks"),
        ('[mine]\nformula = "orders"\nunit = "n"\nname = "X"\ndefinition = "X"\n', "both_languages"),
        (measure("orders", "n", more="version = 0\n"), "version"),
        (measure("orders", "n", more='direction = "sideways"\n'), "not_one_of"),
        (measure("orders", "n", more='alignment = "then"\n'), "not_one_of"),
    ],
)
def test_entries_that_are_wrong(text: str, key: str) -> None:
    assert refusal(text).key == f"intake.kpi.{key}"


def test_what_may_be_read_is_there() -> None:
    found = built({"sales": [], "quotas": [], "customers": []}, Company(), dt.date(2026, 1, 1))
    for mart, columns in COLUMNS.items():
        there = {row[0] for row in found.rows(f"DESCRIBE mart.{mart}")}
        assert set(columns) <= there, mart
    assert {name for names in CONDITIONS.values() for name in names} <= set(ONLY)

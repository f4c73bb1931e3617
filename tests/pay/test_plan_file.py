"""A plan that is not sound is refused by file, line and field, in both languages, before it pays anybody."""

import re

import pytest

from dashboard.errors import Refused
from dashboard.metrics.catalogue import MEASURES
from dashboard.pay.plan_file import cliffs, read_plan, read_plans
from dashboard.pay.plans import measurable
from dashboard.text import LANGUAGES, Language, tell

# A plan as far as its component, which a test writes on.
HEAD = """key = "sales"
version = 1
valid_from = 2025-01-01
name = { en = "Sales", el = "Πωλήσεις" }
[[component]]
key = "commission"
name = { en = "Commission", el = "Προμήθεια" }
"""
BANDS = "table = { bands = [{ from = 0, value = 0.05 }] }\n"
OF_QUOTA = "table = { over = 'attainment', how = 'retroactive', bands = [{ from = 0, value = 1 }] }\n"
LINE = HEAD.count("\n")
USD = "{ currency = 'USD', from = 2025-01-01, rate = 2 }"


def refused(text: str) -> tuple[str, int, str]:
    """The key, line and field of the refusal; it can be told in both languages, and names the file."""
    with pytest.raises(Refused) as caught:
        read_plan(text, "sales.toml", MEASURES)
    error = caught.value
    for language in ("en", "el"):
        assert tell(language, error).startswith("sales.toml, ")
    return error.key, int(str(error.values["line"])), str(error.values["field"])


def bands(*written: str) -> str:
    return "[component.table]\nbands = [\n" + "".join(f"  {{ {one} }},\n" for one in written) + "]\n"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        (["from = 0, to = 10, value = 1", "from = 20, value = 2"], "plan.band_gap"),
        (["from = 0, to = 30, value = 1", "from = 20, value = 2"], "plan.band_overlap"),
        (["from = 0, value = 1", "from = 20, value = 2"], "plan.band_open"),
        (["from = 0, to = 20, value = 1", "from = 20, to = 30, value = 2"], "plan.band_closed"),
        (["from = 0, to = 0, value = 1", "from = 0, value = 2"], "plan.band_backwards"),
        (["from = 10, to = 20, value = 1", "from = 20, value = 2"], "plan.band_gap"),
    ],
)
def test_bands_neither_leave_a_gap_nor_overlap(written: list[str], key: str) -> None:
    text = HEAD + bands(*written)
    at = {"plan.band_open": 1, "plan.band_backwards": 1}.get(key, 2)
    at = 1 if written[0].startswith("from = 10") else at
    assert refused(text) == (key, LINE + 2, f"component[1].table.bands[{at}]")


def test_bands_without_gap_are_read() -> None:
    plan = read_plan(
        HEAD + bands("from = 0, to = 20, value = 1", "from = 20, value = 2"), "sales.toml", MEASURES
    )
    assert plan.component[0].table is not None


@pytest.mark.parametrize(
    ("text", "key", "line", "field"),
    [
        ("pays = 'target'\nweight = 0.9\n" + OF_QUOTA, "plan.weights", 2, "component[1].weight"),
        (
            "split = 'money'\nobjectives = [{ key = 'a', weight = 1 }]\n",
            "plan.split_money", 1, "component[1].split",
        ),
        ("weight = 0.5\n" + BANDS, "plan.weight_unused", 1, "component[1].weight"),
        ("measure = 'net_sale'\n" + BANDS, "plan.measure", 1, "component[1].measure"),
        (
            BANDS + "[[component.gate]]\nmeasure = 'margins'\nat_least = 1\n",
            "plan.measure", 3, "component[1].gate[1].measure",
        ),
        (
            BANDS + "[[component.modifier]]\nmeasure = 'orders'\nbands = [{ from = 5, value = 1 }]\n",
            "plan.band_gap", 4, "component[1].modifier[1].bands[1]",
        ),
        (
            "objectives = [\n  { key = 'a', weight = 0.5 },\n  { key = 'b', weight = 0.4 },\n]\n",
            "plan.weights", 1, "component[1].objectives[2].weight",
        ),
        (
            "objectives = [{ key = 'a', weight = 0.5 }, { key = 'a', weight = 0.5 }]\n",
            "plan.twice", 1, "component[1].objectives[2].key",
        ),
        (
            "pays = 'target'\nblend = [{ measure = 'net_sales', weight = 0.7 }]\n" + OF_QUOTA,
            "plan.weights", 2, "component[1].blend[1].weight",
        ),
        ("", "plan.one_way", -2, "component[1]"),
        ("wieght = 1\n" + BANDS, "plan.unknown_entry", 1, "component[1].wieght"),
        ("pays = 'money'\n" + BANDS, "plan.not_one_of", 1, "component[1].pays"),
        ("weight = -1\n" + BANDS, "plan.value", 1, "component[1].weight"),
        ("weight = 'five %'\n" + BANDS, "plan.value", 1, "component[1].weight"),
        ("weight = inf\n" + BANDS, "plan.value", 1, "component[1].weight"),
        (
            "table = { how = 'linear', points = [{ at = 1, value = 1 }, { at = 1, value = 2 }] }\n",
            "plan.points_rise", 1, "component[1].table.points[2]",
        ),
        (
            "table = { how = 'linear', above = 'continue', points = [{ at = 1, value = 1 }] }\n",
            "plan.one_point", 1, "component[1].table.points[1]",
        ),
        (
            "table = { how = 'linear', bands = [{ from = 0, value = 1 }] }\n",
            "plan.points_or_bands", 1, "component[1].table",
        ),
        (
            "table = { over = 'attainment', each = 'line', bands = [{ from = 0, value = 1 }] }\n",
            "plan.each", 1, "component[1].table.each",
        ),
        (
            "table = { each = 'line', how = 'proportional', bands = [{ from = 0, to = 9, value = 1 }] }\n",
            "plan.band_closed", 1, "component[1].table.bands[1]",
        ),
        ("pays = 'target'\n" + BANDS, "plan.marginal_target", 2, "component[1].table.how"),
        (
            "[component.cells]\nrows = [0, 1]\ncolumns = [0]\ncolumn_measure = 'units'\nvalues = [[1]]\n",
            "plan.cells", 5, "component[1].cells.values",
        ),
        (
            "[component.cells]\nrows = [1, 0]\ncolumns = [0]\ncolumn_measure = 'orders'\nvalues = [[1]]\n",
            "plan.edges", 2, "component[1].cells.rows",
        ),
        (BANDS + "cap = [{ amount = 5, times_target = 2 }]\n", "plan.cap_one", 2, "component[1].cap[1]"),
        (
            BANDS + "cap = [{ amount = 5, refundable = true }]\n",
            "plan.cap_refundable", 2, "component[1].cap[1]",
        ),
        (BANDS + "measured = 'fortnight'\n", "plan.not_one_of", 2, "component[1].measured"),
        (BANDS + "[draw]\nshare = 1\n", "plan.missing", 2, "draw.amount"),
        (BANDS + "[draw]\namount = 1\nshare = 2\n", "plan.value", 4, "draw.share"),
        (
            BANDS + "[guarantee]\namount = 1\nvalid_from = 2025-02-01\nvalid_to = 2025-01-01\n",
            "plan.backwards", 5, "guarantee.valid_to",
        ),
        (BANDS + "[returns]\npolicy = 'schedule'\n", "plan.schedule", 2, "returns"),
        (
            BANDS + "[[gate]]\nmeasure = 'net_sales'\nat_least = 1\notherwise = 'base'\n",
            "plan.gate_base", 5, "gate[1].otherwise",
        ),
        (BANDS + "[[cap]]\nrate = 0.1\n", "plan.cap_component", 2, "cap[1]"),
        (
            BANDS + f"[currencies]\nrate = [{USD}, {{ currency = 'EUR', from = 2025-01-01, rate = 1 }}]\n",
            "plan.rate_of_own", 3, "currencies.rate[2].currency",
        ),
        (BANDS + f"[currencies]\nrate = [{USD}, {USD}]\n", "plan.rate_twice", 3, "currencies.rate[2]"),
        (
            BANDS + f"[currencies]\nrate = [{USD.replace('= 2', '= 0')}]\n", "plan.value", 3,
            "currencies.rate[1].rate",
        ),
        (BANDS + "[[cap]]\namount = 1\nper = 'deal'\n", "plan.cap_deal", 2, "cap[1]"),
        (
            BANDS + "[[component]]\nkey = 'commission'\nname = { en = 'x', el = 'x' }\n" + BANDS,
            "plan.twice", 3, "component[2].key",
        ),
    ],
    ids=lambda one: one if isinstance(one, str) and one.startswith("plan.") else "",
)  # fmt: skip
def test_what_is_not_sound_is_refused_where_it_stands(text: str, key: str, line: int, field: str) -> None:
    assert refused(HEAD + text) == (key, LINE + line, field)


def test_a_plan_that_ends_before_it_begins_is_refused() -> None:
    text = HEAD.replace("valid_from", "valid_to = 2024-12-31\nvalid_from") + BANDS
    assert refused(text) == ("plan.backwards", 3, "valid_to")


def test_results_of_a_month_are_not_paid_by_half_quarters() -> None:
    """Every pair of intervals fits today; the check is for one that is added."""
    text = HEAD + BANDS + "[interval]\nmeasured = 'month'\npaid = 'week'\n"
    assert refused(text)[0] == "plan.not_one_of"


def test_a_plan_keeps_its_currency() -> None:
    """What was posted under one version is held against what the next one makes of it."""
    later = HEAD.replace("version = 1", "version = 2\ncurrency = 'USD'") + BANDS
    with pytest.raises(Refused) as caught:
        read_plans({"a.toml": HEAD + BANDS, "b.toml": later}, MEASURES)
    assert (caught.value.key, caught.value.values["line"]) == ("plan.other_currency", 3)
    for language in LANGUAGES:
        assert tell(language, caught.value).startswith("b.toml, ")
    other = later.replace("sales", "sales_abroad")
    assert [one.currency for one in read_plans({"a.toml": HEAD + BANDS, "b.toml": other}, MEASURES)] == [
        "EUR", "USD",
    ]  # fmt: skip


def test_what_is_no_toml_is_refused_by_file() -> None:
    with pytest.raises(Refused) as caught:
        read_plan("key = ", "sales.toml", MEASURES)
    assert "sales.toml" in tell("en", caught.value)


def test_where_pay_jumps_is_told() -> None:
    jumps = "how = 'retroactive', bands = [{ from = 0, to = 9, value = 1 }, { from = 9, value = 3 }]"
    text = HEAD + f"table = {{ {jumps} }}\n"
    assert cliffs(read_plan(text, "sales.toml", MEASURES)) == [("commission", 9, 2)]
    assert not cliffs(read_plan(HEAD + BANDS, "sales.toml", MEASURES))


def test_what_a_run_does_not_know_of_people_is_refused_before_anybody_is_paid() -> None:
    """Potential is in the catalogue of measures, and nobody's own; nobody is paid by what is paid."""
    text = f'{HEAD}measure = "potential"\n{BANDS}'
    assert read_plan(text, "sales.toml", MEASURES).component[0].measure == "potential"
    with pytest.raises(Refused, match=r"plan\.not_of_people") as told:
        read_plan(text, "sales.toml", measurable())
    assert told.value.values["line"] == LINE + 1
    with pytest.raises(Refused, match=r"plan\.measure"):
        read_plan(text.replace("potential", "potentiel"), "sales.toml", measurable())
    with pytest.raises(Refused, match=r"plan\.not_of_people"):
        read_plan(text.replace("potential", "payout"), "sales.toml", measurable())
    assert read_plan(text.replace("potential", "discount_rate"), "sales.toml", measurable())


@pytest.mark.parametrize("entry", [
    'split = "money"',
    'table = { each = "running", how = "flat", bands = [{ from = 0, value = 1 }] }',
    'cap = [{ per = "deal", amount = 5 }]',
])  # fmt: skip
def test_what_is_told_of_a_person_as_a_whole_is_asked_of_no_lines(entry: str) -> None:
    table = "" if entry.startswith("table") else BANDS
    text = f'{HEAD}measure = "orders"\n{entry}\n{table}'
    with pytest.raises(Refused, match=r"plan\.whole_measure") as told:
        read_plan(text, "sales.toml", measurable())
    assert told.value.values["line"] == LINE + 2
    assert read_plan(text.replace("orders", "units"), "sales.toml", measurable())


@pytest.mark.parametrize(("measure", "entry", "key", "offers"), [
    ("visits", 'where = { product = ["p"] }', "plan.whole_where", "customer, segment, industry"),
    ("attainment", 'credit = "rollup"', "plan.whole_rollup", "active_customers"),
    ("due_pipeline", 'credit = "rollup"', "plan.whole_rollup", "gross_margin_rate"),
    ("mix_share", 'credit = "rollup"', "plan.whole_rollup", "visits"),
    ("visits", 'credit = "overlay"', "plan.whole_overlay", "orders"),
])  # fmt: skip
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_measure_does_not_know_is_refused_with_what_would_be_possible(
    measure: str, entry: str, key: str, offers: str, language: Language
) -> None:
    text = f'{HEAD}measure = "{measure}"\n{entry}\n{BANDS}'
    with pytest.raises(Refused, match=re.escape(key)) as told:
        read_plan(text, "sales.toml", measurable())
    assert told.value.values["line"] == LINE + 2
    said = tell(language, told.value)
    assert {entry.split(" =")[0], measure} <= set(re.findall(r"\w+", said))
    assert offers in said
    # What is offered in its place is taken.
    for other in offers.split(", ")[:1]:
        asked = text.replace("product =", f"{other} =") if "where" in key else text.replace(measure, other)
        assert read_plan(asked, "sales.toml", measurable())

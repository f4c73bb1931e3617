"""Members put together, and the bridges that they make, equal plain Python's on random companies."""

import math
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dashboard.answers.answer import Answer
from dashboard.metrics.periods import Period
from dashboard.metrics.question import Question, ask
from tests.answers.built import Built, built
from tests.answers.folded import Folded
from tests.answers.recomputed import Recomputed, Table
from tests.answers.test_against_lines import answered, draw_limits, draw_scope, scope_of
from tests.answers.worlds import FIRST, LAST, World, days, worlds

CUSTOMERS = (
    "active_customers", "opening_customers", "new_customers", "reactivated_customers", "retained_customers",
    "lost_customers", "closing_customers",
)  # fmt: skip
BRIDGE = ("price_effect", "volume_effect", "mix_effect", "new_item_effect", "lost_item_effect")
PEOPLE = ("reps_at_quota", "attainment_median", "attainment_p10", "attainment_p90", "attainment_spread")
OTHERS = ("customer", "segment", "city", "product", "category", "channel")
TIMES = ("fiscal_month", "fiscal_year", "day")
# The measures of one question, and what they may be broken down by, besides territories and people.
THEMES = {
    "customers": ((*CUSTOMERS, "customer_retention", "net_revenue_retention", "moving_annual_total"), OTHERS),
    "bridge": ((*BRIDGE, "net_sales", "price_index"), (*OTHERS, *TIMES)),
    "people": (PEOPLE, TIMES),
    "weight": (("concentration_top10", "concentration_hhi", "breadth", "mix_share"), (*OTHERS, *TIMES)),
    "growth": (("growth_contribution", "mix_share"), (*OTHERS, *TIMES)),
}
few = settings(max_examples=20, phases=(Phase.explicit, Phase.reuse, Phase.generate))


def draw_question(data: st.DataObject, shelf: Built, theme: str) -> Question:
    measures, dimensions = THEMES[theme]
    levels = tuple(level for level in shelf.outline.levels if level not in (*TIMES, *OTHERS))
    # Members meet where there is much to put together: often all days, and no limit.
    start, end = data.draw(
        st.one_of(st.just((FIRST, LAST)), st.tuples(days(), days()).map(sorted)), label="days"
    )
    return ask(
        shelf.outline,
        measures=measures,
        by=data.draw(
            st.lists(st.sampled_from((*dimensions, "territory", *levels, "rep")), max_size=2, unique=True)
        ),
        where=draw_limits(data, ("territory", *levels)) if data.draw(st.booleans(), label="limited") else (),
        period=Period(start, end),
        against="prior_year_working" if theme == "weight" else "",
        alignment=data.draw(st.sampled_from(["today", "credited"])),
    )


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float) or isinstance(other, float):
        return None not in (one, other) and math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    return bool(one == other)


def hold(found: Answer, truth: Folded) -> None:
    width = len(found.question.by)
    rows = {tuple(key): row[width:] for key, row in zip(found.keys, found.rows, strict=True)} if width else {}
    assert found.totals is not None
    measures, earlier = found.question.measures, replace(truth, earlier=True)
    asked = [(one, truth) for one in measures]
    if found.question.against:
        asked += [(one, earlier) for one in measures]
    for key, row in [*rows.items(), (None, found.totals[width:])]:
        for (measure, year), value in zip(asked, row, strict=True):
            if measure != "net_sales":
                wanted = year.value(measure, key)
                assert same(value, wanted), f"{measure} of {key or 'the total'}: {value}, by lines {wanted}"
    for key in [key for key in truth.table.now if key is not None and width]:
        if key not in rows:
            values = [truth.value(measure, key) for measure in measures if measure != "net_sales"]
            assert not any(values), f"{key} is missing, with {values}"


def hold_bridges(found: Answer, truth: Folded) -> None:
    """Every row and the total add up, whatever made their parts."""
    width = len(found.question.by)
    keyed = [(tuple(key), row[width:]) for key, row in zip(found.keys, found.rows, strict=True) if width]
    for key, row in [*keyed, (None, found.totals[width:])]:  # type: ignore[index]
        of = dict(zip(found.question.measures, row, strict=False))
        if "price_effect" in of:
            before = sum((line.values["net_amount"] for line in truth.prior(key)), Decimal(0))
            assert sum(of[one] for one in BRIDGE) == of["net_sales"] - before
        if "new_customers" in of:
            came = of["new_customers"] + of["reactivated_customers"]
            assert came + of["retained_customers"] == of["active_customers"]
            assert of["opening_customers"] + came - of["lost_customers"] == of["closing_customers"]


@few
@given(worlds(), st.data())
def test_members_put_together_equal_the_lines(world: World, data: st.DataObject) -> None:
    shelf, company = built(world.given, world.company, world.today), Recomputed(world)
    for theme in THEMES:
        question, nodes = draw_question(data, shelf, theme), draw_scope(data, world)
        found = answered(question, scope_of(nodes), shelf)
        if found is not None:
            truth = Folded(company, Table(company, question, nodes))
            hold(found, truth)
            hold_bridges(found, truth)
    shelf.connection.close()

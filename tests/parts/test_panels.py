"""Panels, the trend with its table twin, and the product mix."""

from decimal import Decimal

from dashboard.figures.columns import Month, month_columns
from dashboard.parts.mix import Member, mix_list
from dashboard.parts.panel import Panel, panel
from dashboard.parts.states import State
from dashboard.parts.trend import trend_legend, trend_panel, trend_table
from dashboard.text.formats import Form

D = Decimal

MONTHS = [Month("Ιαν", 2026, D(97400), D(92000), None, None), Month("Φεβ", 2026, None, D(98000), None, None)]


def test_the_twin_has_a_row_for_each_month_and_a_dash_for_what_is_unknown(of_class, text_of):
    spec = month_columns("el", "Πωλήσεις", MONTHS, Form(3, 0), "χιλ. €")
    twin = of_class(trend_panel("el", Panel("Πωλήσεις"), spec, 600), "table-side")[0]
    assert "Ιαν 2026" in text_of(twin)
    assert "97,4 92,0 – –" in text_of(twin)
    assert "– 98,0 – –" in text_of(twin)


def test_the_legend_names_only_what_is_drawn():
    spec = month_columns("en", "Sales", MONTHS, Form(3, 0), "k€")
    assert [look for look, _ in trend_legend("en", spec)] == ["actual", "prior"]


def test_a_panel_that_failed_has_neither_figure_nor_twin(of_class):
    spec = month_columns("en", "Sales", MONTHS, Form(3, 0), "k€")
    head = Panel("Sales", state=State("failed", "Try again."), height=300)
    failed = trend_panel("en", head, spec, 600)
    assert (
        of_class(failed, "figure-side") == of_class(failed, "table-side") == of_class(failed, "trend") == []
    )
    state = of_class(failed, "failed")[0]
    assert state.role == "alert"
    assert state.style == {"minHeight": 300}


def test_a_stale_panel_keeps_its_body(of_class, text_of):
    stale = panel("en", Panel("Sales", state=State("stale", "Through 9 Nov.")), ["body"])
    assert "body" in text_of(stale)
    assert "Through 9 Nov." in text_of(of_class(stale, "caution"))


def test_the_mix_shows_shares_and_changes_and_never_invents_one(text_of):
    rows = [
        Member("A", D(412600), D(391000), 0.34, 0.0552),
        Member("B", D(-4210)),
        Member("C", D(0), D(0), 0, 0),
        Member("D", D(900), D(0), 0.01),
    ]
    words = text_of(mix_list("en", "Mix", rows, Form(3, 1), "prior year"))
    assert "412.6 34% ▲ +5.5%" in words
    assert "B −4.2 – –" in words.replace("  ", " ")
    assert "0.0 0% ±0.0%" in words
    assert "0.9 1% new" in words


def test_the_table_says_what_its_change_is_measured_against(text_of):
    for quota, head in ((None, "Δ prior year"), (D(98000), "Δ quota")):
        spec = month_columns("en", "Sales", [Month("Jan", 2026, D(97400), D(92000), quota)], Form(3, 0), "k€")
        assert head in text_of(trend_table("en", "Sales", spec))

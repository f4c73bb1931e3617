"""A tile shows its number only when the reader may see one and there is one."""

import json

import pytest

from dashboard.figures.bullet import bullet
from dashboard.figures.sparkline import sparkline
from dashboard.parts.controls import Control
from dashboard.parts.states import State
from dashboard.parts.tiles import Delta, Tile, kpi_strip, kpi_tile, tone_of

FULL = Tile(
    "Net sales",
    "1,215.4",
    "k€",
    (Delta("+6.5%", "good", 1, "vs prior year"),),
    sparkline([1, 2, 3]),
    menu=(Control("See the rows", href="/rows"),),
    chips=("Channel: Pharmacies",),
)


def dumped(component):
    return json.dumps(
        component.to_plotly_json(), default=lambda one: one.to_plotly_json(), ensure_ascii=False
    )


@pytest.mark.parametrize("kind", ["loading", "empty", "denied", "failed"])
def test_a_state_that_hides_the_number_sends_no_number_and_no_hint_of_it(kind):
    shown = dumped(kpi_tile("en", Tile(**{**_fields(FULL), "state": State(kind, "Ask N. Vlachos.")})))
    assert "Net sales" in shown
    for secret in ("1,215.4", "+6.5", '<path class=\\"line-actual'):
        assert secret not in shown


@pytest.mark.parametrize("kind", ["partial", "stale"])
def test_a_state_that_warns_shows_the_number_and_the_warning(kind):
    shown = dumped(kpi_tile("en", Tile(**{**_fields(FULL), "state": State(kind, "1 day late.")})))
    assert "1,215.4" in shown
    assert "1 day late." in shown
    assert "dot warn" in shown


def _fields(tile):
    return {name: getattr(tile, name) for name in tile.__dataclass_fields__}


def test_a_change_has_arrow_sign_and_verdict(of_class, text_of):
    change = of_class(kpi_tile("en", FULL), "change")[0]
    assert text_of(change) == "▲ +6.5%"
    assert "good" in change.className


def test_the_verdict_is_by_impact():
    assert [tone_of(1), tone_of(-1), tone_of(0)] == ["good", "bad", "flat"]
    assert [tone_of(1, more_is_better=False), tone_of(-1, more_is_better=False)] == ["bad", "good"]


def test_the_funnel_names_the_chips_and_is_absent_without_them(of_class, text_of):
    assert "Channel: Pharmacies" in text_of(of_class(kpi_tile("en", FULL), "funnel"))
    assert of_class(kpi_tile("en", Tile("Net sales", "1")), "funnel") == []


def test_on_a_phone_the_wide_tile_leads(of_class, text_of):
    wide = Tile("Attainment", "82.1%", bullet=bullet(None, None))
    first = {phone: of_class(kpi_strip("en", [FULL, wide], phone), "tile")[0] for phone in (False, True)}
    assert "Net sales" in text_of(first[False])
    assert "Attainment" in text_of(first[True])


def test_a_very_long_number_is_set_smaller(of_class):
    assert of_class(kpi_tile("en", Tile("Net sales", "−12,345,678,901.2")), "long")
    assert not of_class(kpi_tile("en", FULL), "long")

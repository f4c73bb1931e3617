"""The frame: every choice is a link, and what opens is reachable by keyboard and voice."""

import dash_mantine_components as dmc
from dash import dcc

from dashboard.parts.controls import Control, menu
from dashboard.parts.filters import Chip, Filters, Freshness, OwnDays, Pill, Place, Time, filter_bar
from dashboard.parts.frame import chart_width, frame, heading
from dashboard.parts.rail import Rail, rail

RAIL = Rail(
    (Control("Territory", "/", icon="pin", current=True), Control("Explore", "/explore", icon="search")),
    "Γιώργος Α. Νικολάου",
    (Control("Sign out", id="sign-out"),),
)
FILTERS = Filters(
    Freshness("Data through 12 Nov 2026", late=True),
    Time("Year to date", "1 Jan – 12 Nov 2026", OwnDays("range", "From – to"), "/?earlier", "",
         (Control("Month to date", "/?mtd"), Control("Year to date", "/?ytd", current=True))),
    Pill("vs", "prior year", choices=(Control("prior period", "/?pp"),)),
    Place((Control("North", "/?n"), Control("East", "/?e")), (Control("Kalamaria", "/?k"),)),
    chips=(Chip("Channel", "Pharmacies", "/?without"),),
)  # fmt: skip


def links(nodes):
    return {one.href for one in nodes if isinstance(one, dcc.Link | dmc.Anchor)}


def test_every_choice_of_the_bar_is_a_link(components):
    assert links(components(filter_bar("en", FILTERS))) == {
        "/?earlier", "/?mtd", "/?ytd", "/?pp", "/?n", "/?k", "/?without",
    }  # fmt: skip


def test_a_step_that_leads_nowhere_is_no_link(of_class, text_of):
    off = of_class(filter_bar("en", FILTERS), "off")
    assert [text_of(step) for step in off] == ["Later"]


def test_the_chosen_preset_says_so(of_class, text_of):
    current = of_class(filter_bar("el", FILTERS), "current")
    assert [text_of(one) for one in current] == ["Year to date  (επιλεγμένο)"]


def test_a_late_load_is_said_and_not_only_coloured(of_class, text_of):
    assert "(late)" in text_of(of_class(filter_bar("en", FILTERS), "fresh"))


def test_the_open_page_is_marked_for_a_screen_reader(components):
    anchors = [one for one in components(rail("en", RAIL)) if isinstance(one, dmc.Anchor)]
    assert [getattr(one, "aria-current", None) for one in anchors] == ["page", None]


def test_initials_are_of_first_and_last_name():
    assert RAIL.initials == "ΓΝ"
    assert Rail((), "Prince").initials == "P"
    assert Rail((), "boss@x.gr").initials == "B"


def test_a_page_has_one_first_heading_and_a_way_past_the_bar(components):
    page = frame("en", RAIL, FILTERS, [heading("Thessaloniki East")])
    kinds = [type(one).__name__ for one in components(page)]
    assert kinds.count("H1") == 1
    assert kinds.count("Main") == 1
    skip = next(one for one in components(page) if getattr(one, "className", "") == "skip")
    assert skip.href == "#page"


def test_charts_are_drawn_as_wide_as_their_place():
    assert chart_width(390) == 342
    assert chart_width(1024) == 1024 - 76 - 56
    assert 820 < chart_width(1440) < 900
    assert chart_width(200) == 280


def test_a_menu_is_in_the_page_and_the_browser_follows_what_is_no_page_of_ours(of_class):
    controls = (
        Control("Rows", "/rows"),
        Control("File", "/download/csv", download=True),
        Control("Route", "geo:37.9,23.7"),
        Control("Done", id="done", current=True),
    )
    shown = menu(["More"], "tool", controls, "More about it", titled=True)
    page, file, route, done = of_class(shown, "menu-item")
    assert [hasattr(one, "data-follow") for one in (page, file, route)] == [True, False, False]
    assert (done.id, getattr(done, "aria-current")) == ("done", "true")
    assert {one.role for one in (page, file, route, done)} == {"menuitem"}
    (room,) = of_class(shown, "menu")
    assert (room.role, getattr(room, "aria-label")) == ("menu", "More about it")

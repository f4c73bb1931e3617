"""Explore: it stands on every company and address, adds up, asks back, and shows nobody else's numbers."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
from dash.development.base_component import Component
from hypothesis import given
from hypothesis import strategies as st

from dashboard.access.person import Person, Role
from dashboard.access.scope import Scope, operator
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.exports.separated import write_separated
from dashboard.metrics.catalogue import measures
from dashboard.metrics.conditions import Condition
from dashboard.metrics.question import condition
from dashboard.pages.address import EXPLORE_PATH, Address, parse_address
from dashboard.pages.bar import limit_words
from dashboard.pages.document import tile_document
from dashboard.pages.explore.ask import read_while_typing
from dashboard.pages.explore.asked import answer_to, back, pieces, reading
from dashboard.pages.explore.charted import charted
from dashboard.pages.explore.chosen import chosen, question
from dashboard.pages.explore.forms import charts, form
from dashboard.pages.explore.own import making
from dashboard.pages.explore.page import EXPLORE
from dashboard.pages.explore.pivoted import Pivoted, pivoted
from dashboard.pages.explore.result import result_block
from dashboard.pages.explore.trial import tried
from dashboard.pages.filtering import filterable, found_members, limited
from dashboard.pages.sheets import rows_block, sheet
from dashboard.pages.shelves import Shelves
from dashboard.pages.site import screen
from dashboard.pages.stretches import stretch_name
from dashboard.pages.view import View
from dashboard.parts.shelves import Made
from dashboard.text import LANGUAGES, Language, say
from tests.answers.built import Built
from tests.pages.test_leadership import COMPANIES, DAY, LEVEL, company, of, sale, shelf_of
from tests.parts.conftest import walk

FORMS = ("table", "pivot", "line", "area", "columns", "bars", "stacked", "variance", "waterfall", "scatter",
         "heatmap", "histogram", "box", "treemap", "map")  # fmt: skip
SHAPES = (
    Shelves(),
    Shelves(rows=("customer",), columns=()),
    Shelves(rows=(LEVEL, "customer"), columns=("fiscal_month",)),
    Shelves(measures=("net_sales", "active_customers"), rows=("fiscal_month",), columns=()),
    Shelves(rows=(), columns=()),
    Shelves(rows=("product",), top="top 1 product by net_sales with others", bounds=("net_sales > 0",)),
)


@pytest.fixture(scope="module", params=COMPANIES)
def odd(request: pytest.FixtureRequest) -> Iterator[Built]:
    with shelf_of(COMPANIES[request.param]) as made:
        yield made


@pytest.fixture(scope="module")
def whole() -> Iterator[Built]:
    with shelf_of(COMPANIES["whole"]) as made:
        yield made


def look(
    shelf: Built, shelves: Shelves | None = None, language: Language = "en", width: int = 1280,
    scope: Scope | None = None, **chosen_: Any,
) -> View:  # fmt: skip
    person = Person("1", "a@x.gr", "A", Role.EXECUTIVE)
    address = Address(EXPLORE_PATH, shelves=shelves or Shelves(), **chosen_)
    return View(person, scope or operator(), cast(Shelf, shelf), address, language, width, DAY)


def parts(view: View) -> list[Component]:
    return [one for one in walk(screen(view)) if isinstance(one, Component)]


def text(view: View) -> str:
    """All words of the screen, those that are written as HTML with them."""
    return words_of(list(walk(screen(view))))


def words_of(drawn: list[Any]) -> str:
    """All words of a screen that is drawn already, those that are written as HTML with them."""
    return " ".join([*(one for one in drawn if isinstance(one, str)), markup_of(drawn)])


def markup_of(drawn: list[Any]) -> str:
    """What is written as HTML."""
    return " ".join(str(getattr(one, "svg", "")) for one in drawn if isinstance(one, Component))


def failed(view: View) -> list[Component]:
    return failed_of(parts(view))


def failed_of(drawn: list[Any]) -> list[Component]:
    """Those of the parts that say that they failed."""
    return [one for one in drawn if "failed" in str(getattr(one, "className", "")).split()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_stands_whatever_the_company_has(odd: Built, language: Language) -> None:
    for width, shelves in zip((390, 1280) * 3, SHAPES, strict=True):
        assert not failed(look(odd, shelves, language, width)), shelves


@pytest.mark.parametrize("kind", FORMS)
def test_every_form_is_drawn_where_it_fits_and_gives_way_where_not(whole: Built, kind: str) -> None:
    drawn = 0
    for shelves in SHAPES:
        view = look(whole, shelves.but(form=kind))
        assert not failed(view)
        on = chosen(view)
        drawn += form(view, on) == kind
        assert form(view, on) in ("table", "pivot", *charts(view, on))
    fits = {"box": (LEVEL, "customer"), "scatter": ("customer",), "heatmap": (LEVEL, "product")}
    if kind in fits:
        more = Shelves(measures=("net_sales", "active_customers"), rows=fits[kind], columns=(), form=kind)
        assert not failed(look(whole, more))
        drawn += form(look(whole, more), chosen(look(whole, more))) == kind
    assert drawn


HOSTILE: tuple[dict[str, Any], ...] = (
    {"measures": ("nonsense",)}, {"measures": ()}, {"rows": ("'; DROP TABLE sales; --",)},
    {"columns": ("x",)}, {"rows": ("customer", "customer")}, {"top": "top 0 customer"},
    {"bounds": ("net_sales < abc", "nonsense > 1")}, {"top": "top 999999999 customer by <script>"},
    {"sort": "-nowhere"}, {"shows": ("net_sales:magic", "rank")}, {"order": "sideways"},
    {"form": "<img src=x onerror=alert(1)>"}, {"asked": "<b>x</b>" * 200},
    {"measures": ("net_sales",) * 40},
    {"rows": ("fiscal_month", "fiscal_year", "day", "customer", "product")},
    {"own": ("own_1|<b>x</b>|auto|net_sales / own_1",), "measures": ("own_1",)},
    {"own": ("own_1|A|auto|own_2 + 1", "own_2|B|auto|own_1 + 1"), "measures": ("own_1", "own_2")},
    {"own": ("own_1|A|money|" + "net_sales + " * 1000 + "net_sales",), "measures": ("own_1",)},
    {"own": ("own_1|A|auto|__import__('os').system('x')",), "measures": ("own_1",)},
    {"own": tuple(f"own_{n}|A|auto|own_{n + 1} + own_{n + 1}" for n in range(1, 40)), "measures": ("own_1",)},
    {"own": ("own_1|A|auto|net_sales" + " * 1" * 240,), "measures": ("own_1",)},
    {"own": ("own_1|A|auto|net_sales * " + "9" * 50,), "measures": ("own_1",)},
    {"own": ("own_1|A|auto|latest(sales.order_date)",), "measures": ("own_1",)},
    {"own": ('own_1|A|auto|net_sales[nowhere == "x"]',), "measures": ("own_1",)},
    {"own": ("nonsense", "|||", "own_1|A", "net_sales|A|auto|units"), "measures": ("net_sales", "own_1")},
)  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_a_link_of_any_words_says_a_sentence_and_keeps_the_shelves(
    whole: Built, words: dict[str, Any]
) -> None:
    view = look(whole, Shelves(**{"rows": ("customer",), **words}))
    drawn = list(walk(screen(view)))  # most of the test's time: once for all that is asked of it
    assert not failed_of(drawn)
    assert not [tag for tag in ("<script>", "<img", "<b>x") if tag in markup_of(drawn)]
    assert say("en", "explore.shelf_measures") in words_of(drawn)


def test_a_leader_sees_their_part_alone(whole: Built) -> None:
    for shelves in (*SHAPES, Shelves(rows=("customer",), form="table"), Shelves(rows=(LEVEL,), form="bars")):
        told = text(look(whole, shelves, scope=of("N")))
        assert "South" not in told
        assert "150" not in told
    block = result_block(look(whole, Shelves(rows=("customer",), form="table"), scope=of("N")), 0, 10)
    assert [row["k0"] for row in block["rowData"]] == ["n"]


def test_the_totals_of_a_pivot_are_those_of_the_lines(whole: Built) -> None:
    shelves = Shelves(
        measures=("net_sales", "active_customers"), rows=(LEVEL, "customer"), columns=("fiscal_month",)
    )
    view = look(whole, shelves)
    found = view.answer(question(view, chosen(view), subtotals=True))
    drawn, count = pivoted(view, found, "")
    names = [(line.name, line.depth, line.cells[-4].text) for line in drawn.lines]
    assert names == [
        ("South", 0, "90"),
        ("s", 1, "90"),
        ("North", 0, "60"),
        ("n", 1, "60"),
        ("Total", 0, "150"),
    ]
    assert count == 4
    total = drawn.lines[-1].cells
    # January (which had sales in the year before alone), March, June, the year: customers are counted anew.
    assert [one.text for one in total[0::4]] == ["0", "140", "10", "150"]
    assert [one.text for one in total[2::4]] == ["0", "2", "1", "2"]
    values = Pivoted(view, found, "").values
    cells = sum(
        (Decimal(str(row[found.at("net_sales")] or 0)) for (down, across), row in values.items()
         if len(down) == 2 and len(across) == 1), Decimal(0),
    )  # fmt: skip
    assert cells == found.total("net_sales")


NAMES = ("A|B", "A | city", "a\"b'c", "'q'", "R&D = 1, x", "100%#", "שלום")


def test_behind_each_cell_are_its_rows_whatever_its_member_is_called() -> None:
    sales = [sale(str(at), DAY, name, at + 1) for at, name in enumerate(NAMES)]
    named = company(customers=[{"customer_id": one, "name": one} for one in NAMES], sales=sales)
    with shelf_of(named) as shelf:
        view = look(shelf, Shelves(rows=("customer",), columns=()))
        drawn, _ = pivoted(view, view.answer(question(view, chosen(view), subtotals=True)), "")
        assert {line.name for line in drawn.lines[:-1]} == set(NAMES)
        for line in drawn.lines:
            behind = look(shelf, see="|".join(("rows:net_sales", *line.limits)))
            assert rows_block(behind, 0, 1)["rowCount"] == (len(NAMES) if line.total else 1)


def test_a_chart_says_what_the_pivot_says(whole: Built) -> None:
    view = look(whole, Shelves(rows=(LEVEL,), columns=()))
    found = view.answer(question(view, chosen(view), subtotals=True))
    [(_, bars)], beyond = charted(view, found, "bars", "")
    assert [(one.name, one.value, one.beside) for one in bars.panels[0].points] == [  # type: ignore[union-attr]
        ("South", 90.0, 50.0), ("North", 60.0, 70.0),
    ]  # fmt: skip
    [(_, bridge)], _ = charted(view, found, "waterfall", "")
    assert bridge.total.change == 30  # type: ignore[union-attr]
    assert not beyond


def test_what_nobody_could_read_is_refused_with_advice(whole: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.pages.explore.result.MOST_COLUMNS", 1)
    told = text(look(whole, Shelves(rows=(LEVEL,), columns=("customer",))))
    assert "2 columns of Customer are more than anybody reads" in told


def test_a_file_for_programs_has_whole_amounts_below_names_that_no_spreadsheet_runs(whole: Built) -> None:
    shelves = Shelves(
        measures=("net_sales", "own_1"), rows=("customer",), columns=(), shows=(),
        own=("own_1|=cmd()|auto|net_sales * 1000",),
    )  # fmt: skip
    document = tile_document(EXPLORE, look(whole, shelves), DAY, "result")
    assert [one.label for one in document.sheets[0].columns][1:] == ["Net sales €", "=cmd() k€"]
    lines = write_separated(document).decode("utf-8-sig").splitlines()
    assert lines[0] == "Customer,Net sales (EUR),'=cmd() (EUR)"
    assert lines[1] == "s,90.0000,90000.0000"


def test_what_is_cut_short_is_counted_whole_or_not_drawn(
    whole: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.pages.explore.result.MOST_CELLS", 0)
    monkeypatch.setattr("dashboard.pages.explore.result.MOST_LINES", 1)
    monkeypatch.setattr("dashboard.pages.explore.charted.MOST_BARS", 1)
    first = Shelves(rows=("customer",), columns=())
    assert say("en", "explore.shown_rows", shown="1", count="2") in text(look(whole, first))
    assert say("en", "explore.beyond", n=1, count="1") in text(look(whole, first.but(form="bars")))
    too_many = say("en", "explore.too_many_cells", count="2", most="0")
    for shelves in (
        first.but(form="histogram"),
        first.but(form="waterfall"),
        Shelves(rows=(LEVEL, "customer")),
    ):
        assert too_many in text(look(whole, shelves))


def test_a_phone_has_no_steps_side_by_side(whole: Built) -> None:
    shelves = Shelves(rows=("customer",), columns=(), form="waterfall")
    wide, phone = look(whole, shelves), look(whole, shelves, width=390)
    assert (form(wide, chosen(wide)), form(phone, chosen(phone))) == ("waterfall", "variance")


words = st.text("abc <>=&%«»ω'\"+\\/?#,", max_size=12)
lists = st.one_of(
    st.none(), st.lists(words.filter(lambda one: one not in ("", "none")), max_size=3, unique=True)
)


@given(
    measures=lists, rows=lists, columns=lists, shows=lists, bounds=lists, top=words, sort=words, asked=words
)
def test_an_address_keeps_what_is_on_the_shelves(**chosen_: Any) -> None:
    lists_ = {
        key: None if one is None else tuple(one) for key, one in chosen_.items() if not isinstance(one, str)
    }
    shelves = Shelves(**{**chosen_, **lists_})
    found = urlsplit(Address(EXPLORE_PATH, shelves=shelves).href.replace("#", "%23"))
    assert parse_address(found.path, found.query).shelves == shelves


def test_two_members_of_one_dimension_stand_together() -> None:
    once = limited((), Condition("customer", ("n",)), ())
    assert once == ('customer = "n"',)
    assert limited(once, Condition("customer", ('s "x"',)), ()) == ('customer in ("n", \'s "x"\')',)
    assert limited(once, Condition("customer", ("s",), True), ()) == ('customer = "n"', 'customer != "s"')


def test_members_are_found_within_the_scope_alone(whole: Built) -> None:
    assert "customer" in filterable(look(whole))
    assert "South" in found_members(look(whole), LEVEL, "sou")
    assert "South" not in found_members(look(whole, scope=of("N")), LEVEL, "sou")


def test_a_sentence_becomes_an_address_that_says_as_much(whole: Built) -> None:
    view = look(whole)
    found = reading(view, "net sales by customer and month this year vs last year")
    address = answer_to(view, found)
    assert not found.doubts
    assert (address.path, address.period, address.against) == (EXPLORE_PATH, "ytd", "prior_year_working")
    assert (address.shelves.measures, address.shelves.rows) == (("net_sales",), ("customer",))
    assert address.shelves.columns == ("fiscal_month",)
    assert [one.words for one in pieces(view, found)][:3] == ["Net sales", "Customer", "Month"]


@pytest.mark.parametrize(
    ("limit", "english", "greek"),
    [
        ('fiscal_quarter = "2026-Q2"', "Q2 2026", "Τ2 2026"),
        ('fiscal_month = "2026-05"', "May 2026", "Μαΐ 2026"),
        ('fiscal_week = "2026-W07"', "W7 2026", "Εβδ. 7 2026"),
        ('fiscal_year = "2026"', "2026", "2026"), ('day = "2026-05-04"', "4 May 2026", "4 Μαΐ 2026"),
    ],
)  # fmt: skip
def test_a_stretch_of_time_is_called_as_people_call_it_over_its_rows(
    whole: Built, limit: str, english: str, greek: str
) -> None:
    for language, name in (("en", english), ("el", greek)):
        view = look(whole, language=cast(Language, language), see=f"rows:net_sales|{limit}")
        assert limit_words(view, [condition(limit, ())]) == name
        sales = say(cast(Language, language), "measure.net_sales.name")
        assert f"{sales} · {name}" in str(sheet(view))
    assert english in text(look(whole, where=(limit,)))
    assert stretch_name("el", "2026-P05") == "Περίοδος 5 του 2026"
    assert stretch_name("en", "2026-13") == "2026-13"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_leaderboard_of_nothing_says_so_of_any_measure(whole: Built, language: Language) -> None:
    said = text(look(whole, Shelves(measures=("orders",)), language, period="2026-04-01..2026-04-30"))
    assert say(language, "explore.nothing_counted") in said
    assert say(language, "screen.nothing_sold") not in said
    assert say(language, "explore.no_rows") not in said
    limited = Shelves(measures=("orders",), rows=("customer",), bounds=("orders > 1000",))
    assert say(language, "explore.no_rows") in text(look(whole, limited, language))


def test_a_question_that_no_address_holds_is_said_to_be_too_long(whole: Built) -> None:
    view = look(whole, language="el")
    asked = "καθαρές πωλήσεις ανά πελάτη" + " πωλήσεις" * 60
    assert 'data-leads="/explore' in read_while_typing(view, asked, None)
    longer = "καθαρές πωλήσεις ανά πελάτη" + " πωλήσεις" * 170
    told = read_while_typing(view, longer, None)
    assert say("el", "asking.too_long_to_keep") in told
    assert 'data-leads="/explore' not in told


PER_CUSTOMER = "own_1|Per customer|currency|net_sales / active_customers||What one brings"
BROKEN = "own_2|Lost|auto|net_sales / active_custmers"


def forms_of(view: View) -> dict[str, Made]:
    made = making(view, chosen(view)).made
    return {one.key: one for one in made}


def test_a_measure_of_ones_own_is_there_to_be_changed_and_removed(whole: Built) -> None:
    shelves = Shelves(
        measures=("net_sales", "own_1"), rows=("customer",), columns=(), own=(PER_CUSTOMER, BROKEN),
        shows=("own_1:rank", "net_sales:rank"), bounds=("own_1 > 5", "net_sales > 5"),
        top="top 2 customer by own_1", sort="-own_1.rank",
    )  # fmt: skip
    made = forms_of(look(whole, shelves))
    one = made["own_1"]
    assert (one.name, one.shown, one.formula, one.about, one.wrong) == (
        "Per customer", "currency", "net_sales / active_customers", "What one brings", "",
    )  # fmt: skip
    left = parse_address(*urlsplit(one.away)[2:4]).shelves
    assert left == Shelves(
        measures=("net_sales",), rows=("customer",), columns=(), own=(BROKEN,), shows=("net_sales:rank",),
        bounds=("net_sales > 5",),
    )  # fmt: skip
    assert not failed(look(whole, left))
    definition = dict(measures(look(whole, shelves).outline.own)["own_1"].words)["en.definition"]
    assert definition == "What one brings"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_measure_that_means_nothing_any_more_is_said_and_the_rest_is_shown(
    whole: Built, language: Language
) -> None:
    shelves = Shelves(
        measures=("net_sales", "own_2", "own_9"), rows=("customer",), columns=(), own=(BROKEN,),
        shows=("own_2:rank",), bounds=("own_9 > 5",), top="top 2 customer by own_2", sort="-own_9",
    )  # fmt: skip
    view = look(whole, shelves, language)
    told = text(view)
    name = say(language, "measure.active_customers.name")
    wrong = forms_of(view)["own_2"].wrong
    assert wrong.startswith("«Lost»: ")
    assert name in wrong
    assert "formula" not in wrong
    assert say(language, "explore.own_wrong", why=wrong) in told
    assert say(language, "explore.own_gone", name="own_9") in told
    assert not failed(view)
    rest = chosen(view)
    assert (rest.measures, rest.bounds, rest.top, rest.shows) == (("net_sales",), (), "", ())
    assert forms_of(view)["own_2"].formula == "net_sales / active_custmers"


def test_what_is_written_anew_is_tried_in_place_of_what_it_was(whole: Built) -> None:
    view = look(
        whole, Shelves(measures=("own_1",), own=(PER_CUSTOMER, "own_3|Share|auto|gross_margin / net_sales"))
    )
    now = tried(view, "Per customer", "auto", "net_sales / orders", "own_1")
    assert now == tried(view, "Another", "auto", "net_sales / orders")
    assert "own-wrong" not in now
    circle = tried(view, "Share", "auto", "own_3 + 1", "own_3")
    assert "Share &gt; Share" in circle


def test_shares_are_marked_where_their_limits_are_typed(whole: Built) -> None:
    shelves = Shelves(measures=("net_sales", "attainment"), rows=("customer",), columns=(),
                      shows=("net_sales:share_of_total", "net_sales:rank"))  # fmt: skip
    drawn = text(look(whole, shelves))
    marked = re.findall(r'<option value="([\w.]+)" data-share>', drawn)
    assert marked == ["attainment", "net_sales.share_of_total"]


def test_what_an_earlier_sentence_limited_goes_with_it(whole: Built) -> None:
    view = look(whole, where=('product = "p"',))
    first = answer_to(view, reading(view, "net sales of North by customer"))
    assert (first.at, first.where) == ("N", ('product = "p"',))
    view = look(whole, first.shelves, at=first.at, where=first.where)
    second = answer_to(view, reading(view, "net sales by product"))
    assert (second.at, second.where) == ("", ('product = "p"',))


def test_what_is_not_understood_is_asked_back(whole: Built) -> None:
    view = look(whole, Shelves(asked="net sales by flurbish"))
    assert back(view, reading(view, "net sales by flurbish"))
    told = text(view)
    assert "flurbish" in told
    assert not failed(view)


def test_somebody_elses_names_are_nobodys_words(whole: Built) -> None:
    mine, all_ = look(whole, scope=of("N")), look(whole)
    assert reading(all_, "net sales of South").where
    assert not reading(mine, "net sales of South").where

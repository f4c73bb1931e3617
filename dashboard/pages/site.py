"""The site: which pages there are, and one screen of one of them for one view."""

from dash import dcc
from dash.development.base_component import Component

from dashboard.errors import MetronError, NotUnderstood
from dashboard.pages import glossary, ideas_results
from dashboard.pages.bar import filters, freshness, moment, shown_days
from dashboard.pages.board import BOARD
from dashboard.pages.customer import CUSTOMER
from dashboard.pages.customer_orders import order_sheet
from dashboard.pages.explore.page import EXPLORE
from dashboard.pages.followed import page as followed
from dashboard.pages.followed import words as following
from dashboard.pages.instead import instead
from dashboard.pages.leadership import LEADERSHIP
from dashboard.pages.page import Page, begin, fill
from dashboard.pages.pay.inquiries import pay_sheet
from dashboard.pages.pay.page import PAY
from dashboard.pages.saved import menu, words
from dashboard.pages.saved import page as views
from dashboard.pages.sheets import WINDOW, sheet
from dashboard.pages.territory import TERRITORY
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.controls import Control
from dashboard.parts.filters import Filters, copy_link
from dashboard.parts.frame import columns, frame, stacks
from dashboard.parts.rail import Rail
from dashboard.parts.states import State, replacement
from dashboard.text import say

SHOWN_DAYS = "shown-days"
PAGES: tuple[Page, ...] = (TERRITORY, LEADERSHIP, EXPLORE, CUSTOMER, BOARD, PAY)
_ASIDE = {
    glossary.PATH: glossary.page,
    ideas_results.PATH: ideas_results.page,
    words.PATH: views.page,
    following.PATH: followed.page,
}


def screen(view: View) -> Component:
    """Everything between the edges of the window."""
    if view.wrong is not None:
        return _only(view, instead(view.language, view.wrong, _home(view)))
    if view.address.path in _ASIDE:
        return _aside(view)
    page = next((one for one in PAGES if one.path == view.address.path), None)
    if page is None:
        return _only(view, State("empty", say(view.language, "screen.not_found"), _home(view)))
    if not page.opens_to(view.person):
        return _only(view, State("denied", say(view.language, "screen.other_role"), _home(view)))
    begin(page, view)
    try:
        bar = (page.bar or filters)(view)
        over = sheet(view) or order_sheet(view, WINDOW) or (pay_sheet(view) if page is PAY else [])
    except Exception as error:  # noqa: BLE001 - a wrong address must not leave an empty window
        return _only(view, instead(view.language, error, _home(view)))
    wrong = _wrong_limit(view)
    body, over = ([_alone(view, wrong)], []) if wrong else (_body(page, view), over)
    return html.Div(
        [frame(view.language, rail(view), bar, body), dcc.Store(id=SHOWN_DAYS, data=shown_days(bar)), *over]
    )


def _aside(view: View) -> Component:
    """What is reached from a tile: nothing on the filter bar would change it, so that bar has no filters."""
    try:
        body = _ASIDE[view.address.path](view)
    except MetronError as error:
        again = Control(say(view.language, "screen.start_over"), view.address.path)
        return _only(view, instead(view.language, error, again))
    bar = Filters(freshness(view), chips=moment(view), tools=(copy_link(view.language),))
    return frame(view.language, rail(view), bar, body)


def _body(page: Page, view: View) -> list[Component]:
    early = [one for one in (*page.main, *page.side) if one.early and view.narrow]
    first, *others = [fill(panel, view) for panel in page.top]
    body = [first, *menu.told(view), *others] + [
        html.Div(fill(one, view), className="early") for one in early
    ]
    if page.main or page.side:
        main, side = (
            [fill(one, view) for one in some if one not in early] for some in (page.main, page.side)
        )
        body.append(columns(main, side))
    if page.stacks:
        body.append(stacks([[fill(one, view) for one in stack] for stack in page.stacks]))
    return body


def _wrong_limit(view: View) -> State | None:
    """That a filter names nobody: said once, beside its chip, and not again in every panel."""
    if not view.limits or not view.has("net_sales"):
        return None
    try:
        view.answer(view.headline)
    except NotUnderstood as error:
        return instead(
            view.language, error, Control(say(view.language, "screen.start_over"), view.address.path)
        )
    return None


def _only(view: View, state: State) -> Component:
    chips = () if view.wrong else moment(view)
    return frame(view.language, rail(view), Filters(freshness(view), chips=chips), [_alone(view, state)])


def _alone(view: View, state: State) -> Component:
    words = replacement(view.language, state, 320)
    return html.Section([html.H1("Metron", className="unseen"), words], className="panel")


def _home(view: View) -> Control:
    return Control(say(view.language, "screen.home"), href=TERRITORY.path)


def rail(view: View) -> Rail:
    """The pages of this person's role, and what belongs to the account."""
    items = [_place(view, page) for page in PAGES if page.opens_to(view.person) and not page.under]
    other = "en" if view.language == "el" else "el"
    tools = (
        Control(
            say(view.language, "screen.language"), hint=say(view.language, "screen.language_hint"),
            attributes={"data-prefers": "language", "data-value": other, "lang": other},
        ),
        Control(say(view.language, "screen.theme"), icon="moon", attributes={"data-prefers": "theme"}),
    )  # fmt: skip
    account = [
        views.views_link(view),
        Control(
            say(view.language, "glossary.title"), view.address.but(path=glossary.PATH).href, icon="formula"
        ),
        *(
            [Control(say(view.language, "screen.gallery"), href="/gallery", icon="bars")]
            if view.shelf.manifest.kind == "demo"
            else []
        ),
        *(
            []
            if view.person.demo
            else [Control(say(view.language, "screen.password"), "/password", icon="lock")]
        ),
        Control(say(view.language, "screen.tokens"), "/tokens", icon="database"),
        Control(
            say(view.language, f"explore.counted_{'no' if view.counted else 'yes'}"),
            hint=say(view.language, "explore.counted_hint"),
            icon="bars",
            attributes={"data-prefers": "counted", "data-value": "no" if view.counted else "yes"},
        ),
        Control(say(view.language, "screen.sign_out"), id="sign-out", icon="close"),
    ]
    return Rail(tuple(items), view.person.name, tuple(account), tools)


def _place(view: View, page: Page) -> Control:
    """A page of the rail keeps what is chosen on the filter bar, but not whose page this one is."""
    below = {one.path for one in PAGES if one.under == page.path}
    there = view.address.but(path=page.path, **({} if page.path == view.address.path else {"of": ""}))
    return Control(
        say(view.language, page.name),
        there.href,
        icon=page.icon,
        current=view.address.path in (page.path, *below),
    )

"""A page, or one tile of it, as it leaves the house: made from the answers that the screen is made from."""

import datetime as dt
from collections.abc import Callable

from dashboard.answers.compared import compared
from dashboard.errors import Denied, NotUnderstood
from dashboard.exports.sheet import Document, Part, Sheet, Stamp
from dashboard.pages.bar import chip_words, filters
from dashboard.pages.instead import instead, missing, outside
from dashboard.pages.page import About, Page, Panel, begin
from dashboard.pages.territory import title
from dashboard.pages.view import View
from dashboard.pages.when import compared_sentence, period_label
from dashboard.text import dates, say

_STACKS = (1.6, 1.0)  # the first is wider, as on the screen
Told = Callable[[int, int], None]  # so many parts of so many are made


def nobody(_done: int, _steps: int) -> None:
    """Tell nobody how far it is."""


def page_document(page: Page, view: View, made: dt.date, told: Told = nobody) -> Document:
    """All panels of a page, each where it stands on paper; what one of them lacks is said in its place.

    `told` hears of each panel that is there; one step more is left to whoever writes the document.

    Raises:
        Denied: the address names a territory outside the person's scope.
        NotUnderstood: a word of the address that means nothing here.
    """
    _check(view)
    begin(page, view)
    steps, held = len(page.panels) + 1, {}
    for at, panel in enumerate(page.panels):
        told(at, steps)
        held[panel.title] = _held(panel, view)
    told(steps - 1, steps)
    # On paper one panel follows the other: beside each other their tables would have no room.
    one_by_one = (*page.top, *page.main[:1], *page.side, *page.main[1:])
    bands = [(Part(held[panel.title]),) for panel in one_by_one]
    wide, narrow = _STACKS
    stacks = tuple(
        Part(tuple(sheet for panel in stack for sheet in held[panel.title]), narrow if at else wide)
        for at, stack in enumerate(page.stacks)
    )
    sentence, line = page.head(view)
    about = about_of(page, view)
    name = about.name if page.about else ", ".join((say(view.language, page.name), about.name))
    return Document(
        name,
        view.language,
        view.currency,
        sentence or say(view.language, page.name),
        line,
        stamp(view, made, about),
        tuple(kept for band in (*bands, stacks) if (kept := tuple(part for part in band if part.sheets))),
        page.summary,
    )


def tile_document(page: Page, view: View, made: dt.date, tile: str) -> Document:
    """One tile of a page.

    Raises:
        Denied: the address names a territory outside the person's scope.
        NotUnderstood: a word of the address that means nothing here, or no tile of this name.
        Failed: it could not be computed.
    """
    _check(view)
    place, _, name = tile.partition(":")
    panel = next((one for one in page.panels if place and one.tile == place), None)
    if panel is None or panel.sheets is None or (name and panel.one is None):
        raise NotUnderstood("export.no_tile", tile=tile)
    said = _said(panel, view)
    sheets = said or (panel.one(view, name) if name and panel.one else panel.sheets(view))
    if not sheets:  # a panel that this person, or this address, has not
        raise NotUnderstood("export.no_tile", tile=tile)
    about = about_of(page, view)
    titled = f"{about.name}, {sheets[0].title}"
    stamped = stamp(view, made, about)
    return Document(titled, view.language, view.currency, titled, "", stamped, ((Part(sheets),),))


def about_of(page: Page, view: View) -> About:
    """What a page is about: the filters as the bar has them, where it has no bar of its own."""
    if page.about is not None:
        return page.about(view)
    language = view.language
    found = compared(view.comparison, view.period, view.shelf.pairs)
    chips = chip_words(view)
    chosen = [
        ("period", period_label(view, view.period)),
        ("compared", compared_sentence(view, found)),
        ("customer" if view.customer else "territory", title(view)),
        ("alignment", say(language, f"alignment.{view.address.alignment}")),
        *([("filters", "; ".join(chips))] if chips else []),
    ]
    return About(
        title(view), tuple((say(language, f"export.chosen_{name}"), words) for name, words in chosen)
    )


def stamp(view: View, made: dt.date, about: About) -> Stamp:
    """What was chosen, and from when the numbers are."""
    language, manifest = view.language, view.shelf.manifest
    return Stamp(
        manifest.company.company or manifest.name,
        about.chosen,
        say(language, "screen.through", day=dates.day(language, view.outline.through)),
        say(language, "screen.publication", id=manifest.id),
        say(language, "export.made", name=view.person.name, day=dates.day(language, made)),
    )


def _check(view: View) -> None:
    """Reads the whole address before a number is asked: a refusal is a refusal of all."""
    if view.wrong is not None:
        raise view.wrong
    filters(view)
    if view.limits and view.has("net_sales"):
        view.answer(view.headline)


def _held(panel: Panel, view: View) -> tuple[Sheet, ...]:
    """The sheets of a panel; what is missing or broken is said in its place, as on the screen."""
    if panel.sheets is None:
        return ()
    if said := _said(panel, view):
        return said
    try:
        return panel.sheets(view)
    except Denied:
        raise
    except Exception as error:  # noqa: BLE001 - a panel fails alone, and its number leads to the log
        return _sentence(panel, view, instead(view.language, error).sentence)


def _said(panel: Panel, view: View) -> tuple[Sheet, ...]:
    """Why a panel has nothing to show, if it has not."""
    beside = missing(view, panel.needs)
    if panel.of_period and not beside:
        beside = outside(view, view.period)
    return _sentence(panel, view, beside.sentence) if beside else ()


def _sentence(panel: Panel, view: View, sentence: str) -> tuple[Sheet, ...]:
    return (Sheet(say(view.language, panel.title), notes=(sentence,)),)

"""A page as data: its panels, and how each is filled so that one that fails takes nobody with it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard.access.person import Person, Role
from dashboard.errors import MetronError
from dashboard.exports.sheet import Sheet
from dashboard.metrics.question import Question
from dashboard.pages.instead import instead, missing, outside
from dashboard.pages.view import View
from dashboard.parts.controls import Control
from dashboard.parts.filters import Filters
from dashboard.parts.panel import Panel as Head
from dashboard.parts.panel import panel as drawn
from dashboard.parts.states import State
from dashboard.text import say


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel: the key of its title, the source tables it needs, and how it is drawn from a view.

    One `of_period` tells only of the period's own days, and so nothing where the data has none of them.
    `tile` is its name in the address of a download, and `sheets` what it holds as it leaves; one
    without them is on the screen alone. Of several numbers, `one` of a name leaves by `tile:name`.
    `asks` names the questions that it will ask, so that those of a page are answered side by side;
    `begins` has computed what else it will ask.
    One that is `early` stands before both columns where the window has room for one only.
    """

    title: str
    needs: tuple[str, ...]
    draw: Callable[[View], Component]
    height: int = 160
    of_period: bool = False
    asks: Callable[[View], Sequence[Question]] = lambda _: ()
    begins: Callable[[View], None] = lambda _: None
    early: bool = False
    tile: str = ""
    sheets: Callable[[View], tuple[Sheet, ...]] | None = None
    one: Callable[[View, str], tuple[Sheet, ...]] | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What a page is about, in a word, and what was chosen on it: names with their choices."""

    name: str
    chosen: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the rail: where it lies, whose it is, and its panels.

    They stand `top` across, then in a main and a side column, then in `stacks` of small ones side by side.
    One `under` another is no place of the rail: it is opened from that page.
    `head` is its title (else its name) and the line below. A `summary` is one sheet of paper, and slides.
    `bar` is its own filter bar, where that of all pages would change nothing on it; `about` is then what
    its files are called by and stamped with.
    """

    path: str
    name: str
    icon: str
    roles: frozenset[Role]
    top: tuple[Panel, ...]
    main: tuple[Panel, ...] = ()
    side: tuple[Panel, ...] = ()
    stacks: tuple[tuple[Panel, ...], ...] = ()
    under: str = ""
    head: Callable[[View], tuple[str, str]] = lambda _: ("", "")
    summary: bool = False
    bar: Callable[[View], Filters] | None = None
    about: "Callable[[View], About] | None" = None

    @property
    def panels(self) -> tuple[Panel, ...]:
        """All of them, in reading order."""
        return (*self.top, *self.main, *self.side, *(one for stack in self.stacks for one in stack))

    def opens_to(self, person: Person) -> bool:
        """Whether the person's role has this page."""
        return person.role in self.roles


def begin(page: Page, view: View) -> None:
    """Have everything computed that the panels of a page will ask.

    The tree of territories is read first: it takes a millisecond, and who asks by it waited for all others.
    """
    with suppress(MetronError):
        _ = view.tree
    for panel in page.panels:
        if missing(view, panel.needs):
            continue
        with suppress(MetronError):  # told in the panel's place, when it is filled
            for question in panel.asks(view):
                view.begin(question)
            panel.begins(view)


def fill(panel: Panel, view: View) -> Component:
    """The panel for this view; what is missing, forbidden or broken is said in its place."""
    beside = missing(view, panel.needs)
    if panel.of_period and not beside:
        beside = outside(view, view.period)
    if beside:
        return _instead(panel, view, beside)
    try:
        return panel.draw(view)
    except MetronError as error:
        return _instead(panel, view, instead(view.language, error, _start_over(view)))
    except Exception as error:  # noqa: BLE001 - a tile fails alone, and its number leads to the log
        again = Control(say(view.language, "screen.try_again"), href=view.address.href)
        return _instead(panel, view, instead(view.language, error, again))


def _instead(panel: Panel, view: View, state: State) -> Component:
    return drawn(view.language, Head(say(view.language, panel.title), state=state, height=panel.height), ())


def _start_over(view: View) -> Control:
    return Control(say(view.language, "screen.start_over"), href=view.address.path)

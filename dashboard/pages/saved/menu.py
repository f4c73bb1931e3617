"""The views in a page's head: a menu of them, how to save one, and what is said of the one that is open."""

from collections.abc import Sequence
from html import escape

from dash.development.base_component import Component

from dashboard.metrics.nearest import fold
from dashboard.pages.address import BOARD_PATH, EXPLORE_PATH
from dashboard.pages.followed.words import PATH as FOLLOWING
from dashboard.pages.followed.words import follow_href
from dashboard.pages.saved.opened import Opened
from dashboard.pages.saved.opening import address_of, opened_at
from dashboard.pages.saved.rights import audiences, readable
from dashboard.pages.saved.words import PATH, audience_name, folders_of, name_of, titled
from dashboard.pages.shelves import Shelves
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.drawing import Drawing
from dashboard.parts.filters import popover
from dashboard.parts.icons import icon
from dashboard.parts.views import Act, Fields, Line, act, form, link, resume, view_list
from dashboard.records import habits
from dashboard.records import views as book
from dashboard.records.views import Kept
from dashboard.text import dates, say


def controls(view: View) -> list[Component]:
    """The menu of views and the button that saves; none where nothing is kept."""
    if view.records is None:
        return []
    found = readable(view)
    with view.records.reading() as connection:
        marked = book.favourites(connection, view.person.email)
    return [_menu(view, found, marked), _saving(view, found)]


def _menu(view: View, found: Sequence[Kept], marked: frozenset[int]) -> Component:
    opened = view.opened
    name = opened.kept.content.title if opened else say(view.language, "saved.views")
    words = [icon("rows"), html.Span(name, className="view-open" if opened else "wide-word")]
    if opened and opened.dirty:
        words.append(html.Span(say(view.language, "saved.unsaved"), className="flag warn"))
    start = Act(say(view.language, "saved.start_here"), "start")
    foot = (
        link(say(view.language, "saved.all"), view.address.but(path=PATH).href)
        + link(say(view.language, "saved.new_board"), view.address.but(path=BOARD_PATH, tiles=()).href)
        + link(say(view.language, "deliver.title"), view.address.but(path=FOLLOWING).href)
        + act(start)
    )
    content = (
        view_list(view.language, chapters(view, found, marked)) + f'<div class="views-foot">{foot}</div>'
    )
    label = say(view.language, "saved.views")
    return html.Div(
        popover(words, [Drawing(content, className="views-box")], label, "views"), className="pill views-pill"
    )


def chapters(view: View, found: Sequence[Kept], marked: frozenset[int]) -> list[tuple[str, list[Line]]]:
    """Favourites first, then one's own, the team's and everyone's, each by folder."""
    by: dict[tuple[int, str], list[Line]] = {}
    for one in sorted(found, key=lambda one: (fold(one.content.title), one.id)):
        line = line_of(view, one, marked)
        if line.favourite:
            by.setdefault((0, ""), []).append(line)
        mine = one.owner == view.person.email
        whose = 1 if mine else 2 if one.content.audience == "team" else 3
        by.setdefault((whose, one.content.folder), []).append(line)
    names = ("favourites", "of_mine", "of_team", "of_all")
    return [
        (" · ".join(filter(None, (say(view.language, f"saved.{names[whose]}"), folder))), by[whose, folder])
        for whose, folder in sorted(by, key=lambda key: (key[0], fold(key[1])))
    ]


def line_of(view: View, one: Kept, marked: frozenset[int]) -> Line:
    """A view as a line of a list."""
    owner = "" if one.owner == view.person.email else one.owner_name
    return Line(
        one.id, one.version.number, one.content.title, address_of(one).href, owner,
        f"{one.content.folder} {one.owner_name}", one.id in marked,
        view.opened is not None and view.opened.kept.id == one.id,
    )  # fmt: skip


def _saving(view: View, found: Sequence[Kept]) -> Component:
    language, opened = view.language, view.opened
    content = _of_opened(view, opened) if opened else ""
    folders = folders_of(view, found)
    fields = Fields(
        name_of(view), opened.kept.content.folder if opened and opened.changes else "", "mine",
        tuple((one, audience_name(view, one)) for one in audiences(view.person)), folders,
    )  # fmt: skip
    label = say(language, "saved.save_as" if opened else "saved.save")
    content += form(language, fields, Act(label, "save", look="primary"))
    face = [icon("bookmark"), html.Span(say(language, "saved.save_view"), className="wide-word")]
    return html.Div(
        popover(
            face, [Drawing(content, className="views-box")], say(language, "saved.save_view"), "save-view"
        ),
        className="pill save-pill",
    )


def _of_opened(view: View, opened: Opened) -> str:
    """What can be done with the view that is open: save it, or go back to it."""
    language, kept = view.language, opened.kept
    said = say(language, "saved.open_now", title=kept.content.title, number=opened.version.number)
    parts = [f'<p class="view-now">{escape(said)}</p>']
    if not opened.changes:
        parts.append(f'<p class="quiet">{escape(say(language, "saved.not_mine", name=kept.owner_name))}</p>')
    parts.append(
        f"<p>{link(say(language, 'deliver.follow'), follow_href(view, kept.id), 'state-action')}</p>"
    )
    if view.address.path == EXPLORE_PATH:
        board = view.address.but(path=BOARD_PATH, tiles=(str(kept.id),)).href
        parts.append(f"<p>{link(say(language, 'saved.put_on_board'), board, 'state-action')}</p>")
    if opened.dirty:
        acts = act(
            Act(say(language, "saved.save_changes"), "keep", kept.id, opened.version.number, "primary")
        )
        back = link(say(language, "saved.back"), opened_at(kept, opened.version).href, "button small")
        parts.append(f'<div class="idea-answers">{acts if opened.changes else ""}{back}</div>')
    return f'<div class="view-open-now">{"".join(parts)}</div>'


def told(view: View) -> list[Component]:
    """What is said below the head: what a view lacks here, a newer version of it, or where one left off."""
    if view.records is None:
        return []
    sentences, opened = [], view.opened
    if opened is None and view.address.view:
        sentences.append(say(view.language, "saved.not_there"))
    if opened and opened.lost:
        sentences.append(say(view.language, "saved.lost", what="; ".join(opened.lost)))
    if opened and opened.remade:
        sentences.append(opened.remade)
    lines: list[Component] = [html.P(one, className="caution") for one in sentences]
    if opened and opened.newer:
        lines.append(Drawing(_newer(view, opened), className="views-box"))
    if (last := _left_off(view)) is not None:
        lines.append(Drawing(last, className="views-box"))
    return [html.Div(lines, className="views-told")] if lines else []


def _newer(view: View, opened: Opened) -> str:
    version = opened.kept.version
    said = say(view.language, "saved.newer", name=version.name, at=moment(view, version))
    there = link(say(view.language, "saved.open_newer"), address_of(opened.kept).href, "state-action")
    return f'<p class="caution">{escape(said)} {there}</p>'


def moment(view: View, version: book.Version) -> str:
    """When a version was saved."""
    return f"{dates.day(view.language, version.at.date())}, {dates.time(view.language, version.at)}"


def _left_off(view: View) -> str | None:
    """The offer to go on, where somebody comes to Explore without a choice of their own."""
    address = view.address
    if address.path != EXPLORE_PATH or address.view or address.where or address.shelves != Shelves():
        return None
    assert view.records is not None
    with view.records.reading() as connection:
        last = habits.of(connection, view.person.email).last
    return resume(view.language, last, titled(view, last)) if last else None

"""The page of all views: those one may read in folders, what can be done with each, and what each was."""

from collections.abc import Sequence
from html import escape

from dash.development.base_component import Component

from dashboard.errors import Denied
from dashboard.metrics.nearest import fold
from dashboard.pages.address import read_address
from dashboard.pages.followed.words import follow_href
from dashboard.pages.saved.menu import line_of, moment
from dashboard.pages.saved.opening import numbers, opened_at
from dashboard.pages.saved.rights import audiences, found, may_change, readable
from dashboard.pages.saved.words import PATH, audience_name, folders_of, page_name
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.controls import Control
from dashboard.parts.drawing import Drawing
from dashboard.parts.frame import heading
from dashboard.parts.states import State, replacement
from dashboard.parts.views import Act, Fields, Line, Row, act, history, link, rows
from dashboard.records import habits
from dashboard.records import views as book
from dashboard.records.views import Kept, Version
from dashboard.text import say

_SEE = "view:"


def views_link(view: View) -> Control:
    """The way to this page, with what is chosen on the filter bar kept."""
    return Control(say(view.language, "saved.views"), view.address.but(path=PATH).href, icon="bookmark")


def page(view: View) -> list[Component]:
    """The list; or what one view was, where the address names it.

    Raises:
        Denied: it is not there for this person.
    """
    if view.records is None:
        raise Denied("saved.not_there")
    if view.address.see.startswith(_SEE):
        return _history(view, numbers(view.address.see.removeprefix(_SEE))[0])
    language, kept = view.language, readable(view)
    with view.records.reading() as connection:
        marked = book.favourites(connection, view.person.email)
        deleted = book.deleted(connection, view.person.email)
        start = habits.of(connection, view.person.email).start
    head = heading(say(language, "saved.views"), [say(language, "saved.line")])
    if not kept and not deleted:
        none = replacement(language, State("empty", say(language, "saved.none")), 160)
        return [head, html.Section(none, className="panel")]
    written = rows(language, _chapters(view, kept, marked, start, deleted))
    return [head, Drawing(written, className="views-box views-page")]


def _chapters(
    view: View, kept: Sequence[Kept], marked: frozenset[int], start: str, deleted: Sequence[Kept]
) -> list[tuple[str, list[Row]]]:
    """Favourites first, then folder by folder, each view once; what was deleted last."""
    by: dict[str, list[Row]] = {say(view.language, "saved.favourites"): []}
    folders = folders_of(view, kept)
    for one in sorted(kept, key=lambda one: (fold(one.content.folder), fold(one.content.title), one.id)):
        key = "saved.favourites" if one.id in marked else "saved.no_folder"
        lies = one.content.folder if one.content.folder and one.id not in marked else say(view.language, key)
        by.setdefault(lies, []).append(_row(view, one, marked, start, folders))
    found = list(by.items())
    gone = [_deleted(view, one) for one in deleted]
    return [*found, (say(view.language, "saved.deleted"), gone)]


def _row(view: View, one: Kept, marked: frozenset[int], start: str, folders: tuple[str, ...]) -> Row:
    language, changes = view.language, may_change(view.person, one)
    starts = start == f"{habits.VIEW}:{one.id}"
    number = one.version.number
    acts = [Act(say(language, "saved.duplicate"), "duplicate", one.id, number)]
    acts.append(
        Act(say(language, "saved.start_no_more"), "start_no_more")
        if starts
        else Act(say(language, "saved.start"), "start", one.id)
    )
    if changes:
        acts.append(Act(say(language, "saved.delete"), "delete", one.id, number))
    facts = (
        page_name(view, read_address(one.content.address).path),
        audience_name(view, one.content.audience),
        "" if one.owner == view.person.email else one.owner_name,
        moment(view, one.version),
        say(language, "saved.is_start") if starts else "",
    )
    return Row(
        line_of(view, one, marked), facts, tuple(acts), _fields(view, one, folders) if changes else None,
        view.address.but(see=f"{_SEE}{one.id}").href if changes else "", follow_href(view, one.id),
    )  # fmt: skip


def _fields(view: View, one: Kept, folders: tuple[str, ...]) -> Fields:
    content = one.content
    offered = tuple(dict.fromkeys((*audiences(view.person), content.audience)))
    return Fields(
        content.title, content.folder, content.audience,
        tuple((each, audience_name(view, each)) for each in offered), folders,
    )  # fmt: skip


def _deleted(view: View, one: Kept) -> Row:
    line = Line(one.id, one.version.number, one.content.title, "", "", one.content.folder)
    back = Act(say(view.language, "saved.bring_back"), "restore", one.id, one.version.number - 1)
    return Row(line, (say(view.language, "saved.deleted_at", at=moment(view, one.version)),), (back,))


def _history(view: View, id: int) -> list[Component]:
    """Everything that a view was, for those who may change it."""
    one = found(view, id)
    if one is None or not may_change(view.person, one) or view.records is None:
        raise Denied("saved.not_there")
    with view.records.reading() as connection:
        versions = book.versions(connection, id)
    lines = [
        (_what(view, version, before), f"{version.name} · {moment(view, version)}", _ways(view, one, version))
        for version, before in zip(versions, (*versions[1:], None), strict=True)
    ]
    back = link(say(view.language, "saved.all"), view.address.but().href, "state-action")
    head = heading(one.content.title, [say(view.language, "saved.history_line")])
    return [head, Drawing(history(lines) + f"<p>{back}</p>", className="views-box views-page")]


def _ways(view: View, one: Kept, version: Version) -> str:
    if version.number == one.version.number:
        return f'<span class="flag">{escape(say(view.language, "saved.stands"))}</span>'
    if version.gone:
        return ""
    look = link(say(view.language, "saved.look"), opened_at(one, version).href, "button small")
    return look + act(Act(say(view.language, "saved.restore"), "restore", one.id, version.number))


def _what(view: View, version: Version, before: Version | None) -> str:
    """What a version changed, in words."""
    now, then = version.content, before.content if before else None
    said: list[str] = []
    if before is None or then is None:
        said = ["first"]
    elif version.gone:
        said = ["gone"]
    else:
        said += ["back"] if before.gone else []
        said += [
            key
            for key, same in (
                ("address", now.address == then.address), ("title", now.title == then.title),
                ("folder", now.folder == then.folder), ("audience", now.audience == then.audience),
            )
            if not same
        ]  # fmt: skip
    words = {
        "title": now.title, "folder": now.folder or say(view.language, "saved.no_folder"),
        "whose": audience_name(view, now.audience),
    }  # fmt: skip
    changes = "; ".join(say(view.language, f"saved.did_{key}", **words) for key in said or ["nothing"])
    return f"{version.number}. {changes}"

"""What is done with saved views: each change is judged by the rights of whoever asks, and then told."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace

from sqlalchemy.engine import Connection

from dashboard.errors import Denied, NotUnderstood
from dashboard.pages.address import EXPLORE_PATH
from dashboard.pages.saved.menu import moment
from dashboard.pages.saved.opening import SAVED_PATHS, address_of
from dashboard.pages.saved.rights import audiences, found, may_change
from dashboard.pages.shelves import Shelves
from dashboard.pages.view import View
from dashboard.records import habits
from dashboard.records import views as book
from dashboard.records.views import LONGEST_FOLDER, LONGEST_TITLE, Audience, Content, Kept
from dashboard.text import say

MOST = 1000  # views that one person keeps, deleted ones among them


@dataclass(frozen=True, slots=True)
class Wish:
    """What the browser asks for: a view in a version, and what was filled in."""

    id: int = 0
    version: int = 0
    title: str = ""
    folder: str = ""
    audience: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """What is said then, where to go ("" is to stay), and which version would undo it (0: none)."""

    key: str = ""
    href: str = ""
    undo: tuple[int, int] = (0, 0)
    words: tuple[tuple[str, str], ...] = ()


def save(view: View, wish: Wish) -> Done:
    """Save what is looked at as a new view."""
    with _writing(view) as connection:
        id = _add(connection, view, _content(view, wish, _address(view)))
        return Done("saved.told_save", _href(connection, id), words=(("title", wish.title),))


def keep(view: View, wish: Wish) -> Done:
    """Save what is looked at as the next version of its view; as a copy where somebody came between."""
    with _writing(view) as connection:
        kept = _own(connection, view, wish.id)
        content = replace(kept.content, address=_address(view))
        person = view.person
        if book.change(connection, kept.id, wish.version, person.email, person.name, content):
            return Done("saved.told_keep", _href(connection, kept.id), words=(("title", content.title),))
        title = say(view.language, "saved.copy_of", title=content.title)[:LONGEST_TITLE]
        copy = _add(connection, view, replace(content, title=title, audience="mine"))
        words = (("name", kept.version.name), ("at", moment(view, kept.version)), ("title", title))
        return Done("saved.told_conflict", _href(connection, copy), words=words)


def change(view: View, wish: Wish) -> Done:
    """Give a view another name, folder or other readers."""
    with _writing(view) as connection:
        kept = _own(connection, view, wish.id)
        content = _content(view, wish, kept.content.address, kept)
        _step(connection, view, kept, wish.version, content)
        return Done("saved.told_change", words=(("title", content.title),))


def delete(view: View, wish: Wish) -> Done:
    """Delete a view, which its history survives."""
    with _writing(view) as connection:
        kept = _own(connection, view, wish.id)
        _step(connection, view, kept, wish.version, kept.content, gone=True)
        undo = (kept.id, kept.version.number)
        return Done("saved.told_delete", undo=undo, words=(("title", kept.content.title),))


def restore(view: View, wish: Wish) -> Done:
    """Let a view be again what it was, deleted or not."""
    with _writing(view) as connection:
        kept = _own(connection, view, wish.id)
        version = next(
            (one for one in book.versions(connection, kept.id) if one.number == wish.version), None
        )
        if version is None or version.gone:
            raise Denied("saved.not_there")
        _step(connection, view, kept, kept.version.number, version.content)
        return Done("saved.told_restore", words=(("title", version.content.title),))


def duplicate(view: View, wish: Wish) -> Done:
    """Make a view that one may read one's own."""
    kept = _readable(view, wish.id)
    title = say(view.language, "saved.copy_of", title=kept.content.title)[:LONGEST_TITLE]
    with _writing(view) as connection:
        _add(connection, view, replace(kept.content, title=title, audience="mine"))
    return Done("saved.told_duplicate", words=(("title", title),))


def favourite(view: View, wish: Wish) -> Done:
    """Mark a view, or no longer."""
    kept, who = _readable(view, wish.id), view.person.email
    with _writing(view) as connection:
        book.mark(connection, who, kept.id, favourite=kept.id not in book.favourites(connection, who))
    return Done()


def start(view: View, wish: Wish) -> Done:
    """Begin with a view, the one that is open, or this page."""
    if wish.id:
        _readable(view, wish.id)
    id = wish.id or (view.opened.kept.id if view.opened else 0)
    path = view.address.path if view.address.path in SAVED_PATHS[1:] else ""
    with _writing(view) as connection:
        habits.keep(connection, view.person.email, start=f"{habits.VIEW}:{id}" if id else path)
    return Done("saved.told_start")


def start_no_more(view: View, _wish: Wish) -> Done:
    """Begin on the first page, as everybody."""
    with _writing(view) as connection:
        habits.keep(connection, view.person.email, start="")
    return Done("saved.told_start_no_more")


def remember(view: View, _wish: Wish) -> Done:
    """Keep where somebody is on Explore, once they have chosen something there."""
    address = replace(view.address, see="")
    if address.path == EXPLORE_PATH and (address.view or address.where or address.shelves != Shelves()):
        with _writing(view) as connection:
            habits.keep(connection, view.person.email, last=address.href)
    return Done()


def forget(view: View, _wish: Wish) -> Done:
    """No longer offer to go on where somebody left off."""
    with _writing(view) as connection:
        habits.keep(connection, view.person.email, last="")
    return Done()


ACTS: dict[str, Callable[[View, Wish], Done]] = {
    one.__name__: one
    for one in (
        save, keep, change, delete, restore, duplicate, favourite, start, start_no_more, remember, forget
    )
}  # fmt: skip


def _writing(view: View) -> AbstractContextManager[Connection]:
    if view.records is None:
        raise Denied("saved.may_not")
    return view.records.writing()


def _address(view: View) -> str:
    if view.wrong is not None or view.address.path not in SAVED_PATHS:
        raise NotUnderstood("saved.not_this_page")
    return view.address.plain.href


def _content(view: View, wish: Wish, address: str, kept: Kept | None = None) -> Content:
    """What was filled in, checked."""
    if not wish.title:
        raise NotUnderstood("saved.needs_name")
    allowed = (*audiences(view.person), *([kept.content.audience] if kept else []))
    if wish.audience not in allowed:
        raise NotUnderstood("saved.may_not_share")
    audience: Audience = next(one for one in allowed if one == wish.audience)
    return Content(wish.title[:LONGEST_TITLE], wish.folder[:LONGEST_FOLDER], audience, address)


def _add(connection: Connection, view: View, content: Content) -> int:
    if book.count(connection, view.person.email) >= MOST:
        raise NotUnderstood("saved.enough", most=MOST)
    return book.add(connection, view.person.email, view.person.name or view.person.email, content)


def _own(connection: Connection, view: View, id: int) -> Kept:
    kept = book.one(connection, id)
    if kept is None or not may_change(view.person, kept):
        # Whether there is a view of this number is not said.
        raise Denied("saved.may_not")
    return kept


def _readable(view: View, id: int) -> Kept:
    kept = found(view, id)
    if kept is None:
        raise Denied("saved.not_there")
    return kept


def _step(
    connection: Connection, view: View, kept: Kept, seen: int, content: Content, *, gone: bool = False
) -> None:
    person = view.person
    if not book.change(
        connection, kept.id, seen, person.email, person.name or person.email, content, gone=gone
    ):
        raise NotUnderstood("saved.meanwhile", name=kept.version.name, at=moment(view, kept.version))


def _href(connection: Connection, id: int) -> str:
    kept = book.one(connection, id)
    return address_of(kept).href if kept else ""

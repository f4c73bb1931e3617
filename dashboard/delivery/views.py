"""The letter of a view that somebody follows: what they would see of it when it leaves, and no more."""

import datetime as dt
from collections.abc import Callable
from importlib import import_module

from dashboard.access import people
from dashboard.access.person import Person
from dashboard.access.scope import grant, without_pay
from dashboard.access.stopping import stop_word
from dashboard.delivery.conditions import met, nothing
from dashboard.delivery.desk import Desk, NothingToSay, NotToSend, recipient
from dashboard.delivery.letter import Attached, Letter, Number, Told
from dashboard.errors import Denied, NotUnderstood
from dashboard.exports.cells import told
from dashboard.exports.sheet import Document, KeyFigure, Sheet
from dashboard.pages.address import Address
from dashboard.pages.followed.excerpt import ROWS, excerpt
from dashboard.pages.followed.looked import looked, page_of
from dashboard.pages.instead import instead
from dashboard.pages.view import View
from dashboard.records import subscriptions as book
from dashboard.records.outbox import Message
from dashboard.records.subscriptions import Run, Subscription
from dashboard.text import Language, dates, formats, say

# The kind of file, and who writes it: loaded when first wanted, for the libraries of all take 30 MB.
_WRITERS = {
    "pdf": ("application/pdf", "paper", "write_paper"),
    "png": ("image/png", "paper", "write_picture"),
    "csv": ("text/csv", "separated", "write_separated"),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "workbook", "write_workbook",
    ),
}  # fmt: skip


def delivery(message: Message, desk: Desk) -> Letter:
    """The letter of one occasion, as its view is for its recipient now.

    Raises:
        NothingToSay: it was stopped or paused meanwhile, or what it waits for is not so.
        NotToSend: the account is closed, or sees nothing.
        Failed: it could not be computed now.
    """
    run, one = _occasion(message, desk)
    person = _person(message, desk, one)
    view = _looking(person, desk)
    seen = looked(view, one.view_id)
    if seen is None:
        return _last(desk, view, one, say(view.language, "deliver.gone", title=one.title))
    assert seen.opened is not None
    try:
        words = met(seen, desk, run, one)
        return _letter(seen, desk, one, words)
    except (Denied, NotUnderstood) as error:
        # Something that the view needs is there no more: its address says what, to whoever opens it.
        sentence = instead(view.language, error).sentence
        return _last(desk, view, one, f"{say(view.language, 'deliver.broken', title=one.title)} {sentence}")


def _occasion(message: Message, desk: Desk) -> tuple[Run, Subscription]:
    with desk.records.reading() as connection:
        run = book.run(connection, int(str(message.payload["run"])))
        one = book.one(connection, run.subscription_id) if run else None
    if run is None or one is None or run.reason:
        raise NothingToSay
    if one.state in ("stopped", "paused"):
        nothing(desk, run, f"deliver.was_{one.state}")
    return run, one


def _person(message: Message, desk: Desk, one: Subscription) -> Person:
    try:
        return recipient(message, desk)
    except NotToSend:
        with desk.records.writing() as connection:
            book.change(connection, one.id, state="ended")  # whoever comes back follows anew
        raise


def _looking(person: Person, desk: Desk) -> View:
    settings, shelf = desk.settings, desk.shelf
    try:
        # Who forwards a letter does not think of what is in it: pay leaves by no mail.
        scope = without_pay(grant(person, shelf, people.by_hand(desk.records, person), settings.day()))
    except Denied as error:
        raise NotToSend("deliver.no_scope") from error
    return View(
        person, scope, shelf, Address(), person.language, 1280, settings.day(), records=desk.records,
        zone=settings.time_zone,
    )  # fmt: skip


def _letter(view: View, desk: Desk, one: Subscription, words: str) -> Letter:
    page = page_of(view)
    assert page is not None
    assert view.opened is not None
    language, title = view.language, view.opened.kept.content.title
    found = excerpt(page, view, one.attached, desk.settings.day())
    with desk.records.writing() as connection:
        book.change(connection, one.id, title=title)
    through = say(language, "screen.through", day=dates.day(language, view.outline.through))
    lost = say(language, "saved.lost", what="; ".join(view.opened.lost)) if view.opened.lost else ""
    stop = _stop(desk, one)
    return Letter(
        language,
        view.person.email,
        say(language, "deliver.subject", title=title, day=dates.day(language, view.outline.through)),
        words or title,
        " · ".join(filter(None, (title if words else "", found.line, through, lost, view.opened.remade))),
        "",
        (say(language, "deliver.open"), desk.settings.address + view.address.href),
        (say(language, "deliver.why"), say(language, "mail.rights")),
        numbers=tuple(_number(language, key) for key in found.keys),
        table=_table(language, found.table) if found.table else None,
        picture=_written(found.picture, "png") if found.picture else b"",
        file=_file(found.whole, one.attached, view.outline.through),
        stop=(say(language, "deliver.stop"), stop),
    )


def _last(desk: Desk, view: View, one: Subscription, sentence: str) -> Letter:
    """A plain sentence instead, once: after it nothing is sent."""
    with desk.records.writing() as connection:
        book.change(connection, one.id, state="ended")
    language = view.language
    return Letter(
        language,
        view.person.email,
        say(language, "deliver.gone_subject", title=one.title),
        sentence,
        say(language, "deliver.gone_after"),
        "",
        (say(language, "deliver.all"), desk.settings.address + "/views"),
        (say(language, "deliver.why"),),
    )


def _stop(desk: Desk, one: Subscription) -> str:
    return f"{desk.settings.address}/stop/{stop_word(desk.settings.place, one.id)}"


def _number(language: Language, key: KeyFigure) -> Number:
    value = "" if key.value is None else " ".join(filter(None, (told(language, key.value), key.unit)))
    beside = [" ".join(filter(None, (change.text, change.rest))) for change in key.changes]
    return Number(key.label, value, "; ".join((*beside, *key.notes)))


def _table(language: Language, sheet: Sheet) -> Told | None:
    if not sheet.columns:
        return Told((), (), " ".join(sheet.notes)) if sheet.notes else None
    at = sheet.kept
    looks = [sheet.columns[one].look for one in at]
    lines = [*sheet.rows[:ROWS], *([sheet.total] if sheet.total else [])]
    beyond = sheet.more + max(0, len(sheet.rows) - ROWS)
    rows = tuple(
        tuple(told(language, line[one], look) for one, look in zip(at, looks, strict=True)) for line in lines
    )
    note = (
        say(language, "export.more_rows", n=beyond, count=formats.number(language, beyond)) if beyond else ""
    )
    return Told(tuple(sheet.columns[one].label for one in at), rows, note)


def _written(document: Document, form: str) -> bytes:
    _, module, name = _WRITERS[form]
    write: Callable[[Document], bytes] = getattr(import_module(f"dashboard.exports.{module}"), name)
    return write(document)


def _file(document: Document, form: str, through: dt.date) -> Attached | None:
    if not form:
        return None
    return Attached(f"{document.name} {through}.{form}", _WRITERS[form][0], _written(document, form))

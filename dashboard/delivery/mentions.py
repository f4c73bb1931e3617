"""The letter to somebody whom a note is told to: in their language, and no more than they may see."""

from dataclasses import replace

from dashboard.access import people
from dashboard.access.scope import grant, without_pay
from dashboard.answers.glossary import worded
from dashboard.delivery.desk import Desk, NotToSend, recipient
from dashboard.delivery.letter import Letter
from dashboard.errors import Denied, NotUnderstood
from dashboard.metrics import catalogue
from dashboard.pages.address import parse_address
from dashboard.pages.notes import bound_words, notes_of
from dashboard.pages.site import PAGES
from dashboard.pages.view import View
from dashboard.records import notes as book
from dashboard.records.notes import Note
from dashboard.records.outbox import Message
from dashboard.text import say


def mention(message: Message, desk: Desk) -> Letter:
    """The letter that tells somebody of a note, as the note stands now.

    Raises:
        NotToSend: the note was taken back, or they may not see its place any more.
        Failed: it could not be looked up now.
    """
    note = _note(message, desk)
    view = _looking(message, desk)
    try:
        # The page decides what its reader sees: a note that it would not show is not sent either.
        if note.id not in [one.id for one in notes_of(view, note.binding.measure, "")]:
            raise NotToSend("mail.no_scope")
        return _letter(note, view, desk.settings.address)
    except (Denied, NotUnderstood) as error:
        raise NotToSend("mail.no_scope") from error


def _note(message: Message, desk: Desk) -> Note:
    with desk.records.reading() as connection:
        note = book.one(connection, int(str(message.payload["note"])))
    if note is None or not note.body:
        raise NotToSend("mail.taken_back")
    return note


def _looking(message: Message, desk: Desk) -> View:
    """The recipient's view of the address at which the note was written."""
    settings, shelf = desk.settings, desk.shelf
    person = recipient(message, desk)
    path, _, search = str(message.payload["address"]).partition("?")
    address = parse_address(path, search)
    if not any(page.path == path and page.opens_to(person) for page in PAGES):
        address = replace(address, path="/")
    try:
        scope = without_pay(grant(person, shelf, people.by_hand(desk.records, person), settings.day()))
    except Denied as error:
        raise NotToSend("mail.no_scope") from error
    return View(person, scope, shelf, address, person.language, 1280, settings.day(), records=desk.records)


def _letter(note: Note, view: View, base: str) -> Letter:
    language = view.language
    row = catalogue.measure(note.binding.measure, view.outline.own)
    about = f"{worded(row, language, 'name')} {bound_words(view, note.binding.from_day, note.binding.to_day)}"
    return Letter(
        language,
        view.person.email,
        say(language, "mail.mention_subject", name=note.name),
        say(language, "mail.mention_opening", name=note.name),
        about,
        note.body,
        (say(language, "mail.see"), base + view.address.href),
        (say(language, "mail.mention_why", name=note.name), say(language, "mail.rights")),
    )

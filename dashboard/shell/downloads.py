"""What is fetched as a file: a page or one of its tiles, by the address, person and rights of the screen."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from urllib.parse import quote

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from dashboard.access.person import Person
from dashboard.answers.readers import Reader, reading_as
from dashboard.answers.warehouse import Warehouse
from dashboard.errors import Denied, Failed, MetronError, NotUnderstood
from dashboard.exports.sheet import Document
from dashboard.pages.document import Told, nobody, page_document, tile_document
from dashboard.pages.downloads import PAGE_FORMS, PATH, SUMMARY_FORMS, TILE_FORMS
from dashboard.pages.instead import instead
from dashboard.pages.page import Page
from dashboard.pages.site import PAGES
from dashboard.pages.view import View
from dashboard.records.store import Records
from dashboard.settings import Settings
from dashboard.shell.screen import viewing
from dashboard.shell.sessions import current_person

_OFFICE = "application/vnd.openxmlformats-officedocument."
# The kind of file, and who writes it: loaded when first wanted, for the libraries of all take 30 MB.
_WRITERS = {
    "pdf": ("application/pdf", "paper", "write_paper"),
    "png": ("image/png", "paper", "write_picture"),
    "csv": ("text/csv; charset=utf-8", "separated", "write_separated"),
    "xlsx": (f"{_OFFICE}spreadsheetml.sheet", "workbook", "write_workbook"),
    "pptx": (f"{_OFFICE}presentationml.presentation", "slides", "write_slides"),
}
_LONGEST_NAME = 80
_NOT_FOUND = ("screen.not_found", "export.no_form", "export.no_tile", "export.gone")


def install(server: Flask, settings: Settings, records: Records, warehouse: Warehouse) -> None:
    """Add the route; the gate stands before it as before every other."""

    @server.get(f"{PATH}/<form>")
    def download(form: str) -> ResponseReturnValue:
        try:
            with reading_as(Reader()), viewing(ordered(), settings, records, warehouse) as view:
                order = Order(form, request.args.get("tile", ""), settings.day())
                return attached(produce(view, order))
        except Exception as error:  # noqa: BLE001 - whatever it is, the window says a sentence
            state = instead(current_person().language, error)
            return Response(state.sentence, status(error), mimetype="text/plain")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to leave: the form, the tile ("" is the whole page), and the day on which it is made."""

    form: str
    tile: str
    made: dt.date


@dataclass(frozen=True, slots=True)
class Made:
    """A file as it leaves: its name without the ending, form, kind and content."""

    name: str
    form: str
    kind: str
    content: bytes


def ordered() -> dict[str, str]:
    """The address of the page that this request would have as a file."""
    return {"path": request.args.get("page", "/"), "search": request.query_string.decode("utf-8", "replace")}


def page_of(person: Person, path: str, order: Order) -> Page:
    """The page that is to leave.

    Raises:
        Denied: it is not of the person's role.
        NotUnderstood: there is no such page, or not in this form.
    """
    page = next((one for one in PAGES if one.path == path), None)
    if page is None:
        raise NotUnderstood("screen.not_found")
    if not page.opens_to(person):
        raise Denied("screen.other_role")
    if order.form not in _forms(page, order.tile):
        raise NotUnderstood("export.no_form")
    return page


def produce(view: View, order: Order, told: Told = nobody) -> Made:
    """The file, made while `told` hears how far it is.

    Raises:
        Denied: the page or the territory is not this person's.
        NotUnderstood: a word of the order or of the address means nothing here.
        Failed: it could not be computed.
    """
    page = page_of(view.person, view.address.path, order)
    document = (
        tile_document(page, view, order.made, order.tile)
        if order.tile
        else page_document(page, view, order.made, told)
    )
    kind, module, name = _WRITERS[order.form]
    write: Callable[[Document], bytes] = getattr(import_module(f"dashboard.exports.{module}"), name)
    return Made(f"{document.name} {view.outline.through}", order.form, kind, write(document))


def attached(made: Made) -> Response:
    """The file as a browser saves it."""
    answer = Response(made.content, mimetype=made.kind)
    answer.headers["Content-Disposition"] = disposition(made.name, made.form)
    return answer


def _forms(page: Page, tile: str) -> tuple[str, ...]:
    return TILE_FORMS if tile else SUMMARY_FORMS if page.summary else PAGE_FORMS


def disposition(name: str, form: str) -> str:
    """The header by which a browser saves the file; without what a file name may not hold anywhere."""
    plain = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*%;]+', " ", unicodedata.normalize("NFC", name))
    plain = " ".join(plain.split())[:_LONGEST_NAME].strip(" .") or "metron"
    ascii_name = plain.encode("ascii", "ignore").decode().strip(" .,-") or "metron"
    return f"attachment; filename=\"{ascii_name}.{form}\"; filename*=UTF-8''{quote(f'{plain}.{form}')}"


def status(error: Exception) -> int:
    """The number of HTTP for what went wrong."""
    if isinstance(error, Denied):
        return 403
    if isinstance(error, MetronError) and error.key == "export.too_many":
        return 429
    if isinstance(error, Failed) or not isinstance(error, MetronError):
        return 500
    return 404 if error.key in _NOT_FOUND else 400

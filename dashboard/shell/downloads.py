"""What is fetched as a file: a page or one of its tiles, by the address, person and rights of the screen."""

import re
import unicodedata
from collections.abc import Callable
from importlib import import_module
from urllib.parse import quote

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from dashboard.answers.readers import Reader, reading_as
from dashboard.answers.warehouse import Warehouse
from dashboard.errors import Denied, Failed, MetronError, NotUnderstood
from dashboard.exports.sheet import Document
from dashboard.pages.document import page_document, tile_document
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


def install(server: Flask, settings: Settings, records: Records, warehouse: Warehouse) -> None:
    """Add the route; the gate stands before it as before every other."""

    @server.get(f"{PATH}/<form>")
    def download(form: str) -> ResponseReturnValue:
        asked = {
            "path": request.args.get("page", "/"),
            "search": request.query_string.decode("utf-8", "replace"),
        }
        try:
            with reading_as(Reader()), viewing(asked, settings, records, warehouse) as view:
                return _file(view, form, settings)
        except Exception as error:  # noqa: BLE001 - whatever it is, the window says a sentence
            state = instead(current_person().language, error)
            return Response(state.sentence, _status(error), mimetype="text/plain")


def _file(view: View, form: str, settings: Settings) -> Response:
    tile = request.args.get("tile", "")
    page = next((one for one in PAGES if one.path == view.address.path), None)
    if page is None:
        raise NotUnderstood("screen.not_found")
    if not page.opens_to(view.person):
        raise Denied("screen.other_role")
    if form not in _forms(page, tile):
        raise NotUnderstood("export.no_form")
    made = settings.day()
    document = tile_document(page, view, made, tile) if tile else page_document(page, view, made)
    kind, module, name = _WRITERS[form]
    write: Callable[[Document], bytes] = getattr(import_module(f"dashboard.exports.{module}"), name)
    answer = Response(write(document), mimetype=kind)
    answer.headers["Content-Disposition"] = disposition(f"{document.name} {view.outline.through}", form)
    return answer


def _forms(page: Page, tile: str) -> tuple[str, ...]:
    return TILE_FORMS if tile else SUMMARY_FORMS if page.summary else PAGE_FORMS


def disposition(name: str, form: str) -> str:
    """The header by which a browser saves the file; without what a file name may not hold anywhere."""
    plain = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*%;]+', " ", unicodedata.normalize("NFC", name))
    plain = " ".join(plain.split())[:_LONGEST_NAME].strip(" .") or "metron"
    ascii_name = plain.encode("ascii", "ignore").decode().strip(" .,-") or "metron"
    return f"attachment; filename=\"{ascii_name}.{form}\"; filename*=UTF-8''{quote(f'{plain}.{form}')}"


def _status(error: Exception) -> int:
    if isinstance(error, Denied):
        return 403
    if isinstance(error, Failed) or not isinstance(error, MetronError):
        return 500
    return 404 if error.key in ("screen.not_found", "export.no_form", "export.no_tile") else 400

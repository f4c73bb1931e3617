"""Files are made in the background: begun, followed, fetched and given up by their person alone."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue

from dashboard.access import people
from dashboard.access.person import Person
from dashboard.access.scope import Scope, grant, kept
from dashboard.answers.warehouse import Warehouse
from dashboard.errors import Denied
from dashboard.pages.address import parse_address
from dashboard.pages.instead import instead
from dashboard.pages.view import View
from dashboard.records.store import Records
from dashboard.settings import Settings
from dashboard.shell.downloads import Made, Order, attached, ordered, page_of, produce, status
from dashboard.shell.export_jobs import Export, Exports
from dashboard.shell.screen import viewing
from dashboard.shell.sessions import current_person
from dashboard.text import Language, formats, say

PATH = "/exports"
# Most files are ready so soon that nobody need be told of anything but the file.
PATIENCE = 0.8  # seconds


def install(server: Flask, settings: Settings, records: Records, warehouse: Warehouse) -> None:
    """Add the routes; the gate stands before them as before every other."""
    exports = Exports()

    def own(person: Person, id: str) -> Export:
        """Somebody's own, as long as they may see what they might see when they asked for it."""
        found = exports.one(_owner(person), id)
        if _granted(person, settings, records, warehouse) != found.scope:
            exports.drop(found)
            raise Denied("export.other_rights")
        return found

    @server.post(f"{PATH}/<form>")
    @_in_a_sentence
    def begin_export(person: Person, form: str) -> ResponseReturnValue:
        order, asked = Order(form, request.args.get("tile", ""), settings.day()), ordered()
        page = page_of(person, parse_address(asked["path"], asked["search"]).path, order)
        export = exports.begin(
            _owner(person),
            _granted(person, settings, records, warehouse),
            f"{say(person.language, page.name)}, {form.upper()}",
            # What waits holds no publication: it is opened when its turn has come.
            lambda export: _make(export, order, viewing(asked, settings, records, warehouse, person)),
            lambda error: instead(person.language, error).sentence,
        )
        export.over.wait(PATIENCE)
        return jsonify(_told(export, person.language))

    @server.get(PATH)
    @_in_a_sentence
    def show_exports(person: Person) -> ResponseReturnValue:
        unfetched = [one for one in exports.of(_owner(person)) if not one.fetched]
        return jsonify([_told(one, person.language) for one in unfetched])

    @server.get(f"{PATH}/<export>")
    @_in_a_sentence
    def follow_export(person: Person, export: str) -> ResponseReturnValue:
        return jsonify(_told(own(person, export), person.language))

    @server.delete(f"{PATH}/<export>")
    @_in_a_sentence
    def drop_export(person: Person, export: str) -> ResponseReturnValue:
        exports.drop(exports.one(_owner(person), export))
        return Response(status=204)

    @server.get(f"{PATH}/<export>/file")
    @_in_a_sentence
    def fetch_export(person: Person, export: str) -> ResponseReturnValue:
        return attached(exports.fetch(own(person, export)))


def _owner(person: Person) -> str:
    """Whose a file is: a person in a role, for the role opens pages; a demo person is not the account."""
    return f"{person.role} {person.id}"


def _granted(person: Person, settings: Settings, records: Records, warehouse: Warehouse) -> Scope:
    with warehouse.reading() as shelf:
        return grant(person, shelf, people.by_hand(records, person), settings.day())


def _make(export: Export, order: Order, opening: AbstractContextManager[View]) -> Made:
    with opening as view:
        if view.scope != kept(export.scope, view.shelf):
            raise Denied("export.other_rights")
        return produce(view, order, export.told)


def _in_a_sentence(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """The route for the person who is signed in; whatever goes wrong is told as one that failed."""

    @wraps(view)
    def answered(**values: str) -> ResponseReturnValue:
        person = current_person()
        try:
            return view(person, **values)
        except Exception as error:  # noqa: BLE001 - whatever it is, the window says a sentence
            words = instead(person.language, error).sentence
            return jsonify(id="", phase="failed", label=words, words=""), status(error)

    return answered


def _told(export: Export, language: Language) -> dict[str, Any]:
    """What the window shows of an export."""
    phase, numbers = export.phase, {"done": export.done, "steps": export.steps}
    words = export.sentence or say(
        language,
        f"export.phase_{phase}",
        **{key: formats.number(language, value) for key, value in numbers.items()},
    )
    file = f"{PATH}/{export.id}/file" if phase == "ready" else ""
    return {
        "id": export.id, "phase": phase, "label": export.label, "words": words, "file": file,
        **numbers,
    }  # fmt: skip

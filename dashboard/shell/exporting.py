"""Files are made in the background: begun, followed, fetched and given up by their person alone."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from typing import Any

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue

from dashboard.access import people
from dashboard.access.person import Person
from dashboard.access.scope import grant
from dashboard.answers.warehouse import Warehouse
from dashboard.errors import Denied
from dashboard.pages.instead import instead
from dashboard.records.store import Records
from dashboard.settings import Settings
from dashboard.shell.downloads import Order, attached, ordered, page_of, produce, status
from dashboard.shell.exports import Export, Exports
from dashboard.shell.screen import viewing
from dashboard.shell.sessions import current_person
from dashboard.text import Language, formats, say

PATH = "/exports"
# Most files are ready so soon that nobody need be told of anything but the file.
PATIENCE = 0.8  # seconds


def install(server: Flask, settings: Settings, records: Records, warehouse: Warehouse) -> None:
    """Add the routes; the gate stands before them as before every other."""
    exports = Exports()

    @server.post(f"{PATH}/<form>")
    @_in_a_sentence
    def begin_export(person: Person, form: str) -> ResponseReturnValue:
        order = Order(form, request.args.get("tile", ""), settings.day())
        with ExitStack() as opened:
            view = opened.enter_context(viewing(ordered(), settings, records, warehouse))
            label = f"{say(person.language, page_of(view, order).name)}, {form.upper()}"
            export = exports.begin(
                person.email,
                view.scope,
                label,
                lambda export: produce(view, order, export.told),
                opened.pop_all(),
                lambda error: instead(person.language, error).sentence,
            )
        export.over.wait(PATIENCE)
        return jsonify(_told(export, person.language))

    @server.get(PATH)
    @_in_a_sentence
    def show_exports(person: Person) -> ResponseReturnValue:
        return jsonify([_told(one, person.language) for one in exports.of(person.email) if not one.fetched])

    @server.get(f"{PATH}/<export>")
    @_in_a_sentence
    def follow_export(person: Person, export: str) -> ResponseReturnValue:
        return jsonify(_told(exports.one(person.email, export), person.language))

    @server.delete(f"{PATH}/<export>")
    @_in_a_sentence
    def drop_export(person: Person, export: str) -> ResponseReturnValue:
        exports.drop(exports.one(person.email, export))
        return Response(status=204)

    @server.get(f"{PATH}/<export>/file")
    @_in_a_sentence
    def fetch_export(person: Person, export: str) -> ResponseReturnValue:
        found = exports.one(person.email, export)
        with warehouse.reading() as shelf:
            scope = grant(person, shelf, people.by_hand(records, person), settings.day())
        if scope != found.scope:
            exports.drop(found)
            raise Denied("export.other_rights")
        return attached(exports.fetch(found))


def _in_a_sentence(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """The route for the person who is signed in; whatever goes wrong is told as one that failed."""

    @wraps(view)
    def answered(**values: str) -> ResponseReturnValue:
        person = current_person()
        try:
            return view(person, **values)
        except Exception as error:  # noqa: BLE001 - whatever it is, the window says a sentence
            words = instead(person.language, error).sentence
            told = {"id": "", "phase": "failed", "label": words, "words": "", **_names(person.language)}
            return jsonify(told), status(error)

    return answered


def _told(export: Export, language: Language) -> dict[str, Any]:
    """What the window shows of an export."""
    numbers = {"done": export.done, "steps": export.steps}
    words = export.sentence or say(
        language,
        f"export.phase_{export.phase}",
        **{key: formats.number(language, value) for key, value in numbers.items()},
    )
    file = f"{PATH}/{export.id}/file" if export.phase == "ready" else ""
    return {
        "id": export.id, "phase": export.phase, "label": export.label, "words": words, "file": file,
        **numbers, **_names(language),
    }  # fmt: skip


def _names(language: Language) -> dict[str, str]:
    return {f"say_{name}": say(language, f"export.{name}") for name in ("cancel", "fetch", "close")}

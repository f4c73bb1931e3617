"""Parts of a page that are looked for while one types: asked by the browser, answered as HTML."""

from collections.abc import Callable

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from dashboard.answers.warehouse import Warehouse
from dashboard.pages.explore.ask import read_while_typing
from dashboard.pages.explore.trial import tried
from dashboard.pages.filtering import found_members
from dashboard.pages.instead import instead
from dashboard.pages.pay.curve import what_if
from dashboard.pages.pay.simulating import simulated
from dashboard.pages.view import View
from dashboard.records.store import Records
from dashboard.settings import Settings
from dashboard.shell.downloads import status
from dashboard.shell.screen import viewing
from dashboard.shell.sessions import current_person

PATH = "/find"


def install(server: Flask, settings: Settings, records: Records, warehouse: Warehouse) -> None:
    """Add the routes; the gate stands before them as before every other."""

    def answered(find: Callable[[View], str]) -> ResponseReturnValue:
        asked = {"path": request.form.get("path", "/"), "search": request.form.get("search", "")}
        try:
            with viewing(asked, settings, records, warehouse) as view:
                if view.wrong is not None:
                    raise view.wrong
                return Response(find(view), mimetype="text/html")
        except Exception as error:  # noqa: BLE001 - whatever it is, the list says a sentence
            return Response(
                instead(current_person().language, error).sentence, status(error), mimetype="text/plain"
            )

    @server.post(f"{PATH}/members")
    def members() -> ResponseReturnValue:
        form = request.form
        return answered(lambda view: found_members(view, form.get("dimension", ""), form.get("text", "")))

    @server.post(f"{PATH}/measure")
    def measure() -> ResponseReturnValue:
        form = request.form
        words = [form.get(one, "") for one in ("name", "shown", "formula", "key")]
        return answered(lambda view: tried(view, *words))

    @server.post(f"{PATH}/question")
    def question() -> ResponseReturnValue:
        text, cursor = request.form.get("text", ""), request.form.get("cursor", None, int)
        return answered(lambda view: read_while_typing(view, text, cursor))

    @server.post(f"{PATH}/what-if")
    def what_if_more() -> ResponseReturnValue:
        more, deals = request.form.get("more", ""), request.form.getlist("deal")
        return answered(lambda view: what_if(view, more, deals))

    @server.post(f"{PATH}/simulate")
    def simulate() -> ResponseReturnValue:
        text = request.form.get("text", "")
        return answered(lambda view: simulated(view, text))

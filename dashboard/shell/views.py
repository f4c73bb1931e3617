"""The routes of saved views: posts of the browser, links to a view as it stands, and where one begins."""

from flask import Flask, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from dashboard.answers.warehouse import Warehouse
from dashboard.errors import NotUnderstood
from dashboard.pages.address import Address
from dashboard.pages.instead import instead
from dashboard.pages.saved.opening import address_of, numbers
from dashboard.pages.saved.rights import found
from dashboard.pages.saved.words import PATH
from dashboard.records import habits
from dashboard.records.store import Records
from dashboard.settings import Settings
from dashboard.shell import follow_acts, pay_acts
from dashboard.shell.downloads import status
from dashboard.shell.screen import viewing
from dashboard.shell.sessions import current_person
from dashboard.shell.view_acts import ACTS, Wish
from dashboard.text import say


def install(server: Flask, settings: Settings, records: Records, warehouse: Warehouse) -> None:
    """Add the routes; the gate stands before them as before every other."""
    acts = ACTS | follow_acts.ACTS | pay_acts.ACTS

    @server.post(f"{PATH}/<act>")
    def do(act: str) -> ResponseReturnValue:
        form = request.form
        asked = {"path": form.get("path", "/"), "search": form.get("search", "")}
        language = current_person().language
        try:
            with viewing(asked, settings, records, warehouse) as view:
                if act not in acts:
                    raise NotUnderstood("screen.not_found")
                done = acts[act](view, _wish())
        except Exception as error:  # noqa: BLE001 - whatever it is, the window says a sentence
            return jsonify(said=instead(language, error).sentence), status(error)
        said = say(language, done.key, **dict(done.words)) if done.key else ""
        undo = {"view": done.undo[0], "version": done.undo[1], "label": say(language, "saved.undo")}
        return jsonify(said=said, href=done.href, undo=undo if done.undo[0] else None)

    @server.get(f"{habits.LINK}/<key>")
    def open_view(key: str) -> ResponseReturnValue:
        """A link to a view as it stands, whatever it has become since."""
        id = numbers(key)[0]
        try:
            with viewing({"path": PATH, "search": ""}, settings, records, warehouse) as view:
                kept = found(view, id)
        except Exception as error:  # noqa: BLE001 - the page says what is wrong, as every page does
            instead(current_person().language, error)
            return redirect("/", 303)
        there = address_of(kept).href if kept else Address(PATH, see=f"view:{id}").href
        return redirect(there, 303)

    @server.before_request
    def begin() -> ResponseReturnValue | None:
        """Whoever opens the first page by itself, and does not load it again, begins where they wish."""
        if request.path != "/" or request.query_string or request.method != "GET":
            return None
        fresh = request.headers.get("Sec-Fetch-Site") == "none" and "Cache-Control" not in request.headers
        if not fresh:
            return None
        with records.reading() as connection:
            there = habits.of(connection, current_person().email).address
        return redirect(there, 303) if there else None


def _wish() -> Wish:
    form = request.form
    id, version = (numbers(form.get(name, ""))[0] for name in ("view", "version"))
    return Wish(
        id,
        version,
        _words(form.get("title", "")),
        _words(form.get("folder", "")),
        form.get("audience", ""),
        form,
    )


def _words(text: str) -> str:
    """One line of what was typed, without what cannot be seen."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text[:1000]).split())

"""Stopping what one follows from a message: by its word alone, without signing in, saying its name alone."""

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue

from dashboard.access.stopping import read_stop_word
from dashboard.errors import Denied
from dashboard.records import log
from dashboard.records import subscriptions as book
from dashboard.records.store import Records
from dashboard.records.subscriptions import Subscription
from dashboard.settings import Settings
from dashboard.shell.sessions import chosen_language, chosen_theme
from dashboard.text import say

PATH = "/stop"


def install(server: Flask, settings: Settings, records: Records) -> None:
    """Add the page and its button; mail programs press it too, and have no token of ours but the word."""
    views = Blueprint("stop", __name__, template_folder="templates")

    @views.get(f"{PATH}/<word>")
    def ask(word: str) -> ResponseReturnValue:
        try:
            return _page(_found(settings, records, word))
        except Denied:
            return _page(None), 404

    @views.post(f"{PATH}/<word>")
    def stop(word: str) -> ResponseReturnValue:
        try:
            one = _found(settings, records, word)
        except Denied:
            return _page(None), 404
        if one.state != "stopped":
            with records.writing() as connection:
                book.change(connection, one.id, state="stopped", due=None)
                log.write(connection, one.person, "follow_stopped", one.person, subscription=one.id)
        return _page(one, done=True)

    server.register_blueprint(views)
    server.extensions["csrf"].exempt(views)


def _found(settings: Settings, records: Records, word: str) -> Subscription:
    id = read_stop_word(settings.place, word)
    with records.reading() as connection:
        one = book.one(connection, id)
    if one is None:
        raise Denied("access.stop_void")
    return one


def _page(one: Subscription | None, *, done: bool = False) -> str:
    language = chosen_language()
    over = one is not None and (done or one.state in ("stopped", "ended"))
    return render_template(
        "stop.html",
        say=lambda key, **values: say(language, f"access.{key}", **values),
        language=language,
        theme=chosen_theme(),
        title=one.title if one else "",
        known=one is not None,
        over=over,
    )

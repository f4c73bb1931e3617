"""Counting how soon Explore leads to a view: a browser says how and after how many seconds, and no more."""

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from dashboard.records import explored
from dashboard.records.store import Records
from dashboard.settings import Settings
from dashboard.shell.sessions import is_counted


def install(server: Flask, settings: Settings, records: Records) -> None:
    """Add the route; the gate stands before it as before every other."""

    @server.post("/explored")
    def count() -> ResponseReturnValue:
        how, seconds = request.form.get("how", ""), request.form.get("seconds", -1, int)
        if how not in (explored.OPENED, *explored.ENDS) or not 0 <= seconds <= explored.LONGEST:
            return Response(status=400)
        if is_counted():
            with records.writing() as connection:
                explored.add(connection, settings.day(), how, seconds)
        return Response(status=204)

"""The routes of pay: what operations post from its page, and the file that payroll gets."""

from importlib import import_module
from types import ModuleType

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue

from dashboard.answers.warehouse import Warehouse
from dashboard.pages.address import PAY_PATH
from dashboard.pages.instead import instead
from dashboard.pages.pay.periods import PAYROLL
from dashboard.records.store import Records
from dashboard.settings import Settings
from dashboard.shell.downloads import disposition, status
from dashboard.shell.screen import viewing
from dashboard.shell.sessions import current_person

_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Always what is served now: an earlier publication is looked at, never paid from.
_HERE = {"path": PAY_PATH, "search": ""}


def install(server: Flask, settings: Settings, records: Records, warehouse: Warehouse) -> None:
    """Add the routes; the gate stands before them as before every other."""

    @server.post(f"{PAY_PATH}/<act>")
    def do_with_pay(act: str) -> ResponseReturnValue:
        language = current_person().language
        try:
            with viewing(_HERE, settings, records, warehouse) as view:
                said = _acts().do(view, settings, act, request.form)
        except Exception as error:  # noqa: BLE001 - whatever it is, the window says a sentence
            return jsonify(said=instead(language, error).sentence), status(error)
        return jsonify(said=said)

    @server.get(f"{PAYROLL}/<run>.<form>")
    def fetch_payroll(run: str, form: str) -> ResponseReturnValue:
        try:
            with viewing(_HERE, settings, records, warehouse) as view:
                content = _acts().payroll_file(view, run, form)
        except Exception as error:  # noqa: BLE001 - whatever it is, the window says a sentence
            sentence = instead(current_person().language, error).sentence
            return Response(sentence, status(error), mimetype="text/plain")
        answer = Response(content, mimetype=_KINDS[form])
        answer.headers["Content-Disposition"] = disposition(f"payroll {run}", form)
        return answer


def _acts() -> ModuleType:
    """Loaded when first wanted: it brings the library of columns, which no other page needs."""
    return import_module("dashboard.shell.pay_keeping")

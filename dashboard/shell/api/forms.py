"""In which form an answer leaves: JSON, CSV or an Arrow stream, as the program accepts or says."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from flask import Response, request

from dashboard.access.scope import Scope
from dashboard.answers.answer import Answer, Note
from dashboard.answers.arrow import as_arrow
from dashboard.answers.export import as_csv, told
from dashboard.answers.path_names import path_names
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.shell.api.problems import Refusal, written
from dashboard.shell.api.words import MOST_ROWS, Answered, Format
from dashboard.text import Language

KINDS: dict[Format, str] = {
    "json": "application/json",
    "csv": "text/csv",
    "arrow": "application/vnd.apache.arrow.stream",
}


def wanted_form(said: Format | None) -> Format:
    """The form that the request says, else the one that it accepts best.

    Raises:
        Refusal: it accepts none of ours.
    """
    if said:
        return said
    if not request.accept_mimetypes:
        return "json"
    best = request.accept_mimetypes.best_match(list(KINDS.values()))
    found = next((form for form, kind in KINDS.items() if kind == best), None)
    if found is None:
        raise Refusal(406, "api.no_form", known=", ".join(KINDS.values()))
    return found


def answered(
    found: Answer, form: Format, language: Language, lines: list[str] | None, scope: Scope, shelf: Shelf
) -> Response:
    """The answer as it leaves. Of a narrowed scope the statement, which names all territories of the owner,
    stays.

    Raises:
        Refusal: it has more subtotals than may leave.
    """
    if len(found.subtotals) > MOST_ROWS:
        raise Refusal(422, "api.too_many_subtotals", n=len(found.subtotals), most=MOST_ROWS)
    whole = _noted(found)
    if form == "json":
        paths = None if scope.within is not None else path_names(found.statement, scope, shelf)
        return respond(_told(whole, language, lines, paths), language, whole)
    write: Callable[[Answer, Language], str | bytes] = as_csv if form == "csv" else as_arrow
    kind = f"{KINDS[form]}; charset=utf-8" if form == "csv" else KINDS[form]
    return _with_source(Response(write(whole, language), content_type=kind), language, whole)


def respond(values: dict[str, object], language: Language, found: Answer | None = None) -> Response:
    """JSON as it leaves."""
    return _with_source(Response(written(values), mimetype=KINDS["json"]), language, found)


def _told(
    found: Answer, language: Language, lines: list[str] | None, paths: Mapping[str, str] | None
) -> dict[str, object]:
    """`paths` as in `told`; None: the statement stays."""
    values = {**told(found, language, paths or {}), "row_count": found.row_count}
    if paths is None:
        values["statement"] = None
    if lines is not None:
        values["understood"] = lines
    return {name: values[name] for name in Answered.model_fields if name in values}


def _noted(found: Answer) -> Answer:
    """With a note where there are more rows than leave at once."""
    asked = found.question
    if asked.by and asked.limit == MOST_ROWS and found.row_count > asked.offset + MOST_ROWS:
        more = Note("note.rows_left", (("n", found.row_count), ("most", MOST_ROWS)))
        return replace(found, notes=(*found.notes, more))
    return found


def _with_source(response: Response, language: Language, found: Answer | None) -> Response:
    response.headers["Content-Language"] = language
    if found is not None:
        response.headers["Metron-Publication"] = found.publication
        response.headers["Metron-As-Of"] = found.as_of.isoformat()
        response.headers["Metron-Row-Count"] = str(found.row_count)
    return response

"""Signing in and out, and choosing one's password and preferences: pages that need no script."""

from urllib.parse import quote, urlsplit

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from dashboard.access import passwords, recognition
from dashboard.access.person import fold
from dashboard.errors import Denied, MetronError
from dashboard.records import accounts, habits, log
from dashboard.shell import sessions
from dashboard.shell.sessions import (
    COUNTED,
    COUNTED_COOKIE,
    LANGUAGE_COOKIE,
    THEME_COOKIE,
    THEMES,
    chosen_language,
    chosen_theme,
    current_person,
    reception,
    visitor,
)
from dashboard.text.catalogue import LANGUAGES, say, tell

SAID = frozenset({"signed_out", "ended", "demo_gone"})
_YEAR = 365 * 24 * 3600

views = Blueprint("sign_in", __name__, template_folder="templates")


@views.get("/health")
def health() -> ResponseReturnValue:
    """Whether the process answers; nothing else."""
    return Response("ok", mimetype="text/plain")


@views.get("/sign-in")
def show() -> ResponseReturnValue:
    """The page; with `language` or `theme`, that choice first."""
    if "language" in request.args or "theme" in request.args:
        return _remember(redirect(_sign_in_address(), 303))
    if visitor() is not None:
        return redirect(safe_next(request.args.get("next")), 303)
    return page(said=request.args.get("said", ""))


@views.post("/sign-in")
def enter() -> ResponseReturnValue:
    """Sign in by address and password."""
    email = request.form.get("email", "")
    account = recognition.verify(reception().records, email, request.form.get("password", ""))
    if account is None:
        _log("sign_in_failed", "anonymous", _shown(email))
        return page(error="wrong"), 401
    sessions.open_for_account(account)
    _log("sign_in", account.email, account.email)
    return redirect(_first(account.email), 303)


@views.post("/sign-in/demo")
def enter_demo() -> ResponseReturnValue:
    """Sign in as a demo person, while there are any."""
    email = fold(request.form.get("email", ""))
    person = next((one for one in reception().demo_people() if one.email == email), None)
    if person is None:
        _log("sign_in_failed", "anonymous", _shown(email), demo=True)
        return page(error="demo_gone"), 401
    sessions.open_for_demo(person)
    _log("sign_in", person.email, person.email, demo=True)
    return redirect(_first(person.email), 303)


@views.post("/sign-out")
def leave() -> ResponseReturnValue:
    """Sign out, here and for every copy of this session."""
    person = current_person()
    _log("sign_out", person.email, person.email, demo=person.demo)
    sessions.end()
    return redirect("/sign-in?said=signed_out", 303)


@views.get("/password")
def show_choice() -> ResponseReturnValue:
    """The page where somebody replaces their password; demo people have none."""
    return redirect("/", 303) if current_person().demo else _choice()


@views.post("/password")
def choose() -> ResponseReturnValue:
    """Replace the password; every other session of the person ends."""
    person, form = current_person(), request.form
    if person.demo:
        return redirect("/", 303)
    if form.get("new", "") != form.get("again", ""):
        return _choice(say(person.language, "access.not_twice")), 400
    records = reception().records
    try:
        present = None if _just_typed() else form.get("present", "")
        recognition.choose_password(records, person.id, present, form.get("new", ""))
    except MetronError as error:
        return _choice(tell(person.language, error)), 401 if isinstance(error, Denied) else 400
    with records.reading() as connection:
        account = accounts.by_id(connection, person.id)
    if account is not None:
        sessions.open_for_account(account)
    return redirect("/", 303)


@views.post("/preferences")
def prefer() -> ResponseReturnValue:
    """Remember `language` and `theme` (light, dark, or auto), with the account or in this browser.

    Whether the use of Explore is `counted` (yes, no) is a matter of the browser alone.
    """
    person = current_person()
    if not _known_choices():
        return Response(status=400)
    if not person.demo:
        theme = request.values.get("theme")
        with reception().records.writing() as connection:
            accounts.prefer(
                connection,
                person.id,
                language=request.values.get("language"),
                theme="" if theme == "auto" else theme,
            )
    return _remember(redirect(safe_next(request.values.get("next")), 303))


def _first(email: str) -> str:
    """Where to go on from signing in: where somebody wanted to, else where they begin."""
    wanted = safe_next(request.form.get("next"))
    if wanted != "/":
        return wanted
    with reception().records.reading() as connection:
        return habits.of(connection, email).address or wanted


def safe_next(wanted: str | None) -> str:
    r"""The address to go on to, if it is a page of ours; else the first page.

    Browsers read `//host`, `/\host` and addresses with control characters as other sites.
    """
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/sign-", "/password")):
        return "/"
    if "\\" in wanted or not wanted.isprintable() or urlsplit(wanted).netloc:
        return "/"
    return wanted


def page(*, error: str = "", said: str = "") -> str:
    """The sign-in page, with at most one sentence about what happened."""
    language = chosen_language()
    return render_template(
        "sign_in.html",
        say=lambda key, **values: say(language, f"access.{key}", **values),
        language=language,
        theme=chosen_theme(),
        languages=LANGUAGES,
        error=error,
        said=said if said in SAID else "",
        # Typed once is enough; the demo button sends an address too, which nobody typed.
        email=request.form.get("email", "")[:254] if request.endpoint == "sign_in.enter" else "",
        next=safe_next(request.values.get("next")),
        demo=reception().demo_people(),
    )


def _just_typed() -> bool:
    """Whether a password for one time opened this session a moment ago."""
    seen = visitor()
    return seen is not None and seen.must_choose and sessions.just_opened()


def _choice(error: str = "") -> str:
    person, seen = current_person(), visitor()
    return render_template(
        "password.html",
        say=lambda key, **values: say(person.language, f"access.{key}", **values),
        language=person.language,
        theme=person.theme,
        error=error,
        once=seen is not None and seen.must_choose,
        typed=_just_typed(),
        shortest=passwords.SHORTEST,
        email=person.email,
    )


def _sign_in_address() -> str:
    wanted = safe_next(request.args.get("next"))
    return "/sign-in" if wanted == "/" else f"/sign-in?next={quote(wanted)}"


def _known_choices() -> bool:
    language, theme = request.values.get("language"), request.values.get("theme")
    known = (language is None or language in LANGUAGES) and (theme is None or theme in (*THEMES, "auto"))
    return known and request.values.get("counted") in (None, *COUNTED)


def _remember(response: ResponseReturnValue) -> Response:
    answer = make_response(response)
    language, theme = request.values.get("language"), request.values.get("theme")
    if language in LANGUAGES:
        _set(answer, LANGUAGE_COOKIE, language)
    if theme in THEMES:
        _set(answer, THEME_COOKIE, theme)
    elif theme == "auto":
        answer.delete_cookie(THEME_COOKIE, path="/")
    if counted := request.values.get("counted"):
        _set(answer, COUNTED_COOKIE, counted)
    return answer


def _set(response: Response, name: str, value: str) -> None:
    secure = reception().settings.behind_tls
    response.set_cookie(name, value, max_age=_YEAR, secure=secure, httponly=True, samesite="Lax", path="/")


def _log(action: str, actor: str, subject: str, **details: object) -> None:
    with reception().records.writing() as connection:
        log.write(connection, actor, action, subject, address=request.remote_addr, **details)


def _shown(email: str) -> str:
    # People type their password into the wrong field: what is no address is not written down.
    folded = fold(email)
    return folded if "@" in folded and folded.isprintable() else ""

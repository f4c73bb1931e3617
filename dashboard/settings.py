"""Every setting: name, default, help. The environment is read here and nowhere else.

A setting comes from a `METRON_*` variable, else from the TOML file that `METRON_SETTINGS`
names (else `settings.toml` in `METRON_HOME`), else its default. What a company decides
(`Company`) may also stand in a `settings.toml` beside the mapping that is loaded; it is
frozen into each publication, so that numbers never change because a server was restarted
with other settings. In the environment lists are written with commas: `1,2,3` and `1=0.8,2=1.2`.
"""

import datetime as dt
import difflib
import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from dashboard import addresses
from dashboard.errors import NotUnderstood
from dashboard.paths import ROOT, Home

# What stands in the environment beside the settings: the file of settings, and what tests need.
FILE = "METRON_SETTINGS"
# What holds a password is never shown.
SECRET = ("METRON_RECORDS_URL", "METRON_SMTP_URL")
BESIDE = (FILE, "METRON_REQUIRE_REAL_DATA", "METRON_CHROMIUM")
# Weights are counted in millionths, and a quota times its days in a number of 38 digits.
_LIGHTEST, _HEAVIEST = 0.001, 1000
Month = Annotated[int, Field(ge=1, le=12)]
Weekday = Annotated[int, Field(ge=1, le=7)]


class Company(BaseModel):
    """What a company decides about its own numbers; part of every publication."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    company: str = Field("", description="Name of the company, shown in the page title.")
    currency: str = Field("EUR", description="Reporting currency, ISO 4217.", pattern="^[A-Z]{3}$")
    fiscal_year_first_month: Month = Field(1, description="First month of the fiscal year, 1 to 12.")
    fiscal_year_named_by: Literal["first_day", "last_day"] = Field(
        "last_day",
        description="Whether a fiscal year bears the number of the year in which it begins or ends.",
    )
    fiscal_calendar: Literal["months", "4-4-5", "4-5-4", "5-4-4"] = Field(
        "months",
        description="Whether the months of a fiscal year are calendar months or whole weeks; the last one "
        "takes a 53rd week.",
    )
    fiscal_year_anchor: Literal["nearest", "last"] = Field(
        "nearest",
        description="A year of weeks begins on the first day of the week nearest to the first of its first "
        "month, or the last on or before it.",
    )
    first_weekday: Weekday = Field(1, description="First day of the week: 1 Monday to 7 Sunday.")
    working_weekdays: tuple[Weekday, ...] = Field(
        (1, 2, 3, 4, 5), description="Days of the week that are worked: 1 Monday to 7 Sunday."
    )
    holidays: str = Field(
        "GR",
        description="Country whose public holidays are not worked (ISO 3166), or empty for none.",
        pattern="^([A-Z]{2})?$",
    )
    extra_holidays: tuple[dt.date, ...] = Field((), description="Further days that are not worked.")
    credit_by: Literal["document", "alignment"] = Field(
        "alignment",
        description="A sale is credited to the territory its document names, or to the one that owned "
        "the customer on the order date.",
    )
    quota_spread: Literal["calendar_days", "working_days", "seasonal"] = Field(
        "working_days", description="How a quota is spread over its days where a question is finer."
    )
    seasonal_weights: dict[str, float] = Field(
        default_factory=lambda: {str(month): 1.0 for month in range(1, 13)},
        description="Weight of one working day of each month (1 to 12), for quota_spread = seasonal.",
    )
    ramp_months: int = Field(
        3, description="Months after being hired in which nobody is measured against a quota.", ge=0, le=24
    )
    leave_percent: int = Field(
        25,
        description="Share of a period's working days on leave above which one is not measured.",
        ge=0,
        le=100,
    )
    lead_days: int = Field(
        90, description="Days within which a lead must be won to count as converted.", ge=1
    )
    ideas: dict[str, float] = Field(
        {},
        description="Parameters of rules of ideas that differ from the defaults: rule.parameter=number.",
    )
    strict_references: tuple[str, ...] = Field(
        (), description="References (table.column) whose unknown keys go to quarantine instead of 'unknown'."
    )

    @field_validator("working_weekdays", "extra_holidays", "strict_references", mode="before")
    @classmethod
    def _listed(cls, written: object) -> object:
        return _between_commas(written) if isinstance(written, str) else written

    @field_validator("seasonal_weights", "ideas", mode="before")
    @classmethod
    def _paired(cls, written: object) -> object:
        if not isinstance(written, str):
            return written
        pairs = [part.partition("=") for part in _between_commas(written)]
        if not all(sign for _, sign, _ in pairs):
            raise ValueError("write name=number between commas, as 1=0.8,2=1.2")
        return {name.strip(): number.strip() for name, _, number in pairs}

    @field_validator("ideas", mode="before")
    @classmethod
    def _by_rule(cls, written: object) -> object:
        """A file may give each rule a table of its own."""
        if not isinstance(written, dict):
            return written
        flat: dict[str, object] = {}
        for rule, some in written.items():
            flat |= (
                {f"{rule}.{name}": one for name, one in some.items()}
                if isinstance(some, dict)
                else {rule: some}
            )
        return flat

    @field_validator("seasonal_weights")
    @classmethod
    def _twelve_positive(cls, weights: dict[str, float]) -> dict[str, float]:
        if set(weights) != {str(month) for month in range(1, 13)}:
            raise ValueError("give one weight for each month, 1 to 12")
        if not all(0 <= weight <= _HEAVIEST for weight in weights.values()):
            raise ValueError(f"weights are between 0 and {_HEAVIEST}")
        if max(weights.values()) < _LIGHTEST:
            raise ValueError(f"one weight is {_LIGHTEST} or more")
        return weights


class Settings(Company, BaseSettings):
    """All settings of one process."""

    model_config = SettingsConfigDict(
        env_prefix="METRON_", extra="forbid", frozen=True, enable_decoding=False
    )

    home: Path = Field(ROOT / ".metron", description="The one directory that holds publications and records.")
    today: dt.date | None = Field(None, description="Fixes the clock (YYYY-MM-DD); empty is the real day.")
    language: Literal["el", "en"] = Field(
        "en", description="Language of the command line, and of a first visit."
    )
    time_zone: str = Field(
        "Europe/Athens", description="Time zone of the hours at which views are sent by e-mail."
    )
    host: str = Field("127.0.0.1", description="Address to serve at.")
    port: int = Field(8050, description="Port to serve at.", ge=1, le=65535)
    behind_tls: bool = Field(False, description="Served over HTTPS: cookies are Secure, HSTS is sent.")
    trusted_proxies: int = Field(0, description="How many proxies in front set X-Forwarded-For.", ge=0)
    records_url: str = Field(
        "", description="Database of what people write (SQLAlchemy URL); empty is SQLite in home."
    )
    smtp_url: str = Field(
        "",
        description="Mail server: smtp+starttls://user:password@host:587, smtps:// or smtp://, which is"
        " not encrypted; empty sends no e-mail.",
    )
    mail_from: str = Field("", description="Who e-mail is from: Metron <metron@host>.", validate_default=True)
    address: str = Field(
        "",
        description="Address at which people open this Metron (with https), for links in e-mail.",
        validate_default=True,
    )
    plans: str = Field(
        "", description="Folder of incentive plans; empty is plans in home, for the demo company its own."
    )
    session_hours: int = Field(12, description="Hours until a sign-in expires.", ge=1)
    sign_in_limit: str = Field("10 per minute", description="Sign-in attempts allowed from one address.")
    api_limit: str = Field("120 per minute", description="Requests of programs allowed with one token.")
    keep_days: int = Field(30, description="Days a publication is kept.", ge=1)
    keep_at_least: int = Field(5, description="Publications kept however old.", ge=1)
    memory_limit: str = Field(
        "4GB", description="Memory that one DuckDB may use.", pattern=r"^\d+(\.\d+)? ?([KMGT]i?)B$"
    )
    threads: int = Field(2, description="Threads that one DuckDB may use, for loads and for answers.", ge=1)
    answer_seconds: int = Field(
        30, description="Time that one question may take; a longer one ends with advice.", ge=1
    )
    mapping_seconds: int = Field(900, description="Time that the SQL of one mapping may take.", ge=1)

    @field_validator("home", mode="before")
    @classmethod
    def _somewhere(cls, written: object) -> object:
        return written or ROOT / ".metron"

    @field_validator("today", mode="before")
    @classmethod
    def _real_day(cls, written: object) -> object:
        return None if written == "" else written

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, written: str) -> str:
        try:
            return ZoneInfo(written).key
        except (ValueError, OSError, ZoneInfoNotFoundError) as error:
            raise ValueError("write a name of the IANA list, as Europe/Athens") from error

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, written: str) -> str:
        return addresses.mail_server(written)

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, written: str, others: ValidationInfo) -> str:
        return _needed(addresses.sender(written), others)

    @field_validator("address")
    @classmethod
    def _base_address(cls, written: str, others: ValidationInfo) -> str:
        return _needed(addresses.base_address(written), others)

    @property
    def mails(self) -> bool:
        """Whether e-mail is sent."""
        return bool(self.smtp_url)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over what `read_settings` passes from the file."""
        return (env_settings, init_settings)

    @property
    def place(self) -> Home:
        """The directory of publications and records."""
        return Home(self.home.expanduser().resolve())

    def day(self) -> dt.date:
        """Today, or the day at which the clock is fixed."""
        return self.today or dt.date.today()

    def of_company(self) -> Company:
        """The part that a publication freezes."""
        return Company(**{name: getattr(self, name) for name in Company.model_fields})


def read_settings(file: Path | None = None) -> Settings:
    """The settings of this process.

    `file` is a TOML file that stands behind the environment (a mapping's `settings.toml`);
    without it, `METRON_SETTINGS`, else `settings.toml` in the home directory.

    Raises:
        NotUnderstood: a file that cannot be read, an unknown name, or a value that does not fit.
    """
    _know_variables()
    file = file or _default_file()
    text = _text(file) if file else ""
    values = _values(text, file) if file else {}
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "?"
        if file and name in values and _variable(name) not in _given():
            raise _wrong_in_file(file, text, name, first["msg"]) from error
        raise NotUnderstood(
            "settings.wrong", name=name, variable=_variable(name), reason=first["msg"]
        ) from error


def _needed(written: str, others: ValidationInfo) -> str:
    """Who sends e-mail says from whom, and where its links lead."""
    if others.data.get("smtp_url") and not written:
        raise ValueError("METRON_SMTP_URL sends e-mail only with this one")
    return written


def _between_commas(written: str) -> list[str]:
    return [part.strip() for part in written.split(",")] if written.strip() else []


def _variable(name: str) -> str:
    return f"METRON_{name.upper()}"


def _given() -> list[str]:
    """The variables of the environment that are meant for us; their case does not count."""
    return [name.upper() for name in os.environ if name.upper().startswith("METRON_")]


def _know_variables() -> None:
    known = [*map(_variable, Settings.model_fields), *BESIDE]
    for name in _given():
        if name not in known:
            raise NotUnderstood("settings.unknown", name=name, nearest=_nearest(name, known))


def _nearest(name: str, known: list[str]) -> str:
    # Settings stand below the metrics, whose `nearest` also reads accents; names here have none.
    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0)), "")


def _default_file() -> Path | None:
    named = os.environ.get(FILE)
    if named:
        return Path(named)
    home = Path(os.environ.get("METRON_HOME") or ROOT / ".metron") / "settings.toml"
    try:
        return home if home.exists() else None
    except PermissionError:
        return home  # reading it says what is wrong


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise NotUnderstood("settings.unreadable", file=str(file), reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise NotUnderstood("settings.not_toml", file=str(file), reason=str(error)) from error


def _values(text: str, file: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NotUnderstood("settings.not_toml", file=str(file), reason=str(error)) from error
    known = list(Settings.model_fields)
    for name in values:
        if name not in known:
            raise NotUnderstood(
                "settings.unknown_in_file",
                file=str(file), line=_line(text, name), name=name, nearest=_nearest(name, known),
            )  # fmt: skip
    return values


def _wrong_in_file(file: Path, text: str, name: str, reason: str) -> NotUnderstood:
    line = _line(text, name)
    return NotUnderstood("settings.wrong_in_file", file=str(file), line=line, name=name, reason=reason)


def _line(text: str, name: str) -> int:
    """The line on which an entry of the file begins: `name = ...`, `name.x = ...` or `[name]`."""
    entry = re.compile(rf"""\s*\[*\s*["']?{re.escape(name)}["']?\s*[=.\]]""")
    return next((at for at, line in enumerate(text.splitlines(), 1) if entry.match(line)), 1)


def table() -> list[tuple[str, str, str]]:
    """Name of the variable, default, help: one row a setting, for the command line and the docs."""
    rows = [(FILE, "", "The TOML file of settings; empty is settings.toml in home, where there is one.")]
    for name, field in Settings.model_fields.items():
        default = _written(field.get_default(call_default_factory=True))
        rows.append((_variable(name), default, field.description or ""))
    return rows


def shown(settings: Settings) -> list[tuple[str, str, str, str]]:
    """Name of the variable, its value now, default, help: one row a setting, for the command line."""
    values = {_variable(name): _written(getattr(settings, name)) for name in Settings.model_fields}
    values[FILE] = str(_default_file() or "")
    return [(name, values[name], default, text) for name, default, text in table()]


def _written(value: object) -> str:
    """A value as one writes it in the environment."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ",".join(map(_written, value))
    if isinstance(value, dict):
        return ",".join(f"{key}={one:g}" for key, one in value.items())
    return str(value).replace(str(ROOT), ".")

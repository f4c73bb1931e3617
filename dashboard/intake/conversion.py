"""From what a file says to the type that is wanted, as DuckDB expressions.

Each conversion is two expressions over one input: the value (NULL where it cannot be believed)
and the name of the rule that it breaks (NULL where it breaks none). Nothing is rounded but
floats: money in a float is taken at four decimals only if it stood there before the float did.
"""

from dataclasses import dataclass
from typing import Final

import duckdb

from dashboard.intake.contracts import Kind

UNREADABLE: Final = "value.unreadable"
DECIMALS: Final = "value.decimals"
TOO_LARGE: Final = "value.too_large"

_SIGNED = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
WHOLE = frozenset((*_SIGNED, *(f"U{size}" for size in _SIGNED)))
_FLOATS = frozenset({"FLOAT", "DOUBLE"})
_YES, _NO = "'true', 't', 'yes', 'y', '1'", "'false', 'f', 'no', 'n', '0'"
_ISO_DATE = r"\d{4}-\d{2}-\d{2}([ T]00:00(:00(\.0+)?)?)?"
_ISO_TIME = r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?"
_OFFSET = r" ?(Z|[+-]\d{2}(:?\d{2})?)"


@dataclass(frozen=True, slots=True)
class Conversion:
    """The value of an expression in the wanted type, and the rule that it breaks."""

    value: str
    fault: str


@dataclass(frozen=True, slots=True)
class Writing:
    """How numbers and dates are written in a text."""

    decimal: str = "."
    thousands: str = ""
    format: str = ""


def literal(text: str) -> str:
    """A text as a DuckDB string."""
    return "'" + text.replace("'", "''") + "'"


def name(identifier: str) -> str:
    """A name as a DuckDB identifier."""
    return '"' + identifier.replace('"', '""') + '"'


def is_format(text: str) -> bool:
    """Whether a text says how dates are written, such as `%d/%m/%Y`."""
    with duckdb.connect(":memory:") as connection:
        try:
            connection.execute("SELECT try_strptime('', ?)", [text]).fetchall()
        except duckdb.InvalidInputException:
            return False
    return "%" in text


def convert(
    given: str, given_type: str, wanted: Kind, scale: int, writing: Writing | None = None
) -> Conversion | None:
    """How an expression of DuckDB type `given_type` becomes `wanted`; None where it never should.

    Examples of never: a float as a key (5.0 is not "5"), a number as a date.
    """
    writing = writing or Writing()
    scale = 0 if wanted == "integer" else scale
    if given_type in ('"NULL"', "NULL"):
        return Conversion(f"CAST(NULL AS {_sql_type(wanted, scale)})", "NULL")
    if wanted == "text":
        return None if given_type in _FLOATS else Conversion(_text(given), "NULL")
    if given_type == "VARCHAR":
        return _from_text(f"nullif(trim({given}), '')", wanted, scale, writing)
    if wanted in ("date", "timestamp"):
        return _from_instant(given, given_type, wanted)
    if wanted == "boolean":
        return Conversion(given, "NULL") if given_type == "BOOLEAN" else None
    return _from_number(given, given_type, wanted, scale)


def _sql_type(wanted: Kind, scale: int) -> str:
    plain = {"text": "VARCHAR", "date": "DATE", "timestamp": "TIMESTAMP", "boolean": "BOOLEAN"}
    return plain.get(wanted) or ("BIGINT" if wanted == "integer" else f"DECIMAL(18,{scale})")


def _text(given: str) -> str:
    """Blanks alone are no text: a key of two spaces would be somebody whom nobody can see."""
    text = f"CAST({given} AS VARCHAR)"
    # What begins with a visible letter of ASCII needs no second look, which takes longer than all else here.
    return f"CASE WHEN ({text} >= '!' AND {text} < '~') OR trim({text}) <> '' THEN {text} END"


def _tried(given: str, value: str) -> Conversion:
    return Conversion(value, f"CASE WHEN {given} IS NOT NULL AND {value} IS NULL THEN '{UNREADABLE}' END")


def _from_text(given: str, wanted: Kind, scale: int, writing: Writing) -> Conversion:
    if wanted == "boolean":
        told = f"lower({given})"
        return _tried(given, f"CASE WHEN {told} IN ({_YES}) THEN true WHEN {told} IN ({_NO}) THEN false END")
    if wanted in ("date", "timestamp"):
        sql_type = _sql_type(wanted, 0)
        if writing.format:
            return _tried(given, f"TRY_CAST(try_strptime({given}, {literal(writing.format)}) AS {sql_type})")
        return _tried(given, _iso_day(given) if wanted == "date" else _iso_instant(given))
    return _number_from_text(given, wanted, scale, writing)


def _iso_day(given: str) -> str:
    return f"CASE WHEN regexp_full_match({given}, '{_ISO_DATE}') THEN TRY_CAST(left({given}, 10) AS DATE) END"


def _iso_instant(given: str) -> str:
    """An offset is honoured: a plain cast to TIMESTAMP would drop it without a word."""
    return (
        f"CASE WHEN regexp_full_match({given}, '{_ISO_TIME}') THEN TRY_CAST({given} AS TIMESTAMP) "
        f"WHEN regexp_full_match({given}, '{_ISO_TIME}{_OFFSET}') "
        f"THEN TRY_CAST({given} AS TIMESTAMPTZ) AT TIME ZONE 'UTC' END"
    )


def _number_from_text(given: str, wanted: Kind, scale: int, writing: Writing) -> Conversion:
    """The rule is looked for only where the commonest form, which fits for certain, is not met."""
    shape, common = _shapes(scale, writing)
    plain = given
    if writing.thousands:
        plain = f"replace({plain}, {literal(writing.thousands)}, '')"
    if writing.decimal != ".":
        plain = f"replace({plain}, {literal(writing.decimal)}, '.')"
    plain = f"CASE WHEN ends_with({given}, '-') THEN '-' || rtrim({plain}, '-') ELSE {plain} END"
    value = f"TRY_CAST({plain} AS {_sql_type(wanted, scale)})"
    fits = literal(rf"[+-]?\d*(\.\d{{0,{scale}}}0*)?")
    fault = (
        f"CASE WHEN {given} IS NULL OR regexp_full_match({given}, {common}) THEN NULL "
        f"WHEN NOT regexp_full_match({given}, {shape}) THEN '{UNREADABLE}' "
        f"WHEN NOT regexp_full_match({plain}, {fits}) THEN '{DECIMALS}' "
        f"WHEN {value} IS NULL THEN '{TOO_LARGE}' END"
    )
    return Conversion(f"CASE WHEN ({fault}) IS NULL THEN {value} END", fault)


def _shapes(scale: int, writing: Writing) -> tuple[str, str]:
    """Every form in which a number may be written, and the commonest one."""
    point = _in_class(writing.decimal)
    whole = r"\d+"
    if writing.thousands:
        whole = rf"(\d+|\d{{1,3}}({_in_class(writing.thousands)}\d{{3}})+)"
    fraction = rf"({point}\d{{1,{scale}}})?" if scale else ""
    return (
        literal(rf"[+-]?({whole}({point}\d*)?|{point}\d+)|({whole}({point}\d*)?)-"),
        literal(rf"-?\d{{1,{18 - scale}}}{fraction}"),
    )


def _in_class(mark: str) -> str:
    return "[" + ("\\" + mark if mark in "]\\^-" else mark) + "]"


def _from_instant(given: str, given_type: str, wanted: Kind) -> Conversion | None:
    if given_type == "TIMESTAMP WITH TIME ZONE":
        given = f"({given} AT TIME ZONE 'UTC')"
    elif given_type != "DATE" and not given_type.startswith("TIMESTAMP"):
        return None
    if wanted == "timestamp" or given_type == "DATE":
        return _tried(given, f"TRY_CAST({given} AS {_sql_type(wanted, 0)})")
    day = f"CASE WHEN {given} = date_trunc('day', {given}) THEN CAST({given} AS DATE) END"
    return _tried(given, day)


def _from_number(given: str, given_type: str, wanted: Kind, scale: int) -> Conversion | None:
    sql_type = _sql_type(wanted, scale)
    value = f"TRY_CAST({given} AS {sql_type})"
    if given_type in _FLOATS:
        return _from_float(given, value, wanted, scale)
    if given_type not in WHOLE and not given_type.startswith("DECIMAL"):
        return None
    fault = (
        f"CASE WHEN {given} IS NULL THEN NULL WHEN {value} IS NULL THEN '{TOO_LARGE}' "
        f"WHEN {value} <> {given} THEN '{DECIMALS}' END"
    )
    return Conversion(f"CASE WHEN ({fault}) IS NULL THEN {value} END", fault)


def _from_float(given: str, value: str, wanted: Kind, scale: int) -> Conversion:
    """A measurement is rounded; money and counts must have stood there before the float did.

    A float keeps 15 to 17 digits, so what it adds to an exact amount is below 1e-9 plus a
    few units of its last place; anything more is a digit that somebody computed.
    """
    exact = wanted in ("money", "integer")
    near = f"abs({given} - round({given}, {scale})) <= 1e-9 + abs({given}) * 1e-15"
    inexact = f"WHEN NOT {near} THEN '{DECIMALS}' " if exact else ""
    fault = (
        f"CASE WHEN {given} IS NULL THEN NULL WHEN NOT isfinite({given}) THEN '{UNREADABLE}' "
        f"WHEN {value} IS NULL THEN '{TOO_LARGE}' {inexact}END"
    )
    return Conversion(f"CASE WHEN ({fault}) IS NULL THEN {value} END", fault)

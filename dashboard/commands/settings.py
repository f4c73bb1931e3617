"""`python -m dashboard settings`: every setting, its value here, its default, what it is for."""

import argparse

from dashboard.settings import SECRET, Settings, shown, table

_EMPTY = "(empty)"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--markdown", action="store_true", help="as the table of the README")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print the table."""
    print(as_markdown() if args.markdown else as_text(settings))
    return 0


def as_markdown() -> str:
    """The table of the README; a test holds the two equal."""
    rows = ["| variable | default | what it is |", "|---|---|---|"]
    rows += [
        f"| `{name}` | {f'`{default}`' if default else ''} | {text} |" for name, default, text in table()
    ]
    return "\n".join(rows)


def as_text(settings: Settings) -> str:
    """The values of this process for a terminal, with the default where it is another; secrets stay so."""
    return "\n".join(
        f"{name} = {_told(name, value)}{_otherwise(value, default)}\n    {text}"
        for name, value, default, text in shown(settings)
    )


def _otherwise(value: str, default: str) -> str:
    return "" if value == default else f" (default: {default or _EMPTY})"


def _told(name: str, value: str) -> str:
    """A value as it may be seen: the address of a database or a mail server may hold a password."""
    if name not in SECRET or not value:
        return value or _EMPTY
    return "(set)"

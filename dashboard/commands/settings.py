"""`python -m dashboard settings`: every setting, its default, what it is for."""

import argparse

from dashboard.settings import Settings, table


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--markdown", action="store_true", help="as the table of the README")


def run(args: argparse.Namespace, _settings: Settings) -> int:
    """Print the table."""
    print(as_markdown() if args.markdown else as_text())
    return 0


def as_markdown() -> str:
    """The table of the README; a test holds the two equal."""
    rows = ["| variable | default | what it is |", "|---|---|---|"]
    rows += [
        f"| `{name}` | {f'`{default}`' if default else ''} | {text} |" for name, default, text in table()
    ]
    return "\n".join(rows)


def as_text() -> str:
    """The table for a terminal."""
    return "\n".join(f"{name} = {default or '(empty)'}\n    {text}" for name, default, text in table())

"""`python -m dashboard pay-case FILE`: what a plan pays for a few facts, with all of its arithmetic."""

import argparse
from pathlib import Path

from dashboard.metrics.catalogue import MEASURES
from dashboard.pay.case import statements
from dashboard.pay.case_file import read_case
from dashboard.pay.case_words import statement_lines
from dashboard.settings import Settings
from dashboard.text import Language, formats, say

_DIFFERS = 1


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("file", type=Path, help="a case: a plan, a few facts, and what must come of them")
    parser.add_argument("--language", choices=("en", "el"), default="", help="language; else the setting's")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print each statement, and where it is not as expected."""
    language: Language = args.language or settings.language
    case, different = read_case(args.file, MEASURES), 0
    if case.about:
        print(say(language, "pay.case.about", about=case.about, source=case.document.source or "-"))
    for made in statements(case):
        print("\n" + "\n".join(statement_lines(language, made)))
        different += len(made.differs)
    if different or any(asked.expect for asked in case.statements):
        count = formats.number(language, different)
        key = "pay.case.different" if different else "pay.case.as_expected"
        print("\n" + say(language, key, n=different, count=count))
    return _DIFFERS if different else 0

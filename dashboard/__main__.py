"""`python -m dashboard COMMAND`: everything that is done without a browser."""

import argparse
import sys
from collections.abc import Callable, Sequence

from dashboard.commands import (
    ask,
    demo,
    demo_pay,
    explain,
    kpis,
    load,
    mail,
    pay,
    pay_case,
    people,
    plans,
    publications,
    quarantine,
    restated,
    scorecard,
    serve,
    statement,
    worker,
)
from dashboard.commands import settings as settings_command
from dashboard.errors import MetronError
from dashboard.settings import Settings, read_settings
from dashboard.text import Language, tell

_Run = Callable[[argparse.Namespace, Settings], int]
_Configure = Callable[[argparse.ArgumentParser], None]


def _nothing(_parser: argparse.ArgumentParser) -> None:
    """A command without options."""


_COMMANDS: dict[str, tuple[str, _Configure, _Run]] = {
    "serve": ("serve the app; builds the demo company if nothing has been loaded", _nothing, serve.run),
    "demo": ("generate the demo company and publish it", demo.configure, demo.run),
    "demo-pay": ("pay the ended months of the demo company", demo_pay.configure, demo_pay.run),
    "load": ("load a company's files through a mapping", load.configure, load.run),
    "quarantine": ("list the rows that were not believed", quarantine.configure, quarantine.run),
    "publications": ("list what has been published", _nothing, publications.run_list),
    "rollback": (
        "serve an earlier publication again",
        publications.configure_rollback,
        publications.run_rollback,
    ),
    "restated": ("compare two publications: what changed, and why", restated.configure, restated.run),
    "ask": ("ask a question", ask.configure, ask.run),
    "explain": ("explain why a number changed", explain.configure, explain.run),
    "people": ("make, list, reset and end accounts", people.configure, people.run),
    "worker": ("send the e-mail that waits, until stopped", _nothing, worker.run),
    "mail": ("list the e-mail that waits or could not be sent", mail.configure, mail.run),
    "scorecard": ("tell how soon Explore leads to a view", scorecard.configure, scorecard.run),
    "pay": ("calculate incentive pay, and lead a run to payroll", pay.configure, pay.run),
    "pay-case": ("calculate a plan on the facts of a file", pay_case.configure, pay_case.run),
    "statement": ("rebuild somebody's statement of a period", statement.configure, statement.run),
    "kpis": ("list the measures and dimensions", kpis.configure, kpis.run),
    "plans": ("check, show and compare plans of incentive pay", plans.configure, plans.run),
    "settings": ("list every setting", settings_command.configure, settings_command.run),
}


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""
    top = argparse.ArgumentParser(
        prog="python -m dashboard", description="Metron: sales KPIs that people trust."
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (text, configure, _run) in _COMMANDS.items():
        configure(commands.add_parser(name, help=text, description=text))
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; an error is one sentence on standard error and an exit code."""
    args = parser().parse_args(_joined(sys.argv[1:] if arguments is None else arguments))
    language: Language = "en"
    try:
        settings = read_settings()
        language = settings.language
        return _COMMANDS[args.command][2](args, settings)
    except MetronError as error:
        print(tell(language, error), file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # Whoever reads the output has seen enough (`... | head`).
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130


def _joined(words: Sequence[str]) -> list[str]:
    """The words with `--sort -net_sales` as one: argparse takes a leading minus for an option."""
    out: list[str] = []
    for word in words:
        if out and out[-1] == "--sort" and word.startswith("-"):
            out[-1] = f"--sort={word}"
        else:
            out.append(word)
    return out


if __name__ == "__main__":
    sys.exit(main())

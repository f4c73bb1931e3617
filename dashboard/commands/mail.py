"""`python -m dashboard mail`: the e-mail that waits or could not be sent, with the reason."""

import argparse
import datetime as dt

from dashboard.records import log, outbox
from dashboard.records.outbox import Message
from dashboard.records.store import open_records
from dashboard.settings import Settings
from dashboard.text import Language, say

_ACTOR = "operator"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "--again", action="store_true", help="let all that failed wait anew, as after a wrong setting"
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    """List what is not sent, the latest first, and count the rest."""
    language, records = settings.language, open_records(settings)
    try:
        if args.again:
            with records.writing() as connection:
                count = outbox.try_again(connection, dt.datetime.now(dt.UTC))
                log.write(connection, _ACTOR, "mail_again", messages=count)
            print(say(language, "mail.again", n=count))
        with records.reading() as connection:
            rows, counts = outbox.unsent(connection), outbox.counts(connection)
    finally:
        records.close()
    if not settings.mails:
        print(say(language, "mail.off"))
    for one in rows:
        print("\n".join(_lines(one, language)))
    print(say(language, "mail.counts", **counts))
    return 0


def _lines(one: Message, language: Language) -> list[str]:
    reason = say(language, one.reason, detail=one.detail) if one.reason else ""
    values = {"id": one.id, "person": one.person, "attempts": one.attempts}
    if one.failed_at:
        return [say(language, "mail.row_failed", at=_moment(one.failed_at), reason=reason, **values)]
    waits = say(language, "mail.row_waiting", at=_moment(one.at), due=_moment(one.due), **values)
    return [waits, *([say(language, "mail.row_why", reason=reason)] if reason else [])]


def _moment(at: dt.datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC")

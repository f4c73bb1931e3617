"""A letter: what one person is told, as a message that every mail program shows, without markup of theirs."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr
from html import escape

from dashboard.text import Language


@dataclass(frozen=True, slots=True)
class Letter:
    """Words for one person. `quoted` is what somebody wrote, `link` a label and where it leads."""

    language: Language
    email: str
    subject: str
    opening: str
    about: str
    quoted: str
    link: tuple[str, str]
    closing: Sequence[str]


def message(letter: Letter, key: str, at: dt.datetime, sender: str) -> EmailMessage:
    """The message of a letter. Its id hangs on the key alone, so that a second copy is known as one."""
    made = EmailMessage(policy=SMTP)
    made["From"] = formataddr(parseaddr(sender))
    local, _, domain = letter.email.rpartition("@")
    made["To"] = Address(
        username=local, domain=domain
    )  # which quotes what an address may hold but a list not
    made["Subject"] = one_line(letter.subject)
    made["Date"] = format_datetime(at)
    made["Message-ID"] = message_id(key, sender)
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(_plain(letter))
    made.add_alternative(_markup(letter), subtype="html")
    made["Content-Language"] = letter.language  # last, for contents take such headers with them
    return made


def message_id(key: str, sender: str) -> str:
    """The same for the same key, and for no other."""
    domain = parseaddr(sender)[1].rpartition("@")[2]
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def one_line(text: str) -> str:
    """Text as it may stand in a header: on one line, without signs that steer or cannot be seen.

    Nor may it begin an encoded word: the library decodes one as it writes, line ends and all.
    """
    seen = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(seen.replace("=?", "= ?").split())[:200]


def _plain(letter: Letter) -> str:
    quoted = "\n".join(f"> {line}" for line in letter.quoted.splitlines())
    label, there = letter.link
    parts = [letter.opening, letter.about, quoted, f"{label}:\n{there}", "-- \n" + "\n".join(letter.closing)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _markup(letter: Letter) -> str:
    label, there = letter.link
    closing = "<br>".join(map(escape, letter.closing))
    # A quotation may be written from right to left in a letter that is not: `auto` lets it.
    return (
        f'<!DOCTYPE html>\n<html lang="{letter.language}"><head><meta charset="utf-8">'
        f"<title>{escape(letter.subject)}</title></head>\n"
        '<body style="font-family:sans-serif;font-size:15px;line-height:22px;color:#0E1013">\n'
        f'<p dir="auto">{escape(letter.opening)}</p>\n<p dir="auto" style="color:#5A626D">'
        f"{escape(letter.about)}</p>\n"
        '<blockquote dir="auto" style="margin:0;padding:2px 0 2px 12px;border-left:3px solid #C9CED6;'
        f'white-space:pre-wrap">{escape(letter.quoted)}</blockquote>\n'
        f'<p><a href="{escape(there)}">{escape(label)}</a></p>\n'
        f'<p style="font-size:12px;line-height:18px;color:#5A626D">{closing}</p>\n</body></html>\n'
    )

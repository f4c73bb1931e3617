"""The envelope: a letter as a message, with what mail servers and programs know it by."""

import datetime as dt
import hashlib
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr

from dashboard.delivery.letter import Letter, markup, plain


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
    if letter.stop[1]:
        made["List-Unsubscribe"] = f"<{letter.stop[1]}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    picture = message_id(f"{key} picture", sender)
    made.set_content(plain(letter))
    made.add_alternative(markup(letter, picture[1:-1]), subtype="html")
    if letter.picture:
        _, html = made.iter_parts()
        html.add_related(letter.picture, "image", "png", cid=picture, disposition="inline")
    if letter.file:
        main, _, sub = letter.file.kind.partition("/")
        made.add_attachment(letter.file.content, main, sub, filename=one_line(letter.file.name))
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

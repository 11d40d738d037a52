"""The messages: what confirms an address, and what tells of an announcement, its correction, its withdrawal.

Law: plain text and the same in HTML without a picture, a script or a counted link; the links are the page and the way
out. Every alert can be ended by one click of the mail program (RFC 8058). A message has one number of its own, the same
whenever it is made, so that a double could be told by it. Japanese is written in UTF-8, headers as encoded words.
"""

from __future__ import annotations

from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import formataddr, formatdate
from typing import NamedTuple

from warifu.doors.public import site
from warifu.doors.public.door import Door
from warifu.doors.public.feed import title
from warifu.doors.public.models import Subscriber
from warifu.doors.public.notices import Notice
from warifu.doors.public.saying import said
from warifu.doors.public.subscribing import link_to_confirm, link_to_leave
from warifu.doors.sentences import Language

_POLICY = compat32.clone(linesep="\r\n", max_line_length=None)
"""Links stand in one line; what has to be folded is folded here."""


class _Letter(NamedTuple):
    """What a message says before it is one."""

    subject: str
    plain: str
    html: str
    leave: str = ""


def language_of(subscriber: Subscriber) -> Language:
    """Return the language in which a subscriber reads."""
    return "ja" if subscriber.language == "ja" else "en"


def to_confirm(door: Door, subscriber: Subscriber, about: str) -> bytes:
    """Return the message with the link that confirms."""
    language, link = language_of(subscriber), link_to_confirm(door, subscriber)
    plain = f"{said('mail_confirm', language)}\n\n{link}\n"
    html = site.page("mail_confirm.html", language, link=link, place=door.place, root="").decode()
    return _message(door, subscriber, about, _Letter(said("mail_confirm_subject", language), plain, html))


def alert(door: Door, subscriber: Subscriber, about: str, notice: Notice) -> bytes:
    """Return the message that tells of an announcement as it now is."""
    language, leave = language_of(subscriber), link_to_leave(door, subscriber)
    words = notice.now.in_(language)
    page = door.place.of(f"{language}/{notice.address}.html")
    foot = f"{said('mail_why', language)}\n{said('mail_leave', language, leave=leave)}"
    text = words.text if notice.shown else said("is_withdrawn" if notice.withdrawn else "is_removed", language)
    digest = said("mail_digest", language, digest=words.digest.hex())
    plain = "\n\n".join((title(notice, language), text, said("mail_page", language, page=page), digest, foot)) + "\n"
    shown = {"title": title(notice, language), "text": text, "page_at": page, "digest": digest, "leave": leave}
    html = site.page("mail_alert.html", language, **shown, place=door.place, root="").decode()
    return _message(door, subscriber, about, _Letter(title(notice, language), plain, html, leave))


def _message(door: Door, subscriber: Subscriber, about: str, letter: _Letter) -> bytes:
    sender, language = door.smtp.sender, language_of(subscriber)
    number = door.seals.number(bytes(subscriber.leave_chance), about.encode())
    made = MIMEMultipart("alternative", boundary=f"={number}=", policy=_POLICY)
    made["From"] = formataddr((said("mail_list", language), sender), "utf-8")
    made["To"] = door.seals.open(bytes(subscriber.sealed))
    made["Subject"] = _encoded(letter.subject)
    made["Date"] = formatdate(door.clock(), localtime=False)
    made["Message-ID"] = f"<{number}@{sender.rpartition('@')[2]}>"
    made["Content-Language"] = language
    made["Auto-Submitted"] = "auto-generated"
    if letter.leave:
        made["List-Unsubscribe"] = f"<{letter.leave}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    for text, form in ((letter.plain, "plain"), (letter.html, "html")):
        made.attach(MIMEText(text, form, "utf-8", policy=_POLICY))
    return made.as_bytes(policy=_POLICY)


def _encoded(subject: str) -> str:
    """Return a subject as encoded words of at most 75 letters, folded (RFC 2047)."""
    return Header(subject, "utf-8", maxlinelen=75, header_name="Subject").encode(linesep="\n")

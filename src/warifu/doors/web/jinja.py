"""The environment of the templates: our own pages, the components, and the words that pages may use."""

from __future__ import annotations

from typing import Any

import jinja2
from django.contrib.messages import get_messages
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from warifu.doors import sentences
from warifu.doors.web import frame, looks, marking, papers, showing, words


def environment(**options: Any) -> jinja2.Environment:
    """Make the environment."""
    options["loader"] = ChoiceLoader(
        [options["loader"], PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})]
    )
    env = jinja2.Environment(**options)  # noqa: S701  autoescape comes with options
    env.globals.update(
        w=words.w,
        language=words.language,
        url=_url,
        static=static,
        word=lambda code: sentences.word(str(code), words.language()),
        article=lambda code: sentences.of_article(str(code), words.language()),
        finding=lambda found, kind="": sentences.of_finding(found, words.language(), kind, door="pages"),
        csrf=_csrf,
        notices=get_messages,
        marking_of=marking.of_page,
        forms_of=papers.forms_of,
        maybe_url=_maybe_url,
        sentence=lambda code, detail="": sentences.of_code(code, words.language(), {"detail": detail}),
        told_error=lambda trouble: sentences.of_error(trouble, words.language(), "pages"),
        areas=frame.areas,
        script_words=frame.script_words,
        **looks.GLOBALS,
    )
    env.filters.update(
        day=showing.day,
        instant=showing.instant,
        short=showing.short,
        amount=showing.amount,
        commodity=showing.commodity,
        scaled=showing.scaled,
        anything=showing.anything,
    )
    return env


def _url(name: str, *args: Any, **named: Any) -> str:
    return reverse(name, args=args or None, kwargs=named or None)


def _maybe_url(name: str, *args: Any) -> str:
    """Return the address of a page, or nothing where this house has no such page."""
    try:
        return _url(name, *args)
    except NoReverseMatch:
        return ""


def _csrf(request: Any) -> SafeString:
    return mark_safe(f'<input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">')  # noqa: S308  a token of ours

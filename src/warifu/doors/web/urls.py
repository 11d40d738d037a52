"""Addresses: the table of pages, signing in, and the choice of language."""

from __future__ import annotations

from django.urls import include, path
from django.views.i18n import set_language

from warifu.doors.api.api import api
from warifu.doors.web import refusing
from warifu.doors.web.gate import guarded
from warifu.doors.web.routes import PAGES

urlpatterns = [
    *(path(page.path, guarded(page), name=page.name) for page in PAGES),
    path("api/v1/", api.urls),
    path("language", set_language, name="language"),
    path("account/", include("warifu.doors.web.accounts.urls")),
]

handler400 = refusing.bad_request
handler403 = refusing.forbidden
handler404 = refusing.not_found
handler429 = refusing.too_many
handler500 = refusing.broken

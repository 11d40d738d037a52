"""What stands around a page: the areas that the reader may enter, and the words that the components' scripts ask for.

Law: the navigation is read from the one table of pages and from the reader's roles of today, so that no link leads to a
refusal; a script says nothing that the catalogue does not hold in both languages.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.urls import reverse

from warifu.doors.web import words
from warifu.doors.web.routes import PAGES


class Area(NamedTuple):
    """One entry of the navigation: its code, its address, its word, and whether this page lies in it."""

    name: str
    address: str
    word: str
    here: bool


def areas(visitor: Any, here: str = "") -> list[Area]:
    """Return the areas whose first page (the one named as its area) the visitor may read, in the table's order."""
    if not visitor or visitor.lacks:
        return []
    return [
        Area(page.area, reverse(page.name), _word(page.area), page.area == here)
        for page in PAGES
        if page.area and page.name == page.area and visitor.roles & page.reads
    ]


def _word(area: str) -> str:
    key = f"nav.{area}"
    return words.w(key if key in words.catalogue() else f"{area}.title")


def script_words() -> dict[str, dict[str, Any]]:
    """Return the words of the components' scripts, by the names that GOV.UK Frontend gives them."""
    w = {key.removeprefix("script."): words.w(key) for key in words.catalogue() if key.startswith("script.")}
    return {
        "characterCount": {
            "charactersUnderLimit": {"one": w["characters_left_one"], "other": w["characters_left"]},
            "charactersAtLimit": w["characters_none"],
            "charactersOverLimit": {"one": w["characters_over_one"], "other": w["characters_over"]},
            "textareaDescription": {"other": w["characters_limit"]},
        },
        "passwordInput": {
            "showPassword": w["show"],
            "hidePassword": w["hide"],
            "showPasswordAriaLabel": w["show_password"],
            "hidePasswordAriaLabel": w["hide_password"],
            "passwordShownAnnouncement": w["password_shown"],
            "passwordHiddenAnnouncement": w["password_hidden"],
        },
        "fileUpload": {
            "chooseFilesButton": w["choose_file"],
            "dropInstruction": w["drop"],
            "noFileChosen": w["no_file"],
            "multipleFilesChosen": {"one": w["files_one"], "other": w["files"]},
            "enteredDropZone": w["drop_entered"],
            "leftDropZone": w["drop_left"],
        },
    }

"""What people call their own things (a token, a passkey): a name in one line that says what it shows.

Law: a sign that cannot be seen, or that turns the direction of writing, makes one name look like another; it is refused
with a sentence, never taken away silently. Names of files come through Django's reader of forms, which takes such signs
out before anybody sees them.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError

from warifu.core.errors import ValueTroubleError
from warifu.doors import sentences
from warifu.doors.web.forming.reading import words_of
from warifu.doors.web.words import language

LONGEST = 60


def name_of(typed: str) -> str:
    """Return a name as it is kept; raises ValidationError with the sentence of what is wrong with it."""
    try:
        return words_of(typed, LONGEST, lines=False)
    except ValueTroubleError as trouble:
        raise ValidationError(sentences.of_error(trouble, language(), "pages"), trouble.code) from trouble

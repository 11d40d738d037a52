"""Forms of signing in: the library's, with our words and our way of counting codes.

Law: a code is counted before it is looked at and used once (``codes``, ``trying``), whether it opens the door or
confirms a signature. Every field has its own message in both languages. No field shows a secret again.
"""

from __future__ import annotations

import json
from typing import Any, cast

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as factor
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.webauthn import forms as passkey
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from warifu.doors.web.accounts import codes, trying
from warifu.doors.web.accounts.adapter import username
from warifu.doors.web.accounts.confirming import NO_ANSWER, AnswerInput, OnceInput
from warifu.doors.web.accounts.keeping import ISSUED_SECONDS
from warifu.doors.web.accounts.models import Account
from warifu.doors.web.request import Request
from warifu.doors.web.seen_names import LONGEST, name_of
from warifu.doors.web.words import w

_MOST = 1024
_CODE_ATTRS = {"autocomplete": "one-time-code", "inputmode": "numeric"}


def _reword(form: forms.Form, **names: str) -> None:
    """Give fields our labels and messages: by field, its name among the words of accounts."""
    for field, word in names.items():
        found: Any = form.fields[field]
        found.label, found.help_text = w(f"accounts.{word}"), ""
        found.error_messages["required"] = w(f"accounts.{word}_missing")
        found.error_messages["max_length"] = w("accounts.too_long")
        found.widget.attrs.pop("placeholder", None)
        if isinstance(found.widget, forms.PasswordInput):
            found.max_length = _MOST
            found.widget.attrs["maxlength"] = str(_MOST)


class LoginForm(account.LoginForm):  # type: ignore[misc]  # the library ships no types
    """Name and password."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        _reword(self, login="name", password="password")  # noqa: S106  the name of a phrase

    def clean_login(self) -> str:
        """Read the name as it is looked up."""
        return username(self.cleaned_data["login"])

    def clean(self) -> dict[str, Any]:
        """Refuse a one-time password that was issued too long ago."""
        cleaned: dict[str, Any] = super().clean() or {}
        mine = Account.objects.filter(user_id=self.user.pk, one_time=True).first() if self.user else None
        if mine is not None and _now() - mine.issued > ISSUED_SECONDS:
            raise ValidationError(w("accounts.issued_too_long_ago"), "expired")
        return cleaned


class PasswordForm(account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something grave."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        _reword(self, password="password")  # noqa: S106  the name of a phrase


class ChangePasswordForm(account.ChangePasswordForm):  # type: ignore[misc]
    """The old password and a new one, twice; a password that was issued is from then on one's own."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        _reword(self, oldpassword="password_now", password1="password_new", password2="password_again")
        self.fields["password1"].help_text = " ".join(password_validation.password_validators_help_texts())

    def clean_oldpassword(self) -> str:
        """Look at the old password, counted as codes are: whoever found an open session may not guess it."""
        mine = _account(self.user)
        _begin(mine)
        typed: str = super().clean_oldpassword()
        trying.uncounted(mine)
        return typed

    def clean(self) -> dict[str, Any]:
        """Refuse two new passwords that differ, and the old one as a new one."""
        cleaned: dict[str, Any] = forms.Form.clean(self) or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", ValidationError(w("accounts.passwords_differ"), "differ"))
        if first and first == cleaned.get("oldpassword"):
            self.add_error("password1", ValidationError(w("accounts.password_same"), "same"))
        return cleaned

    def save(self) -> None:
        """Change it."""
        super().save()
        Account.objects.filter(user_id=self.user.pk).update(one_time=False)


class _Coded:
    """A code of a device, or one of the sheet of recovery codes."""

    user: Any
    cleaned_data: dict[str, Any]
    authenticator: Authenticator

    def clean_code(self) -> str:
        """Look at the code; raises ValidationError where it is wrong, was used, or too many were."""
        mine, typed = _account(self.user), self.cleaned_data["code"]
        _begin(mine)
        found = codes.device_of(mine, typed, _now()) or _of_the_sheet(self.user, typed)
        if found is None:
            raise ValidationError(w("accounts.wrong_code"), "incorrect_code")
        trying.uncounted(mine)
        found.user = self.user
        self.authenticator = found
        return "used"


class CodeForm(_Coded, factor.AuthenticateForm):  # type: ignore[misc]
    """The code at the door."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        _code_field(self)


class CodeAgainForm(_Coded, factor.ReauthenticateForm):  # type: ignore[misc]
    """A code once more, before something grave."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        _code_field(self)


class ActivateForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new device shows that it holds the secret."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        _code_field(self)

    def clean_code(self) -> str:
        """Look at the code of the secret that was just shown."""
        mine = _account(self.user)
        _begin(mine)
        step = codes.step_of(get_totp_secret(), self.cleaned_data["code"], _now())
        if step is None:
            raise ValidationError(w("accounts.wrong_code"), "incorrect_code")
        trying.uncounted(mine)
        Account.objects.filter(pk=mine.pk).update(step=step)
        return "used"


class _AnswerDecoder(json.JSONDecoder):
    """JSON in which endless nesting and endless figures are no JSON, instead of a fault of ours."""

    def decode(self, text: str, *_: Any) -> Any:
        """Return what the text says; raises JSONDecodeError."""
        try:
            return super().decode(text)
        except (RecursionError, ValueError) as trouble:
            raise json.JSONDecodeError("no answer", "", 0) from trouble


class _Answered:
    """A passkey's answer: what is none is refused, and breaks nothing."""

    def clean_credential(self) -> Any:
        """Read the answer; raises ValidationError."""
        try:
            return super().clean_credential()  # type: ignore[misc]  # of the library's form beside this one
        except NO_ANSWER as trouble:
            raise ValidationError(w("accounts.passkey_no_answer"), "incorrect_code") from trouble


class AddPasskeyForm(passkey.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey and its name."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        _reword(self, name="passkey_name")
        self.fields["name"].widget.attrs["maxlength"] = str(LONGEST)
        free: Any = self.fields["passwordless"]
        free.label, free.help_text = w("accounts.passwordless"), w("accounts.passwordless_hint")
        _answer_field(self)

    def clean_name(self) -> str:
        """Refuse a name that a list cannot show as it is."""
        return name_of(str(super().clean_name()))

    def clean(self) -> dict[str, Any]:
        """Read what the new passkey has said."""
        try:
            return cast("dict[str, Any]", super().clean())
        except NO_ANSWER as trouble:
            raise ValidationError(w("accounts.passkey_no_answer"), "incorrect_code") from trouble


class RenamePasskeyForm(passkey.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        _reword(self, name="passkey_name")

    def clean_name(self) -> str:
        """Refuse a name that a list cannot show as it is."""
        return name_of(str(self.cleaned_data["name"]))


class PasskeyForm(_Answered, passkey.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey's answer as the second factor."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        _answer_field(self)


class PasskeyLoginForm(_Answered, passkey.LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey's answer alone."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        _answer_field(self)


class PasskeyAgainForm(_Answered, passkey.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey's answer once more, before something grave."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        _answer_field(self)


def _code_field(form: forms.Form) -> None:
    form.fields["code"].widget = OnceInput(attrs=dict(_CODE_ATTRS))
    _reword(form, code="code")
    cast("Any", form.fields["code"]).max_length = 32
    form.fields["code"].help_text = w("accounts.code_hint")


def _answer_field(form: forms.Form) -> None:
    form.fields["credential"].widget = AnswerInput()
    cast("Any", form.fields["credential"]).decoder = _AnswerDecoder
    form.fields["credential"].error_messages.update(
        required=w("accounts.passkey_no_answer"), invalid=w("accounts.passkey_no_answer")
    )


def _account(user: Any) -> Account:
    """Return the account of a user; every one has an account, for nobody signs up."""
    return Account.objects.get(user_id=user.pk)


def _now() -> int:
    return cast("Request", context.request).house.clock()


def _begin(mine: Account) -> None:
    now = _now()
    if not trying.begin(mine, now):
        raise ValidationError(w("accounts.held", minutes=trying.minutes(mine, now)), "held")


def _of_the_sheet(user: Any, typed: str) -> Authenticator | None:
    sheet = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    if sheet is not None and sheet.wrap().validate_code(codes.figures(typed)):
        return sheet
    return None

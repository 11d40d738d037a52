"""Make Django ready for pages: once in a process, before any node is opened.

Law: no settings module and nothing of a node in the settings but where its accounts lie, so that a test may serve two
houses from one process. Strict content security: no script, style, picture or font that we do not serve ourselves.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.conf import settings

from warifu.node.open import ROOM_APPS
from warifu.record import database

HERE = Path(__file__).parent

WEB_APPS = (
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "warifu.doors.web.accounts.apps.AccountsConfig",
    "warifu.doors.web.drafts.apps.DraftsConfig",
    "warifu.doors.web.calendar.apps.CalendarConfig",
    "warifu.doors.api.apps.ApiConfig",
    "warifu.doors.public.apps.PublicConfig",
)

MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "warifu.doors.web.middleware.HouseMiddleware",
)

POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
}
PHRASE_SECONDS = 12 * 3600
HOSTS = ("127.0.0.1", "localhost", "[::1]")
_YEAR_SECONDS = 365 * 86_400


_LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler", "level": "ERROR"}},
    "filters": {"masking": {"()": "warifu.doors.talking.Masking"}},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.request": {"handlers": ["stderr"], "filters": ["masking"]},
    },
}
"""A fault of ours is told to whoever runs the node, with its trace; what people did wrong is told to them alone."""


def configure(
    accounts: str, secret: str, hosts: Iterable[str] = HOSTS, *, node: str = "", secure: bool = False
) -> None:
    """Configure Django for pages; ``accounts`` is the file or ``postgresql://`` address of the accounts' database.

    ``node``: a name for the cookies, because browsers send a cookie to every port of a host and two nodes may share
    one. ``secure``: a proxy with TLS stands before us, names the address of who asks (``X-Forwarded-For``) and says
    that the line is safe (``X-Forwarded-Proto``); cookies then go over TLS alone.
    """
    if settings.configured:
        return
    database.configure(
        ROOM_APPS,
        WEB_APPS,
        DATABASES={"default": database.options(accounts, wiping=True)},
        SECRET_KEY=secret,
        ALLOWED_HOSTS=list(hosts),
        ROOT_URLCONF="warifu.doors.web.urls",
        MIDDLEWARE=MIDDLEWARE,
        TEMPLATES=_templates(),
        STATIC_URL="/static/",
        STATICFILES_DIRS=[HERE / "static"],
        WHITENOISE_USE_FINDERS=True,
        WHITENOISE_MAX_AGE=3600,
        LANGUAGES=[("en-gb", "English"), ("ja", "日本語")],
        CONTENT_SECURITY_POLICY={"DIRECTIVES": POLICY},
        DATA_UPLOAD_MAX_MEMORY_SIZE=2_621_440,
        DATA_UPLOAD_MAX_NUMBER_FIELDS=4000,
        LOGGING=_LOGGING,
        **_guarding(),
        **_cookies(node, secure=secure),
        **_signing_in(),
        **_counting(),
    )


def _templates() -> list[dict[str, Any]]:
    return [
        {
            "BACKEND": "django.template.backends.jinja2.Jinja2",
            "DIRS": [HERE / "templates"],
            "APP_DIRS": False,
            "OPTIONS": {"environment": "warifu.doors.web.jinja.environment"},
        },
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [],
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        },
    ]


def _guarding() -> dict[str, Any]:
    """What keeps strangers out of sessions and forms."""
    return {
        "MESSAGE_STORAGE": "django.contrib.messages.storage.session.SessionStorage",
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "CSRF_FAILURE_VIEW": "warifu.doors.web.refusing.csrf_failed",
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
    }


def _cookies(node: str, *, secure: bool) -> dict[str, Any]:
    """Cookies that no script reads, no other site sends, and that are this node's alone."""
    before, after = "__Host-" if secure else "", f"_{node.lower()}" if node else ""
    safe = {"SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"), "SECURE_HSTS_SECONDS": _YEAR_SECONDS}
    return {
        "SESSION_COOKIE_NAME": f"{before}warifu_session{after}",
        "SESSION_COOKIE_AGE": PHRASE_SECONDS,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "CSRF_COOKIE_NAME": f"{before}warifu_form{after}",
        "CSRF_COOKIE_AGE": None,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_COOKIE_SECURE": secure,
        "LANGUAGE_COOKIE_NAME": f"{before}warifu_language{after}",
        "LANGUAGE_COOKIE_AGE": _YEAR_SECONDS,
        "LANGUAGE_COOKIE_HTTPONLY": True,
        "LANGUAGE_COOKIE_SAMESITE": "Strict",
        "LANGUAGE_COOKIE_SECURE": secure,
    } | (safe if secure else {})


_FORMS = "warifu.doors.web.accounts.forms"


def _signing_in() -> dict[str, Any]:
    """Accounts: a name and a password, a second factor; nobody signs up by himself, nothing goes by mail."""
    return {
        "AUTHENTICATION_BACKENDS": [
            "axes.backends.AxesStandaloneBackend",
            "allauth.account.auth_backends.AuthenticationBackend",
        ],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.ScryptPasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
            {
                "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
                "OPTIONS": {"min_length": 12},
            },
            {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
        ],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "/",
        "ACCOUNT_LOGOUT_REDIRECT_URL": "/",
        "ACCOUNT_ADAPTER": "warifu.doors.web.accounts.adapter.AccountAdapter",
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_FORMS": {
            "login": f"{_FORMS}.LoginForm",
            "change_password": f"{_FORMS}.ChangePasswordForm",
            "reauthenticate": f"{_FORMS}.PasswordForm",
        },
        "MFA_ADAPTER": "warifu.doors.web.accounts.adapter.FactorAdapter",
        "MFA_FORMS": {
            "authenticate": f"{_FORMS}.CodeForm",
            "reauthenticate": f"{_FORMS}.CodeAgainForm",
            "activate_totp": f"{_FORMS}.ActivateForm",
            "add_webauthn": f"{_FORMS}.AddPasskeyForm",
            "edit_webauthn": f"{_FORMS}.RenamePasskeyForm",
            "authenticate_webauthn": f"{_FORMS}.PasskeyForm",
            "login_webauthn": f"{_FORMS}.PasskeyLoginForm",
            "reauthenticate_webauthn": f"{_FORMS}.PasskeyAgainForm",
        },
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_RECOVERY_CODES_SHOW_ONCE": True,
    }


def _counting() -> dict[str, Any]:
    """How often somebody may try: five passwords by name and address; an office behind one address is no flood."""
    return {
        "ACCOUNT_RATE_LIMITS": {
            "login": "120/m/ip",
            "login_failed": "60/m/ip,10/5m/key",
            "reauthenticate": "20/m/user",
            "change_password": "20/m/user",
        },
        "AXES_FAILURE_LIMIT": 5,
        "AXES_COOLOFF_TIME": 0.25,
        "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"]],
        "AXES_LOCKOUT_CALLABLE": "warifu.doors.web.refusing.locked_out",
        "AXES_CLIENT_IP_CALLABLE": "warifu.doors.web.accounts.adapter.client_address",
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_SENSITIVE_PARAMETERS": ["username", "login", "password", "passphrase", "code", "credential"],
        "AXES_ENABLE_ADMIN": False,
        "AXES_VERBOSE": False,
    }


def secret_of(folder: Path) -> str:
    """Return the secret that signs sessions, made once and kept in the node's folder, readable by its owner alone."""
    path = folder / "web.secret"
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()

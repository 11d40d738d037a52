"""How often somebody may try: codes and passphrases are counted, and after five wrong ones nothing is looked at.

Law: a try is counted before it is looked at, so that many at once are no more tries than one after another. A right
passphrase takes the whole count back; a right code alone only its own try, or whoever holds session and device could
guess on. After the fifth wrong one the account waits a quarter of an hour. Passwords at the door are counted by name
and address (django-axes); here only an account is counted, for these come after the door.
"""

from __future__ import annotations

from django.db.models import BigIntegerField, Case, F, Value, When

from warifu.doors.web.accounts.models import Account

LIMIT = 5
WAIT_SECONDS = 15 * 60


def begin(account: Account, now: int) -> bool:
    """Count a try; False where the account has to wait, and then nothing may be looked at."""
    mine = Account.objects.filter(pk=account.pk)
    mine.filter(held_until__gt=0, held_until__lte=now).update(missed=0, held_until=0)
    last = When(missed__gte=LIMIT - 1, then=Value(now + WAIT_SECONDS))
    held = Case(last, default=Value(0), output_field=BigIntegerField())
    return bool(mine.filter(held_until=0).update(missed=F("missed") + 1, held_until=held))


def succeeded(account: Account) -> None:
    """What was typed was right: nothing is held against the account."""
    Account.objects.filter(pk=account.pk).update(missed=0, held_until=0)


def uncounted(account: Account) -> None:
    """What was typed was right and not the passphrase: this one try is taken back, wrong passphrases stay counted."""
    if not account.key_name:
        succeeded(account)  # there is no passphrase to guess
        return
    Account.objects.filter(pk=account.pk, missed__gt=0).update(missed=F("missed") - 1, held_until=0)


def left(account: Account) -> int:
    """Return how many wrong ones the account may still type."""
    missed: int = Account.objects.values_list("missed", flat=True).get(pk=account.pk)
    return max(0, LIMIT - missed)


def minutes(account: Account, now: int) -> int:
    """Return for how many minutes (rounded up) the account has still to wait; 0 where it need not."""
    until: int = Account.objects.values_list("held_until", flat=True).get(pk=account.pk)
    return max(0, -(-(until - now) // 60))

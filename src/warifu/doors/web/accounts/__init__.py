"""Accounts: who may sign in, bound to an officer of the roll. No truth of the agreement lives here."""

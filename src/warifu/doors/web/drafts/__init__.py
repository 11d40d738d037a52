"""Drafts: what officers have written and not yet signed. Theirs alone, on the node, never a truth of the agreement.

Law: a draft belongs to one account and one pair; nobody else reads it. It is kept as it was typed, bounded in size and
number, and wiped when it was signed, handed on, discarded, or has expired. Losing all drafts loses nothing signed.
"""

"""The calendar: activities, visits, commitments, consultations and clocks by day, as a page and as a feed.

Law: what stands on a day is read from the tables, limited to the reader; nothing is folded. ``telling`` puts what the
tables say into the reader's language, ``pages`` shows it by month and as a list, ``addresses`` keeps the secret
addresses at which a calendar program reads it.
"""

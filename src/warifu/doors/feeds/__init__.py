"""Feeds: what programs of others read by themselves: calendars. Floor 5."""

"""The pages: one node's face for its own people, in English and Japanese.

Law: a page reads tables and the fold of a case, and writes through ``Node.submit`` alone. What is there, at which
address, for which roles, stands in one table (``routes.PAGES``); a page that is not in it does not exist. Words come
from ``words/*.toml`` (pages) and ``sentences.toml`` (codes), never from a template. Accounts and sessions are no
truth: they live in a database of their own (``default``), and the node's logs know nothing of them.

Place on the path: a browser, then ``serving``, ``wsgi`` (which house this is), the middleware (language, visitor),
``gate``, a view, ``node``. Rooms need nothing here to get lists, case pages and forms; what is special to one stands in
a module of its name.
"""

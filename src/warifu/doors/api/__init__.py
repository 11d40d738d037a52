"""The API: the same jobs as the pages, for a national system that feeds the node. OpenAPI 3.1, JSON.

Law: what a token may do is what its officer may do today, narrowed to the token's roles; nothing is written but by
``Node.submit`` with the officer's passphrase, and what is only drafted waits for an officer's hand on the pages. A
request that writes bears an ``Idempotency-Key``: sent twice, it is done once and answered alike. Errors are problem
details (RFC 9457) with both languages' sentences. Lists are paged by place, never by count.

Place on the path: beside the pages, in the same process, behind the same middleware; never with a session's cookie.
"""

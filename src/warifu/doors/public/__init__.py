"""The public door: what both states have agreed to tell, for whoever comes: pages, feeds, mail, deposit copies.

Law: nothing of the node is told here but wordings that both sides have agreed and confirmed, from the second of their
embargo on, by our own clock. The pages are a function of these wordings alone: the same in a folder for a press office
and behind ``/public/`` of a node that allows it; no script, no cookie, no session, no time of making. A wording whose
texts are not those of the digests that were signed is not shown at all. Who asks for mail leaves an address and nothing
else; it lies sealed under a key of the node's key folder and goes when it is asked to.
"""

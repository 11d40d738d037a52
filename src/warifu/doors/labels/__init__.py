"""Labels for other systems: confidentiality labels, their binding to what they speak of, markings as a policy file.

Law: a marking is *said* to another system in its own words, as its scheme writes them; what another system says is
read, checked and compared, and never taken as law. What stands for what in another scheme comes from the tables of the
packs (``core.label``) and from nowhere else; where a person must decide, none is written until somebody has.

``reading``: XML in and out, without anything that reaches out of the file. ``structure`` and ``shapes``: which elements
stand where. ``policies``: a scheme as a security policy. ``confidentiality``: STANAG 4774. ``binding``: STANAG 4778.
``spif``, ``comparing``: Open XML SPIF out, in, and beside our tables. ``acts``: the label of an act.
"""

"""Forms for any kind of act of any room, made from the record of its body, and bodies told in words.

Law: a form is what the body's record says, never written by hand for one kind: a new agreement gets working forms from
its acts alone. What is special to a kind (words, choices, what is filled in) is data or one small function by name.
What people typed is kept as they typed it; a body is only made from it, and given back it is shown as it was typed.

Parts: ``shape`` (which fields), ``typed`` (what a browser sent), ``reading`` (typed to body, every error with its
field), ``choices`` (what can be chosen), ``filling`` (what the case already fixes), ``telling`` (a body in words).
"""

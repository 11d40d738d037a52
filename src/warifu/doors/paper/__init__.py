"""Acts as paper: bilingual forms that people sign, and the way back from a photograph to the bytes of the act.

Law: a form is a function of its record (``sheet``), which holds everything it says, the time among it: same record,
same bytes. The layout (``form.typ``) knows no act, and what lays an act out (``laying``) knows no layout. Nothing is
left out because it is long or because the face has no letter for it; a missing face is refused, never replaced.

Place on the path: a door. ``of_act`` reads the node; ``press`` makes the PDF; ``reading`` gives bytes back to *open*.
"""

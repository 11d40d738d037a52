"""The main job from one command: two nodes as processes of their own, registers agreed, orders settled, halves proved.

All that is shown is invented: units, persons, dealings. Nothing here is classified and nobody named here exists.
"""

"""What a house does with classified information, for every door: ask who may see, keep the answer, muster, open.

Law: the tables are read in the record, the rules stand in the room, the acts are written by the node; these modules
join them. Nothing here decides by itself.
"""

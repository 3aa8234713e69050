"""The meeting while it is held: at which item the room is, the wall, the chair's tablet, and who follows."""

"""Records in bulk, of believable shape, for measuring: set-based SQL with the triggers off, then checked by
them.
"""

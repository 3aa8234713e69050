"""Clocks of records: started, met, late, stopped; who is warned, and a wall of them."""

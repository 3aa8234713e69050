"""Local profiles: what partners' data says of an area, and what became of what was recommended."""

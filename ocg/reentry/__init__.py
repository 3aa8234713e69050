"""A group laid out for typing into national and regional systems, and what was typed, when and as what."""

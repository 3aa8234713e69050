"""The kind *assessment*: its schema, what is checked before one is published, the engine. Pure functions."""

"""Updates that a meeting asks of those who lead the records on its agenda."""

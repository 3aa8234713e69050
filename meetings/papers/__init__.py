"""Papers on items of an agenda, and items that members propose."""

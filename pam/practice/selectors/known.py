"""What the reader's records know of the words of a text, in two bounded queries."""

import re
from typing import Any

from django.contrib.postgres.search import SearchQuery

from pam.access import visibility
from pam.access.models import Agency
from pam.access.visibility import Reader
from pam.db.folding import fold
from pam.practice.finding import Known, texts_of
from pam.records.models import Record, Subject

MOST_WORDS, MOST_ROWS = 400, 2000


def known_of(reader: Reader, body: Any) -> Known:
    """Names of people, places and objects and titles of records that the reader sees and that words of `body`
    are in; and agencies. As many queries for a long text as for a short one.
    """
    words = _telling_words(text for _, text in texts_of(body))
    agencies = {fold(name) for pair in Agency.objects.values_list("name", "short_name") for name in pair}
    if not words:
        return Known(agencies=frozenset(agencies - {""}))
    query = SearchQuery(" | ".join(f"'{word}'" for word in words), config="simple", search_type="raw")
    rows = visibility.visible_to(reader, Subject).filter(search=query)
    names = list(rows.order_by().values_list("kind", "name")[:MOST_ROWS])
    titles = visibility.visible_to(reader, Record).filter(search=query)
    phrases = {fold(name) for _, name in names}
    phrases |= {fold(title) for title in titles.order_by().values_list("title", flat=True)[:MOST_ROWS]}
    surnames = {
        parts[-1] for kind, name in names if kind == Subject.Kind.PERSON and (parts := fold(name).split())
    }
    return Known(
        phrases=frozenset(phrases - {""}),
        surnames=frozenset(word for word in surnames if len(word) > 2),
        agencies=frozenset(agencies - {""}),
    )


def _telling_words(texts):
    """The folded words that can be of a name: those with a capital first, then the long ones."""
    capital, other = {}, {}
    for text in texts:
        for word in re.findall(r"[\w'’]+", text):
            for folded in fold(word).split():
                if folded.isalnum() and len(folded) > 2:
                    (capital if word[:1].isupper() else other)[folded] = None
    return list({**capital, **other})[:MOST_WORDS]

"""What the search marks on its pages."""

from django import template

from pam.search import matched

register = template.Library()


@register.filter
def marked(text, words):
    """`{{ row.title|marked:words }}`: with the typed words marked; apart from the sentence, as `bdi` does."""
    return matched.marked("" if text is None else str(text), matched.typed_words(str(words or "")))


@register.simple_tag
def why(text, title, words):
    """The piece of `text` in which the typed words are, marked, where `title` does not hold them all."""
    typed = matched.typed_words(str(words or ""))
    left = [word for word in typed if not matched.excerpt(title or "", [word])]
    return matched.marked(matched.excerpt(text, left), typed) if left else ""


@register.filter
def get(names, number):
    """`{{ names|get:row.record_id }}`: the name under which a page may call a record, or None."""
    return names.get(number)

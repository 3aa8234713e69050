"""What the search marks on its pages."""

from django import template

from pam.search import matched

register = template.Library()


@register.filter
def marked(text, words):
    """`{{ row.title|marked:words }}`: with the typed words marked; apart from the sentence, as `bdi` does."""
    return matched.marked("" if text is None else str(text), str(words or ""))


@register.simple_tag
def why(text, title, words):
    """The piece of `text` in which the typed words are, marked, where `title` does not hold them all."""
    typed = str(words or "")
    if not matched.excerpt(title, typed):
        return matched.marked(matched.excerpt(text, typed), typed)
    left = " ".join(word for word in matched.typed_words(typed) if not matched.excerpt(title, word))
    return matched.marked(matched.excerpt(text, left), typed) if left else ""


@register.filter
def likeness(name, words):
    """`{{ row.name|likeness:words }}`: why a similar name is one."""
    return matched.likeness(name, str(words or ""))


@register.filter
def get(names, number):
    """`{{ names|get:row.record_id }}`: the name under which a page may call a record, or None."""
    return names.get(number)

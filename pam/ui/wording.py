"""What an error says about a field, in the words of GOV.UK's error messages rather than Django's.

https://design-system.service.gov.uk/components/error-message/
"""

from functools import lru_cache

from django import forms

# A label that begins so is half a sentence, not a noun: "What needs to be done", "Why these scores".
ASKING = {"what", "who", "whom", "why", "when", "where", "how"}


def noun(label):
    """Return the label as it is written inside a sentence: "Review date" → "review date".

    Names ("Lead Responsible Officer") and abbreviations ("OCG stage") keep their capitals.
    """
    words = str(label).strip().split(" ")
    capitals = any(word[:1].isupper() for word in words[1:])
    if capitals or len(words[0]) > 1 and words[0][1:2].isupper() or words[0] == "I":
        return " ".join(words)
    return " ".join([words[0][:1].lower() + words[0][1:], *words[1:]])


def the(label):
    """Return the label with its article: "the review date", "your name"."""
    name = noun(label)
    return name if name.split(" ")[0] in {"the", "your", "a", "an", "any", "this", "these"} else f"the {name}"


def required(label, kind):
    """Return what to say when a field of this kind (see `GovukBoundField.kind`) was left empty."""
    asked = noun(str(label).strip().removesuffix("?"))
    if asked == "why" or asked.split(" ")[0] in ASKING and not str(label).rstrip().endswith("?"):
        return f"Say {asked}" if kind in {"input", "textarea"} else f"Select {asked}"
    if str(label).rstrip().endswith("?"):
        return f"Answer “{str(label).strip()}”"
    if kind == "checkbox":
        return f"Tick the box: {label}"
    verb = {
        "select": "Select",
        "radios": "Select",
        "checkboxes": "Select",
        "named": "Select",
        "file": "Choose",
    }.get(kind, "Enter")
    return f"{verb} {the(label)}"


def messages(field, label, kind):
    """Return {error code: message} for a form field, with Django's own placeholders left in place."""
    return _messages(type(field), str(label), kind)


@lru_cache(maxsize=2000)
def _messages(field_class, label, kind):
    subject = label.strip().replace("%", "%%")
    words = {"required": required(label, kind)}
    if issubclass(field_class, forms.EmailField):
        words["invalid"] = "Enter an email address in the right format, like name@example.com"
    elif issubclass(field_class, forms.IntegerField):
        words["invalid"] = f"{subject.replace('%%', '%')} must be a whole number"
    elif issubclass(field_class, forms.DateField):
        words["invalid"] = f"Enter {the(label)} as a real date, for example 27/3/2027"
    if issubclass(field_class, forms.FileField):
        words["empty"] = "The selected file is empty"
        words["max_length"] = "The file’s name must be %(max)d characters or fewer"
    else:
        words["max_length"] = f"{subject} must be %(limit_value)d characters or fewer"
        words["min_length"] = f"{subject} must be %(limit_value)d characters or more"
    words["max_value"] = f"{subject} must be %(limit_value)s or less"
    words["min_value"] = f"{subject} must be %(limit_value)s or more"
    asks = noun(label.strip()).split(" ")[0] in ASKING
    words["invalid_choice"] = (
        "Select an option from the list" if asks else f"Select {the(label)} from the list"
    )
    return words

"""What a row may hold, asked of its model before each save, whether or not a form asked it before.

A service saves by `save_valid` and `create_valid`, and changes rows without loading them by `valid_values`.
"""

from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db.models import FileField, ForeignKey, TextField
from django.db.models.expressions import DatabaseDefault

from pam.access.errors import Refused

LONGEST_TEXT = 50_000  # characters; the index of a text may hold a megabyte (tsvector of PostgreSQL)
SENTENCES = {
    "max_length": "{label} must be {limit:,} characters or fewer.",
    "invalid_choice": "Choose one from the list: {label}.",
    "blank": "Enter something: {label}.",
    "null": "Enter something: {label}.",
    "null_characters": "{label} holds a character that cannot be kept.",
}


def save_valid(row, *, update_fields=None):
    """Saves `row`, or the fields named, and returns it. Raises as `require_valid`."""
    require_valid(row, fields=update_fields)
    row.save(update_fields=update_fields)
    return row


def create_valid(model, **values):
    """A new row of `model`, saved. Raises as `require_valid`."""
    row = model(**values)
    require_valid(row)
    row.save(force_insert=True)
    return row


def valid_values(model, **values):
    """The same values for an `update()`. Raises as `require_valid` for those that the model doesn't allow."""
    require_valid(model(**values), fields=list(values))
    return values


def require_valid(row, *, fields=None):
    """Raises Refused, with the field, for the first of `fields` (all) whose value the model doesn't allow.

    Asks length, choice, bounds, and for a key of a list that the row is in that list; then, for a whole row,
    what its model's `clean` asks of several fields. Whether a row with that number exists is the database's
    own to ask.
    """
    for field in row._meta.concrete_fields:
        if fields is None or field.name in fields or field.attname in fields:
            try:
                _check(row, field)
            except ValidationError as error:
                raise _refused(field, error) from None
    if fields is None:
        try:
            row.clean()
        except ValidationError as error:
            name, errors = next(iter(error.error_dict.items()))
            raise Refused(errors[0].message, code=errors[0].code or "invalid", field=name) from None


def _check(row, field):
    if field.primary_key or isinstance(field, FileField | SearchVectorField):
        return
    if isinstance(field, ForeignKey):
        _check_key(row, field)
        return
    value = getattr(row, field.attname)
    if isinstance(value, DatabaseDefault):
        return
    if isinstance(value, str):
        _check_text(field, value)
    if value in field.empty_values:
        _check_empty(field, value)
        return
    if field.editable:
        field.clean(value, row)
        return
    value = field.to_python(value)
    if field.choices is not None and value not in dict(field.flatchoices):
        raise ValidationError("", code="invalid_choice")
    field.run_validators(value)


def _check_text(field, value):
    if "\x00" in value:
        raise ValidationError("", code="null_characters")
    limit = field.max_length or (LONGEST_TEXT if isinstance(field, TextField) else None)
    if limit and len(value) > limit:
        raise ValidationError("", code="max_length", params={"limit_value": limit})


def _check_empty(field, value):
    if value is None and not field.null:
        raise ValidationError("", code="null")
    if value == "" and field.editable and not field.blank:
        raise ValidationError("", code="blank")


def _check_key(row, field):
    """That a key names something where it must, and a row of the list that it is for."""
    number = getattr(row, field.attname)
    if number is None:
        # One that nobody types is set by the database itself.
        if field.editable and not field.null:
            raise ValidationError("", code="null")
        return
    wanted = field.get_limit_choices_to()
    if not wanted:
        return
    if hasattr(field, "fits"):  # the rows of its list are kept: it knows without asking
        fits = field.fits(number)
    elif field.is_cached(row) and isinstance(wanted, dict) and not any("__" in name for name in wanted):
        found = getattr(row, field.name)
        fits = all(getattr(found, name) == value for name, value in wanted.items())
    else:
        rows = field.remote_field.model._default_manager.complex_filter(wanted)
        fits = rows.filter(pk=number).exists()
    if not fits:
        raise ValidationError("", code="invalid_choice")


def _refused(field, error):
    """The Refused of what is wrong with a field, in a sentence."""
    first = error.error_list[0]
    label = str(field.verbose_name)
    label = label[:1].upper() + label[1:]
    limit = (first.params or {}).get("limit_value", 0)
    if first.code in SENTENCES:
        words = SENTENCES[first.code].format(label=label, limit=limit)
    else:
        words = " ".join(first.messages)
    return Refused(words, code=first.code or "invalid", field=field.name)


def require_listed(codes, known, *, field):
    """Raises Refused for a code of `codes` that is not among the `known` ones; `field` is the argument."""
    if set(codes) - set(known):
        raise Refused("Choose from the list.", code="invalid_choice", field=field)


def require_text(text, sentence, *, field):
    """`text` without blanks at its ends. Raises Refused with `sentence` if nothing is left, or if it is too
    long; `field` is the argument that it came as.
    """
    text = optional_text(text, field=field)
    if not text:
        raise Refused(sentence, code="missing", field=field)
    return text


def optional_text(text, *, field):
    """`text` without blanks at its ends, which may be nothing. Raises Refused if it can’t be kept."""
    text, label = text.strip(), field.capitalize()
    if len(text) > LONGEST_TEXT:
        words = SENTENCES["max_length"].format(label=label, limit=LONGEST_TEXT)
        raise Refused(words, code="max_length", field=field)
    if "\x00" in text:
        words = SENTENCES["null_characters"].format(label=label)
        raise Refused(words, code="null_characters", field=field)
    return text

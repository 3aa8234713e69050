"""Keys to one list: the database takes no value of another list, and the form offers none."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models

from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import listings_of


class ReferenceKey(models.ForeignKey):
    """A foreign key to a `ReferenceValue` of the list `listing`, for example `ReferenceKey("ocg.tier")`.

    `ReferenceConfig` writes a trigger for each: a value of another list is refused, no matter who writes.
    """

    def __init__(self, listing, to=ReferenceValue, on_delete=models.PROTECT, **kwargs):
        self.listing = listing
        kwargs.setdefault("related_name", "+")
        kwargs["limit_choices_to"] = {"listing": listing}
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self):
        """As Django does, with the list."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("limit_choices_to", None)
        return name, path, args, kwargs | {"listing": self.listing}

    def fits(self, number):
        """Whether the value with this number is one of the list."""
        return listings_of([number]).get(number) == self.listing

    def validate(self, value, model_instance):
        """Raises ValidationError for a value of another list."""
        super().validate(value, model_instance)
        if value is not None and not self.fits(value):
            raise ValidationError("Select a value of this list")


class ReferenceKeys(ArrayField):
    """Several values of the list `listing`, each once, as an array of their numbers; often none.

    `ReferenceConfig` writes a trigger for each: a value of another list, and one twice, are refused, no
    matter who writes.
    """

    listed_model = ReferenceValue  # what the numbers are of: the history says their names

    def __init__(self, listing, **kwargs):
        self.listing = listing
        options = {"base_field": models.BigIntegerField(), "default": list, "db_default": [], "blank": True}
        super().__init__(**options | kwargs)

    def deconstruct(self):
        """As Django does, with the list."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"listing": self.listing}

    def validate(self, value, model_instance):
        """Raises ValidationError for a value of another list, and for one twice."""
        super().validate(value, model_instance)
        found = listings_of(value) if value else {}
        if value and (len(found) != len(value) or set(found.values()) != {self.listing}):
            raise ValidationError("Select values of this list, each once")


def reference_keys(kind=ReferenceKey):
    """[(model, [its keys of `kind`])] of each model that has some, histories left out."""
    from django.apps import apps

    found = []
    for model in sorted(apps.get_models(), key=lambda model: model._meta.db_table):
        keys = [field for field in model._meta.local_fields if isinstance(field, kind)]
        if keys and not model.__name__.startswith("Historical"):
            found.append((model, keys))
    return found


def key_triggers():
    """The triggers that hold each ReferenceKey and ReferenceKeys to its list, as SQL."""
    for kind, function in ((ReferenceKey, "pam_reference_lists"), (ReferenceKeys, "pam_reference_arrays")):
        for model, keys in reference_keys(kind):
            table = model._meta.db_table
            arguments = ", ".join(f"'{field.column}', '{field.listing}'" for field in keys)
            columns = ", ".join(field.column for field in keys)
            yield (
                f"CREATE OR REPLACE TRIGGER {function} BEFORE INSERT OR UPDATE OF {columns} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {function}({arguments})"
            )


def _own_record(model):
    """The key of `model` to the record that it is, or hangs off; to what else has an agency, where the model
    names it (`agency_through`).
    """
    if through := getattr(model, "agency_through", ""):
        return model._meta.get_field(through)
    own = model._meta.pk
    return own if own.related_model else model._meta.get_field("record")


def uses_function():
    """pam_reference_uses(): how many records of an agency bear each value of a list, for its administrators;
    as SQL.
    """
    selects = [
        f"SELECT 1 FROM {model._meta.db_table} t"
        f" JOIN {(own := _own_record(model)).related_model._meta.db_table} r ON r.id = t.{own.column}"
        f" WHERE '{field.listing}' = of_listing AND {borne.format(f't.{field.column}')}"
        " AND r.agency_id = of_agency"
        for kind, borne in ((ReferenceKey, "{} = v.id"), (ReferenceKeys, "{} @> ARRAY[v.id]"))
        for model, keys in reference_keys(kind)
        for field in keys
    ]
    return (
        "CREATE OR REPLACE FUNCTION pam_reference_uses(of_listing text, of_agency bigint, most int)"
        " RETURNS TABLE (value bigint, uses bigint)"
        " LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 20 AS $$\nBEGIN\n"
        "  IF NOT pam_administers(of_agency) THEN RETURN; END IF;\n"
        "  RETURN QUERY SELECT v.id, (SELECT count(*) FROM (SELECT 1 FROM ("
        + " UNION ALL ".join(selects)
        + ") borne LIMIT most) counted) FROM reference_referencevalue v WHERE v.listing = of_listing"
        " AND (v.agency_id IS NULL OR v.agency_id = of_agency);\nEND $$"
    )

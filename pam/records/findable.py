"""What the search box finds: the index column, and the identifiers in a row's texts in their normal forms."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from pam.records.identifiers import lexemes


class Findable(models.Model):
    """A row that the search box finds by its texts.

    `search` is worked out by the database at each change, from the texts and from `identifiers`: telephone
    numbers, plates and the like in the `found_by` fields, worked out here at each save.
    """

    found_by = ()

    identifiers = ArrayField(models.CharField(max_length=60), null=True, editable=False)
    search = SearchVectorField(null=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        """Works out `identifiers`, unless none of the texts that they are in is saved."""
        if update_fields is None or set(self.found_by) & set(update_fields):
            self.identifiers = lexemes("\n".join(getattr(self, name) for name in self.found_by)) or None
            update_fields = update_fields and {*update_fields, "identifiers"}
        super().save(*args, update_fields=update_fields, **kwargs)

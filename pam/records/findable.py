"""What the search box finds: the index column, and the identifiers in a row's texts in their normal forms."""

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models, transaction

from pam.records.identifiers import lexemes

BATCH = 1000  # rows that are made findable in one transaction


class Findable(models.Model):
    """A row that the search box finds by its texts.

    `search` is worked out by the database at each change, from the texts and from `identifiers`: telephone
    numbers, plates and the like in the `found_by` fields, worked out here at each save. NULL is a row that is
    older than its identifiers: the next migrate works them out.
    """

    found_by = ()

    identifiers = ArrayField(models.CharField(max_length=60), null=True, editable=False)
    search = SearchVectorField(null=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        """Works out `identifiers`, unless none of the texts that they are in is saved."""
        if update_fields is None or set(self.found_by) & set(update_fields):
            self.work_out_identifiers()
            update_fields = update_fields and {*update_fields, "identifiers"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def work_out_identifiers(self):
        """For rows that are not saved one by one."""
        self.identifiers = self.lexemes_of({name: getattr(self, name) for name in self.found_by})

    @classmethod
    def lexemes_of(cls, values):
        """The identifiers in `values`: {field of `found_by`: text}."""
        return lexemes("\n".join(values.values()))


def fill_after_migrate(sender, **kwargs):
    """Signal handler: makes older rows findable when the last app has migrated and its SQL is laid."""
    if sender.label == [config.label for config in apps.get_app_configs() if config.models_module][-1]:
        there = set(connection.introspection.table_names())
        for model in apps.get_models():
            if issubclass(model, Findable) and model._meta.db_table in there:
                fill(model)


def fill(model):
    """Works out the identifiers of the rows of `model` that have none yet, and by that their index; returns
    how many. Runs as the owner, in short transactions, and leaves no history: nothing that people wrote
    changes.
    """
    if "identifiers" not in {field.name for field in model._meta.local_fields}:
        return 0  # a kind of record: its own table has no texts
    table, columns, done = model._meta.db_table, ", ".join(model.found_by), 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, {columns} FROM {table} WHERE identifiers IS NULL"
                f" ORDER BY id LIMIT {BATCH} FOR UPDATE"
            )
            rows = cursor.fetchall()
            cursor.executemany(
                f"UPDATE {table} SET identifiers = %s WHERE id = %s",
                [
                    (model.lexemes_of(dict(zip(model.found_by, texts, strict=True))), number)
                    for number, *texts in rows
                ],
            )
        done += len(rows)
        if len(rows) < BATCH:
            return done

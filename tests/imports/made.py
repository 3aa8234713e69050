"""Imports, as a person makes them."""

from pam.access import visibility
from pam.imports import running, services
from pam.imports.files import require_table
from pam.imports.models import Import, ImportRow
from pam.imports.reading import guessed_columns, sheets_of
from pam.imports.targets import target_of


def begin(people, target, upload, who="owner"):
    """An import of a file, as far as its columns."""
    upload = require_table(upload)
    sheets = sheets_of(upload.name.rsplit(".", 1)[-1], upload.read())
    actor = people.reader(who)
    with visibility.reading(actor):
        return services.begin(actor=actor, target=target, upload=upload, sheets=sheets)


def checked(people, target, upload, who="owner", **columns):
    """A checked import, mapped as pam guesses; `columns` are others."""
    importing, actor = begin(people, target, upload, who), people.reader(who)
    with visibility.reading(actor):
        known = target_of(target)
        if importing.state == Import.State.MAPPING:
            from pam.imports.selectors import headings_at

            headings = headings_at(importing, importing.sheet, importing.heading)
            services.map_columns(
                actor=actor,
                importing=importing,
                sheet=importing.sheet,
                heading=importing.heading,
                columns=guessed_columns(headings, known.fields(actor)) | columns,
                options={one.code: one.choices[0][0] for one in known.options(actor)},
            )
    return go_on(people, importing, who)


def go_on(people, importing, who="owner"):
    """The import after the job."""
    running.go_on(importing.pk, people.reader(who).membership_id)
    importing.refresh_from_db()
    return importing


def done(people, importing, who="owner"):
    """The import after it ran."""
    actor = people.reader(who)
    with visibility.reading(actor):
        services.run(actor=actor, importing=importing)
    return go_on(people, importing, who)


def undone(people, importing, who="owner"):
    """The import after it was to be undone."""
    actor = people.reader(who)
    with visibility.reading(actor):
        services.undo(actor=actor, importing=importing)
    return go_on(people, importing, who)


def fates(importing):
    """{number: (fate, sentences)} of its rows."""
    rows = ImportRow.objects.filter(importing=importing)
    return {row.number: (row.fate, [words for _, words in row.problems]) for row in rows}

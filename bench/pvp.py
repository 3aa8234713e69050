"""Pages of people at risk with much behind them (bin/bench pvp [--records 10000 1000000]).

A case with 3,000 entries of its multi-agency chronology; ten cases of 300 entries, merged; a team with 5,000
cases, each with a clock that runs. At each size of the rest of the database, in one transaction that is taken
back, as the web role: queries, ms in the database and of the whole, both also as time of the processor,
medians of

- **case**: the case's own page, through the whole middleware,
- **chronology**, **filtered**: its first page, and by words, kind and who was seen,
- **export**: all of the case as a spreadsheet,
- **merged**, **merged file**: the first page over ten cases, and all of it as a spreadsheet,
- **list**, **wall**: the team's cases, highest risk first, and its clocks, first due first.

Then the same beside the smallest size.
"""

import sys
from datetime import timedelta

from _sizes import at_sizes

ENTRIES, MERGED, EACH, CASES = 3_000, 10, 300, 5_000
YEARS, ROUNDS = 6, 3
SOURCES = ("Bench Police", "Quay School", "Harbour Health", "Lantern House")


def case_of(agency, title):
    """A case of the officer's. For use while they are reading."""
    from django.utils import timezone

    from pam.reference.selectors.lists import terms
    from pvp.models import CaseFile
    from pvp.services import open_case

    case = CaseFile(
        title=title,
        team=agency.team,
        lead=agency.member,
        strand=terms("pvp.strand")[0],
        grade=terms("pvp.grade")[0],
        next_review=timezone.localdate() + timedelta(days=14),
        stage="active",
    )
    return open_case(actor=agency.reader, case=case, name=title)


def with_entries(agency, title, number):
    """A case with so many entries over six years, from several agencies."""
    from django.utils import timezone

    from pam.chronology.models import Event
    from pam.records.bulk import add_parts

    case, today, entries = case_of(agency, title), timezone.localdate(), []
    for n in range(number):
        event = Event(
            happened=today - timedelta(days=round(365 * YEARS * n / number)),
            what=f"{'Bruise seen' if n % 7 else 'Did not come'} {n}",
            details="She said that she fell; her brother answered for her. " * 3,
            kind=Event.Kind.values[n % len(Event.Kind.values)],
            source_agency=SOURCES[n % len(SOURCES)],
            child_seen=("yes", "no", "")[n % 3],
            late_reason="Written up from the file",
        )
        event.place_in_time()
        entries.append(event)
    add_parts(actor=agency.reader, record=case, parts=entries, operation="bench entries")
    return case


def with_clock(agency):
    """(case, clock): a case with a clock that runs on it."""
    from django.utils import timezone

    from pam.clocks import selectors, services

    like = case_of(agency, "Cleo Quay")
    version = selectors.may_be_started(agency.reader, like).first()
    began = timezone.now() - timedelta(hours=1)
    clock = services.start_clock(
        actor=agency.reader, record=like, framework_version=version, started_at=began
    )
    return like, clock


def many_cases(like, clock):
    """Copies of both, until the team has 5,000. As the owner role."""
    from django.db import connection

    from pam.clocks.models import Clock
    from pam.records.models import Record
    from pvp.models import CaseFile

    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM records_record")
        base = cursor.fetchone()[0]
        _copy(
            cursor,
            Record,
            like.pk,
            {"id": "%s + n", "reference": "'PVP-B-' || n", "title": "'Case ' || n"},
            base,
        )
        _copy(cursor, CaseFile, like.pk, {"record_ptr_id": "%s + n", "person_id": "NULL"}, base)
        at = {
            "record_id": "%s + n",
            "due": "due + n * interval '1 minute'",
            "id": "nextval('clocks_clock_id_seq')",
        }
        _copy(cursor, Clock, clock.pk, at, base)


def _copy(cursor, model, number, differ, base):
    """Rows like the one with this number; what differs is SQL of `n`, from 1 to 5,000."""
    own = [field.column for field in model._meta.local_concrete_fields]
    differ = {**differ, **({"uuid": "gen_random_uuid()"} if "uuid" in own else {})}
    if "code" in own:
        differ["code"] = "'B-' || n"
    said = ", ".join(differ[name].replace("%s", str(base)) if name in differ else f'"{name}"' for name in own)
    columns, table = ", ".join(f'"{name}"' for name in own), model._meta.db_table
    cursor.execute(
        f"INSERT INTO {table} ({columns}) SELECT {said} FROM {table}, generate_series(1, {CASES}) n "
        f"WHERE {model._meta.pk.column} = {number}"
    )


def _files(agency, case, address, clock):
    """The figures of both files."""
    from _clock import middle

    from pam.access import visibility
    from pam.records.exports import export_record

    client, said = address[0], {"recipient": "Bench", "reason": "To measure"}

    def download():
        answer = client.post(address[1], {**said, "kind": "xlsx"})
        if answer.status_code != 200:
            sys.exit(f"{address[1]} answers {answer.status_code}")
        return sum(len(piece) for piece in answer.streaming_content) if answer.streaming else answer.content

    with visibility.reading(agency.reader):
        whole = middle(
            lambda: export_record(actor=agency.reader, record=case, kind="xlsx", **said), clock, ROUNDS
        )
    return {"export": whole, "merged file": middle(download, clock, ROUNDS)}


def measure():
    """{what: its figures} in the database of the environment. For a process of its own."""
    import django

    django.setup()
    from _agency import new_agency
    from _clock import Clock
    from _pages import page_and_database, signed_in
    from django.db import connection, transaction
    from django.urls import reverse

    from pam.access import visibility
    from pam.accounts.services.terms_of_use import accept_for_everybody
    from pam.chronology.views import key_of

    with transaction.atomic():
        agency = new_agency("Bench")
        accept_for_everybody()
        with visibility.reading(agency.reader):
            case = with_entries(agency, "Ada Quay", ENTRIES)
            several = [with_entries(agency, f"Bea Quay {n}", EACH) for n in range(MERGED)]
            like, clock = with_clock(agency)
        many_cases(like, clock)
        print(f"  {ENTRIES:,} entries, {CASES:,} cases", file=sys.stderr, flush=True)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        client, clock, found = signed_in(agency.member.user.email), Clock(), {}
        chronology, merged = reverse("chronology:of_record", args=[case.uuid]), key_of(several)
        pages = {
            "case": case.get_absolute_url(),
            "chronology": chronology,
            "filtered": f"{chronology}?q=Quay+School&kind=incident&child=on",
            "merged": reverse("chronology:merged_of", args=[merged]),
            "list": reverse("pvp:list"),
            "wall": reverse("clocks:wall"),
        }
        with connection.execute_wrapper(clock):
            for name, path in pages.items():
                found[name] = page_and_database(client, path, clock)[0]
            file = (client, reverse("chronology:merged_download", args=[merged]))
            found |= _files(agency, case, file, clock)
        transaction.set_rollback(True)
    return found


if __name__ == "__main__":
    at_sizes("pvp", __file__, __doc__, measure)

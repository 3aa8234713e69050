"""What the second wall costs a request (bin/bench wall).

As the web role, on connections of its own, in turn and in transactions of their own (medians, ms):

- **told**: a transaction that says who is reading by a signed ticket, the signing included,
- **settings**: one that sets four settings of its own, which the web role could set to anything,
- **log**: a told transaction that writes a line of the log, which the database stamps,
- **newest**: a told transaction that reads the newest 25 records.

`--json FILE` keeps the figures, `--records` chooses the size, `--rounds` how often.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from _databases import ROOT, filled

ONLY_LIST = "SELECT id FROM records_record ORDER BY updated DESC, id DESC LIMIT 25"
LINE = (
    "INSERT INTO audit_logentry"
    " (at, verb, how, actor_id, actor_name, agency_id, agency_name, records, what, recipient, reason)"
    " VALUES (now(), 'consultation', 'open', %s, %s, %s, %s, '{}', '', '', '')"
)
SETTINGS = (
    "SELECT set_config('pam.principals', %s, true), set_config('pam.agency', %s, true),"
    " set_config('pam.clearance', %s, true), set_config('pam.user', %s, true)"
)


def measure(rounds):
    """{what: median ms}, in the process of the web role."""
    import django

    django.setup()

    from django.db import connection, transaction

    from demo.bulk.people import bench_email
    from pam.access import visibility
    from pam.access.models import Membership
    from pam.access.reader import reader_of_membership
    from pam.db.prepared import unprepared_statements

    reader = reader_of_membership(Membership.objects.get(user__email=bench_email("one")).pk)
    numbers = "{{{}}}".format(",".join(map(str, reader.principals)))
    as_settings = [numbers, str(reader.agency_id), str(reader.clearance), str(reader.user_id)]
    as_line = [reader.user_id, reader.name, reader.agency_id, reader.agency_name]

    def run(sql, values=()):
        with connection.cursor() as cursor:
            cursor.execute(sql, values)

    def told():
        with visibility.reading(reader):
            pass

    def settings():
        with transaction.atomic(), unprepared_statements():
            run(SETTINGS, as_settings)

    def log():
        with visibility.reading(reader):
            run(LINE, as_line)

    def newest():
        with visibility.reading(reader):
            run(ONLY_LIST)

    took = {work: [] for work in (told, settings, log, newest)}
    for _ in range(rounds):
        for work, times in took.items():
            began = time.perf_counter()
            work()
            times.append((time.perf_counter() - began) * 1000)
    return {work.__name__: round(statistics.median(times[5:]), 3) for work, times in took.items()}


def main():
    """Reads the arguments, measures, prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--records", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=1_000)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.here:
        print(json.dumps(measure(given.rounds)))
        return
    _, web = filled(given.records)
    command = [sys.executable, __file__, "--here", "--rounds", str(given.rounds)]
    done = subprocess.run(command, env=web, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit("The benchmark failed.")
    found = json.loads(done.stdout)
    print("  ".join(f"{name} {ms:.3f} ms" for name, ms in found.items()))
    print(f"the wall costs {found['told'] - found['settings']:+.3f} ms a request beside bare settings")
    if given.json:
        Path(given.json).write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    sys.path.insert(0, os.fspath(ROOT))
    main()

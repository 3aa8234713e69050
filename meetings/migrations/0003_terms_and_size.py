"""How long a meeting stays open to those invited; and how much a meeting holds, for the minutes' honesty."""

from django.db import migrations

# How many live agenda items, decisions and actions a meeting has, whoever may see them. Only for who manages it:
# the minutes say "something is withheld" also if nobody at the meeting may see that something.
SIZE = """
CREATE OR REPLACE FUNCTION pam_meeting_size(meeting bigint) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF pam_level(meeting) < 4 THEN RETURN NULL; END IF;
  RETURN (SELECT count(*) FROM meetings_agendaitem i WHERE i.record_id = meeting AND i.removed_at IS NULL)
       + (SELECT count(*) FROM meetings_decision d WHERE d.record_id = meeting)
       + (SELECT count(*) FROM meetings_meetingaction a WHERE a.record_id = meeting);
END $$;
"""


def add(apps, schema_editor):
    """The shipped default, which a force changes as data: days of access after the meeting."""
    apps.get_model("frameworks", "Term").objects.create(
        listing="meeting.days",
        code="access",
        label="Days that those invited can open the meeting after it",
        score=90,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0002_invitations_end_and_actions_are_numbered"),
        ("frameworks", "0002_terms"),
        ("access", "0003_lawful_bases"),
    ]
    operations = [
        migrations.RunPython(add, migrations.RunPython.noop),
        migrations.RunSQL(SIZE, "DROP FUNCTION IF EXISTS pam_meeting_size(bigint)"),
    ]

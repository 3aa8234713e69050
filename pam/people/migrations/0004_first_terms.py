from django.db import migrations

USE = """\
pam holds information about people who do serious harm and about people who are at risk of it. What leaks from it can get somebody killed. You may use it only for your work, and only as follows.

1. Open a record only if your work needs it. Curiosity is not a reason, and neither is being able to.
2. What you read stays where it is. Pass it on only through pam, or as the law and your agency's policy allow.
3. Follow the marking and the handling instructions on each record. They hold for copies and prints too.
4. Nobody else uses your account. Lock your screen when you leave it, and tell your administrator at once if a device or a password is lost.
5. Write what is true, necessary and fair. The person it is about may one day read it.
6. Each look and each change is recorded with your name, your agency and the time, and is looked at by auditors. Misuse can be a crime under the Data Protection Act 2018 and the Computer Misuse Act 1990.
7. Tell your data protection officer at once if you see something that you should not, or think that something has leaked.

This is the shipped text. Check it with your force's information assurance team."""

CONFIDENTIALITY = """\
What is said in this meeting and what its papers and minutes hold is confidential.

1. It is shared for the purpose of the meeting alone: to prevent and detect crime, and to protect people from harm.
2. You take part for your agency. Pass on only what your agency needs to do its part, to those who need it, and under the same conditions.
3. Nothing is passed to the people spoken of, their families or their representatives without the chair's agreement.
4. Papers and minutes are kept in pam. Copies and notes of your own are marked alike, locked away, and destroyed when they are no longer needed.
5. If you know somebody who is spoken of, say so to the chair before that item begins.
6. Requests for disclosure, by a court or by the person concerned, go to the agency that the information came from.

This is the shipped text. Check it with your force's information assurance team."""


def add(apps, schema_editor):
    Terms = apps.get_model("people", "Terms")
    Terms.objects.create(kind="use", version=1, text=USE)
    Terms.objects.create(kind="confidentiality", version=1, text=CONFIDENTIALITY)


class Migration(migrations.Migration):
    dependencies = [("people", "0003_terms")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

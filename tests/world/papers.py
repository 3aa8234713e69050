"""Papers on the shared meeting: one for all who see its item, one that is confidential to its chair."""

from django.core.files.uploadedfile import SimpleUploadedFile

from meetings.models import Meeting, Pack
from meetings.packs import services as packs
from meetings.papers import services
from pam.access import visibility

# Which personas may read a text with this canary (see tests/world/world.py).
PAPERS = {"canarysealed": {"owner"}}  # a paper on a shared item that is confidential to the chair


def _add(world, meeting, item, canary, **more):
    name = f"Paper of the wharf {canary}.txt"
    upload = SimpleUploadedFile(name, f"Seen at the wharf {canary}".encode(), "text/plain")
    return services.add_paper(
        actor=world.people.reader("owner"),
        meeting=Meeting.objects.get(pk=meeting.pk),
        item=item,
        upload=upload,
        title=f"Paper of the wharf {canary}",
        **more,
    )


def add_shared_paper(world, item):
    """A paper on the shared item, and an item that probation proposes. Inside the owner's reading."""
    paper = _add(world, world.meeting, item, "canarymeeting")
    partner = world.people.reader("granted")
    with visibility.reading(partner):
        proposal = services.propose_item(
            actor=partner,
            meeting=Meeting.objects.get(pk=world.meeting.pk),
            title="The wharf canarymeeting",
            why="Seen at the wharf canarymeeting",
        )
    return {"paper": paper, "proposal": proposal}


def add_hidden_papers(world):
    """A confidential paper on the shared item, and one on the private meeting. Inside the owner's reading."""
    item = world.parts["meeting"]["item"]
    world.parts["meeting sealed"] = {
        "paper": _add(world, world.meeting, item, "canarysealed", confidential=True)
    }
    private = world.parts["private"]
    private["paper"] = _add(world, world.private_meeting, private["item"], "canaryprivate")


def add_packs(world, target, meeting, *, files):
    """The packs of a meeting: in its parts that of probation, or the only one; with `files` the worker's job
    is done. Before its minutes are approved.
    """
    people = world.people
    made = packs.make_pack(actor=people.reader("owner"), meeting=Meeting.objects.get(pk=meeting.pk))
    if files:
        for pack in made:
            packs.make(pack.pk)
    partner = people.memberships["granted"].principal_id
    rows = Pack.objects.filter(record=meeting)
    world.parts[target]["pack"] = rows.filter(for_principals__contains=[partner]).first() or rows.first()
    whole = rows.exclude(for_principals__contains=[partner]).first()
    if target == "meeting" and whole is not None and "meeting sealed" in world.parts:
        world.parts["meeting sealed"]["pack"] = whole

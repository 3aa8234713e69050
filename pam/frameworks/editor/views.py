"""The pages of the editor: one item of a draft at a time, its rows, checking and publishing."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from pam.access.errors import Refused
from pam.audit.services import Verb, log
from pam.forms.views import ServiceFormView, press
from pam.frameworks import selectors, services
from pam.frameworks.differences import label_of
from pam.frameworks.editor import places
from pam.frameworks.editor.bar import bar_of
from pam.frameworks.editor.forms import PublishForm
from pam.frameworks.editor.item_forms import made_of
from pam.frameworks.kinds import kind_named
from pam.frameworks.models import AUTHOR
from pam.frameworks.problems import at
from pam.frameworks.rows import shown_differences


def edit_address(draft, address=""):
    """The address of the page of an item."""
    page = reverse("frameworks:edit", args=[draft.uuid])
    return f"{page}?{urlencode({'item': address})}" if address else page


def own_draft(reader, uuid):
    """A draft of the reader's agency. Raises Http404 if it is hidden, absent or published."""
    row = selectors.version(reader, uuid)
    if row.number is not None or row.agency_id != reader.agency_id:
        raise Http404
    return row


def linked(draft, kind, problems):
    """[(where it is, address of its page, sentence)] of problems: the nearest item that has a form."""
    addresses = {item.address for item in places.outline(kind, draft.body)}
    found = []
    for problem in problems:
        path = problem.path
        while path and places.address_of(draft.body, path) not in addresses:
            path = path[:-1]
        where = next(
            (
                label_of(at(draft.body, path[:n]))
                for n in range(len(path), 0, -1)
                if isinstance(at(draft.body, path[:n]), dict)
            ),
            problem.place,
        )
        address = places.address_of(draft.body, path)
        found.append((where or problem.place, edit_address(draft, address), problem.sentence, address))
    return found


class DraftView(ServiceFormView):
    """A page about a draft of the agency, for its authors."""

    roles = (AUTHOR,)

    def open(self, uuid):
        """Finds the draft; one that is published is shown as people read it."""
        row = selectors.version(self.reader, uuid)
        if row.agency_id != self.reader.agency_id:
            raise Http404
        if row.number is not None:
            return redirect("frameworks:version", row.uuid)
        self.draft, self.kind = row, kind_named(row.kind)
        log(self.reader, Verb.CONSULTATION, "open framework", detail=f"{row.name}, {row.label}"[:200])
        return None


class EditView(DraftView):
    """The editor: the outline, one item's form, and what is to be mended."""

    template_name = "frameworks/edit.html"

    def open(self, uuid):
        """Finds the draft and the item that the address names."""
        if answer := super().open(uuid):
            return answer
        self.address = self.request.GET.get("item", "")
        try:
            self.path = places.path_of(self.draft.body, self.address)
            self.schema = places.schema_at(self.kind, self.path)
        except places.NotThere:
            raise Http404 from None
        self.outline = places.outline(self.kind, self.draft.body)
        if self.address not in {item.address for item in self.outline}:
            raise Http404
        return None

    @property
    def is_listing(self):
        """Whether the address names a list whose rows have pages of their own."""
        return places.is_list_of_rows(self.schema) and self.path[-1] not in places.TABLES

    def make_form(self, data=None, files=None):
        """The form of the item."""
        form_class = made_of(self.kind, self.draft.body, () if self.is_listing else self.path)
        return form_class(data, files, initial={"version": self.draft.version})

    def valid(self):
        """Whether the item fits its part of the schema; what doesn't is said beside its field."""
        if self.is_listing or not self.form.is_valid():
            return False
        self.body = self._changed()
        for problem in self.kind.schema_problems(self.body):
            rest = problem.path[len(self.path) :]
            if problem.path[: len(self.path)] == self.path:
                name = next(
                    (one for one, (path, _) in self.form.keys.items() if path == rest[: len(path)]), None
                )
                self.form.add_error(name, problem.sentence)
        self._own_code()
        return not self.form.errors

    def _changed(self):
        item = self.form.item()
        if self.path and self.path[-1] in places.TABLES:
            item = item.get(self.path[-1])
        return places.with_value(self.draft.body, self.path, item)

    def _own_code(self):
        item = at(self.body, self.path)
        if (
            not self.path
            or not isinstance(self.path[-1], int)
            or item.get("code") == at(self.draft.body, self.path).get("code")
        ):
            return
        if item.get("code") in places.codes_of(self.kind, self.draft.body, self.path[:-1]):
            self.form.add_error("code", "Another one has this short name.")

    def save(self, form):
        """Gives the draft the changed item."""
        return services.change_draft(
            actor=self.reader, draft=self.draft, version=form.cleaned_data["version"], body=self.body
        )

    done = "Saved."

    def next_page(self, saved):
        """The item again, under its address as it is now."""
        return edit_address(saved, places.address_of(saved.body, self.path))

    def context(self):
        """The outline with marks where something is to be mended, and the preview."""
        draft, kind = self.draft, self.kind
        problems = linked(draft, kind, kind.problems(draft.body))
        faulty = {one[3] for one in problems}
        item = at(draft.body, self.path)
        return {
            "draft": draft,
            "kind": kind,
            "outline": [(one, one.address in faulty) for one in self.outline],
            "here": next(one for one in self.outline if one.address == self.address),
            "address": self.address,
            "is_listing": self.is_listing,
            "is_row": bool(self.path) and isinstance(self.path[-1], int),
            "listing": self.address if self.is_listing else "",
            "rows": [
                one for one in self.outline if one.row and one.address.rpartition(".")[0] == self.address
            ],
            "bar": bar_of(draft.body.get("bands", [])) if self.address == "bands" else [],
            "add_label": _add(places.singular(str(self.path[-1]))) if self.is_listing else "",
            "missing": item is None,
            "problems": problems,
            "problems_here": [one for one in problems if one[3] == self.address],
        }


def _add(noun):
    return f"Add {'an' if noun[0] in 'aeiou' else 'a'} {noun}"


DONE = {
    "add": "Added.",
    "duplicate": "Duplicated.",
    "up": "Moved.",
    "down": "Moved.",
    "place": "Moved.",
    "undo": "The last change is undone.",
}


@require_POST
def arrange(request, uuid):
    """Adds, duplicates, removes or moves a row of a draft, or undoes the last change."""
    if not request.reader.has_role(AUTHOR):
        raise PermissionDenied
    draft = own_draft(request.reader, uuid)
    leads = {"to": request.POST.get("item", "")}

    def change():
        do = request.POST.get("do", "")
        version = _number(request.POST.get("version"))
        if do not in (*DONE, "remove") or version is None:
            raise Refused("Choose what to do.", code="invalid")
        if do == "undo":
            leads["to"] = ""
            return services.undo_draft(actor=request.reader, draft=draft, version=version)
        body, path = _arranged(draft, do, request.POST)
        leads["to"] = places.address_of(body, path)
        return services.change_draft(actor=request.reader, draft=draft, version=version, body=body)

    label = ""
    if request.POST.get("do") == "remove":
        try:
            label = label_of(at(draft.body, places.path_of(draft.body, leads["to"])) or {})
        except (places.NotThere, AttributeError):
            label = ""
    done = f"“{label}” is removed. “Undo the last change” brings it back." if label else ""
    if not press(request, change, DONE.get(request.POST.get("do"), done)):
        leads["to"] = ""
    return redirect(edit_address(draft, leads["to"]))


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _arranged(draft, do, sent):
    """(the changed body, the path to show). Raises Refused for what can't be done."""
    kind, body = kind_named(draft.kind), draft.body
    try:
        path = places.path_of(body, sent.get("item", ""))
        schema = places.schema_at(kind, path)
    except places.NotThere:
        raise Refused("It is no longer there.", code="not_there") from None
    if do == "add":
        if not places.is_list_of_rows(schema):
            raise Refused("Nothing can be added there.", code="invalid")
        rows = at(body, path) or []
        return places.with_value(body, path, [*rows, places.new_row(kind, body, path)]), (*path, len(rows))
    if not path or not isinstance(path[-1], int):
        raise Refused("That cannot be moved or removed.", code="invalid")
    if do == "duplicate":
        return places.duplicate(kind, body, path)
    if do == "remove":
        return _removed(kind, body, path)
    to = _number(sent.get("to")) if do == "place" else path[-1] + (1 if do == "down" else -1)
    if to is None:
        raise Refused("Choose where to.", code="invalid")
    return places.moved(body, path, to)


def _removed(kind, body, path):
    rows = [row for n, row in enumerate(at(body, path[:-1])) if n != path[-1]]
    least = places.schema_at(kind, path[:-1]).get("minItems", 0)
    if len(rows) < least:
        raise Refused("The last one cannot be removed. Change it instead.", code="too_few")
    return places.with_value(body, path[:-1], rows or None), path[:-1]


class PublishView(DraftView):
    """What is new, who is affected, what is to be mended; then it is published."""

    form_class = PublishForm
    template_name = "frameworks/publish.html"

    def form_arguments(self):
        """The version that the page shows."""
        return {"initial": {"version": self.draft.version}}

    def save(self, form):
        """Publishes the draft."""
        return services.publish(actor=self.reader, draft=self.draft, **form.cleaned_data)

    def done_words(self, saved):
        """Which version it is."""
        return f"{saved.name} is published as {saved.label}. It is in use from now on."

    def next_page(self, saved):
        """The published version."""
        return reverse("frameworks:version", args=[saved.uuid])

    def context(self):
        """Problems with links, differences from the version in use, what it takes the place of."""
        last, shipped = selectors.taken_over(self.reader, self.draft)
        return {
            "draft": self.draft,
            "kind": self.kind,
            "problems": linked(self.draft, self.kind, self.kind.problems(self.draft.body)),
            "last": last,
            "shipped": shipped,
            "rows": shown_differences(last, self.draft) if last else [],
            "used": selectors.uses_of(self.reader, self.draft.framework),
        }

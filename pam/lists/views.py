"""Pages about how a person keeps a list: its views, its columns."""

from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from pam.access.visibility import Reader
from pam.forms.views import ConfirmView, ServiceFormView, press
from pam.lists import selectors, services
from pam.lists.forms import ROOMY, ColumnsForm, NameForm, SaveViewForm
from pam.lists.kept import kept_list
from pam.ui.direction import isolated
from pam.ui.forms import selected_filters
from pam.ui.sorting import VIEW


@require_GET
def views(request, code):
    """The views that the reader has of a list, and which of them it opens with."""
    kept = selectors.keeping(request.reader, selectors.list_or_404(code), request.GET)
    for view in kept.views:
        view.team = selectors.team_of(view)
        view.may_change = selectors.may_change(request.reader, view)
        view.address = selectors.address_of(view)
    return render(request, "lists/views.html", {"kept": kept, "page": kept.listed})


@require_GET
def counts(request, code):
    """How many rows each choice of the list's filters leaves, for a page whose filters are opened. Numbers of
    what the reader may see, and no row: no line in the log.
    """
    count = selectors.list_or_404(code).counts
    if count is None:
        raise Http404
    return JsonResponse({"counts": count(request.reader, request.GET)})


@require_POST
def open_with(request, code):
    """Opens the list with a view (`view`, its uuid), or with everything."""
    kept = selectors.list_or_404(code)
    wanted = request.POST.get(VIEW, "")
    view = next(
        (v for v in selectors.keeping(request.reader, kept, request.GET).views if str(v.uuid) == wanted), None
    )
    words = f"{kept.label} opens with “{view.name}”." if view else f"{kept.label} opens with everything."
    press(request, lambda: services.open_with(actor=request.reader, kept=kept, view=view), words)
    return redirect("lists:views", code=code)


class _OfList(ServiceFormView):
    """A form about the list as the address has it."""

    reader: Reader

    def open(self, code):
        """Finds the list. Raises Http404."""
        self.kept = selectors.keeping(self.reader, selectors.list_or_404(code), self.request.GET)

    def next_page(self, saved):
        """The list, as it was."""
        return self.kept.back

    def context(self):
        """The list, and what is asked of it in words."""
        form = self.kept.listed.filters(self.reader, self.request.GET)
        chosen = [(label, words) for _, _, label, words in selected_filters(form)]
        return {"kept": self.kept, "page": self.kept.listed, "chosen": chosen}


class SaveView(_OfList):
    """Saves what the list shows now as a new view."""

    form_class = SaveViewForm
    template_name = "lists/save.html"

    def form_arguments(self):
        """The teams that views are saved for."""
        return {"teams": selectors.teams_to_keep_for(self.reader)}

    def save(self, form):
        """Saves the view, and opens the list with it if that was ticked."""
        view = services.save_view(
            actor=self.reader,
            kept=self.kept.listed,
            name=form.cleaned_data["name"],
            query=self.kept.query,
            without=self.kept.without,
            roomy=self.kept.roomy,
            team=form.chosen_team(),
        )
        if form.cleaned_data["opens"]:
            services.open_with(actor=self.reader, kept=self.kept.listed, view=view)
        return view

    def done_words(self, saved):
        """Its name."""
        return f"View saved: {saved.name}"

    def next_page(self, saved):
        """The list with the view."""
        return selectors.address_of(saved)


class Columns(_OfList):
    """Chooses the columns and the space between the rows, in the chosen view or for the list as such."""

    form_class = ColumnsForm
    template_name = "lists/columns.html"
    done = "The list is arranged."

    def open(self, code):
        """Finds the list, and which view is changed: None if it is none of the reader's to change."""
        super().open(code)
        view = self.kept.view
        self.changes = view if view and selectors.may_change(self.reader, view) else None

    def form_arguments(self):
        """The columns as they are."""
        left = self.kept.without
        shown = [name for name, _ in self.kept.listed.columns if name not in left]
        density = ROOMY if self.kept.roomy else "compact"
        return {"kept": self.kept.listed, "initial": {"columns": shown, "density": density}}

    def save(self, form):
        """Keeps them."""
        shown = set(form.cleaned_data["columns"])
        return services.arrange(
            actor=self.reader,
            kept=self.kept.listed,
            without=[name for name, _ in self.kept.listed.columns if name not in shown],
            roomy=form.cleaned_data["density"] == ROOMY,
            view=self.changes,
        )

    def next_page(self, saved):
        """The list, without a view whose columns stay as they are."""
        return self.kept.back if self.changes or not self.kept.view else self.kept.without_view

    def context(self):
        """The view that is changed."""
        team = self.changes and selectors.team_of(self.changes)
        return {**super().context(), "changes": self.changes, "team": team}


class _OfView(ServiceFormView):
    """A form about one view that the reader may change."""

    def open(self, uuid):
        """Finds the view. Raises Http404 for hidden and absent alike, and for one that is not theirs."""
        self.view_row = selectors.view_or_404(self.reader, uuid, to_change=True)
        self.team = selectors.team_of(self.view_row)
        self.page = kept_list(self.view_row.listed)

    def next_page(self, saved):
        """The views of the list."""
        return reverse("lists:views", args=[self.view_row.listed])

    def who(self):
        """Who else has it, in a sentence; "" for nobody."""
        return f"All in {isolated(self.team.name)} have this view." if self.team else ""


class RenameView(_OfView):
    """Gives a view another name."""

    form_class = NameForm
    template_name = "lists/rename.html"
    done = "The view has a new name."

    def form_arguments(self):
        """Its name."""
        return {"initial": {"name": self.view_row.name}}

    def save(self, form):
        """Renames it."""
        return services.rename_view(actor=self.reader, view=self.view_row, name=form.cleaned_data["name"])

    def context(self):
        """The view."""
        return {
            "name": self.view_row.name,
            "page": self.page,
            "team": self.team,
            "back": self.next_page(None),
        }


class DeleteView(_OfView, ConfirmView):
    """Deletes a view, after one question."""

    confirm_label = "Delete"
    danger = True
    explanation = "The list and its rows stay as they are."
    done = "The view is deleted."

    def ask(self):
        """The question names it."""
        return f"Delete the view “{self.view_row.name}”?"

    def context(self):
        """Who else has it."""
        return {**super().context(), "consequences": [self.who()] if self.team else []}

    def save(self, form):
        """Deletes it."""
        return services.delete_view(actor=self.reader, view=self.view_row)


class ReplaceView(_OfView, ConfirmView):
    """Keeps in a view what the list shows now."""

    confirm_label = "Save"
    done = "The view is saved."

    def open(self, uuid):
        """Finds the view, and what the address asks of its list."""
        super().open(uuid)
        self.kept = selectors.keeping(self.reader, self.page, self.request.GET)

    def ask(self):
        """The question names it."""
        return f"Save the new filters and order in “{self.view_row.name}”?"

    def context(self):
        """What it will hold, and who else has it."""
        form = self.page.filters(self.reader, self.request.GET)
        facts = [(label, words) for _, _, label, words in selected_filters(form)]
        lines = [*([] if facts else ["It will have no filters."]), *([self.who()] if self.team else [])]
        return {**super().context(), "facts": facts, "consequences": lines}

    def save(self, form):
        """Saves it."""
        looks = {"without": self.view_row.without, "roomy": self.view_row.roomy}
        return services.replace_view(actor=self.reader, view=self.view_row, query=self.kept.query, **looks)

    def next_page(self, saved):
        """The list with the view."""
        return selectors.address_of(saved or self.view_row)

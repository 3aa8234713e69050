"""The access review: a manager's pages, and an administrator's list of where each team stands."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from pam.access.errors import Refused
from pam.access.paging import page
from pam.accounts.forms.invitations import ConfirmReviewForm, ReasonForm
from pam.accounts.services import team_reviews as services
from pam.accounts.views.people import for_administrators
from pam.audit.services import Verb, log
from pam.disclosure.selectors.sharing import in_sentence, label_of
from pam.disclosure.services import sharing
from pam.records.names import names_for


@require_GET
@for_administrators
def reviews(request):
    """Where the review of each team of the agency stands."""
    log(request.reader, Verb.CONSULTATION, "list reviews")
    return render(
        request,
        "accounts/reviews.html",
        {"teams": services.states_of(request.reader), "days": services.figures(request.reader.agency_id)},
    )


def _review(request, uuid):
    review = services.review_of(request.reader, uuid)
    if review is None:
        raise Http404
    return review


@require_http_methods(["GET", "POST"])
def review(request, uuid):
    """Who is in the team and what of its records is shared; confirming that it may stay."""
    row = _review(request, uuid)
    form = ConfirmReviewForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            services.confirm(actor=request.reader, review=row, looked_at=form.cleaned_data["seen"])
        except Refused as error:
            messages.warning(request, error.message)
        else:
            messages.success(request, f"{row.team.name} is confirmed.")
            return redirect("home")
    shown = page(services.shares_of(row.team).select_related("content_object"), ["-given_at", "-pk"], request)
    numbers = [grant.content_object_id for grant in shown.rows]
    log(request.reader, Verb.CONSULTATION, "list", numbers, what=f"Review of {row.team.name}")
    context = {
        "review": row,
        "members": services.members_of(row.team),
        "page": shown,
        "names": names_for(request.reader, numbers),
        "receivers": {pk: label_of(found) for pk, found in services.receivers_of(shown.rows).items()},
        "form": ConfirmReviewForm(initial={"seen": services.seen(row.team)}),
        "me": request.reader.membership_id,
    }
    return render(request, "accounts/review.html", context)


@require_http_methods(["GET", "POST"])
def take_out(request, uuid, person):
    """Takes somebody out of the team, after asking."""
    row = _review(request, uuid)
    member = services.members_of(row.team).filter(uuid=person).first()
    if member is None:
        raise Http404
    return _decide(
        request,
        row,
        lambda reason: services.take_out(actor=request.reader, review=row, membership=member, reason=reason),
        f"Take {member.user.name} out of {row.team.name}?",
        "Take them out",
        f"{member.user.name} is out of {row.team.name}.",
        [
            "They lose access to the team’s records immediately.",
            "Records they lead stay in their name. An administrator can hand them over.",
        ],
    )


@require_http_methods(["GET", "POST"])
def end_share(request, uuid, grant):
    """Ends a share of one of the team's records, after asking."""
    row = _review(request, uuid)
    found = services.shares_of(row.team).select_related("content_object__team").filter(uuid=grant).first()
    if found is None:
        raise Http404
    log(request.reader, Verb.CONSULTATION, "open sharing", [found.content_object_id])
    record, who = found.content_object, in_sentence(label_of(services.receivers_of([found])[found.group_id]))
    return _decide(
        request,
        row,
        lambda reason: sharing.end_share(
            actor=request.reader, record=record, grant=found, who=who, reason=reason
        ),
        f"End the share of {record.reference} with {who}?",
        "End the share",
        f"The share with {who} has ended.",
        ["It ends immediately. They keep the receipt."],
    )


def _decide(request, review, act, question, label, done, consequences):
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            act(form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, done)
            return redirect("accounts:review", review.uuid)
    context = {
        "question": question,
        "confirm_label": label,
        "consequences": consequences,
        "form": form,
        "danger": True,
        "cancel_url": reverse("accounts:review", args=[review.uuid]),
    }
    return render(request, "ui/confirm.html", context)

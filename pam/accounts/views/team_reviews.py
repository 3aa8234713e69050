"""The access review: a manager's pages, and an administrator's list of the state of each team's review."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access.paging import page
from pam.accounts.forms.invitations import ConfirmReviewForm, ReasonForm
from pam.accounts.selectors import team_reviews as review_selectors
from pam.accounts.services import team_reviews as services
from pam.accounts.views.people import for_administrators
from pam.audit.services import Verb, log
from pam.disclosure.selectors.sharing import in_sentence, label_of
from pam.disclosure.services import sharing
from pam.forms.views import ConfirmView, ServiceFormView
from pam.records.selectors.names import names_for
from pam.ui.sorting import Column, Sorting


@require_GET
@for_administrators
def reviews(request):
    """How far the review of each team of the agency is."""
    log(request.reader, Verb.CONSULTATION, "list reviews")
    return render(
        request,
        "accounts/reviews.html",
        {
            "teams": review_selectors.states_of(request.reader),
            "days": review_selectors.review_periods(request.reader.agency_id),
        },
    )


def _review(request, uuid):
    review = review_selectors.review_of(request.reader, uuid)
    if review is None:
        raise Http404
    return review


class Review(ServiceFormView):
    """Who is in the team and what of its records is shared; confirming that it may stay."""

    form_class = ConfirmReviewForm
    template_name = "accounts/review.html"

    def open(self, uuid):
        """Finds the review of a team that the reader manages."""
        self.review = _review(self.request, uuid)

    def save(self, form):
        """Confirms the team."""
        seen = form.cleaned_data["seen"]
        return services.confirm(actor=self.reader, review=self.review, fingerprint=seen)

    def done_words(self, saved):
        """Which team."""
        return f"{self.review.team.name} is confirmed."

    def next_page(self, saved):
        """The first page."""
        return reverse("home")

    def context(self):
        """The team's people and shares as they are now; the form confirms these."""
        team = self.review.team
        self.form.carry(seen=review_selectors.review_fingerprint(team))
        rows = review_selectors.shares_of(team).select_related("content_object")
        shown = page(
            rows, Sorting(self.request, Column("given", "Shared", "-given_at", heading=False)), self.request
        )
        numbers = [grant.content_object_id for grant in shown.rows]
        log(self.reader, Verb.CONSULTATION, "list", numbers, detail=f"Review of {team.name}")
        receivers = review_selectors.receivers_of(shown.rows)
        return {
            "review": self.review,
            "members": review_selectors.members_of(team),
            "page": shown,
            "names": names_for(self.reader, numbers),
            "receivers": {pk: label_of(found) for pk, found in receivers.items()},
            "me": self.reader.membership_id,
        }


class DecideInReview(ConfirmView):
    """Asks for the reason why a person or something is taken away in a review."""

    form_class = ReasonForm
    danger = True

    def open(self, uuid, **lookup):
        """Finds the review, and what is taken away."""
        self.review = _review(self.request, uuid)
        self.find(**lookup)

    def next_page(self, saved):
        """The review."""
        return reverse("accounts:review", args=[self.review.uuid])


class TakeOut(DecideInReview):
    """Takes a person out of the team, after asking."""

    confirm_label = "Take them out"
    consequences = [
        "They lose access to the team’s records immediately.",
        "Records they lead stay in their name. An administrator can hand them over.",
    ]

    def find(self, person):
        """Finds who is taken out."""
        self.member = review_selectors.members_of(self.review.team).filter(uuid=person).first()
        if self.member is None:
            raise Http404

    def ask(self):
        """The question, with the names."""
        return f"Take {self.member.user.name} out of {self.review.team.name}?"

    def save(self, form):
        """Takes them out."""
        return services.take_out(
            actor=self.reader, review=self.review, membership=self.member, **form.cleaned_data
        )

    def done_words(self, saved):
        """Who is out."""
        return f"{self.member.user.name} is out of {self.review.team.name}."


class EndShare(DecideInReview):
    """Ends a share of one of the team's records, after asking."""

    confirm_label = "End the share"
    consequences = ["It ends immediately. They keep the receipt."]

    def find(self, grant):
        """Finds the share, and logs the look at it."""
        rows = review_selectors.shares_of(self.review.team).select_related("content_object__team")
        self.grant = rows.filter(uuid=grant).first()
        if self.grant is None:
            raise Http404
        log(self.reader, Verb.CONSULTATION, "open sharing", [self.grant.content_object_id])
        receiver = review_selectors.receivers_of([self.grant])[self.grant.group_id]
        self.record, self.receiver_name = self.grant.content_object, in_sentence(label_of(receiver))

    def ask(self):
        """The question, with the record's reference."""
        return f"End the share of {self.record.reference} with {self.receiver_name}?"

    def save(self, form):
        """Ends the share."""
        return sharing.end_share(
            actor=self.reader,
            record=self.record,
            grant=self.grant,
            receiver_name=self.receiver_name,
            **form.cleaned_data,
        )

    def done_words(self, saved):
        """Whose share has ended."""
        return f"The share with {self.receiver_name} has ended."

"""Reviewing a plan, and its reviews as they were signed."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from ocg.plan.forms.review import CommentForm, ReviewForm
from ocg.plan.selectors import plan as plans
from ocg.plan.selectors import reviews as selectors
from ocg.plan.services import reviews
from ocg.plan.views.plan import PlanView, plan_page
from pam.access import visibility
from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.records.views.page import record_context


class Review(PlanView):
    """The lead reviews the plan; what is as it was needs no typing."""

    level = Level.CONTRIBUTE
    form_class = ReviewForm
    template_name = "ocg/plan/review.html"

    def open(self, uuid):
        """Opens the plan; others than the lead are led to it."""
        if answer := super().open(uuid):
            return answer
        if plans.signs_as(self.reader, self.record) != "lro":
            visibility.require(self.reader, self.record, Level.MANAGE)
            return redirect(plan_page(self.record))
        self.asked = selectors.asked(self.reader, self.record, self.plan)

    def form_arguments(self):
        """What is asked."""
        return {"asked": self.asked, "record": self.record}

    def save(self, form):
        """Signs it."""
        version = form.cleaned_data["version"]
        return reviews.review(
            actor=self.reader, record=self.record, plan=self.plan, version=version, said=form.said()
        )

    def done_words(self, saved):
        """When the next one is due."""
        return "The review is signed."

    def next_page(self, saved):
        """The review."""
        return reverse("ocg:plan_review_page", args=[saved.uuid])

    def context(self):
        """What changed, and whether the plan waits to be signed."""
        signing = plans.signing_of(self.reader, self.plan)
        return {**super().context(), "asked": self.asked, "signing": signing}


@require_GET
def review_page(request, uuid):
    """A review as it was signed, with the comment of the Senior Responsible Officer."""
    row = selectors.review(request.reader, uuid)
    record = plans.group_of(request.reader, row.record_id)
    log(request.reader, Verb.CONSULTATION, "open review of plan", [record.pk])
    role = plans.signs_as(request.reader, record)
    context = record_context(request, record) | {
        "review": row,
        "sections": selectors.sections_of(request.reader, row),
        "plan_url": plan_page(record),
        "may_comment": role == "sro" and not row.commented_at,
    }
    return render(request, "ocg/plan/review_page.html", context)


class Comment(PlanView):
    """What the Senior Responsible Officer says to a review, once."""

    form_class = CommentForm
    template_name = "ocg/plan/comment.html"
    done = "Your comment is kept."
    look = "open to comment"

    def open(self, uuid):
        """Opens the review; others than the Senior Responsible Officer are led to it."""
        self.review = selectors.review(self.reader, uuid)
        self.plan, self.record = self.review.plan, plans.group_of(self.reader, self.review.record_id)
        log(self.reader, Verb.CONSULTATION, self.look, [self.record.pk])
        if plans.signs_as(self.reader, self.record) != "sro" or self.review.commented_at:
            return redirect(self.next_page(self.review))

    def save(self, form):
        """Keeps it."""
        return reviews.comment(actor=self.reader, review=self.review, text=form.cleaned_data["text"])

    def next_page(self, saved):
        """The review."""
        return reverse("ocg:plan_review_page", args=[saved.uuid])

    def context(self):
        """The review."""
        return {**super().context(), "review": self.review}

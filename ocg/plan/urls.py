"""One page a line."""

from django.urls import path

from ocg.plan.views import plan, reviews, tactics

urlpatterns = [
    path("<uuid:uuid>/plan/", plan.whole, name="plan"),
    path("<uuid:uuid>/plan/head/", plan.Head.as_view(), name="plan_head"),
    path("<uuid:uuid>/plan/sign/", plan.Sign.as_view(), name="plan_sign"),
    path("<uuid:uuid>/plan/strands/", plan.OfStrands.as_view(), name="plan_strands"),
    path("<uuid:uuid>/plan/add/<slug:what>/", plan.AddPart.as_view(), name="plan_add"),
    path("<uuid:uuid>/plan/cards/", tactics.FromCards.as_view(), name="plan_cards"),
    path("<uuid:uuid>/plan/write/", tactics.Write.as_view(), name="plan_write"),
    path("plan/tactic/<uuid:uuid>/", tactics.SetTactic.as_view(), name="plan_tactic"),
    path("<uuid:uuid>/plan/review/", reviews.Review.as_view(), name="plan_review"),
    path("plan/review/<uuid:uuid>/", reviews.review_page, name="plan_review_page"),
    path("plan/review/<uuid:uuid>/comment/", reviews.Comment.as_view(), name="plan_review_comment"),
    path("plan/version/<uuid:uuid>/", plan.version, name="plan_version"),
    path("plan/version/<uuid:uuid>/compare/", plan.compare, name="plan_compare"),
    path("plan/<slug:what>/<uuid:uuid>/change/", plan.ChangePart.as_view(), name="plan_change"),
    path("plan/<slug:what>/<uuid:uuid>/take-out/", plan.TakeOut.as_view(), name="plan_take_out"),
]

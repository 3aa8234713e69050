"""One page a line; the room's own addresses take them in."""

from django.urls import path

from meetings.papers import views
from pam.accounts.required_terms import requires_acceptance
from pam.accounts.selectors.terms_of_use import Kind

confidential = requires_acceptance(Kind.CONFIDENTIALITY)
PAPER_PATHS = [
    path("<uuid:uuid>/agenda/<uuid:item>/", confidential(views.DescribeItem.as_view()), name="item"),
    path(
        "<uuid:uuid>/agenda/<uuid:item>/papers/new/",
        confidential(views.AddPaper.as_view()),
        name="paper_add",
    ),
    path("papers/<uuid:uuid>/", confidential(views.download), name="paper"),
    path("papers/<uuid:uuid>/version/", confidential(views.AddPaperVersion.as_view()), name="paper_version"),
    path("papers/<uuid:uuid>/remove/", confidential(views.RemovePaper.as_view()), name="paper_remove"),
    path("<uuid:uuid>/propose/", confidential(views.ProposeItem.as_view()), name="propose"),
    path("proposals/<uuid:uuid>/", confidential(views.AnswerProposal.as_view()), name="proposal"),
]

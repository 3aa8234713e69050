"""One page a line; the room's own addresses take them in."""

from django.urls import path

from meetings.caselist import views
from meetings.research import views as research
from pam.accounts.required_terms import requires_acceptance
from pam.accounts.selectors.terms_of_use import Kind

confidential = requires_acceptance(Kind.CONFIDENTIALITY)
CASE_PATHS = [
    path("<uuid:uuid>/cases/", confidential(views.cases), name="cases"),
    path("<uuid:uuid>/cases/new/", confidential(views.Refer.as_view()), name="refer"),
    path("<uuid:uuid>/cases/open/", confidential(views.OpenList.as_view()), name="open_list"),
    path(
        "<uuid:uuid>/cases/take/<str:provider>/<uuid:referral>/",
        confidential(views.take),
        name="take_referral",
    ),
    path("cases/<uuid:uuid>/", confidential(views.case), name="case"),
    path("cases/<uuid:uuid>/decide/", confidential(views.Decide.as_view()), name="case_decide"),
    path("cases/<uuid:uuid>/told/", confidential(views.Told.as_view()), name="case_told"),
    path("cases/<uuid:uuid>/research/", confidential(research.OwnPaper.as_view()), name="research"),
    path("cases/<uuid:uuid>/nothing/", confidential(research.nothing_known), name="nothing_known"),
    path("research/<uuid:uuid>/release/", confidential(research.Release.as_view()), name="release_line"),
    path("research/<uuid:uuid>/keep/", confidential(research.KeepBack.as_view()), name="keep_back"),
    path("research/<uuid:uuid>/call/", confidential(research.Call.as_view()), name="research_call"),
]

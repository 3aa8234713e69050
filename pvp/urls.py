"""One page a line."""

from django.urls import path

from pvp import views
from pvp.closure.urls import CLOSURE_PATHS
from pvp.graded.urls import GRADED_PATHS
from pvp.marac.urls import MARAC_PATHS
from pvp.missing.urls import MISSING_PATHS
from pvp.people.views import WriteVoice
from pvp.perpetrators.views import perpetrators
from pvp.referrals.urls import REFERRAL_PATHS
from pvp.risk.urls import RISK_PATHS
from pvp.safety.urls import SAFETY_PATHS
from pvp.strands.views import AnswerStrand, strand

app_name = "pvp"
urlpatterns = [
    *GRADED_PATHS,
    *MARAC_PATHS,
    *MISSING_PATHS,
    *RISK_PATHS,
    *SAFETY_PATHS,
    path("", views.cases, name="list"),
    path("download/", views.DownloadCases.as_view(), name="list_download"),
    path("new/", views.NewCase.as_view(), name="new"),
    path("<uuid:uuid>/", views.detail, name="detail"),
    path("<uuid:uuid>/edit/", views.EditCase.as_view(), name="edit"),
    *CLOSURE_PATHS,
    *REFERRAL_PATHS,
    path("<uuid:uuid>/strand/", strand, name="strand"),
    path("<uuid:uuid>/strand/answer/", AnswerStrand.as_view(), name="strand_answer"),
    path("<uuid:uuid>/suspects/", perpetrators, name="perpetrators"),
    path("person/<uuid:uuid>/voice/", WriteVoice.as_view(), name="voice"),
]

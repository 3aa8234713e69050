"""One page a line."""

from django.urls import path

from ocg import views
from ocg.disruptions import views as disruptions
from ocg.harm.urls import HARM_PATHS
from ocg.members.urls import urlpatterns as members
from ocg.plan import urls as plans
from ocg.profile import views as profile
from ocg.reentry import views as reentry
from ocg.region.urls import REGION_PATHS
from ocg.responsible import views as responsible
from ocg.scoring.urls import SCORING_PATHS

app_name = "ocg"
urlpatterns = [
    *plans.urlpatterns,
    path("", views.list_groups, name="list"),
    path("download/", views.DownloadGroups.as_view(), name="list_download"),
    path("new/", views.NewOcg.as_view(), name="new"),
    path("<uuid:uuid>/", views.detail, name="detail"),
    path("<uuid:uuid>/edit/", views.EditOcg.as_view(), name="edit"),
    path("<uuid:uuid>/score/", views.AddScore.as_view(), name="score"),
    path("<uuid:uuid>/for-typing/", reentry.pack, name="reentry"),
    path("<uuid:uuid>/for-typing/<slug:code>/", reentry.NoteTyped.as_view(), name="reentry_typed"),
    path("<uuid:uuid>/disruptions/", disruptions.of_record, name="disruptions"),
    path("<uuid:uuid>/disruptions/add/", disruptions.AddDisruption.as_view(), name="disruption_add"),
    path("<uuid:uuid>/profiles/", profile.Profiles.as_view(), name="profiles"),
    path("<uuid:uuid>/profiles/progress/", profile.progress, name="profile_progress"),
    path("profiles/<uuid:uuid>/download/", profile.download, name="profile_download"),
    path("<uuid:uuid>/lead/", responsible.of_record, name="lead"),
    path("<uuid:uuid>/lead/offer/", responsible.OfferLead.as_view(), name="lead_offer"),
    path("lead-offers/<uuid:uuid>/", responsible.AnswerOffer.as_view(), name="lead_answer"),
    path("lead-offers/<uuid:uuid>/withdraw/", responsible.WithdrawOffer.as_view(), name="lead_withdraw"),
    path("without-lead/", responsible.without_lead, name="without_lead"),
    path("without-lead/download/", responsible.DownloadWithoutLead.as_view(), name="without_lead_download"),
    path("untrained-leads/", responsible.untrained, name="untrained"),
    path("untrained-leads/download/", responsible.DownloadUntrained.as_view(), name="untrained_download"),
    path("training/", responsible.training, name="training"),
    path("training/add/", responsible.RecordTraining.as_view(), name="training_add"),
    path("training/<uuid:uuid>/remove/", responsible.RemoveTraining.as_view(), name="training_remove"),
    path("disruptions/to-assess/", disruptions.to_assess, name="to_assess"),
    path("disruptions/figures/", disruptions.all_figures, name="disruption_figures"),
    path(
        "disruptions/figures/download/",
        disruptions.DownloadFigures.as_view(),
        name="disruption_figures_download",
    ),
    path("disruptions/<uuid:uuid>/", disruptions.detail, name="disruption"),
    path("disruptions/<uuid:uuid>/amend/", disruptions.Amend.as_view(), name="disruption_amend"),
    path("disruptions/<uuid:uuid>/assess/", disruptions.Assess.as_view(), name="disruption_assess"),
    path("disruptions/<uuid:uuid>/typed/", disruptions.Typed.as_view(), name="disruption_typed"),
    *HARM_PATHS,
    *members,
    *REGION_PATHS,
    *SCORING_PATHS,
]

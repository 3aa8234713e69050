"""One page a line."""

from django.urls import path

from pam.retention.views import disposal, groups, keeping, subject_access

app_name = "retention"
urlpatterns = [
    path("", keeping.due, name="due"),
    path("record/<uuid:uuid>/", keeping.record, name="record"),
    path("record/<uuid:uuid>/review/", keeping.ReviewRecord.as_view(), name="review"),
    path("record/<uuid:uuid>/hold/", keeping.PutHold.as_view(), name="hold"),
    path("hold/<uuid:uuid>/lift/", keeping.LiftHold.as_view(), name="lift"),
    path("record/<uuid:uuid>/dispose/", disposal.Propose.as_view(), name="propose"),
    path("disposals/", disposal.proposals, name="proposals"),
    path("disposals/<uuid:uuid>/", disposal.Proposal.as_view(), name="proposal"),
    path("disposals/<uuid:uuid>/decline/", disposal.DeclineProposal.as_view(), name="decline"),
    path("disposals/<uuid:uuid>/withdraw/", disposal.WithdrawProposal.as_view(), name="withdraw"),
    path("certificates/", disposal.certificates, name="certificates"),
    path("certificates/<uuid:uuid>/", disposal.certificate, name="certificate"),
    path("groups/", groups.groups, name="groups"),
    path("groups/new/", groups.group_new, name="group_new"),
    path("groups/<uuid:uuid>/", groups.group_edit, name="group_edit"),
    path("groups/<uuid:uuid>/retire/", groups.group_retire, name="group_retire"),
    path("subject-access/", subject_access.subjects, name="subjects"),
    path("subject-access/new/", subject_access.NewRequest.as_view(), name="subject_new"),
    path("subject-access/<uuid:uuid>/", subject_access.Request.as_view(), name="subject"),
]

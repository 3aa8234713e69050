"""The pages of members, for the room's urls."""

from django.urls import path

from ocg.members import views

urlpatterns = [
    path("<uuid:uuid>/members/", views.of_record, name="members"),
    path("<uuid:uuid>/members/download/", views.DownloadMembers.as_view(), name="members_download"),
    path("<uuid:uuid>/members/add/", views.AddMember.as_view(), name="member_add"),
    path("releases/", views.all_releases, name="releases"),
    path("releases/download/", views.DownloadReleases.as_view(), name="releases_download"),
    path("members/<uuid:uuid>/", views.detail, name="member"),
    path("members/<uuid:uuid>/change/", views.EditMember.as_view(), name="member_edit"),
    path("members/<uuid:uuid>/remove/", views.RemoveMember.as_view(), name="member_remove"),
    path("members/<uuid:uuid>/status/", views.SetStatus.as_view(), name="member_status"),
    path("members/status/<uuid:uuid>/strike/", views.StrikeStatus.as_view(), name="status_strike"),
]

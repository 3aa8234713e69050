"""One page a line."""

from django.urls import path

from meetings.carried import views as carried
from meetings.caselist.urls import CASE_PATHS
from meetings.conflicts import views as conflicts
from meetings.figures.urls import FIGURE_PATHS
from meetings.invitations import views as invitations
from meetings.issue.urls import ISSUE_PATHS
from meetings.live import views as live
from meetings.packs.urls import PACK_PATHS
from meetings.papers.urls import PAPER_PATHS
from meetings.secretary import views as secretary
from meetings.series import views as series
from meetings.updates import views as updates
from meetings.views import agenda, chair, meetings, minutes
from pam.accounts.required_terms import requires_acceptance
from pam.accounts.selectors.terms_of_use import Kind

app_name = "meetings"
confidential = requires_acceptance(Kind.CONFIDENTIALITY)
urlpatterns = [
    path("", meetings.meetings, name="list"),
    path("download/", meetings.DownloadMeetings.as_view(), name="list_download"),
    path("new/", meetings.NewMeeting.as_view(), name="new"),
    path("series/", series.list_series, name="series_list"),
    path("series/new/", series.NewSeries.as_view(), name="series_new"),
    path("series/<uuid:uuid>/", series.detail, name="series"),
    path("series/<uuid:uuid>/edit/", series.EditSeries.as_view(), name="series_edit"),
    path("series/<uuid:uuid>/members/", series.SeriesMembers.as_view(), name="series_members"),
    path(
        "series/<uuid:uuid>/members/<uuid:member>/",
        series.ChangeMember.as_view(),
        name="series_member",
    ),
    path("series/<uuid:uuid>/next/", series.CallNext.as_view(), name="series_next"),
    path("minutes/<uuid:uuid>/", confidential(minutes.download), name="download"),
    path("<uuid:uuid>/", confidential(meetings.detail), name="detail"),
    path("<uuid:uuid>/edit/", confidential(meetings.EditMeeting.as_view()), name="edit"),
    path("<uuid:uuid>/cancel/", confidential(meetings.CancelMeeting.as_view()), name="cancel"),
    path("<uuid:uuid>/people/", confidential(meetings.InvitePeople.as_view()), name="people"),
    path(
        "<uuid:uuid>/people/<uuid:attendance>/withdraw/",
        confidential(meetings.WithdrawInvitation.as_view()),
        name="withdraw",
    ),
    path("<uuid:uuid>/agenda/", confidential(agenda.agenda), name="agenda"),
    path("<uuid:uuid>/agenda/put-back/", confidential(agenda.put_back), name="put_back"),
    path("<uuid:uuid>/agenda/<uuid:item>/move/", confidential(agenda.move), name="move"),
    path("<uuid:uuid>/agenda/<uuid:item>/remove/", confidential(agenda.RemoveItem.as_view()), name="remove"),
    path("<uuid:uuid>/start/", confidential(chair.start), name="start"),
    path("<uuid:uuid>/start/undo/", confidential(chair.undo_start), name="undo_start"),
    path("<uuid:uuid>/chair/", confidential(chair.chair), name="chair"),
    path("<uuid:uuid>/chair/<uuid:item>/", confidential(chair.chair), name="chair_item"),
    path(
        "<uuid:uuid>/chair/<uuid:item>/sanitised/",
        confidential(chair.GiveSanitisedAction.as_view()),
        name="sanitised",
    ),
    path("updates/<uuid:uuid>/", updates.GiveUpdate.as_view(), name="update"),
    path("<uuid:uuid>/updates/ask/", confidential(updates.ask), name="ask_updates"),
    path("<uuid:uuid>/register/", confidential(secretary.Register.as_view()), name="register"),
    path(
        "<uuid:uuid>/carried/<uuid:carried>/",
        confidential(carried.GoThrough.as_view()),
        name="carried",
    ),
    path("<uuid:uuid>/attendance/", confidential(chair.attendance), name="attendance"),
    path("<uuid:uuid>/wall/", confidential(live.wall), name="wall"),
    path("<uuid:uuid>/wall/now/", confidential(live.wall_now), name="wall_now"),
    path("<uuid:uuid>/wall/<uuid:item>/", confidential(live.ShowOnWall.as_view()), name="wall_show"),
    path("<uuid:uuid>/wall/<uuid:item>/stop/", confidential(live.stop_showing), name="wall_stop"),
    path("<uuid:uuid>/conflicts/<uuid:item>/", confidential(conflicts.Conflicts.as_view()), name="conflicts"),
    path(
        "<uuid:uuid>/conflicts/<uuid:conflict>/end/",
        confidential(conflicts.EndConflict.as_view()),
        name="conflict_end",
    ),
    path("<uuid:uuid>/reply/", confidential(invitations.Answer.as_view()), name="reply"),
    path("<uuid:uuid>/calendar/", confidential(invitations.calendar), name="calendar"),
    path("<uuid:uuid>/follow/", confidential(live.follow), name="follow"),
    path("<uuid:uuid>/follow/now/", confidential(live.follow_now), name="follow_now"),
    path("<uuid:uuid>/chair/now/", confidential(live.chair_now), name="chair_now"),
    path("<uuid:uuid>/tablet/", confidential(live.tablet), name="tablet"),
    path("<uuid:uuid>/tablet/<uuid:item>/", confidential(live.press_item), name="tablet_press"),
    path(
        "<uuid:uuid>/tablet/people/<uuid:attendance>/", confidential(live.press_person), name="tablet_person"
    ),
    path("<uuid:uuid>/close/", confidential(chair.close), name="close"),
    path("<uuid:uuid>/minutes/", confidential(minutes.minutes), name="minutes"),
    path("<uuid:uuid>/minutes/progress/", confidential(minutes.progress), name="progress"),
    path("<uuid:uuid>/minutes/approve/", confidential(minutes.approve), name="approve"),
    *ISSUE_PATHS,
    *PAPER_PATHS,
    *PACK_PATHS,
    *CASE_PATHS,
    *FIGURE_PATHS,
]

"""One page a line."""

from django.urls import path

from pam.people.terms import Kind, asks

from . import views, views_agenda, views_chair, views_minutes

app_name = "meetings"
confidential = asks(Kind.CONFIDENTIALITY)
urlpatterns = [
    path("", views.meetings, name="list"),
    path("new/", views.new, name="new"),
    path("minutes/<uuid:uuid>/", confidential(views_minutes.download), name="download"),
    path("<uuid:uuid>/", confidential(views.detail), name="detail"),
    path("<uuid:uuid>/edit/", confidential(views.edit), name="edit"),
    path("<uuid:uuid>/people/", confidential(views.people), name="people"),
    path("<uuid:uuid>/people/<uuid:attendance>/withdraw/", confidential(views.withdraw), name="withdraw"),
    path("<uuid:uuid>/agenda/", confidential(views_agenda.agenda), name="agenda"),
    path("<uuid:uuid>/agenda/<uuid:item>/move/", confidential(views_agenda.move), name="move"),
    path("<uuid:uuid>/agenda/<uuid:item>/remove/", confidential(views_agenda.remove), name="remove"),
    path("<uuid:uuid>/start/", confidential(views_chair.start), name="start"),
    path("<uuid:uuid>/chair/", confidential(views_chair.chair), name="chair"),
    path("<uuid:uuid>/chair/<uuid:item>/", confidential(views_chair.chair), name="chair_item"),
    path("<uuid:uuid>/chair/<uuid:item>/sanitised/", confidential(views_chair.sanitised), name="sanitised"),
    path("<uuid:uuid>/attendance/", confidential(views_chair.attendance), name="attendance"),
    path("<uuid:uuid>/wall/", confidential(views_chair.wall), name="wall"),
    path("<uuid:uuid>/close/", confidential(views_chair.close), name="close"),
    path("<uuid:uuid>/minutes/", confidential(views_minutes.minutes), name="minutes"),
    path("<uuid:uuid>/minutes/progress/", confidential(views_minutes.progress), name="progress"),
    path("<uuid:uuid>/minutes/approve/", confidential(views_minutes.approve), name="approve"),
]

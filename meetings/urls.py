"""One page a line."""

from django.urls import path

from . import views, views_agenda, views_chair, views_minutes

app_name = "meetings"
urlpatterns = [
    path("", views.meetings, name="list"),
    path("new/", views.new, name="new"),
    path("minutes/<uuid:uuid>/", views_minutes.download, name="download"),
    path("<uuid:uuid>/", views.detail, name="detail"),
    path("<uuid:uuid>/edit/", views.edit, name="edit"),
    path("<uuid:uuid>/people/", views.people, name="people"),
    path("<uuid:uuid>/people/<uuid:attendance>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:uuid>/agenda/", views_agenda.agenda, name="agenda"),
    path("<uuid:uuid>/agenda/<uuid:item>/move/", views_agenda.move, name="move"),
    path("<uuid:uuid>/agenda/<uuid:item>/remove/", views_agenda.remove, name="remove"),
    path("<uuid:uuid>/start/", views_chair.start, name="start"),
    path("<uuid:uuid>/chair/", views_chair.chair, name="chair"),
    path("<uuid:uuid>/chair/<uuid:item>/", views_chair.chair, name="chair_item"),
    path("<uuid:uuid>/chair/<uuid:item>/sanitised/", views_chair.sanitised, name="sanitised"),
    path("<uuid:uuid>/attendance/", views_chair.attendance, name="attendance"),
    path("<uuid:uuid>/wall/", views_chair.wall, name="wall"),
    path("<uuid:uuid>/close/", views_chair.close, name="close"),
    path("<uuid:uuid>/minutes/", views_minutes.minutes, name="minutes"),
    path("<uuid:uuid>/minutes/progress/", views_minutes.progress, name="progress"),
    path("<uuid:uuid>/minutes/approve/", views_minutes.approve, name="approve"),
]

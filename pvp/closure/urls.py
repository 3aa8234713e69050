"""One page a line; part of the room's addresses."""

from django.urls import path

from pvp.closure import views

CLOSURE_PATHS = [path("<uuid:uuid>/closing/", views.KeepClosing.as_view(), name="closing")]

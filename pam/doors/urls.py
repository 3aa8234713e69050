"""One page a line."""

from django.urls import path

from . import views, views_glass

app_name = "doors"
urlpatterns = [
    path("ask/<uuid:uuid>/", views.ask, name="ask"),
    path("asked/<uuid:uuid>/", views.asked, name="asked"),
    path("answer/<uuid:uuid>/", views.answer, name="answer"),
    path("answer/<uuid:uuid>/decline/", views.decline, name="decline"),
    path("glass/", views_glass.break_glass, name="glass"),
    path("openings/", views_glass.openings, name="openings"),
    path("openings/<uuid:uuid>/", views_glass.opening, name="opening"),
]

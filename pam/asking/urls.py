"""One page a line."""

from django.urls import path

from . import views, views_matches

app_name = "asking"
urlpatterns = [
    path("", views.mine, name="questions"),
    path("ask/", views.ask, name="ask"),
    path("question/<uuid:uuid>/", views.question, name="question"),
    path("to-answer/", views.to_answer, name="to_answer"),
    path("to-answer/<uuid:uuid>/", views.answer, name="answer"),
    path("contact-point/", views.contact_point, name="contact_point"),
    path("matches/", views_matches.matches, name="matches"),
    path("matches/<uuid:uuid>/", views_matches.match, name="match"),
]

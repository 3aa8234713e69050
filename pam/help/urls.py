"""One page a line."""

from django.urls import path

from pam.help import views

app_name = "help"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.news_page, name="news"),
    path("tour/", views.tour, name="tour"),
    path("tour/end/", views.tour_end, name="tour_end"),
    path("glossary/", views.glossary, name="glossary"),
    path("glossary/add/", views.AddTerm.as_view(), name="term_add"),
    path("glossary/<uuid:uuid>/", views.EditTerm.as_view(), name="term_edit"),
    path("glossary/<uuid:uuid>/remove/", views.RemoveTerm.as_view(), name="term_remove"),
    path("procedure/", views.lines, name="lines"),
    path("procedure/<uuid:uuid>/", views.EditLine.as_view(), name="line_edit"),
    path("procedure/<uuid:uuid>/reset/", views.ResetLine.as_view(), name="line_reset"),
]

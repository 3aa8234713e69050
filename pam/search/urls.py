"""One page a line."""

from django.urls import path

from pam.search import views

app_name = "search"
urlpatterns = [
    path("search/", views.search, name="results"),
    path("search/quick/", views.quick, name="quick"),
    path("search/people/<slug:code>/", views.people, name="people"),
    path("records/<uuid:uuid>/link/", views.AddLink.as_view(), name="link"),
]

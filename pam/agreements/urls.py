"""One page a line."""

from django.urls import path

from . import views

app_name = "agreements"
urlpatterns = [
    path("", views.list_agreements, name="list"),
    path("new/", views.new, name="new"),
    path("<uuid:uuid>/", views.detail, name="detail"),
    path("<uuid:uuid>/document/", views.document, name="document"),
    path("<uuid:uuid>/change/", views.edit, name="edit"),
    path("<uuid:uuid>/renew/", views.renew, name="renew"),
    path("<uuid:uuid>/end/", views.end, name="end"),
]

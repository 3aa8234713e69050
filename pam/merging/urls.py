"""One page a line."""

from django.urls import path

from pam.merging import views

app_name = "merging"
urlpatterns = [
    path("of/<uuid:uuid>/", views.of_record, name="of_record"),
    path("of/<uuid:uuid>/other/", views.Begin.as_view(), name="begin"),
    path("of/<uuid:uuid>/other/<uuid:other>/", views.Propose.as_view(), name="propose"),
    path("<uuid:uuid>/", views.detail, name="detail"),
    path("<uuid:uuid>/decide/", views.Decide.as_view(), name="decide"),
    path("<uuid:uuid>/withdraw/", views.Withdraw.as_view(), name="withdraw"),
    path("<uuid:uuid>/undo/", views.Undo.as_view(), name="undo"),
]

"""One page a line."""

from django.urls import path

from pam.stages import views

app_name = "stages"
urlpatterns = [
    path("of/<uuid:uuid>/", views.of_record, name="of_record"),
    path("of/<uuid:uuid>/newer/", views.TakeNewer.as_view(), name="newer"),
    path("of/<uuid:uuid>/move/<slug:code>/", views.MakeMove.as_view(), name="move"),
    path("<uuid:uuid>/decide/", views.Decide.as_view(), name="decide"),
    path("<uuid:uuid>/withdraw/", views.Withdraw.as_view(), name="withdraw"),
]

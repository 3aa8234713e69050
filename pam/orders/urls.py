"""One page a line."""

from django.urls import path

from pam.orders import views

app_name = "orders"
urlpatterns = [
    path("", views.register, name="list"),
    path("download/", views.DownloadRegister.as_view(), name="list_download"),
    path("of/<uuid:uuid>/", views.of_record, name="of_record"),
    path("new/<uuid:uuid>/", views.AddOrder.as_view(), name="add"),
    path("<uuid:uuid>/", views.detail, name="detail"),
    path("<uuid:uuid>/change/", views.EditOrder.as_view(), name="edit"),
    path("<uuid:uuid>/visit/", views.RecordVisit.as_view(), name="visit"),
    path("<uuid:uuid>/breach/", views.RecordBreach.as_view(), name="breach"),
    path("breach/<uuid:uuid>/outcome/", views.SettleBreach.as_view(), name="outcome"),
    path("<uuid:uuid>/vary/", views.VaryOrder.as_view(), name="vary"),
    path("<uuid:uuid>/discharge/", views.DischargeOrder.as_view(), name="discharge"),
]

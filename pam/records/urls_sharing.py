"""Addresses of sharing, signposts and who looked; `urls.py` takes them in."""

from django.urls import path

from . import views_looks, views_receipts, views_sharing

urlpatterns = [
    path("told-of/", views_sharing.told_of, name="signposts"),
    path("<uuid:uuid>/sharing/", views_sharing.list_shares, name="sharing"),
    path("<uuid:uuid>/share/", views_sharing.share, name="share"),
    path("<uuid:uuid>/sharing/<uuid:grant>/end/", views_sharing.revoke, name="revoke"),
    path("receipts/", views_receipts.list_receipts, name="receipts"),
    path("receipts/<uuid:uuid>/", views_receipts.receipt, name="receipt"),
    path("<uuid:uuid>/correct/", views_receipts.correct, name="correct"),
    path("<uuid:uuid>/looks/", views_looks.looks, name="looks"),
    path("<uuid:uuid>/changes/", views_looks.changes, name="changes"),
    path("<uuid:uuid>/changes/put-back/", views_looks.put_back, name="put_back"),
]

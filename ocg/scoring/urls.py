"""The pages of scoring, one a line."""

from django.urls import path

from ocg.scoring import views

SCORING_PATHS = [
    path("<uuid:uuid>/scores/", views.scores, name="scores"),
    path("<uuid:uuid>/scores/add/", views.ScoreBy.as_view(), name="score_by"),
    path("<uuid:uuid>/tier/", views.SetTier.as_view(), name="tier"),
    path("<uuid:uuid>/tier/ask/", views.AskTier.as_view(), name="tier_ask"),
    path("tier/<uuid:uuid>/decline/", views.DeclineTier.as_view(), name="tier_decline"),
    path("scores/due/", views.due, name="scores_due"),
    path("scores/due/download/", views.DownloadDue.as_view(), name="scores_due_download"),
    path("scores/none/", views.unassessed, name="unassessed"),
    path("scores/none/download/", views.DownloadUnassessed.as_view(), name="unassessed_download"),
    path("scores/second/", views.seconds, name="seconds"),
    path("scores/drift/", views.drift, name="drift"),
    path("scores/second/<uuid:uuid>/", views.second, name="second"),
    path("scores/second/<uuid:uuid>/score/", views.TakeSecond.as_view(), name="second_take"),
    path("scores/second/<uuid:uuid>/decide/", views.Moderate.as_view(), name="moderate"),
    path("scores/second/<uuid:uuid>/end/", views.EndSecond.as_view(), name="second_end"),
]

"""One page a line."""

from django.urls import path

from pam.practice.views import preparing, reading

app_name = "practice"
urlpatterns = [
    path("", reading.library, name="library"),
    path("ours/", preparing.own, name="own"),
    path("new/", preparing.BeginView.as_view(), name="begin"),
    path("records/<uuid:uuid>/learning/", preparing.LearningView.as_view(), name="learning"),
    path("offers/<uuid:uuid>/", reading.offer, name="offer"),
    path("offers/<uuid:uuid>/copy/", reading.CopyView.as_view(), name="copy"),
    path("offers/<uuid:uuid>/revoke/", preparing.RevokeView.as_view(), name="revoke"),
    path("copies/<uuid:uuid>/changes/", reading.ChangesView.as_view(), name="changes"),
    path("preparations/<uuid:uuid>/", preparing.PreparationView.as_view(), name="preparation"),
    path("preparations/<uuid:uuid>/text/", preparing.ChangeLearningView.as_view(), name="text"),
    path("preparations/<uuid:uuid>/audience/", preparing.DescribeView.as_view(), name="describe"),
    path("preparations/<uuid:uuid>/ask/", preparing.AskView.as_view(), name="ask"),
    path("preparations/<uuid:uuid>/take-back/", preparing.TakeBackView.as_view(), name="take_back"),
    path("preparations/<uuid:uuid>/discard/", preparing.DiscardView.as_view(), name="discard"),
    path("preparations/<uuid:uuid>/answer/", preparing.AnswerView.as_view(), name="answer"),
]

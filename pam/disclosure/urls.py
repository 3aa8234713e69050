"""One page a line."""

from django.urls import path

from pam.disclosure.views import access_requests, agreements, break_glass, many, receipts, shares

app_name = "disclosure"
urlpatterns = [
    path("records/signposted/", shares.list_signposts, name="signposts"),
    path("records/many/<slug:kind>/share/", many.ShareMany.as_view(), name="share_many"),
    path("records/many/unshare/<uuid:uuid>/", many.UndoShares.as_view(), name="undo_shares"),
    path("records/<uuid:uuid>/sharing/", shares.list_shares, name="shares"),
    path("records/<uuid:uuid>/share/", shares.Share.as_view(), name="share"),
    path("records/<uuid:uuid>/sharing/<uuid:grant>/end/", shares.EndShare.as_view(), name="share_end"),
    path("records/receipts/", receipts.list_receipts, name="receipts"),
    path("records/receipts/<uuid:uuid>/", receipts.receipt, name="receipt"),
    path("records/<uuid:uuid>/correct/", receipts.Correct.as_view(), name="correct"),
    path("agreements/", agreements.list_agreements, name="agreements"),
    path("agreements/lawful-bases/", agreements.list_bases, name="lawful_bases"),
    path("agreements/new/", agreements.NewAgreement.as_view(), name="agreement_new"),
    path("agreements/<uuid:uuid>/", agreements.detail, name="agreement"),
    path("agreements/<uuid:uuid>/document/", agreements.document, name="agreement_document"),
    path("agreements/<uuid:uuid>/change/", agreements.EditAgreement.as_view(), name="agreement_edit"),
    path("agreements/<uuid:uuid>/renew/", agreements.RenewAgreement.as_view(), name="agreement_renew"),
    path("agreements/<uuid:uuid>/end/", agreements.EndAgreement.as_view(), name="agreement_end"),
    path("access-requests/ask/<uuid:uuid>/", access_requests.Ask.as_view(), name="request_access"),
    path("access-requests/asked/<uuid:uuid>/", access_requests.asked, name="access_request"),
    path(
        "access-requests/answer/<uuid:uuid>/", access_requests.Answer.as_view(), name="access_request_answer"
    ),
    path(
        "access-requests/answer/<uuid:uuid>/decline/",
        access_requests.Decline.as_view(),
        name="access_request_decline",
    ),
    path("break-glass/", break_glass.BreakGlass.as_view(), name="break_glass"),
    path("break-glass/uses/", break_glass.break_glass_uses, name="break_glass_uses"),
    path("break-glass/uses/<uuid:uuid>/", break_glass.BreakGlassUse.as_view(), name="break_glass_use"),
]

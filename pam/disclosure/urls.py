"""One page a line."""

from django.urls import path

from pam.disclosure.views import access_requests, agreements, break_glass, receipts, shares

app_name = "disclosure"
urlpatterns = [
    path("records/told-of/", shares.told_of, name="signposts"),
    path("records/<uuid:uuid>/sharing/", shares.list_shares, name="shares"),
    path("records/<uuid:uuid>/share/", shares.share, name="share"),
    path("records/<uuid:uuid>/sharing/<uuid:grant>/end/", shares.revoke, name="share_end"),
    path("records/receipts/", receipts.list_receipts, name="receipts"),
    path("records/receipts/<uuid:uuid>/", receipts.receipt, name="receipt"),
    path("records/<uuid:uuid>/correct/", receipts.correct, name="correct"),
    path("agreements/", agreements.list_agreements, name="agreements"),
    path("agreements/new/", agreements.new, name="agreement_new"),
    path("agreements/<uuid:uuid>/", agreements.detail, name="agreement"),
    path("agreements/<uuid:uuid>/document/", agreements.document, name="agreement_document"),
    path("agreements/<uuid:uuid>/change/", agreements.edit, name="agreement_edit"),
    path("agreements/<uuid:uuid>/renew/", agreements.renew, name="agreement_renew"),
    path("agreements/<uuid:uuid>/end/", agreements.end, name="agreement_end"),
    path("access-requests/ask/<uuid:uuid>/", access_requests.ask, name="request_access"),
    path("access-requests/asked/<uuid:uuid>/", access_requests.asked, name="access_request"),
    path("access-requests/answer/<uuid:uuid>/", access_requests.answer, name="access_request_answer"),
    path(
        "access-requests/answer/<uuid:uuid>/decline/", access_requests.decline, name="access_request_decline"
    ),
    path("break-glass/", break_glass.break_glass, name="break_glass"),
    path("break-glass/uses/", break_glass.openings, name="break_glass_uses"),
    path("break-glass/uses/<uuid:uuid>/", break_glass.opening, name="break_glass_use"),
]

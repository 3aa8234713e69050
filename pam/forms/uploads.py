"""Files that a page sends by itself, so that it can show how far it is (`static/js/uploads.js`)."""

from django.http import HttpResponse

SENT_BY_PAGE, LEADS_TO = "X-Pam-Upload", "X-Pam-Location"


class AnswersUploads:
    """Middleware before the forms' own: the page that sent a form is told where it leads, and goes there
    itself. The browser would fetch that page for the script, and its message would be gone.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method != "POST" or SENT_BY_PAGE not in request.headers or response.status_code != 302:
            return response
        answer = HttpResponse(headers={LEADS_TO: response["Location"]})
        answer.cookies = response.cookies
        return answer

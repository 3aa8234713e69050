"""A browser without a screen, for faults.py: cookies, forms as the page wrote them, how long each answer
took.
"""

import time
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser
from http.cookiejar import CookieJar


class _Forms(HTMLParser):
    """The forms of a page as [(address, {name: value}, [button's words])], and its words."""

    def __init__(self):
        super().__init__()
        self.forms, self.words, self.inside = [], [], False

    def handle_starttag(self, tag, attributes):
        here = dict(attributes)
        if tag == "form" and here.get("method", "").lower() == "post":
            self.forms.append((here.get("action", ""), {}, []))
            self.inside = True
        elif self.inside and tag == "input" and here.get("name"):
            if here.get("type") not in ("radio", "checkbox") or "checked" in here:
                self.forms[-1][1][here["name"]] = here.get("value", "")
        elif self.inside and tag == "textarea":
            self.forms[-1][1][here.get("name")] = ""

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False

    def handle_data(self, data):
        if data.strip():
            self.words.append(data.strip())
            if self.inside:
                self.forms[-1][2].append(data.strip())


class Answer:
    """Status (0: nobody answered), seconds, address and text of what came back."""

    def __init__(self, status, seconds, address, body):
        self.status, self.seconds, self.address = status, seconds, address
        parsed = _Forms()
        parsed.feed(body)
        self.forms, self.text = parsed.forms, " ".join(parsed.words)


class Browser:
    """One person's browser."""

    def __init__(self, base):
        self.base = base
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, address, data=None):
        """The `Answer` to an address; with `data`, of posting it."""
        address = urllib.parse.urljoin(self.base, address)
        request = urllib.request.Request(address, urllib.parse.urlencode(data).encode() if data else None)
        request.add_header("Referer", address)
        began = time.monotonic()
        try:
            with self.opener.open(request, timeout=90) as response:
                found = response.status, response.url, response.read().decode(errors="replace")
        except urllib.error.HTTPError as error:
            found = error.code, address, error.read().decode(errors="replace")
        except (OSError, urllib.error.URLError) as error:
            found = 0, address, str(error)
        return Answer(found[0], time.monotonic() - began, found[1], found[2])

    def press(self, page, words, **typed):
        """Sends the form of `page` that has these words in it, with what was typed. Raises LookupError."""
        for action, values, said in page.forms:
            if any(words in text for text in said):
                return self.get(urllib.parse.urljoin(page.address, action), {**values, **typed})
        raise LookupError(f"No form says {words!r} at {page.address}: {page.text[:200]}")

    def sign_in(self, name):
        """By the demo's button."""
        answer = self.press(self.get("/accounts/login/"), name)
        if answer.status != 200 or "Sign out" not in answer.text:
            raise LookupError(f"{name} could not sign in: {answer.status} {answer.text[:200]}")
        return self

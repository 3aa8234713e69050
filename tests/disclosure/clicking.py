"""A person who uses a page as it is, counted: each click, and each box that they type in."""

from html.parser import HTMLParser
from urllib.parse import urljoin


class _Page(HTMLParser):
    """The links and forms of a page, with what the forms would send as they are."""

    def __init__(self, text):
        super().__init__()
        self.links, self.forms, self.labels = [], [], {}
        self._form = self._link = self._button = self._label = self._select = self._area = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            self._form = {
                "address": a.get("action", ""),
                "method": a.get("method", "get"),
                "sent": {},
                "buttons": [],
            }
            self.forms.append(self._form)
        elif tag == "a" and "href" in a:
            self._link = [a["href"], ""]
        elif tag == "label":
            self._label = [a.get("for", ""), ""]
        elif self._form is not None:
            self._control(tag, a)

    def _control(self, tag, a):
        sent, name = self._form["sent"], a.get("name")
        if tag == "button":
            self._button = [name, a.get("value", ""), ""]
        elif tag == "input" and a.get("type") in ("radio", "checkbox"):
            self.labels.setdefault("ids", {})[a.get("id", "")] = (self._form, name, a.get("value", "on"))
            if "checked" in a:
                sent.setdefault(name, []).append(a.get("value", "on"))
        elif tag == "input" and name:
            sent[name] = [a.get("value", "")]
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in a:
            sent[self._select] = [a.get("value", "")]
        elif tag == "textarea":
            self._area = name
            sent[name] = [""]

    def handle_data(self, data):
        for held in (self._link, self._label, self._button):
            if held is not None:
                held[-1] += data
        if self._area:
            self._form["sent"][self._area][0] += data

    def handle_endtag(self, tag):
        if tag == "a" and self._link:
            self.links.append((" ".join(self._link[1].split()), self._link[0]))
            self._link = None
        elif tag == "label" and self._label:
            self.labels[" ".join(self._label[1].split())] = self._label[0]
            self._label = None
        elif tag == "button" and self._button and self._form is not None:
            self._form["buttons"].append((" ".join(self._button[2].split()), self._button[:2]))
            self._button = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None
        elif tag == "form":
            self._form = None


class Clicker:
    """Walks pages with a test client. `clicks` and `typed` count what the person did."""

    def __init__(self, client, address):
        self.client, self.clicks, self.typed = client, 0, 0
        self._take(client.get(address), address)

    def _take(self, answer, address):
        while answer.status_code in (301, 302):
            address = answer["Location"]
            answer = self.client.get(address)
        assert answer.status_code == 200, answer.status_code
        self.text, self.address = answer.content.decode(), address
        self.page = _Page(self.text)

    def follows(self, words):
        """Clicks the link with these words."""
        self.clicks += 1
        self._take(self.client.get(dict(self.page.links)[words]), dict(self.page.links)[words])

    def picks(self, label):
        """Clicks the radio or checkbox with this label."""
        self.clicks += 1
        form, name, value = self.page.labels["ids"][self.page.labels[label]]
        form["sent"][name] = [value]

    def types(self, name, text):
        """Types into the box with this name."""
        self.typed += 1
        next(form for form in self.page.forms if name in form["sent"])["sent"][name] = [text]

    def presses(self, words):
        """Clicks the button with these words, which sends its form as it is."""
        self.clicks += 1
        form, pair = next(
            (f, pair) for f in self.page.forms for label, pair in f["buttons"] if label == words
        )
        sent = form["sent"] | ({pair[0]: [pair[1]]} if pair[0] else {})
        address = urljoin(self.address, form["address"])
        self._take(self.client.post(address, sent), address)

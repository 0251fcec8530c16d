"""Reading: what does a page hold, for a test to ask?"""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "img", "input", "link"}
FETCHES = {"src", "href", "xlink:href", "action", "data", "poster", "srcset"}


class Page(HTMLParser):
    """A page read strictly: open tags, ids, addresses it would fetch, texts people read."""

    def __init__(self, text):
        super().__init__()
        self.open, self.ids, self.fetched, self.texts, self.tags = [], [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.tags.append((tag, told))
        self.ids += [told["id"]] if "id" in told else []
        self.fetched += [value for name, value in attrs if name in FETCHES]
        self.texts += [told["aria-label"]] if "aria-label" in told else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.open[-1:] == [tag], f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data):
        if data.strip() and not {"style", "code", "pre"} & set(self.open):
            self.texts.append(re.sub(r"\s+", " ", data).strip())

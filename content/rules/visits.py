"""Coarse facts about a visit, and what free text must not hold."""

import re
from typing import Literal
from urllib.parse import urlsplit

Device = Literal["desktop", "phone", "tablet"]
Source = Literal["direct", "portal", "search", "other"]

BOT = re.compile(r"bot|crawl|spider|slurp|headless|curl|wget|python|java/|monitor|preview|scan", re.IGNORECASE)
TABLET = re.compile(r"ipad|tablet|(?=.*android)(?!.*mobile)", re.IGNORECASE)
PHONE = re.compile(r"mobi|iphone|phone", re.IGNORECASE)
SEARCH_ENGINES = re.compile(r"(^|\.)(google|bing|duckduckgo|ecosia|startpage|qwant|yahoo|metager|brave)\.")
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE)
# Seven and more figures in a row, with the signs people put between them: telephone, account, file number
NUMBER = re.compile(r"(?:\d[\s/().+-]{0,2}){7,}")
# Below this a count could point to somebody
SMALLEST_COUNT = 5


def is_bot(user_agent: str) -> bool:
    """Programs and visits without a name are not counted.

    >>> is_bot("Googlebot/2.1"), is_bot(""), is_bot("Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
    (True, True, False)
    """
    return not user_agent or bool(BOT.search(user_agent))


def device(user_agent: str) -> Device:
    """The kind of device.

    >>> device("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Mobile/15E148"), device("Mozilla/5.0 (iPad; CPU OS 18_0)")
    ('phone', 'tablet')
    """
    if TABLET.search(user_agent):
        return "tablet"
    return "phone" if PHONE.search(user_agent) else "desktop"


def source(referrer: str, host: str) -> Source:
    """The way in. Of the page before only this word is kept.

    >>> source("https://www.google.de/", "portal.example"), source("", "portal.example")
    ('search', 'direct')
    """
    try:
        before = urlsplit(referrer).hostname or ""
    except ValueError:
        return "other"
    if not before:
        return "direct"
    if before == host.partition(":")[0]:
        return "portal"
    return "search" if SEARCH_ENGINES.search(before) else "other"


def personal_data(text: str) -> Literal["", "email", "number"]:
    """What in a free text points to a person.

    >>> personal_data("Schreiben Sie an anna@example.org"), personal_data("§ 14 GewO, 26 Euro")
    ('email', '')
    """
    if EMAIL.search(text):
        return "email"
    return "number" if NUMBER.search(text) else ""

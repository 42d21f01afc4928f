"""The way in for somebody who reads English."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Person

pytestmark = pytest.mark.journey


def test_from_the_start_to_the_first_question(someone):
    grace = someone(thorough=True)
    grace.open("/")
    grace.hands.press(grace.page.get_by_role("banner").get_by_role("link", name="English").first)
    sees_english(grace, "What would you like to do?")
    grace.write("Service or concern", "open a restaurant")
    grace.press("Search")
    sees_english(grace, "“open a restaurant”")
    grace.follow(re.compile("restaurant licence", re.IGNORECASE))
    sees_english(grace, re.compile("restaurant licence", re.IGNORECASE))
    grace.write("Place or postcode", "18273")
    grace.press("Show the authority")
    sees_english(grace, re.compile("restaurant licence", re.IGNORECASE))
    grace.follow("Apply online")
    sees_english(grace, re.compile("restaurant licence", re.IGNORECASE))
    grace.press("Start the application")
    sees_english(grace, "What would you like to apply for?")


def sees_english(person: Person, heading: str | re.Pattern) -> None:
    expect(person.page.locator("html")).to_have_attribute("lang", "en")
    assert "/en/" in person.page.url
    person.sees(heading)

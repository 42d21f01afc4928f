"""The descriptions in schema.org's words that search engines read. Pure: JSON-ready dictionaries."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

CONTEXT = "https://schema.org"
LAND = {"@type": "State", "name": "Mecklenburg-Vorpommern"}
PORTAL = {"@type": "GovernmentOrganization", "name": "Land Mecklenburg-Vorpommern"}
AUDIENCES = {
    "citizen": ["citizens"],
    "business": ["businesses"],
    "both": ["citizens", "businesses"],
}
Data = dict[str, Any]


def office(
    name: str, *, url: str, phone: str = "", email: str = "", street: str = "", postcode: str = "", town: str = ""
) -> Data:
    """An authority with what is known of it."""
    address = {"streetAddress": street, "postalCode": postcode, "addressLocality": town}
    found: Data = {"@type": "GovernmentOrganization", "name": name, "url": url}
    found |= {key: value for key, value in (("telephone", phone), ("email", email)) if value}
    if town:
        found["address"] = {"@type": "PostalAddress", "addressCountry": "DE"} | {
            key: value for key, value in address.items() if value
        }
    return found


def government_service(
    *,
    title: str,
    name: str,
    description: str,
    url: str,
    language: str,
    audience: str,
    key: str = "",
    areas: Sequence[str] = (),
    provider: Data | None = None,
    online: str = "",
    related: Iterable[tuple[str, str]] = (),
) -> Data:
    """A public service. `online` is where one applies, `related` names and addresses of others."""
    channels: list[Data] = [{"@type": "ServiceChannel", "servicePhone": {"@type": "ContactPoint", "telephone": "115"}}]
    if online:
        channels.insert(0, {"@type": "ServiceChannel", "serviceUrl": online, "availableLanguage": ["de", "en"]})
    found: Data = {
        "@context": CONTEXT,
        "@type": "GovernmentService",
        "@id": f"{url}#service",
        "name": title,
        "description": description,
        "url": url,
        "inLanguage": language,
        "provider": provider or PORTAL,
        "areaServed": [{"@type": "AdministrativeArea", "name": area} for area in areas] or LAND,
        "availableChannel": channels,
    }
    if name != title:
        found["alternateName"] = name
    if audience in AUDIENCES:
        found["audience"] = [{"@type": "Audience", "audienceType": kind} for kind in AUDIENCES[audience]]
    if key:
        found["identifier"] = {"@type": "PropertyValue", "propertyID": "LeiKa", "value": key}
    if rows := [{"@type": "GovernmentService", "name": label, "url": address} for label, address in related]:
        found["isRelatedTo"] = rows
    return found


def faq_page(questions: Iterable[tuple[str, str]], *, language: str) -> Data:
    """Questions with their answers as plain text."""
    return {
        "@context": CONTEXT,
        "@type": "FAQPage",
        "inLanguage": language,
        "mainEntity": [
            {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}
            for question, answer in questions
        ],
    }


def news_article(*, title: str, teaser: str, url: str, on: date, language: str, image: str) -> Data:
    return {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "headline": title,
        "description": teaser,
        "url": url,
        "datePublished": on.isoformat(),
        "inLanguage": language,
        "image": [image],
        "publisher": PORTAL,
    }


def terms(rows: Iterable[tuple[str, str, str]], *, name: str, url: str, language: str) -> Data:
    """A glossary: slug, term and explanation of each."""
    return {
        "@context": CONTEXT,
        "@type": "DefinedTermSet",
        "name": name,
        "url": url,
        "inLanguage": language,
        "hasDefinedTerm": [
            {"@type": "DefinedTerm", "@id": f"{url}#{slug}", "name": term, "description": text}
            for slug, term, text in rows
        ],
    }

"""The editors' rooms in the Django admin, a module for each kind of text."""

from content.admin import guides, links, offices, services, supplements, teamwork

__all__ = ["guides", "links", "offices", "services", "supplements", "teamwork"]

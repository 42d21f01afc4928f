"""The editors' rooms in the Django admin, a module for each kind of text."""

from content.admin import links, offices, services, supplements, teamwork

__all__ = ["links", "offices", "services", "supplements", "teamwork"]

"""The editors' rooms in the Django admin, a module for each kind of text."""

from content.admin import offices, services, supplements, teamwork

__all__ = ["offices", "services", "supplements", "teamwork"]

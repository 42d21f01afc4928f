"""Formatted text that people type or paste: cleaned when it is saved, drawn in the words of the portal."""

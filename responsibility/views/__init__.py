"""Choosing a place, and the directory of authorities."""

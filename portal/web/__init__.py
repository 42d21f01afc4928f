"""Asking web servers of others, with care for them and for the network this portal stands in."""

"""Pytest plugin: without DATABASE_URL and REDIS_URL the tests start servers of their own."""

"""The cache may be away: what is not there is looked up or counted anew, and no page breaks."""

import logging
import time
from collections.abc import Callable
from typing import Any

import redis
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache

logger = logging.getLogger(__name__)

PAUSE = 5.0  # seconds without another try after a failure


class TolerantRedisCache(RedisCache):
    """Redis as cache; when it is away, every read is a miss and every write is forgotten.

    The price: limits that count in the cache (sign-up, log-in per address) do not count meanwhile. Attempts
    at a password are counted in the database and hold.
    """

    _silent_until = 0.0

    def _try(self, instead: Any, command: Callable, *args, **kwargs) -> Any:
        if time.monotonic() < TolerantRedisCache._silent_until:
            return instead
        try:
            return command(*args, **kwargs)
        except redis.RedisError as error:
            TolerantRedisCache._silent_until = time.monotonic() + PAUSE
            logger.warning("The cache is away (%s).", type(error).__name__)
            return instead

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._try(True, super().add, key, value, timeout, version)

    def get(self, key, default=None, version=None):
        return self._try(default, super().get, key, default, version)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._try(None, super().set, key, value, timeout, version)

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self._try(False, super().touch, key, timeout, version)

    def delete(self, key, version=None):
        return self._try(False, super().delete, key, version)

    def get_many(self, keys, version=None):
        return self._try({}, super().get_many, keys, version)

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        return self._try([], super().set_many, data, timeout, version)

    def delete_many(self, keys, version=None):
        return self._try(None, super().delete_many, keys, version)

    def has_key(self, key, version=None):
        return self._try(False, super().has_key, key, version)

    def incr(self, key, delta=1, version=None):
        return self._try(delta, super().incr, key, delta, version)

    def clear(self):
        return self._try(False, super().clear)

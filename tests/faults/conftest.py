import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--moves", type=int, default=200, help="while parts are killed")

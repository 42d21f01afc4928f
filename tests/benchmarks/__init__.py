"""Speed as ratios: each figure stands beside a named floor that was measured in the same run.

`make bench` prints the table; `make bench ARGS=--write` also writes it into docs/BENCHMARKS.md with the machine.
"""

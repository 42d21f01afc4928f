"""Made-up cases in any number, for measuring and for trying things out: `manage.py seed_cases`.

Nothing goes through the actions, which would take hours: the rows are written by set-based statements (cases.sql)
from small tables that the portal's own rules fill (world.py: who is responsible where, when a deadline ends). So a
seeded case looks as if it had been worked on, with two differences: it has no papers, and nobody did it, so the audit
log does not mention it; its chain begins with the first real step.
"""

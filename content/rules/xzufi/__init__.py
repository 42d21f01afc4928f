"""XZuFi 2.2 as the Portalverbund speaks it: records, and how each becomes an element and back. Pure.

A record holds one object in one canonical form, whether it comes from the database or from a file, so two records can
be compared, and what was written can be read again without a difference. docs/xzufi.md has the mapping.
"""

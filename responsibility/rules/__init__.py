"""Pure rules of places, opening hours and responsibility: no database, no Django."""

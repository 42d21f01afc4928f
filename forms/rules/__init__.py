"""Pure rules of forms: the shape of a definition, its conditions, and what answers mean under it."""

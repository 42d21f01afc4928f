"""Pure rules of content: how German and English texts are analysed for the search."""

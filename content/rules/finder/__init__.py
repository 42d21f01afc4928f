"""Finding services by word and by meaning: how texts are taken apart, how a query is read, how both are compared."""

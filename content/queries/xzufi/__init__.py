"""What the database holds, as records of the exchange; and the files that lie ready."""

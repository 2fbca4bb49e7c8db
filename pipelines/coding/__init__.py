"""The coders: from a parsed article to mentions of strikes, statements and reactions, each with its evidence."""

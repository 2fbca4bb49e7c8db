"""From what a source gave to an article: its text, its date, its language, its versions and its copies."""

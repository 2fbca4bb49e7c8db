"""From the names of articles to actors, places and events: joins and expressions over polars frames."""

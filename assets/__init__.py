"""What exists: thin Dagster assets, one module for each layer. How each is computed stands in ``pipelines``."""

"""How the ledger is computed: plain functions over polars frames and spaCy docs; what exists is declared in ``assets``."""

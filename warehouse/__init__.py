"""What strikeledger promises and where it is kept: table contracts, the store, the quality gate and publication."""

-- What does each publisher add, and how much of it is copied?
SELECT publisher, article_count, duplicate_share, strike_count, sole_strike_count
FROM marts.source_coverage
ORDER BY strike_count DESC, publisher;

-- Code table: the PLOVER types and modes that this ledger gives, with their class and score.
-- Origin and licence: warehouse/codes/README.md.
-- The manual of PLOVER 0.8 prints two classes for SANCTION (3 and 4), and for ACCUSE a score of 3, the sign of which
-- cannot be right; here SANCTION has class 4, and ACCUSE without a mode no score.
-- plover_type: PLOVER event type.
-- plover_mode: PLOVER mode. Null: this row holds the type as such.
-- quad_class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
-- plover_score: Score of the manual, from -10 to 10. Null: none that can be trusted.
-- needs_recipient: True where PLOVER asks for a recipient.
SELECT * FROM (VALUES
    ('ACCUSE', NULL, 3, NULL, false),
    ('ACCUSE', 'allege', 3, -3.5, false),
    ('ACCUSE', 'disapprove', 3, -2, false),
    ('ACCUSE', 'investigate', 3, -3.5, false),
    ('AGREE', NULL, 1, 2.5, false),
    ('AID', NULL, 2, 10, true),
    ('ASSAULT', NULL, 4, -9, false),
    ('ASSAULT', 'aerial', 4, -9.5, false),
    ('ASSAULT', 'drone', 4, -9.5, false),
    ('ASSAULT', 'explosives', 4, -9, false),
    ('ASSAULT', 'firearms', 4, -9, false),
    ('ASSAULT', 'heavy-weapons', 4, -9.5, false),
    ('ASSAULT', 'primitive', 4, -8, false),
    ('ASSAULT', 'suicide-attack', 4, -9.5, false),
    ('CONCEDE', NULL, 1, 4.5, false),
    ('CONSULT', NULL, 1, 2.5, false),
    ('CONSULT', 'third-party', 1, 1, false),
    ('MOBILIZE', NULL, 4, -5.5, false),
    ('PROTEST', NULL, 4, -5, false),
    ('REJECT', NULL, 3, -2, false),
    ('REQUEST', NULL, 3, 0, false),
    ('SANCTION', NULL, 4, -6, true),
    ('SANCTION', 'discontinue', 4, -6, true),
    ('SUPPORT', NULL, 1, 5, false),
    ('THREATEN', NULL, 3, -3.5, false)
) AS plover (plover_type, plover_mode, quad_class, plover_score, needs_recipient)
ORDER BY plover_type, plover_mode NULLS FIRST

-- Code table: acts of statements in the terms of CAMEO and PLOVER.
-- Origin and licence: warehouse/codes/README.md.
-- act: What a speaker does by saying it.
-- cameo_code: CAMEO code. Null: CAMEO has none.
-- plover_type: PLOVER event type. Null: PLOVER has none; it drops what CAMEO files under 01.
-- plover_mode: PLOVER mode of that type. Null: it has none, or the value does not tell which.
SELECT * FROM (VALUES
    ('inform', '010', NULL, NULL),
    ('claim_responsibility', '015', NULL, NULL),
    ('deny', '016', NULL, NULL),
    ('condole', '018', NULL, NULL),
    ('apologize', '055', 'CONCEDE', NULL),
    ('support', '051', 'SUPPORT', NULL),
    ('justify', '010', NULL, NULL),
    ('affirm_relations', '019', 'SUPPORT', NULL),
    ('appeal', '020', 'REQUEST', NULL),
    ('offer', '030', 'AGREE', NULL),
    ('consult', '040', 'CONSULT', NULL),
    ('condemn', '111', 'ACCUSE', 'disapprove'),
    ('accuse', '112', 'ACCUSE', 'allege'),
    ('demand', '100', 'REQUEST', NULL),
    ('reject', '120', 'REJECT', NULL),
    ('warn', '130', 'THREATEN', NULL),
    ('threaten', '138', 'THREATEN', NULL),
    ('pledge_restraint', '030', 'AGREE', NULL),
    ('assess', '010', NULL, NULL)
) AS acts (act, cameo_code, plover_type, plover_mode)

-- Code table: types of reactions in the terms of CAMEO and PLOVER.
-- Origin and licence: warehouse/codes/README.md.
-- reaction_type: What an actor does in response to a strike.
-- cameo_code: CAMEO code. Null: CAMEO has none.
-- plover_type: PLOVER event type. Null: PLOVER has none; it drops what CAMEO files under 01.
-- plover_mode: PLOVER mode of that type. Null: it has none, or the value does not tell which.
SELECT * FROM (VALUES
    ('condemn', '111', 'ACCUSE', 'disapprove'),
    ('accuse', '112', 'ACCUSE', 'allege'),
    ('support', '051', 'SUPPORT', NULL),
    ('justify', '010', NULL, NULL),
    ('appeal', '020', 'REQUEST', NULL),
    ('condole', '018', NULL, NULL),
    ('warn', '130', 'THREATEN', NULL),
    ('threaten', '138', 'THREATEN', NULL),
    ('deny', '016', NULL, NULL),
    ('demand', '100', 'REQUEST', NULL),
    ('offer', '030', 'AGREE', NULL),
    ('pledge_restraint', '030', 'AGREE', NULL),
    ('affirm_relations', '019', 'SUPPORT', NULL),
    ('apologize', '055', 'CONCEDE', NULL),
    ('retaliate', '190', 'ASSAULT', NULL),
    ('diplomatic', '160', 'SANCTION', NULL),
    ('sanction', '163', 'SANCTION', 'discontinue'),
    ('mobilize', '150', 'MOBILIZE', NULL),
    ('protect', NULL, NULL, NULL),
    ('aid', '070', 'AID', NULL),
    ('investigate', '090', 'ACCUSE', 'investigate'),
    ('mediate', '045', 'CONSULT', 'third-party'),
    ('protest', '140', 'PROTEST', NULL)
) AS reaction_types (reaction_type, cameo_code, plover_type, plover_mode)

-- Code table: kinds of targets in the terms of ACLED, UCDP, CAMEO and PLOVER.
-- Origin and licence: warehouse/codes/README.md.
-- Officials and envoys are civilians to ACLED and stand for their state to UCDP.
-- target_kind: What was struck (strikes.target_kind).
-- acled_target: armed, civilians or property: the column of code_methods that holds. Null: not told.
-- ucdp_side: state, group or civilians. Null: not told by the kind alone.
-- acled_inter: Type of actor in ACLED. Null: told by the actor that was struck, or not at all.
-- cameo_type_code: Type code of actors in CAMEO. Null: none.
-- plover_sector: Sector of actors in PLOVER. Null: none.
SELECT * FROM (VALUES
    ('military', 'armed', 'state', NULL, 'MIL', 'MIL'),
    ('militant', 'armed', 'group', 'Rebel group', 'REB', 'REB'),
    ('government', 'civilians', 'state', 'Civilians', 'GOV', 'GOV'),
    ('civilian', 'civilians', 'civilians', 'Civilians', 'CVL', 'CVL'),
    ('infrastructure', 'property', NULL, NULL, NULL, NULL),
    ('energy', 'property', NULL, NULL, NULL, NULL),
    ('shipping', 'property', NULL, NULL, 'BUS', 'BUS'),
    ('diplomatic', 'civilians', 'state', 'Civilians', 'GOV', 'GOV'),
    ('medical', 'civilians', 'civilians', 'Civilians', 'HLH', 'MED'),
    ('education', 'civilians', 'civilians', 'Civilians', 'EDU', 'EDU'),
    ('religious', 'civilians', 'civilians', 'Civilians', 'REL', 'REL'),
    ('media', 'civilians', 'civilians', 'Civilians', 'MED', 'JRN'),
    ('aid', 'civilians', 'civilians', 'Civilians', 'NGO', NULL),
    ('unknown', NULL, NULL, NULL, NULL, NULL)
) AS target_kinds (target_kind, acled_target, ucdp_side, acled_inter, cameo_type_code, plover_sector)

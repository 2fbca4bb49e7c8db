-- Code table: kinds of actors as sides in UCDP, as types in ACLED and CAMEO, as sectors in PLOVER.
-- Origin and licence: warehouse/codes/README.md.
-- ACLED tells rebel groups from militias and this ledger does not: every armed group counts as a rebel group here.
-- actor_kind: Kind of an actor (actors.kind).
-- ucdp_side: state, group or civilians. Null: it is none of the three, or it is not told.
-- acled_inter_home: Type of actor in ACLED where it acts in its own country. Null: ACLED has none that is sure.
-- acled_inter_abroad: Type of actor in ACLED where it acts in another country. Null: ACLED has none that is sure.
-- cameo_type_code: Type code of actors in CAMEO. Null: a country stands without one, or there is none.
-- plover_sector: Sector of actors in PLOVER. Null: a country stands without one, or there is none.
SELECT * FROM (VALUES
    ('state', 'state', 'State forces', 'External/Other forces', NULL, NULL),
    ('government_body', 'state', 'State forces', 'External/Other forces', 'GOV', 'GOV'),
    ('military', 'state', 'State forces', 'External/Other forces', 'MIL', 'MIL'),
    ('armed_group', 'group', 'Rebel group', 'Rebel group', 'REB', 'REB'),
    ('intergovernmental', NULL, 'External/Other forces', 'External/Other forces', 'IGO', NULL),
    ('ngo', NULL, 'Civilians', 'Civilians', 'NGO', NULL),
    ('media', NULL, 'Civilians', 'Civilians', 'MED', 'JRN'),
    ('company', NULL, NULL, NULL, 'BUS', 'BUS'),
    ('person', NULL, NULL, NULL, NULL, NULL),
    ('population', 'civilians', 'Civilians', 'Civilians', 'CVL', 'CVL'),
    ('other', NULL, NULL, NULL, NULL, NULL)
) AS actor_kinds (actor_kind, ucdp_side, acled_inter_home, acled_inter_abroad, cameo_type_code, plover_sector)

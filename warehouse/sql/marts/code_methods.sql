-- Code table: methods of strikes in the terms of ACLED, CAMEO and PLOVER.
-- Origin and licence: warehouse/codes/README.md.
-- ACLED has no code for a strike whose method is unknown, since it might be an explosion or a clash.
-- method: Leading method of a strike.
-- cameo_code: CAMEO code.
-- plover_type: PLOVER event type.
-- plover_mode: PLOVER mode of ASSAULT. Null: the method does not tell the weapon.
-- acled_against_armed: ACLED sub-event type where soldiers or fighters were struck. Null: it cannot be told.
-- acled_against_civilians: ACLED sub-event type where civilians were struck. Null: it cannot be told.
-- acled_against_property: ACLED sub-event type where works, plants or ships were struck. Null: ACLED has none.
SELECT * FROM (VALUES
    ('missile', '194', 'ASSAULT', 'heavy-weapons',
        'Shelling/artillery/missile attack', 'Shelling/artillery/missile attack', 'Shelling/artillery/missile attack'),
    ('rocket', '194', 'ASSAULT', 'heavy-weapons',
        'Shelling/artillery/missile attack', 'Shelling/artillery/missile attack', 'Shelling/artillery/missile attack'),
    ('drone', '195', 'ASSAULT', 'drone', 'Air/drone strike', 'Air/drone strike', 'Air/drone strike'),
    ('airstrike', '195', 'ASSAULT', 'aerial', 'Air/drone strike', 'Air/drone strike', 'Air/drone strike'),
    ('artillery', '194', 'ASSAULT', 'heavy-weapons',
        'Shelling/artillery/missile attack', 'Shelling/artillery/missile attack', 'Shelling/artillery/missile attack'),
    ('naval', '190', 'ASSAULT', 'heavy-weapons',
        'Shelling/artillery/missile attack', 'Shelling/artillery/missile attack', 'Shelling/artillery/missile attack'),
    ('suicide_bombing', '1831', 'ASSAULT', 'suicide-attack', 'Suicide bomb', 'Suicide bomb', 'Suicide bomb'),
    ('explosive', '183', 'ASSAULT', 'explosives',
        'Remote explosive/landmine/IED', 'Remote explosive/landmine/IED', 'Remote explosive/landmine/IED'),
    ('vehicle', '1832', 'ASSAULT', NULL, 'Armed clash', 'Attack', NULL),
    ('arson', '190', 'ASSAULT', 'primitive', 'Armed clash', 'Attack', 'Looting/property destruction'),
    ('ground_assault', '190', 'ASSAULT', NULL, 'Armed clash', 'Attack', NULL),
    ('gunfire', '193', 'ASSAULT', 'firearms', 'Armed clash', 'Attack', NULL),
    ('melee', '182', 'ASSAULT', 'primitive', 'Armed clash', 'Attack', NULL),
    ('unknown', '190', 'ASSAULT', NULL, NULL, NULL, NULL)
) AS methods (method, cameo_code, plover_type, plover_mode, acled_against_armed, acled_against_civilians,
    acled_against_property)

-- Code table: the 25 sub-event types of ACLED with their event type and disorder type.
-- Origin and licence: warehouse/codes/README.md.
-- sub_event_type: Sub-event type of ACLED.
-- event_type: Event type of ACLED.
-- disorder_type: Disorder type of ACLED.
SELECT * FROM (VALUES
    ('Armed clash', 'Battles', 'Political violence'),
    ('Government regains territory', 'Battles', 'Political violence'),
    ('Non-state actor overtakes territory', 'Battles', 'Political violence'),
    ('Chemical weapon', 'Explosions/Remote violence', 'Political violence'),
    ('Air/drone strike', 'Explosions/Remote violence', 'Political violence'),
    ('Suicide bomb', 'Explosions/Remote violence', 'Political violence'),
    ('Shelling/artillery/missile attack', 'Explosions/Remote violence', 'Political violence'),
    ('Remote explosive/landmine/IED', 'Explosions/Remote violence', 'Political violence'),
    ('Grenade', 'Explosions/Remote violence', 'Political violence'),
    ('Sexual violence', 'Violence against civilians', 'Political violence'),
    ('Attack', 'Violence against civilians', 'Political violence'),
    ('Abduction/forced disappearance', 'Violence against civilians', 'Political violence'),
    ('Peaceful protest', 'Protests', 'Demonstrations'),
    ('Protest with intervention', 'Protests', 'Demonstrations'),
    ('Excessive force against protesters', 'Protests', 'Political violence; Demonstrations'),
    ('Violent demonstration', 'Riots', 'Demonstrations'),
    ('Mob violence', 'Riots', 'Political violence'),
    ('Agreement', 'Strategic developments', 'Strategic developments'),
    ('Arrests', 'Strategic developments', 'Strategic developments'),
    ('Change to group/activity', 'Strategic developments', 'Strategic developments'),
    ('Disrupted weapons use', 'Strategic developments', 'Strategic developments'),
    ('Headquarters or base established', 'Strategic developments', 'Strategic developments'),
    ('Looting/property destruction', 'Strategic developments', 'Strategic developments'),
    ('Non-violent transfer of territory', 'Strategic developments', 'Strategic developments'),
    ('Other', 'Strategic developments', 'Strategic developments')
) AS sub_event_types (sub_event_type, event_type, disorder_type)
ORDER BY event_type, sub_event_type

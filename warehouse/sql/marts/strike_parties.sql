-- The two sides of each strike as other layouts class them: state, group or civilians, type of actor, sector.
-- One row per strike. The layouts of ACLED, UCDP GED, GDELT and PLOVER are made from it.
-- attacker_side: state or group. Null: no article says who, or the actor is neither.
-- target_side: state, group or civilians. Null: not told.
-- attacker_inter: Type of the attacker in ACLED. Null: not told; ACLED would have to guess.
-- target_inter: Type of the target in ACLED. Null: not told.
-- acled_target: armed, civilians or property, as ACLED sees the target. Null: not told.
-- sub_event_type: Sub-event type of ACLED; Disrupted weapons use where it was stopped and hurt nobody. Null: not told.
-- attacker_type_code: CAMEO type code of the attacker. Null: a country, or none.
-- target_type_code: CAMEO type code of the target. Null: a country, or none.
-- attacker_sector: PLOVER sector of the attacker. Null: a country, or none.
-- target_sector: PLOVER sector of the target. Null: a country, or none.
-- other_attackers_text: Names of further attackers, joined by "; ". Null: there are none.
-- other_targets_text: Names of further actors that were struck, joined by "; ". Null: there are none.
WITH others AS (
    SELECT
        sa.strike_id,
        string_agg(a.name, '; ' ORDER BY sa.rank) FILTER (WHERE sa.role = 'attacker') AS other_attackers_text,
        string_agg(a.name, '; ' ORDER BY sa.rank) FILTER (WHERE sa.role = 'target') AS other_targets_text
    FROM main.strike_actors AS sa
    JOIN main.actors AS a ON a.actor_id = sa.actor_id
    WHERE sa.rank > 1
    GROUP BY sa.strike_id
)
SELECT
    s.strike_id,
    if(attacker_kind.ucdp_side IN ('state', 'group'), attacker_kind.ucdp_side, NULL) AS attacker_side,
    CASE
        -- A base or a patrol may be that of an armed group.
        WHEN s.target_kind = 'military' AND target_kind.ucdp_side = 'group' THEN 'group'
        WHEN kinds.ucdp_side IS NOT NULL THEN kinds.ucdp_side
        WHEN s.civilians_killed_low > 0 THEN 'civilians'
        -- A country that was struck "somewhere" does not tell who was hit; its army does.
        WHEN target.kind IN ('military', 'armed_group', 'population') THEN target_kind.ucdp_side
    END AS target_side,
    if(
        s.attacker_country_iso3 = s.country_iso3 OR attacker_kind.acled_inter_home = attacker_kind.acled_inter_abroad,
        attacker_kind.acled_inter_home,
        if(s.attacker_country_iso3 <> s.country_iso3, attacker_kind.acled_inter_abroad, NULL)
    ) AS attacker_inter,
    CASE
        WHEN kinds.acled_inter IS NOT NULL THEN kinds.acled_inter
        WHEN s.target_kind IN ('infrastructure', 'energy', 'shipping') THEN NULL
        WHEN s.target_country_iso3 = s.country_iso3 OR target_kind.acled_inter_home = target_kind.acled_inter_abroad
            THEN target_kind.acled_inter_home
        WHEN s.target_country_iso3 <> s.country_iso3 THEN target_kind.acled_inter_abroad
    END AS target_inter,
    kinds.acled_target,
    CASE
        WHEN s.outcome = 'intercepted' AND coalesce(s.killed_low, 0) = 0 AND coalesce(s.injured_low, 0) = 0
            THEN 'Disrupted weapons use'
        WHEN kinds.acled_target = 'armed' THEN methods.acled_against_armed
        WHEN kinds.acled_target = 'civilians' THEN methods.acled_against_civilians
        WHEN kinds.acled_target = 'property' THEN methods.acled_against_property
        -- What the target is makes no difference to an explosion.
        WHEN methods.acled_against_armed = methods.acled_against_civilians THEN methods.acled_against_armed
    END AS sub_event_type,
    attacker_kind.cameo_type_code AS attacker_type_code,
    coalesce(kinds.cameo_type_code, target_kind.cameo_type_code) AS target_type_code,
    attacker_kind.plover_sector AS attacker_sector,
    coalesce(kinds.plover_sector, target_kind.plover_sector) AS target_sector,
    others.other_attackers_text,
    others.other_targets_text
FROM main.strikes AS s
JOIN marts.code_methods AS methods ON methods.method = s.method
JOIN marts.code_target_kinds AS kinds ON kinds.target_kind = s.target_kind
LEFT JOIN main.actors AS attacker ON attacker.actor_id = s.attacker_id
LEFT JOIN marts.code_actor_kinds AS attacker_kind ON attacker_kind.actor_kind = attacker.kind
LEFT JOIN main.actors AS target ON target.actor_id = s.target_actor_id
LEFT JOIN marts.code_actor_kinds AS target_kind ON target_kind.actor_kind = target.kind
LEFT JOIN others ON others.strike_id = s.strike_id
ORDER BY s.strike_id

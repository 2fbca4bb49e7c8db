-- How did it come to a retaliation, step by step?
SELECT l.struck_on, l.step_number, l.step_kind, l.actor_name, l.did_code, l.stance, l.happened_on, l.lag_days
FROM marts.escalation_ladder AS l
WHERE l.strike_id IN (SELECT strike_id FROM marts.escalation_ladder WHERE step_kind = 'retaliation')
ORDER BY l.struck_on NULLS LAST, l.strike_id, l.step_number;

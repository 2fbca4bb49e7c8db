-- Code table: the CAMEO codes that this ledger gives, with their classes and both Goldstein scales.
-- Origin and licence: warehouse/codes/README.md.
-- cameo_code: CAMEO code, as GDELT uses it.
-- meaning: What it stands for, in our words.
-- root_code: First two digits, the root category.
-- quad_class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
-- goldstein_gdelt: Goldstein value in the scale of GDELT and Phoenix, from -10 to 10.
-- goldstein_icews: Goldstein value in the scale of ICEWS; it differs for 016 and 163.
SELECT * FROM (VALUES
    ('010', 'statement, kind not given', '01', 1, 0.0, 0.0),
    ('015', 'claim or admit responsibility', '01', 1, 0.0, 0.0),
    ('016', 'deny responsibility', '01', 1, 3.4, -5.0),
    ('018', 'sympathy, condolence', '01', 1, 3.4, 3.4),
    ('019', 'say they agree', '01', 1, 3.4, 3.4),
    ('020', 'appeal, kind not given', '02', 1, 3.0, 3.0),
    ('030', 'say will cooperate', '03', 1, 4.0, 4.0),
    ('040', 'consult', '04', 1, 1.0, 1.0),
    ('045', 'mediate', '04', 1, 5.0, 5.0),
    ('051', 'praise or endorse', '05', 1, 3.4, 3.4),
    ('055', 'apologise', '05', 1, 7.0, 7.0),
    ('070', 'aid', '07', 2, 7.0, 7.0),
    ('090', 'investigate', '09', 3, -2.0, -2.0),
    ('100', 'demand, kind not given', '10', 3, -5.0, -5.0),
    ('111', 'criticise or condemn', '11', 3, -2.0, -2.0),
    ('112', 'accuse', '11', 3, -2.0, -2.0),
    ('120', 'reject', '12', 3, -4.0, -4.0),
    ('130', 'threaten', '13', 3, -4.4, -4.4),
    ('138', 'threaten military force', '13', 3, -7.0, -7.0),
    ('140', 'protest', '14', 4, -6.5, -6.5),
    ('150', 'show force', '15', 4, -7.2, -7.2),
    ('160', 'cut relations', '16', 4, -4.0, -4.0),
    ('163', 'sanction or embargo', '16', 4, -6.5, -8.0),
    ('182', 'beat or physically attack', '18', 4, -9.5, -9.5),
    ('183', 'bombing by irregulars, kind not given', '18', 4, -10.0, -10.0),
    ('1831', 'suicide bomb', '18', 4, -10.0, -10.0),
    ('1832', 'vehicle bomb', '18', 4, -10.0, -10.0),
    ('190', 'military force, kind not given', '19', 4, -10.0, -10.0),
    ('193', 'small-arms fighting', '19', 4, -10.0, -10.0),
    ('194', 'shelling, rockets, tanks', '19', 4, -10.0, -10.0),
    ('195', 'air attack incl. drones and missiles from aircraft', '19', 4, -10.0, -10.0)
) AS cameo (cameo_code, meaning, root_code, quad_class, goldstein_gdelt, goldstein_icews)
ORDER BY cameo_code

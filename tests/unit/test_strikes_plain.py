"""Plain sentences of each construction that tells of a strike, and of each that only sounds like one.

All sentences are invented; each table holds one construction with other words, so that a rule that knows one verb, one
weapon or one place does not pass.
"""

import pytest

from tests.unit.force import code_force, reasons, strikes

ACTIVE = [
    ("Warplanes bombed a camp about 40 kilometers east of Aleppo.", None, "camp", "Aleppo"),
    ("Jets struck two villages in southern Lebanon, the army said.", None, "villages", "southern Lebanon"),
    ("Helicopters attacked a convoy near Kidal on Thursday.", None, "convoy", "Kidal"),
    ("A plane bombed the town of Kauda.", None, "town of Kauda", "Kauda"),
    ("An unidentified aircraft bombed a hospital in Idlib.", None, "hospital", "Idlib"),
    ("Two fighter jets attacked a rebel camp near Bunia.", None, "rebel camp", "Bunia"),
    ("Tanks shelled a school in Homs.", None, "school", "Homs"),
    ("Artillery shelled a market in Taiz.", None, "market", "Taiz"),
    ("Gunboats shelled the port of Zawiya.", None, "port", "Zawiya"),
    ("Drones struck a fuel depot near Marib before dawn.", None, "fuel depot", "Marib"),
    ("Rockets slammed into a bus station in Goma.", None, "bus station", "Goma"),
    ("Government helicopters bombed a market in Aleppo.", "Government", "market", "Aleppo"),
    ("Ethiopian jets hit a factory in Mekelle.", "Ethiopian", "factory", "Mekelle"),
    ("Burmese artillery pounded a monastery in Loikaw.", "Burmese", "monastery", "Loikaw"),
    ("Azerbaijan's army shelled the village of Taghavard.", "army", "village", "Taghavard"),
    ("Rebels attacked a police station in Goma on Monday.", "Rebels", "police station", "Goma"),
    ("Armed men raided a farm outside Jos and shot the owner.", "Armed men", "farm", "Jos"),
    ("The Sudanese air force bombed a hospital in Kauda.", "air force", "hospital", "Kauda"),
    ("Colombian troops ambushed a guerrilla column near Corinto.", "troops", "column", "Corinto"),
    ("Turkey struck a power station in Qamishli overnight.", "Turkey", "power station", "Qamishli"),
    ("Pirates attacked a tanker off Lagos.", "Pirates", "tanker", "Lagos"),
    ("Insurgents mortared an airfield near Bagram.", "Insurgents", "airfield", "Bagram"),
    ("Fighters rocketed a barracks in Derna.", "Fighters", "barracks", "Derna"),
    ("Masked gunmen sprayed a cafe in Mogadishu with bullets.", "gunmen", "cafe", "Mogadishu"),
    ("Commandos stormed a house in Jenin at dawn.", "Commandos", "house", "Jenin"),
    ("Separatists fired mortars at a village near Stepanakert.", "Separatists", "village", "Stepanakert"),
    ("Soldiers opened fire on a crowd in Conakry, killing seven.", "Soldiers", "crowd", "Conakry"),
    ("Eritrean forces set fire to a church in Axum.", "forces", "church", "Axum"),
    ("The navy sank a fishing boat off Mannar.", "navy", "fishing boat", "Mannar"),
    ("Saudi Arabia pounded rebel positions near Saada.", "Saudi Arabia", "rebel positions", "Saada"),
    ("A US drone targeted a militant hideout in North Waziristan.", "US", "hideout", "North Waziristan"),
    ("Militiamen burned down a clinic in Ituri.", "Militiamen", "clinic", "Ituri"),
    ("Police shot dead three protesters in Lubumbashi.", "Police", "protesters", "Lubumbashi"),
    ("A suicide bomber struck a checkpoint in Kirkuk.", "bomber", "checkpoint", "Kirkuk"),
    ("A sniper killed an officer in Sloviansk.", "sniper", "officer", "Sloviansk"),
    ("The junta's planes dropped bombs on a school in Loikaw.", "junta", "school", "Loikaw"),
    ("Hamas launched rockets at Ashkelon.", "Hamas", "Ashkelon", "Ashkelon"),
    ("Al-Shabaab detonated a truck bomb outside a hotel in Baidoa.", "Al-Shabaab", "hotel", "Baidoa"),
    ("Attackers hurled grenades into a bar in Bujumbura.", "Attackers", "bar", "Bujumbura"),
    ("Ukrainian forces destroyed a bridge near Melitopol with missiles.", "Ukrainian forces", "bridge", "Melitopol"),
]
PASSIVE = [
    ("A clinic in Saada was bombed by Saudi jets.", "Saudi", "clinic", "Saada"),
    ("A village near Adre was attacked by Arab militiamen.", "militiamen", "village", "Adre"),
    ("Four miners were shot dead by gunmen in Quetta.", "gunmen", "miners", "Quetta"),
    ("The convoy was ambushed by insurgents outside Maiduguri.", "insurgents", "convoy", "Maiduguri"),
    ("The port of Hodeidah was shelled by government forces on Friday.", "government forces", "port", "Hodeidah"),
    ("An oil depot in Belgorod was hit by Ukrainian helicopters.", "Ukrainian", "oil depot", "Belgorod"),
    ("A patrol has been attacked by rebels near Kitgum.", "rebels", "patrol", "Kitgum"),
    ("The mayor of Zintan was assassinated by masked men.", "masked men", "mayor", "Zintan"),
    ("The camp was raided by police commandos in Tubas.", "police commandos", "camp", "Tubas"),
    ("Two tankers were struck by Houthi drones off Hodeidah.", "Houthi", "tankers", "Hodeidah"),
    ("A bus was blown up by separatists near Turbat.", "separatists", "bus", "Turbat"),
    ("The barracks were stormed by mutineers in Bouake.", "mutineers", "barracks", "Bouake"),
]
AGENTLESS = [
    ("A clinic in Saada was bombed on Sunday.", "clinic", "Saada"),
    ("Two soldiers were killed in an attack near Gao.", "soldiers", "Gao"),
    ("A grain silo in Odesa was hit by shells overnight.", "grain silo", "Odesa"),
    ("A school in Kramatorsk was struck by a missile.", "school", "Kramatorsk"),
    ("An embassy was attacked in Tripoli on Tuesday.", "embassy", "Tripoli"),
    ("A tanker was struck by a projectile off Fujairah.", "tanker", "Fujairah"),
    ("A judge was assassinated in Medellin.", "judge", "Medellin"),
    ("Three policemen were gunned down in Karachi.", "policemen", "Karachi"),
    ("A railway bridge was blown up near Samara.", "railway bridge", "Samara"),
    ("A mosque in Zamfara was set ablaze.", "mosque", "Zamfara"),
    ("The residential quarter of Shusha was shelled again.", "quarter", "Shusha"),
    ("Nine farmers were killed in a raid on a village near Jos.", "village", "Jos"),
]
NOMINAL = [
    ("The shelling of a hospital in Donetsk drew condemnation.", None, "hospital", "Donetsk"),
    ("An air raid on a camp near Idlib killed nine people.", None, "camp", "Idlib"),
    ("The bombing of a bridge in Mosul cut the road.", None, "bridge", "Mosul"),
    ("A rocket attack on the airport in Erbil wounded two guards.", None, "airport", "Erbil"),
    ("Israel's strike on a depot in Latakia set off blasts.", "Israel", "depot", "Latakia"),
    ("A rebel assault on the garrison of Bor was beaten back.", "rebel", "garrison", "Bor"),
    ("A Kenyan air strike on a jihadist camp in Gedo killed ten.", "Kenyan", "camp", "Gedo"),
    ("The ambush of a patrol by guerrillas near Arauca killed five soldiers.", "guerrillas", "patrol", "Arauca"),
    ("A grenade attack on a church in Mombasa wounded six.", None, "church", "Mombasa"),
    ("Monday's drone attack on a refinery in Ryazan started a fire.", None, "refinery", "Ryazan"),
    ("An arson attack on a school in Bauchi left no one hurt.", None, "school", "Bauchi"),
    ("The assassination of a judge in Cali shocked the country.", None, "judge", "Cali"),
    ("The Turkish bombardment of villages around Zakho drove out families.", "Turkish", "villages", "Zakho"),
    ("A car bomb attack against a ministry in Baghdad killed 30.", None, "ministry", "Baghdad"),
]
LIGHT = [
    ("France carried out an airstrike on a fuel convoy near Timbuktu.", "France", "convoy", "Timbuktu"),
    ("The rebels mounted an assault on a barracks in Malakal.", "rebels", "barracks", "Malakal"),
    ("The navy conducted a raid on a smugglers' camp near Bosaso.", "navy", "camp", "Bosaso"),
    ("Militants launched an attack on an army post in Arish.", "Militants", "army post", "Arish"),
    ("The coalition conducted four strikes against a weapons cache near Raqqa.", "coalition", "weapons cache", "Raqqa"),
    ("Gunmen staged an ambush on a police convoy in Guerrero.", "Gunmen", "police convoy", "Guerrero"),
    ("An airstrike was carried out by Jordan on a farm near Sweida.", "Jordan", "farm", "Sweida"),
    ("The group has carried out a suicide attack on a bank in Lashkar Gah.", "group", "bank", "Lashkar Gah"),
    ("Pakistan responded with air raids on a camp in Khost.", "Pakistan", "camp", "Khost"),
    ("The militia perpetrated a massacre in the village of Yumbi.", "militia", None, "Yumbi"),
    ("The air force flew a bombing raid on an airfield near Tripoli.", "air force", "airfield", "Tripoli"),
    ("A village near Djibo came under attack from jihadists.", "jihadists", "village", "Djibo"),
    ("A hospital in Kherson came under artillery fire.", None, "hospital", "Kherson"),
    ("The base at Ain al-Asad came under rocket fire.", None, "base", "Ain al-Asad"),
]
RELATIVE = [
    ("Three guards killed in an attack claimed by Boko Haram were buried in Diffa.", "Boko Haram", "guards", None),
    ("The bridge, which rebels blew up on Monday, links Juba to Bor.", "rebels", "bridge", None),
    ("The bus, hit by a rocket near Lviv, burned out.", None, "bus", "Lviv"),
    ("A market shelled by rebels in Taiz was empty.", "rebels", "market", "Taiz"),
    ("The men who attacked a bank in Lagos got away.", "men", "bank", "Lagos"),
    ("Students wounded when gunmen stormed a college in Garissa were flown out.", "gunmen", "college", "Garissa"),
    ("A ship attacked by pirates off Eyl drifted for a day.", "pirates", "ship", "Eyl"),
    ("The general, whose troops shelled a clinic in Misrata, fled.", "troops", "clinic", "Misrata"),
]
HEADLINES = [
    ("Rebels attack army base in Niger\n\nMore follows.", "Rebels", "army base", "Niger"),
    ("Turkey attacks camp in Sinjar\n\nMore follows.", "Turkey", "camp", "Sinjar"),
    ("12 killed in bombing of mosque in Herat\n\nMore follows.", None, "mosque", "Herat"),
    ("Drone hits oil depot in Rostov\n\nMore follows.", None, "oil depot", "Rostov"),
    ("Gunmen kill 9 at wedding in Oaxaca\n\nMore follows.", "Gunmen", "wedding", "Oaxaca"),
    ("Missile strike on Kharkiv hotel wounds 11\n\nMore follows.", None, "hotel", "Kharkiv"),
    ("Car bomb rips through Kabul market\n\nMore follows.", None, "market", "Kabul"),
    ("Army post attacked near Segou\n\nMore follows.", None, "Army post", "Segou"),
    ("Police station bombed in Pattani\n\nMore follows.", None, "Police station", "Pattani"),
]
RELEASES = [
    ("Near Mosul, four strikes engaged two tactical units and destroyed a vehicle.", None, "units", "Mosul"),
    ("-- Near Ramadi, one strike struck a large tactical unit.", None, "unit", "Ramadi"),
    ("* Near Rawah, two strikes destroyed a bunker and a mortar system.", None, "bunker", "Rawah"),
    ("One airstrike near Kobani destroyed a fighting position.", None, "fighting position", "Kobani"),
    ("Northwest of Raqqa, three airstrikes struck an oil facility.", None, "oil facility", "Raqqa"),
    ("Two strikes west of Fallujah damaged a tunnel entrance.", None, "tunnel", "Fallujah"),
    ("Near Bayji, seven strikes suppressed an enemy mortar position.", None, "mortar position", "Bayji"),
]
TRIGGERED = [
    ("A bus hit a landmine near Gao.", None, "bus", "Gao"),
    ("Three farmers died when their cart ran over a mine near Sebha.", None, "cart", "Sebha"),
    ("A tanker truck packed with explosives rammed the gate of a base in Gao.", None, "gate", "Gao"),
    ("A roadside bomb tore through a minibus in Herat.", None, "minibus", "Herat"),
    ("Mortars rained down on a football pitch in Sloviansk.", None, "football pitch", "Sloviansk"),
    ("A guided bomb levelled a five-storey building in Kherson.", None, "building", "Kherson"),
]
MIXED = [
    ("Suspected jihadists burned dozens of homes in Macomia.", "jihadists", "homes", "Macomia"),
    ("Chadian helicopters strafed a column of rebels near Moundou.", "Chadian", "rebels", "Moundou"),
    ("Fighters loyal to the warlord overran a garrison in Bria.", "Fighters", "garrison", "Bria"),
    ("Five aid workers died when a drone struck their convoy in El Fasher.", None, "convoy", "El Fasher"),
    ("Kenya's police opened fire on protesters in Kisumu, killing three.", "police", "protesters", "Kisumu"),
    ("Two suicide attackers blew themselves up at a church in Makassar.", "attackers", "church", "Makassar"),
    ("Three soldiers were accused of killing a priest in Lima.", "soldiers", "priest", "Lima"),
    ("A truck was destroyed and a shop damaged following the explosion of a bomb in Cali.", None, "truck", "Cali"),
    ("The priest was killed by men wearing uniforms in Lima.", "men", "priest", "Lima"),
    ("Boko Haram raids village in Cameroon, kills 11\n\nMore follows.", "Boko Haram", "village", "Cameroon"),
]
TELLING = [*ACTIVE, *PASSIVE, *((t, None, target, p) for t, target, p in AGENTLESS), *NOMINAL, *LIGHT, *RELATIVE,
           *HEADLINES, *RELEASES, *TRIGGERED, *MIXED]  # fmt: skip


def _any(rows, column: str, value: str | None) -> bool:
    values = [str(r[column]) for r in rows if r[column] is not None]
    return not values if value is None else any(value in v for v in values)


@pytest.mark.parametrize(("text", "attacker", "target", "place"), TELLING, ids=[row[0][:60] for row in TELLING])
def test_a_plain_sentence_tells_one_strike(nlp, text, attacker, target, place):
    found = strikes(nlp, text)
    assert len(found) == 1, [(r["trigger_text"], r["target_text"]) for rows in found for r in rows]
    rows = found[0]
    told = [(r["trigger_text"], r["attacker_text"], r["target_text"], r["victim_text"], r["place_text"]) for r in rows]
    assert _any(rows, "attacker_text", attacker), told
    assert _any(rows, "target_text", target) or _any(rows, "victim_text", target), told
    assert _any(rows, "place_text", place), told


COORDINATED = [
    ("Russia hit Kharkiv and Odesa overnight.", ["Kharkiv", "Odesa"]),
    ("Jets bombed Raqqa, Manbij and Tabqa.", ["Raqqa", "Manbij", "Tabqa"]),
    ("Rebels shelled Aleppo while the navy shelled the port of Benghazi.", ["Aleppo", "Benghazi"]),
    ("Strikes on Kyiv and Kherson killed eight people.", ["Kyiv", "Kherson"]),
    ("Rockets fell on Sderot and Ashkelon.", ["Sderot", "Ashkelon"]),
    ("Missiles struck Lviv and Ternopil on Friday.", ["Lviv", "Ternopil"]),
    ("Air raids hit Tripoli and Benghazi.", ["Tripoli", "Benghazi"]),
    ("Gunmen attacked a bank in Lagos and a market in Kano.", ["Lagos", "Kano"]),
]


@pytest.mark.parametrize(("text", "places"), COORDINATED, ids=[row[0][:60] for row in COORDINATED])
def test_a_named_place_each_is_a_strike_each(nlp, text, places):
    assert [rows[0]["place_text"] for rows in strikes(nlp, text)] == places


UNREAL = [
    ("Iran threatened to bomb the base.", {"threatened"}),
    ("The militia vowed to strike embassies.", {"threatened"}),
    ("Pyongyang warned that it would attack the South.", {"threatened", "hypothetical"}),
    ("Police prevented an attack on a synagogue in Halle.", {"planned"}),
    ("The rebels plan to attack the capital.", {"planned"}),
    ("A plot to bomb an airliner was foiled.", {"planned"}),
    ("The army is ready to strike the camps.", {"planned"}),
    ("The cabinet will decide whether to bomb the camps.", {"hypothetical", "planned"}),
    ("Analysts fear an attack on the dam.", {"threatened", "hypothetical"}),
    ("The bunker could be bombed, he said.", {"hypothetical"}),
    ("If rebels shell the port, ships will leave.", {"hypothetical"}),
    ("The army denied bombing the hospital.", {"denied"}),
    ("No attack on the embassy took place.", {"denied"}),
    ("The army never shelled the village.", {"denied"}),
    ("Troops rehearsed an assault on a beach.", {"exercise"}),
    ("In a drill, jets bombed a mock airfield.", {"exercise"}),
    ("The navy fired a missile at a target barge in a test.", {"exercise"}),
    ("Mourners marked the anniversary of the bombing of the embassy.", {"historical"}),
    ("Two men went on trial over the attack on the school.", {"historical"}),
    ("A court convicted him of the bombing of a mosque.", {"historical"}),
    ("The minister called for strikes on the camps.", {"planned"}),
    ("The general ordered his men to attack the town.", {"planned"}),
    ("The rebels will refrain from attacking towns.", {"planned"}),
]
OTHER = [
    "The dockers' strike hit exports.",
    "Nurses voted to strike over pay.",
    "A strike by pilots grounded flights.",
    "The union called off a strike at the plant.",
    "Prisoners ended a hunger strike on Monday.",
    "The ministers struck a deal on fishing.",
    "The two companies struck an agreement on Friday.",
    "He suffered a heart attack at home.",
    "She died after an asthma attack.",
    "The team attacked well in the second half.",
    "The striker hit the post in the final minute.",
    "The visitors attacked down the left and scored the winning goal.",
    "A cyber attack hit the bank's website.",
    "Hackers attacked the ministry's website.",
    "A cyberattack crippled hospitals in Ireland.",
    "The newspaper attacked the minister's plan.",
    "Critics blasted the budget.",
    "The senator was attacked for his remarks.",
    "The album hit shops on Friday.",
    "Shares hit a record low.",
    "She was struck by the kindness of strangers.",
    "Grandmother was shelling peas in the kitchen.",
    "Lightning struck a church in Ohio.",
    "A hurricane hit the coast of Florida.",
    "A storm battered the port of Galveston.",
    "The virus attacks the lungs.",
    "The film bombed at the box office.",
    "The campaign targets young voters.",
    "The bank raided its reserves.",
    "He fired his minister of finance.",
    "The firm launched a new car in Paris.",
    "The company launched a satellite from French Guiana.",
    "Inflation hit a ten-year high in Turkey.",
    "The law targets tax fraud.",
    "The car hit a tree near Leeds.",
    "A train struck a bus at a crossing in Ohio.",
    "The judge struck down the ban.",
    "The reforms hit pensioners hardest.",
    "A gas explosion destroyed a house in Leeds.",
    "Clouds of locusts invaded farms in Kenya.",
    "Tourists invaded the beaches of Spain.",
    "He shot a film in Morocco.",
    "The goalkeeper shot the ball over the bar.",
    "The lightning strike killed two hikers.",
    "Protesters bombarded the office with emails.",
    "The writer launched an attack on the culture of silence.",
    "The police raided an illegal casino and arrested 12 people.",
    "The senator came under fire over his remarks.",
    "Strike action by bus drivers enters its third day.",
    "Two soldiers were killed in clashes near Goma.",
    "The museum was damaged by floods.",
    "Air raid sirens sounded in Kyiv.",
]


@pytest.mark.parametrize(("text", "wanted"), UNREAL, ids=[row[0][:60] for row in UNREAL])
def test_what_did_not_happen_is_rejected_with_its_reason(nlp, text, wanted):
    assert set(reasons(nlp, text)) & wanted, reasons(nlp, text)


@pytest.mark.parametrize("text", OTHER, ids=[text[:60] for text in OTHER])
def test_words_in_another_sense_tell_no_strike(nlp, text):
    coding = code_force(nlp, text)
    assert not coding.strikes, [(r["trigger_text"], r["attacker_text"], r["target_text"]) for r in coding.strikes]


BLAME = [
    "Police blamed the attack on the ELN.",
    "The attack was attributed to the ELN.",
    "The ELN is behind the attack, police said.",
    "The ELN is suspected of carrying out the bombing.",
    "The ELN was responsible for the attack, the mayor said.",
    "Police suspect the ELN.",
    "The mayor was buried on Friday; the ELN claimed the bomb attack.",
]
NO_BLAME = [
    "The mayor attributed the attack to the fact that the road is long.",
    "The ELN should have claimed responsibility, the mayor said.",
    "Neither the ELN nor any other group has claimed responsibility.",
    "The attack was confirmed by a spokesman.",
]


@pytest.mark.parametrize("sentence", BLAME)
def test_who_is_blamed_is_the_attacker_and_no_target(nlp, sentence):
    rows = code_force(nlp, f"A bomb killed a judge in Cali on Monday. {sentence}").strikes
    assert {str(r["attacker_text"]) for r in rows if r["attacker_text"]} == {"ELN"}
    assert all("ELN" not in str(r["target_text"]) for r in rows)


@pytest.mark.parametrize("sentence", NO_BLAME)
def test_nobody_is_blamed(nlp, sentence):
    rows = code_force(nlp, f"A bomb killed a judge in Cali on Monday. {sentence}").strikes
    assert [r["attacker_text"] for r in rows if r["attacker_text"]] == []


LOSSES = [
    ("Troops ambushed the rebels near Goma, which resulted in the deaths of five fighters.", 5, 5),
    ("Jets bombed a camp near Goma, killing several of the men.", 3, None),
    ("A drone hit a car near Goma; the guards had followed the driver before killing him.", 1, 1),
    ("A strike on a house near Goma resulted in two guards, including a sergeant, being killed.", 2, 2),
    ("Rebels shelled a market near Goma and killed a large number of traders.", 3, None),
]


@pytest.mark.parametrize(("text", "low", "best"), LOSSES)
def test_dead_are_counted_in_other_words(nlp, text, low, best):
    assert (low, best) in {(r["killed_low"], r["killed_best"]) for r in code_force(nlp, text).strikes}


def test_a_singular_read_as_an_adjective_and_a_name_with_a_title_are_one_person(nlp):
    for text in (
        "Troops killed one insurgent and detained two others.",
        "Troops killed militia leader Omar Haddad near Goma.",
    ):
        assert [r["killed_best"] for r in code_force(nlp, text).strikes] == [1], text

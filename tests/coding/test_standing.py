"""Laws of standing, sentence by sentence: what the words around a trigger say of whether it happened."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from foreshock.coding import EventCoder, open_coder
from foreshock.coding.passages import told_when
from foreshock.coding.scene import Scene
from foreshock.coding.standing import innermost, standing_of
from foreshock.records import Span
from foreshock.wire import read_text

PUBLISHED = date(2024, 9, 18)


@cache
def coder() -> EventCoder:
    return open_coder(kind="rules")


def scene_of(text: str) -> Scene:
    return coder().scene(read_text(text, published=PUBLISHED))


def standing(text: str, word: str) -> str:
    """The standing of the last place where the word stands in the text."""
    scene = scene_of(text)
    token = [t for t in scene.page.doc if t.text == word][-1]
    span = Span(token.idx, token.idx + len(token))
    when = told_when(scene, token, scene.when(token))
    boundary = innermost(scene.voices.claims_at(span, token.i), scene.page.doc)
    return standing_of(token, boundary, when, PUBLISHED)[0]


def holds(*rows: tuple[str, str, str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("sentence", "word", "expected"), rows)


@holds(
    ("Rebel gunmen attacked a customs post near the border on Tuesday.", "attacked", "actual"),
    ("The army has shelled the harbour for three days.", "shelled", "actual"),
    ("Police are arresting strikers across the capital.", "arresting", "actual"),
    ("Two villages were bombed overnight.", "bombed", "actual"),
    ("In the latest case, police arrested ten strikers in Lagos.", "arrested", "actual"),
    ("In the worst case of violence, gunmen killed ten farmers in Kano.", "killed", "actual"),
    ("The militia continued to shell the airport.", "shell", "actual"),
    ("Soldiers managed to seize the bridge before noon.", "seize", "actual"),
    ("Not only did the rebels attack the convoy, they burned the trucks.", "attack", "actual"),
    ("The army not only shelled the port but also bombed the market.", "shelled", "actual"),
    ("The army not only shelled the port but also bombed the market.", "bombed", "actual"),
    ("The governor said that militiamen attacked the station.", "attacked", "actual"),
    ("The rebels did not hesitate to attack the town.", "attack", "actual"),
    ("The army failed to prevent the attack.", "attack", "actual"),
    ("Crowds marched through the capital to protest against the levy.", "protest", "actual"),
    ("Police used dogs to disperse the marchers.", "disperse", "actual"),
    ("The pilot is said to have bombed the bridge.", "bombed", "actual"),
    ("She was the first officer to arrest a governor.", "arrest", "actual"),
)
def test_what_is_told_as_done_is_actual(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("Iran may attack the tankers.", "attack", "hypothetical"),
    ("The rebels could seize the dam.", "seize", "hypothetical"),
    ("Egypt might withdraw its envoy.", "withdraw", "hypothetical"),
    ("The ministry said the rebels may attack the pipeline.", "attack", "hypothetical"),
    ("The rebels may attack the dam and bomb the bridge.", "bomb", "hypothetical"),
    ("The guards can arrest anyone without a pass.", "arrest", "hypothetical"),
    ("Perhaps the army will invade the island.", "invade", "hypothetical"),
    ("In the worst case, Iran sends troops, Israel bombs Basra, and Syria falls.", "bombs", "hypothetical"),
    ("Iran will not hesitate to bomb the refinery.", "bomb", "hypothetical"),
    ("Azerbaijan insisted on the withdrawal of the mission.", "withdrawal", "hypothetical"),
    ("Iran is likely to attack the refinery.", "attack", "hypothetical"),
    ("It is possible that Iran will attack the refinery.", "attack", "hypothetical"),
    ("Iran would probably attack the refinery.", "attack", "hypothetical"),
    ("An attack on the refinery would cripple exports.", "attack", "hypothetical"),
    ("There is a risk that the rebels will bomb the station.", "bomb", "hypothetical"),
)
def test_what_may_be_is_hypothetical(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("The rebels may attack the dam, but they have released the hostages.", "released", "actual"),
    ("The general did not deny the order but attacked the minister in parliament.", "attacked", "actual"),
    ("The troops have not crossed the river and have withdrawn to their bases.", "withdrawn", "actual"),
    ("The troops did not shell or bomb the town.", "bomb", "negated"),
    ("The troops neither shelled nor bombed the town.", "bombed", "negated"),
)
def test_a_modal_or_a_not_ends_where_the_next_verb_has_a_tense_of_its_own(
    sentence: str, word: str, expected: str
) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("The navy did not attack the trawler.", "attack", "negated"),
    ("The group has never bombed a hospital.", "bombed", "negated"),
    ("Nobody attacked the embassy.", "attacked", "negated"),
    ("No soldiers attacked the embassy.", "attacked", "negated"),
    ("Neither side attacked on Monday.", "attacked", "negated"),
    ("There was no attack on the embassy.", "attack", "negated"),
    ("There is no sign that Iran attacked the ship.", "attacked", "negated"),
    ("Inspectors found no evidence that the army used gas against the town.", "used", "negated"),
    ("There was no sign of an attack on the base.", "attack", "negated"),
    ("The president has yet to withdraw the brigade.", "withdraw", "negated"),
    ("The council stopped short of imposing sanctions.", "imposing", "negated"),
    ("The two armies are far from withdrawing.", "withdrawing", "negated"),
    ("The cabinet refused to release the prisoners.", "release", "negated"),
    ("The rebels failed to seize the airport.", "seize", "negated"),
    ("The crowd dispersed without attacking the police.", "attacking", "negated"),
    ("Instead of attacking the town, the rebels withdrew.", "attacking", "negated"),
    ("The minister ruled out an attack on the island.", "attack", "negated"),
    ("The king rejected a ceasefire.", "ceasefire", "negated"),
    ("The visit was cancelled.", "visit", "negated"),
    ("The officers have been unable to arrest the ringleaders.", "arrest", "negated"),
    ("Nor did the rebels attack the convoy.", "attack", "negated"),
    ("The army is no longer shelling the town.", "shelling", "negated"),
    ("The guards arrested nobody.", "arrested", "negated"),
    ("The province turned down a ceasefire.", "ceasefire", "negated"),
    ("The cancelled visit embarrassed the palace.", "visit", "negated"),
)
def test_what_did_not_happen_is_negated(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("The army denied that it bombed the clinic.", "bombed", "negated"),
    ("The spokesman denied bombing the clinic.", "bombing", "negated"),
    ("The general denied any attack on the convoy.", "attack", "negated"),
    ("The ministry dismissed reports that its jets bombed the camp.", "bombed", "negated"),
)
def test_a_denied_strike_is_a_claim_but_not_a_happening(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("If Iran attacks the port, oil will rise.", "attacks", "hypothetical"),
    ("Unless the rebels release the pilot, talks will end.", "release", "hypothetical"),
    ("Were the army to attack, thousands would flee.", "attack", "hypothetical"),
    ("Should the rebels attack, the town would fall.", "attack", "hypothetical"),
    ("The army would attack if the talks failed.", "attack", "hypothetical"),
    ("Analysts asked whether the rebels attacked the depot.", "attacked", "hypothetical"),
    ("In case of an attack on the dam, sirens will sound.", "attack", "hypothetical"),
    ("In the event of an attack, schools would close.", "attack", "hypothetical"),
)
def test_a_condition_is_hypothetical(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("The army moved tanks north to attack the rebels.", "attack", "hypothetical"),
    ("Jets flew in order to bomb the bridge.", "bomb", "hypothetical"),
    ("Patrols were doubled to prevent an attack on the port.", "attack", "hypothetical"),
    ("The envoys met to avoid a war.", "war", "hypothetical"),
    ("Guards stopped the crowd from attacking the consulate.", "attacking", "hypothetical"),
    ("The two sides seek to avert a war over the river.", "war", "hypothetical"),
    ("Police foiled an attack on the synagogue.", "attack", "hypothetical"),
)
def test_a_purpose_and_what_is_prevented_are_hypothetical(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("France urged Israel to withdraw its troops.", "withdraw", "hypothetical"),
    ("The mayor called on the rebels to release the nurses.", "release", "hypothetical"),
    ("The council demanded that the army release the journalists.", "release", "hypothetical"),
    ("The bishop called for a ceasefire.", "ceasefire", "hypothetical"),
    ("Deputies want the government to expel the envoy.", "expel", "hypothetical"),
    ("The party insisted that the army release the pilot.", "release", "hypothetical"),
    ("The rebels threatened to bomb the pipeline.", "bomb", "hypothetical"),
    ("The threat of an attack closed the schools.", "attack", "hypothetical"),
    ("Fear of a coup emptied the streets.", "coup", "hypothetical"),
    ("Fears that the army would attack emptied the market.", "attack", "hypothetical"),
    ("The cabinet is considering sanctions against Serbia.", "sanctions", "hypothetical"),
    ("The cabinet is considering expelling the envoy.", "expelling", "hypothetical"),
    ("The rebels tried to storm the palace.", "storm", "hypothetical"),
    ("Troops are preparing for a possible attack.", "attack", "hypothetical"),
)
def test_an_urged_threatened_feared_or_weighed_act_is_hypothetical(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("Turkey will send two frigates.", "send", "future"),
    ("The minister said that Turkey would send two frigates.", "send", "future"),
    ("The president plans to visit Oslo.", "visit", "future"),
    ("The two leaders are to meet in Geneva.", "meet", "future"),
    ("Swedish premier to visit Ankara", "visit", "future"),
    ("Prisoners to be released next week", "released", "future"),
    ("The prisoners are expected to be released.", "released", "future"),
    ("The planned withdrawal angered the opposition.", "withdrawal", "future"),
    ("The army is going to withdraw its brigade.", "withdraw", "future"),
    ("The siege will go on until the rebels release the judge.", "release", "future"),
    ("The general announced a decision to withdraw the brigade.", "withdraw", "future"),
    ("The envoys meet on 30 September 2024.", "meet", "future"),
    ("Norway pledged to send three tanks.", "send", "future"),
    ("The government plans a withdrawal from the strip.", "withdrawal", "future"),
)
def test_what_is_announced_planned_or_promised_is_future(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("The army said it may withdraw if its plan to attack fails.", "withdraw", "hypothetical"),
    ("The group may plan to attack the embassy.", "attack", "hypothetical"),
    ("The president does not plan to visit Oslo.", "visit", "negated"),
    ("The army has no plans to withdraw its troops.", "withdraw", "negated"),
    ("Iran will not attack the ship.", "attack", "negated"),
    ("The envoy warned that the militia will attack the ship.", "attack", "hypothetical"),
)
def test_a_plan_under_a_modal_or_a_denial_takes_its_colour(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("Iraq invaded Kuwait in 1990.", "invaded", "historical"),
    ("Crowds marked the anniversary of the attack on the barracks.", "attack", "historical"),
    ("The museum recalls how the army shelled the quarter.", "shelled", "historical"),
    ("He was convicted of spying in 2009.", "convicted", "historical"),
    ("During the war in 1973 the army attacked across the canal.", "attacked", "historical"),
    ("Veterans who fought in the desert laid wreaths.", "fought", "historical"),
    ("Ten years ago the regime bombed the valley.", "bombed", "historical"),
    ("On that day in 1988 jets bombed the town. Soldiers seized the survivors.", "seized", "historical"),
    ("Guards stand where students were shot when the army invaded in 1968.", "shot", "historical"),
    ("Old men sat in the front row; some of them were veterans and they fought at the river.", "fought", "historical"),
    ("Two years ago the shop was burned. It has a new owner, and on Tuesday thieves burned it.", "burned", "actual"),
    ("The envoy reaffirmed the 1951 treaty on Monday.", "reaffirmed", "actual"),
    (
        "In 1991 the rebels rose. The army attacked them with tanks. On Tuesday police arrested a poet.",
        "arrested",
        "actual",
    ),
    ("The two sides fought a war in 1962. The president visited Delhi on Tuesday.", "visited", "actual"),
)
def test_what_is_told_of_a_time_long_past_is_historical(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("Britain accused Iran of smuggling rifles in breach of the embargo imposed in 2015.", "accused", "actual"),
    ("Britain accused Iran of smuggling rifles in breach of the embargo imposed in 2015.", "smuggling", "actual"),
    ("Turkey, which seized the north of the island in 1974, rejected the plan.", "rejected", "actual"),
    ("Kenya demanded that Somalia honour the treaty which the two signed in 1979.", "demanded", "actual"),
    ("Algeria expelled two diplomats, as it did in 2014.", "expelled", "actual"),
    ("Turkey, which seized the north of the island in 1974, rejected the plan.", "seized", "historical"),
    ("The general was accused of killing villagers in 1994.", "killing", "historical"),
    ("Israel killed a commander who planned the October 7 attack.", "attack", "actual"),
    ("The army planned an attack on the town.", "attack", "future"),
)
def test_the_date_of_another_clause_or_noun_makes_no_history(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("Washington is close to lifting its sanctions on Syria.", "lifting", "hypothetical"),
    ("The bloc is open to suspending aid to Georgia.", "suspending", "hypothetical"),
    ("The rebels had been expected to attack the town but withdrew.", "attack", "hypothetical"),
)
def test_what_is_near_or_was_once_expected_is_open(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("The army has not denied that it bombed the clinic.", "bombed", "hypothetical"),
    ("Poland has not ruled out shelling the camp.", "shelling", "hypothetical"),
    ("Had the rebels attacked the convoy, the mission would have left.", "attacked", "hypothetical"),
    ("Washington warned Kigali against attacking Goma.", "attacking", "hypothetical"),
    ("The minister called for the release of the detained soldiers.", "detained", "actual"),
)
def test_what_is_not_ruled_out_supposed_or_warned_against_is_open(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("The bloc decided against suspending aid to Mali.", "suspending", "negated"),
    ("He ruled out that Ankara would withdraw its troops.", "withdraw", "negated"),
    ("Cairo would pay in exchange for the group refraining from attacking the port.", "attacking", "negated"),
    ("The militia abstained from shelling the port.", "shelling", "negated"),
)
def test_what_is_ruled_out_or_refrained_from_did_not_come(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("A diplomat said it was unlikely that the council would extend the embargo.", "extend", "hypothetical"),
    ("Officials thought it likely that the group would attack the embassy.", "attack", "hypothetical"),
    ("The deal stipulates that Israel withdraw its troops from the town.", "withdraw", "hypothetical"),
)
def test_what_is_called_likely_or_only_written_down_is_open(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("Tehran sends the rebels nothing but medicine.", "sends", "actual"),
    ("Tehran sends the rebels nothing.", "sends", "negated"),
    ("A clerk was abducted there on Sunday; nobody has claimed responsibility.", "abducted", "actual"),
)
def test_a_no_reaches_neither_what_it_excepts_nor_the_sentence_before(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("Will Iran attack the fleet?", "attack", "hypothetical"),
    ("Did the army bomb the school?", "bomb", "hypothetical"),
)
def test_a_question_tells_nothing(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("The premier condemned the attack on the mosque.", "attack", "actual"),
    ("The envoy will raise the attack on the mosque with the king.", "attack", "actual"),
    ("The court may fine those who attacked the mosque.", "attacked", "actual"),
    ("The king did not comment on the bombing of the mosque.", "bombing", "actual"),
    ("The council will meet after the attack on the convoy.", "attack", "actual"),
    ("Sanctions could follow because the army shelled the town.", "shelled", "actual"),
    ("The two ministers will discuss the arrest of the editor.", "arrest", "actual"),
    ("The ministry did not say why the guards shot the fisherman.", "shot", "actual"),
    ("The king rejected the demand of the strikers.", "demand", "actual"),
    ("The group vowed to avenge the killing of its leader.", "killing", "actual"),
    ("France urged an inquiry into the bombing of the clinic.", "bombing", "actual"),
    ("The judge refused to halt the deportation of the students.", "deportation", "actual"),
    ("The rebels wanted revenge for the attack.", "attack", "actual"),
)
def test_a_deed_that_is_only_named_stays_actual(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("The envoys tried to persuade the militia to withdraw.", "persuade", "actual"),
    ("The envoys tried to persuade the militia to withdraw.", "withdraw", "hypothetical"),
    ("The envoys may try to persuade the militia to withdraw.", "persuade", "hypothetical"),
    ("The clerics have tried to dissuade both sides from fighting.", "dissuade", "actual"),
)
def test_whoever_tried_to_persuade_has_asked(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("The minister said that Turkey would send two frigates.", "send", "future"),
    ("The minister says that a blockade would ruin the port.", "ruin", "hypothetical"),
)
def test_would_is_the_future_of_a_past_saying_alone(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("The family applied for asylum in Norway.", "asylum", "hypothetical"),
    ("The union filed for arbitration on Monday.", "arbitration", "hypothetical"),
)
def test_what_is_applied_for_is_not_yet_had(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


def test_what_was_delayed_did_not_take_place() -> None:
    assert standing("The handover was delayed.", "handover") == "negated"


def test_who_would_like_to_thank_has_thanked() -> None:
    assert standing("We would like to thank the nurses.", "thank") == "actual"
    assert standing("We would like to visit the nurses.", "visit") == "hypothetical"


@holds(
    ("The crowd grew to include miners from the north.", "include", "actual"),
    ("The currency fell to close at a record low.", "close", "actual"),
    ("The currency may fall to close at a record low.", "close", "hypothetical"),
)
def test_a_result_comes_with_what_it_results_from(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("The rebels were able to seize the bridge.", "seize", "actual"),
    ("The rebels are able to seize the bridge.", "seize", "hypothetical"),
    ("The rebels were not able to seize the bridge.", "seize", "negated"),
    ("The tunnels enabled the rebels to attack the base.", "attack", "actual"),
)
def test_who_was_able_to_act_has_acted(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


def test_an_announced_plan_is_there_already() -> None:
    assert standing("The ministry announced a plan on Monday.", "plan") == "actual"
    assert standing("The ministry announced a withdrawal on Monday.", "withdrawal") == "future"


def test_a_wish_is_held_before_the_day_it_names() -> None:
    assert standing("The party wants a truce by 30 September 2024.", "wants") == "actual"


@holds(
    ("The council will move the troops already deployed in the north.", "deployed", "actual"),
    ("The ministry may close the camp currently shelled by rebels.", "shelled", "actual"),
    ("The militia may already attack the convoy.", "attack", "hypothetical"),
)
def test_what_is_already_so_is_so_under_any_plan(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected


@holds(
    ("An attack of Russia on Poland is assessed as very unlikely.", "attack", "hypothetical"),
    ("A Russian attack is regarded as possible in Warsaw.", "attack", "hypothetical"),
    ("The attack is described as brutal in Warsaw.", "attack", "actual"),
)
def test_what_is_rated_as_likely_or_not_has_not_come(sentence: str, word: str, expected: str) -> None:
    assert standing(sentence, word) == expected

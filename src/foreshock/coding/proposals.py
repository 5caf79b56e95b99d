"""Rules and student together: which words tell an act, of which type, who takes part, and did it happen.

The law: the student proposes and the rules name: whoever takes part is an actor that the cast finds in the words of the
report, and what the student decided stands in the row's `because`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from foreshock.codebook.base import toml_file
from foreshock.codebook.lexicon import Trigger
from foreshock.coding import standing_signs as signs
from foreshock.coding import syntax
from foreshock.coding.roles import role_of
from foreshock.coding.sides import OWN, Parties
from foreshock.coding.standing import ANNIVERSARY
from foreshock.coding.student import thresholds
from foreshock.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.actors import Cast
    from foreshock.coding.sentences import Page, Sentence
    from foreshock.coding.student import Floats, Marks

CARRIED = frozenset({"ADP", "ADV", "PART"})
"""Words that tell an act only with the verb they hang on: "down" of "shot down"."""
SHIPPED, BY_STUDENT = "triggers.csv", "the student"
OF_STATE = frozenset({"GOV", "MIL"})
BY_POWER, POWERLESS = frozenset({"COERCE", "SANCTION"}), frozenset({"CVL", "REF", "LAB"})
"""Types that are guessed of nobody without power: the protesters did not arrest themselves."""
DANGLING = frozenset({"det", "cc", "case", "punct"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A run of words that tell an act: its type, how likely, and the word that carries it."""

    type: str
    share: float
    words: tuple[int, ...]
    head: int


class Proposals:
    """What the student says of a page, asked token by token. `alone`: no word of the lexicon counts beside it."""

    def __init__(
        self, page: Page, marks: Marks, types: Sequence[str], standings: Sequence[str], alone: bool = False
    ) -> None:
        self._page, self._marks, self._alone = page, marks, alone
        self._types = types
        self._kinds = _kinds(marks.acts)
        best = marks.standings.argmax(axis=1) if len(marks.standings) else np.zeros(0, dtype=np.int64)
        self._stood = [(standings[n], float(marks.standings[row, n])) for row, n in enumerate(best.tolist())]
        self._token_at = {row: t for t in page.tokens() if (row := page.word_at.get(t.idx)) is not None}

    def denies(self, token: Token, least: float | None = None) -> bool:
        """True where the student holds that the word tells no act; `least` for the threshold `drop`."""
        row = self._row(token)
        return row is not None and float(self._marks.acts[row, 0]) > (least or thresholds().drop)

    def token_at(self, row: int) -> Token | None:
        """The word in a row of the student's marks."""
        return self._token_at.get(row)

    def is_sure(self, token: Token) -> bool:
        """True where the student is sure that the word tells an act."""
        row = self._row(token)
        return row is not None and float(self._marks.acts[row, 0]) < 1 - thresholds().sure

    def tells(self, token: Token, kind: str) -> bool:
        """True where the student holds that the word tells an act of the type."""
        told = self._kind(token)
        return told > 0 and self._types[told - 1] == kind

    def weighed(self, sentence: Sentence, readings: dict[int, Trigger], amid: bool = False) -> dict[int, Trigger]:
        """The lexicon's readings that the student does not deny, retyped and completed by what it proposes.

        A shipped line that says that a use is no event gives way where the student is surer than `unblock`; a line of
        the user's own holds, and so does the type that it gives.
        """
        told = {} if self._alone else readings
        kept = {
            at: one for at, one in told.items() if one.blocks or not self.denies(self._page.doc[at], _least(one, amid))
        }
        for proposal in self._found(sentence):
            known = [at for at in (*proposal.words, proposal.head) if at in kept]
            if not known and _is_state(self._page.doc[proposal.head]):
                continue
            if not known:
                kept[proposal.head] = self._reading(proposal)
            elif _is_unblocked(proposal, [kept[at] for at in known]):
                kept[known[-1]] = self._reading(proposal)
            elif self._is_retyped(proposal, [kept[at] for at in known]):
                kept[known[-1]] = replace(kept[known[-1]], type=proposal.type, mode=None, by=_by(proposal))
        return kept

    def _is_retyped(self, proposal: Proposal, known: list[Trigger]) -> bool:
        """True where the student is surer of another type than the shipped lexicon's lines for its words.

        Of "will not support", the act is the support that does not come: the refusal is told beside it.
        """
        if proposal.type == "REJECT" and any(c.dep_ == "neg" for c in self._page.doc[proposal.head].children):
            return False
        other = all(
            not one.blocks
            and not one.is_set
            and one.file == SHIPPED
            and one.type != proposal.type
            and len(one.words) == 1
            for one in known
        )
        return other and proposal.share > thresholds().retype

    def _reading(self, proposal: Proposal) -> Trigger:
        token = self._page.doc[proposal.head]
        pos = "verb" if syntax.is_verb(token) else "noun"
        frame = _frames()[proposal.type]
        return Trigger(token.lemma_.lower(), pos, proposal.type, None, frame, (), 0, by=_by(proposal))

    def _found(self, sentence: Sentence) -> Iterator[Proposal]:
        """The runs of words under one type, in text order."""
        run: list[Token] = []
        before = 0
        for token in sentence.tokens:
            kind = self._kind(token)
            if run and kind != before:
                yield self._proposal(run, before)
                run = []
            if kind:
                run.append(token)
            before = kind
        if run:
            yield self._proposal(run, before)

    def _kind(self, token: Token) -> int:
        """The number of the type that the word tells, 0 for none."""
        row = self._row(token)
        return 0 if row is None else self._kinds[row]

    def _proposal(self, run: list[Token], kind: int) -> Proposal:
        head = _head(run)
        rows = [row for t in run if (row := self._row(t)) is not None]
        share = max(float(self._marks.acts[row, kind]) for row in rows)
        return Proposal(self._types[kind - 1], share, tuple(t.i for t in run), head.i)

    def stood(self, token: Token, standing: str, word: str) -> tuple[str, str]:
        """The standing and what decided it: the student's where it is sure, and surer still where a word decided."""
        row = self._row(token)
        if row is None:
            return standing, word
        own, share = self._stood[row]
        least = thresholds().overrule if word and not self._alone else thresholds().standing
        if share < least or own == standing or _is_plain(token, standing, word) or (own == "actual" and _will(token)):
            return standing, word
        return own, f"{BY_STUDENT}, {share:.2f}"

    def settled(
        self, token: Token, trigger: Trigger, parties: Parties, cast: Cast, judges: Sequence[Actor] = ()
    ) -> tuple[Parties, tuple[str, ...]]:
        """The parties, and what of them the student told: those of the frame, and its own where that names none.

        At a word that only the student takes for an act, its own marks go first. Who judges an act did not do it.
        """
        own, judging = self._parties(token, cast), {a.name for a in judges}
        own = Parties([a for a in own.actors if a.name not in judging], own.recipients)
        first, second = (own, parties) if trigger.line == 0 else (parties, own)
        if self._alone:
            first = second = own
        taken = {a.name for a in first.recipients} if first is parties else set()
        actors = first.actors or [a for a in second.actors if a.name not in taken]
        names = {a.name for a in actors}
        done_to = ([a for a in side.recipients if side is parties or not is_own(a, actors)] for side in (first, second))
        recipients, others = ([a for a in found if a.name not in names] for found in done_to)
        recipients = recipients or others
        settled = Parties(actors, recipients)
        told = [("actor", settled.actors, parties.actors), ("recipient", settled.recipients, parties.recipients)]
        return settled, tuple(f"{side} by the student" for side, now, before in told if now and now != before)

    def guessed(self, token: Token, kind: str, parties: Parties, cast: Cast, judges: Sequence[Actor] = ()) -> Parties:
        """The parties, an empty side with the actors that the student marks less surely; of one country at least.

        Only the words of the act's own paragraph are asked, no later than its sentence, and whom it is done to only of
        types done to somebody.
        """
        own = self._parties(token, cast, (thresholds().guessed_actor, thresholds().guessed_recipient), near=True)
        doing = [a for a in own.actors if not _is_outlet(a) and not (kind in BY_POWER and a.sector in POWERLESS)]
        actors = parties.actors or _strangers(doing, [*parties.recipients, *judges], kind)
        undergoing = own.recipients if kind in _guessed_types() else []
        undergoing = [a for a in undergoing if not _is_outlet(a) and not is_own(a, actors)]
        return Parties(actors, parties.recipients or _strangers(undergoing, actors, kind))

    def _parties(
        self, token: Token, cast: Cast, least: tuple[float, float] | None = None, near: bool = False
    ) -> Parties:
        """Who acts and who undergoes it, of the actors that the cast finds in the words marked."""
        row = self._row(token)
        if row is None:
            return Parties([], [])
        first, shares = self._marks.roles(row)
        least = least or (thresholds().actor, thresholds().recipient)
        actors, recipients = (self._marked(first, shares[:, side], least[side]) for side in (0, 1))
        marked = ([t for t in actors if t.i not in _case_put(token)], recipients)
        return Parties(*(_named([t for t in told if not near or self._is_near(t, token)], cast) for told in marked))

    def _is_near(self, word: Token, act: Token) -> bool:
        """True of words of the act's paragraph, in its sentence or before it."""
        there, here = self._page.sentence_of(word), self._page.sentence_of(act)
        one = there is not None and here is not None and there.paragraph == here.paragraph
        return one and word.i < syntax.sentence_of(act).end and not _is_addressed(word, act)

    def _marked(self, first: int, shares: Floats, least: float) -> list[Token]:
        rows = [first + int(n) for n in np.flatnonzero(shares > least)]
        return [self._token_at[row] for row in rows if row in self._token_at]

    def _row(self, token: Token) -> int | None:
        return self._page.word_at.get(token.idx)


def _kinds(acts: Floats) -> list[int]:
    """For each word the number of the type that it tells, 0 for none: a likely type, or the likeliest of a sure act."""
    if not len(acts):
        return []
    least, best = thresholds(), acts[:, 1:].argmax(axis=1) + 1
    likely = acts[np.arange(len(acts)), best]
    sure = (1 - acts[:, 0] > least.told) & (likely > least.told_type)
    told: list[int] = np.where(sure | (likely > least.propose), best, 0).tolist()
    return told


def _is_addressed(word: Token, act: Token) -> bool:
    """True of the council in "told the council that the attacks went on": who is told of an act has no part in it."""
    told, verb = act, act.head
    while verb.i != told.i:
        if told.dep_ == "ccomp" and verb.i < word.i < told.left_edge.i and verb.is_ancestor(word):
            return True
        told, verb = verb, verb.head
    return False


def _case_put(act: Token) -> frozenset[int]:
    """The words of "if Hezbollah fires" beside "could be targeted": who acts in the case does not do what follows."""
    if not syntax.is_verb(act) or not syntax.is_passive(act):
        return frozenset()
    return frozenset(t.i for clause in syntax.cases_put(act) for t in clause.subtree)


def _least(reading: Trigger, amid: bool) -> float:
    """From which share the student denies; a line that asks for words holds longer where it is told who fights, and a
    set phrase always."""
    if reading.is_set:
        return 1.0
    asks = any(one.demand > 1 for one in reading.when)
    return thresholds().drop_amid if amid and asks else thresholds().drop


def _is_state(token: Token) -> bool:
    """True of "was silent": what somebody is tells no act."""
    return token.pos_ == "ADJ" and token.dep_ == "acomp"


def _is_plain(token: Token, standing: str, word: str) -> bool:
    """True where a word denies or puts a case, or a past tense and a date tell history: news is told in the present."""
    dated = standing == "historical" and word != ANNIVERSARY and signs.is_past(token)
    put = standing == "hypothetical" and word in signs.words("case", "nouns")
    return dated or put or (standing == "negated" and bool(word))


def _will(token: Token) -> bool:
    """True of what the verb's own "will" puts in the time to come."""
    return any(c.dep_ == "aux" and c.lower_ in ("will", "shall") for c in token.children)


def _is_unblocked(proposal: Proposal, known: Sequence[Trigger]) -> bool:
    """True where the student is sure of an act that shipped lines of one word take for none, by no set phrase."""
    shipped = all(one.blocks and not one.is_set and one.file == SHIPPED and len(one.words) == 1 for one in known)
    return shipped and proposal.share > thresholds().unblock


def _head(run: list[Token]) -> Token:
    """The word that carries a run: its first verb, else its last noun, else its last word or the verb that has it."""
    verbs = [t for t in run if syntax.is_verb(t)]
    nouns = [t for t in run if t.pos_ in ("NOUN", "PROPN", "ADJ")]
    if verbs or nouns:
        return verbs[0] if verbs else nouns[-1]
    last = run[-1]
    return last.head if last.pos_ in CARRIED and syntax.is_verb(last.head) else last


@cache
def _frames() -> dict[str, str]:
    """The frame under which a word without a line of its own tells its parties, by type."""
    return dict(toml_file("student.toml")["frames"])


@cache
def _guessed_types() -> frozenset[str]:
    """The types whose recipient may be guessed."""
    return frozenset(toml_file("student.toml")["guessed"]["recipients"])


def _by(proposal: Proposal) -> str:
    return f"{BY_STUDENT}, {proposal.share:.2f}"


def _strangers(marked: list[Actor], to: list[Actor], kind: str) -> list[Actor]:
    """The marked actors of a known country that are not on the other side, nor of a state there that strikes."""
    names, states = {actor.name for actor in to}, striking_states(to, kind)
    return [a for a in marked if a.country and a.country not in states and a.name not in names]


def striking_states(side: Sequence[Actor], kind: str) -> frozenset[str | None]:
    """The states on a side of an act of force: "Taiwan would strike" is not told of a strike on Taiwan."""
    states = (a.country for a in side if a.kind == "named" and a.sector == "GOV")
    return frozenset(states) if kind == "ASSAULT" else frozenset()


def _is_outlet(actor: Actor) -> bool:
    """True of a newspaper: a report quotes it, and hardly ever tells what it does or undergoes."""
    return actor.kind == "named" and actor.sector == "JRN"


def is_own(actor: Actor, actors: Sequence[Actor]) -> bool:
    """True of the state itself where its president, ministry or army acts, and of "their own envoys"."""
    official = {a.country for a in actors if a.sector in OF_STATE and a.country}
    state = actor.kind == "named" and actor.sector == "GOV" and actor.country in official
    theirs = actor.text.lower().startswith(OWN) and actor.country in {a.country for a in actors}
    return state or theirs


def _named(marked: list[Token], cast: Cast) -> list[Actor]:
    """The actors at the marked words that hang on no other marked word, each once."""
    inside = {t.i for t in marked}
    found: dict[str, Actor] = {}
    for token in marked:
        joined = token.dep_ in ("conj", "appos") or token.head.i == token.i
        if (token.head.i in inside and not joined) or token.dep_ in DANGLING or _is_written_to(token):
            continue
        for actor in at_word(token, cast):
            if actor.kind not in ("document", "instrument"):
                found.setdefault(actor.name, actor)
    return list(found.values())


def _is_written_to(token: Token) -> bool:
    """True of the Council in "in a letter to the Council": who is written to is no party of what is written."""
    to = token.head
    role = role_of(to.head) if token.dep_ == "pobj" and to.lower_ == "to" else None
    return role is not None and role.kind == "document"


def at_word(token: Token, cast: Cast) -> list[Actor]:
    """The actors at a word, the one that it names as a modifier, or the owner of the thing it is."""
    named = cast.members(token)
    if not named and (modifier := cast.modifier(token)):
        named = [modifier]
    return named or cast.owner(token, placed=False)

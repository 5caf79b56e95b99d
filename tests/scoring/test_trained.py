"""Laws of how articles become words with tags, and tags become spans again, in the models taught for comparison."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.plv import Row
from bench.polnear import ROLES, Marked
from bench.trained.chain import add_spans, features, paragraphs
from bench.trained.joined import FOLDS, folds
from bench.trained.words import SIGNS, Article, tags

WORDS = "the minister said on monday that talks would go on".split()


def _article(parts: list[int]) -> Article:
    """An article of paragraphs with so many words each."""
    text, words, starts = "", list[tuple[int, int]](), list[int]()
    for many in parts:
        starts.append(len(words))
        for n in range(many):
            word = WORDS[n % len(WORDS)]
            words.append((len(text), len(text) + len(word)))
            text += word + (" " if n < many - 1 else "\n\n")
    return Article(text, words, {name: [0] * len(words) for name in SIGNS}, starts)


@st.composite
def marked_articles(draw: st.DrawFn) -> tuple[Article, Marked]:
    """An article with spans that share no word and stay in their paragraph, as PolNeAR's do."""
    article, gold = _article(draw(st.lists(st.integers(1, 9), min_size=1, max_size=4))), Marked()
    for words in paragraphs(article):
        at = words.start
        while at < words.stop:
            many = draw(st.integers(1, words.stop - at))
            role = draw(st.sampled_from(["", *ROLES]))
            if role:
                getattr(gold, role).add((article.words[at][0], article.words[at + many - 1][1]))
            at += many
    return article, gold


@settings(deadline=None)
@given(marked_articles())
def test_spans_told_as_tags_are_the_same_spans_again(told: tuple[Article, Marked]) -> None:
    article, gold = told
    row, found = tags(article.words, gold), Marked()
    for words in paragraphs(article):
        add_spans(found, article, words.start, row[words.start : words.stop])
    assert found == gold


@settings(deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=4))
def test_each_word_stands_in_one_paragraph_and_has_features(parts: list[int]) -> None:
    article = _article(parts)
    words = [n for paragraph in paragraphs(article) for n in paragraph]
    assert words == list(range(len(article.words)))
    assert all(len(features(article, paragraph)) == len(paragraph) for paragraph in paragraphs(article))


def test_features_of_a_paragraph_do_not_look_into_the_next_one() -> None:
    alone, followed = _article([5]), _article([5, 3])
    assert features(alone, next(paragraphs(alone))) == features(followed, next(paragraphs(followed)))


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=FOLDS, max_size=30))
def test_rows_of_one_sentence_share_their_fold(texts: list[str]) -> None:
    place = folds([Row(text, None, None, "AID", "2") for text in texts])
    assert all(
        a == b
        for one, a in zip(texts, place, strict=True)
        for other, b in zip(texts, place, strict=True)
        if one == other
    )
    assert set(place) <= set(range(FOLDS))

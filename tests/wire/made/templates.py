"""A dozen kinds of news page in our own words, each with the sentences that are the report and those that are not."""

from __future__ import annotations

from dataclasses import dataclass

BODY = (
    "The harbour council of Port Alder closed the eastern quay on Tuesday after two cranes were found damaged.",
    "Council spokesman Ivo Lender said that divers would search the basin for the missing cable before the weekend.",
    "“We do not know who was here in the night,” he told reporters, adding that the guards had heard nothing.",
    "The ministry of transport accused smugglers of cutting the cable and promised patrols along the whole coast.",
)
JUNK = (
    "Fishermen win the spring regatta for the third time",
    "Ten recipes that every sailor should know by heart",
    "Sign up for our morning letter and never miss a tide",
    "We use cookies to make your visit better than the last",
)
TITLE = "Port Alder closes its eastern quay"
P = "".join(f"<p>{x}</p>\n" for x in BODY)
MENU = "<header><div id='logo'>Alder Herald</div><nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav></header>"
RELATED = f"<div class='related-articles'><h3>Related</h3><ul><li><a href='/1'>{JUNK[0]}</a></li><li><a href='/2'>{JUNK[1]}</a></li></ul></div>"
LETTER = f"<section class='newsletter-signup'><p>{JUNK[2]}</p><form><input name=mail></form></section>"
COOKIES = f"<div id='cookie-banner' role='dialog'><p>{JUNK[3]}</p><button>Accept</button></div>"


@dataclass(frozen=True, slots=True)
class Template:
    """A page, its report's sentences, what must not be in it, and what its head tells (None: not told)."""

    name: str
    html: str
    body: tuple[str, ...] = BODY
    junk: tuple[str, ...] = JUNK
    title: str | None = TITLE
    outlet: str | None = "Alder Herald"
    author: str | None = None
    day: str | None = "2024-11-26"
    found: str = "meta"
    language: str | None = "en"


def _doc(body: str, head: str = "", lang: str = "en", title: str = TITLE, attributes: str = "") -> str:
    return (
        f'<!doctype html><html lang="{lang}" {attributes}><head><meta charset="utf-8"><title>{title} | Alder Herald</title>'
        f'<meta property="og:site_name" content="Alder Herald">{head}</head><body>{COOKIES}{MENU}{body}'
        "<footer><p>© 2024 Alder Herald. All rights reserved.</p></footer></body></html>"
    )


_META = '<meta property="article:published_time" content="2024-11-26T09:30:00+02:00">'
_ID = '{"@context":"https://schema.org","@type":"NewsArticle","headline":"%s","datePublished":"2024-11-26T07:30:00Z",'
_ID += '"publisher":{"@type":"Organization","name":"Alder Herald"},"author":[{"@type":"Person","name":"Mara Quill"}]%s}'


def _json(more: str = "") -> str:
    return f'<script type="application/ld+json">{_ID % (TITLE, more)}</script>'


CLASSIC = Template(
    "classic",
    _doc(
        f"<main><article><h1>{TITLE}</h1><p class='byline'>By <a rel=author href='/m'>Mara Quill</a></p>"
        f"<time datetime='2024-11-26T09:30:00+02:00'>26 November 2024</time><div class='share-bar'><a>Facebook</a> <a>Tweet</a></div>"
        f"{P}{LETTER}</article>{RELATED}</main><aside><h4>Most read</h4><ol><li><a href=x>{JUNK[1]}</a></li></ol></aside>",
        _META,
    ),
    author="Mara Quill",
)
LIVE = Template(
    "live blog",
    _doc(
        f"<main><h1>{TITLE}</h1><div class='live-blog'>"
        + "".join(
            f"<div class='entry'><time datetime='2024-11-26T{18 - n}:05:00Z'>{18 - n}:05</time><h2>Entry number {n}</h2><p>{x}</p></div>"
            for n, x in enumerate(BODY)
        )
        + f"</div></main>{RELATED}",
        _json().replace("NewsArticle", "LiveBlogPosting"),
    ),
    author="Mara Quill",
)
AMP = Template(
    "amp",
    _doc(
        f"<article><h1>{TITLE}</h1><amp-img src='a.jpg' alt='cranes'></amp-img>{P}<amp-ad>{JUNK[2]}</amp-ad></article>{RELATED}",
        "<style amp-boilerplate>body{visibility:hidden;animation:-amp-start 8s}</style>" + _json(),
        attributes="amp",
    ),
    author="Mara Quill",
)
TABLES = Template(
    "table layout",
    _doc(
        f"<table width=100%><tr><td class=left><a href=/>Home</a><br><a href=/a>Sports</a><br><a href=/b>{JUNK[0]}</a></td>"
        f"<td><h1>{TITLE}</h1><font size=2>Published: 26 November 2024, 09:30</font><br>{P}</td></tr></table>"
    )
    .replace("<font size=2>", "<span class='date'>")
    .replace("</font>", "</span>"),
    found="text",
)
STUB = Template(
    "paywalled stub",
    _doc(
        f"<article><h1>{TITLE}</h1><p>{BODY[0]}</p><div class='paywall-offer'><p>Read on for one crown a week, cancel when you like.</p></div></article>{LETTER}",
        _json(',"isAccessibleForFree":false'),
    ),
    body=BODY[:1],
    junk=(*JUNK, "Read on for one crown a week"),
    author="Mara Quill",
)
GALLERY = Template(
    "gallery",
    _doc(
        f"<article><h1>{TITLE}</h1>{P}<div class='gallery'><figure><img src=1.jpg><figcaption>Cranes at dawn, by our own photographer</figcaption></figure>"
        "<figure><img src=2.jpg><figcaption>The basin seen from the old tower</figcaption></figure></div></article>",
        _META,
    ),
    junk=(*JUNK, "Cranes at dawn, by our own photographer", "The basin seen from the old tower"),
)
REPUBLISHED = Template(
    "wire republished",
    _doc(
        f"<div class='post-content entry'><h1>{TITLE}</h1><p>PORT ALDER, Nov 26 (Northern Wire) - {BODY[0]}</p><p>{BODY[1]}</p>"
        f"<div class='inline-box'><strong>Related</strong><ul><li><a href=/1>{JUNK[0]}</a></li><li><a href=/2>{JUNK[1]}</a></li></ul></div>"
        f"<p>{BODY[2]}</p><p><strong>Read more:</strong> <a href=/3>{JUNK[0]}</a></p><p>{BODY[3]}</p>"
        f"<p>(Reporting by A. Writer; editing by B. Reader)</p><p><a href=/p>Previous</a> | <a href=/n>Next</a></p></div>{LETTER}",
        _META,
    ),
)
ARABIC = (
    "أغلق مجلس الميناء الرصيف الشرقي يوم الثلاثاء بعد العثور على رافعتين متضررتين في الحوض القديم.",
    "وقال المتحدث باسم المجلس إن الغواصين سيبحثون عن الكابل المفقود قبل نهاية الأسبوع الجاري.",
    "واتهمت وزارة النقل مهربين بقطع الكابل ووعدت بتسيير دوريات على طول الساحل.",
)
RTL = Template(
    "right to left",
    _doc(
        "<main dir=rtl><article><h1>مجلس الميناء يغلق الرصيف الشرقي</h1>"
        + "".join(f"<p>{x}</p>" for x in ARABIC)
        + f"</article></main>{RELATED}",
        _META,
        lang="ar",
        title="مجلس الميناء يغلق الرصيف الشرقي",
    ),
    body=ARABIC,
    title="مجلس الميناء يغلق الرصيف الشرقي",
    language="ar",
)
FRENCH_BODY = (
    "Le conseil du port a fermé mardi le quai oriental après la découverte de deux grues endommagées.",
    "Son porte-parole, Ivo Lender, a déclaré que des plongeurs chercheraient le câble disparu avant la fin de la semaine.",
    "Le ministère des transports a accusé des contrebandiers d’avoir coupé le câble et promis des patrouilles le long de la côte.",
)
FRENCH = Template(
    "french",
    _doc(
        "<article><h1>Le port ferme son quai oriental</h1>"
        + "".join(f"<p>{x}</p>" for x in FRENCH_BODY)
        + f"</article><div class='a-lire-aussi related'><h3>À lire aussi</h3><ul><li><a href=/1>{JUNK[0]}</a></li></ul></div>",
        _META,
        lang="fr-FR",
        title="Le port ferme son quai oriental",
    ),
    body=FRENCH_BODY,
    title="Le port ferme son quai oriental",
    language="fr",
)
REMARKS = (
    "I have lived by this quay for forty years and never saw a guard awake at night.",
    "Nobody will find that cable, mark my words, the tide took it long ago.",
)
COMMENTED = Template(
    "comments",
    _doc(
        f"<article><h1>{TITLE}</h1>{P}</article><section id='comments'><h2>2 comments</h2>"
        + "".join(f"<div class='comment'><b>reader{n}</b><p>{x}</p></div>" for n, x in enumerate(REMARKS))
        + "</section>",
        _META,
    ),
    junk=(*JUNK, *REMARKS),
)
_PARTED = "\\n\\n".join(BODY)
ONLY_JSON = Template(
    "json-ld only",
    _doc("<div id='root'></div>", _json(f',"articleBody":"{_PARTED}"')),
    author="Mara Quill",
)
PLAIN_DIVS = Template(
    "divs without paragraphs",
    _doc(
        f"<div class=story><h1>{TITLE}</h1><div class='posted-on'>Posted on 26 November 2024</div><div class='txt'>"
        + "<br><br>".join(BODY)
        + f"</div></div>{RELATED}"
    ),
    found="text",
)
TEMPLATES = [CLASSIC, LIVE, AMP, TABLES, STUB, GALLERY, REPUBLISHED, RTL, FRENCH, COMMENTED, ONLY_JSON, PLAIN_DIVS]

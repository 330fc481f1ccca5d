"""The small pieces of HTML that Streamlit has no element for. Pure; every word that goes in is escaped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from tongnan_metrics.locale import tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present.charts import Picture, Swatch
from tongnan_metrics.present.narrative import Part
from tongnan_metrics.ui.cards import Row, Said

if TYPE_CHECKING:  # the server imports this module before there is a cache to make answers for
    from tongnan_metrics.ui.attention import Entry


def tag(name: str, *children: str, cls: str = "", **attributes: str) -> str:
    """An element around ready-made children; attribute values are escaped."""
    given = {**({"class": cls} if cls else {}), **attributes}
    said = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in given.items())
    return f"<{name}{said}>{''.join(children)}</{name}>"


def image(picture: Picture, *, cls: str) -> str:
    """A small picture with its text alternative, which is also its tooltip."""
    return f'<img class="{cls}" alt="{escape(picture.alt)}" title="{escape(picture.alt)}" src="{picture.src}">'


def brand(name: str, under: str) -> str:
    """The app's name and what it covers, on top of the sidebar."""
    return tag("div", tag("b", escape(name)), tag("span", escape(under)), cls="tn-brand")


def title(words: str, selection: str) -> str:
    """A page's title with the selection in words beside it."""
    return tag("div", tag("h1", escape(words)), tag("span", escape(selection)), cls="tn-title")


def sentence(parts: str | Iterable[Part], *, cls: str = "tn-answer") -> str:
    """A sentence, its strong parts in the accent."""
    runs = [Part(parts)] if isinstance(parts, str) else parts
    return tag("p", *(tag("b", escape(p.text)) if p.strong else escape(p.text) for p in runs), cls=cls)


def figure(said: Said) -> str:
    """A card's figure with its unit and source mark, its comparison, and the reason when there is none."""
    mark = tag("em", escape(f.source_word(said.origin))) if said.origin else ""
    value = tag("p", tag("b", escape(said.figure)), tag("span", escape(said.unit)), mark, cls="tn-figure")
    reason = tag("p", escape(said.reason), cls="tn-reason") if said.reason else ""
    return value + (comparison(said.compare) if said.compare else "") + reason


def comparison(row: Row) -> str:
    """The one comparison: bold value, then its word."""
    return tag("p", tag("b", escape(row[0])), tag("span", escape(row[1])), cls="tn-compare")


def rows(pairs: Sequence[Row]) -> str:
    """Label and value rows, values to the right."""
    lines = (tag("div", tag("dt", escape(label)), tag("dd", escape(value))) for label, value in pairs)
    return tag("dl", *lines, cls="tn-rows") if pairs else ""


def parts_legend(pairs: Sequence[tuple[str, float]], colours: Sequence[str], aside: str = "") -> str:
    """Each part's name and number under the bar of parts."""
    words = (
        tag("span", tag("i", style=f"background:{colour}"), escape(name), tag("b", escape(f.number(value, 0))))
        for (name, value), colour in zip(pairs, colours, strict=False)
    )
    return tag("div", *words, tag("span", escape(aside), cls="tn-aside") if aside else "", cls="tn-legend")


def legend(swatches: Sequence[Swatch]) -> str:
    """A chart's legend for its title row."""
    return "".join(
        tag("span", tag("i", cls=f"tn-{s.mark}", style=f"color:{s.colour}"), escape(s.label), cls="tn-swatch")
        for s in swatches
    )


def heading(words: str, aside: str = "", swatches: Sequence[Swatch] = (), *, cls: str = "tn-heading") -> str:
    """A card's title row: what it shows, and at the right its legend, unit and total."""
    right = legend(swatches) + (tag("span", escape(aside)) if aside else "")
    return tag("div", tag("h2", escape(words)), tag("div", right, cls="tn-aside"), cls=cls)


def part_heading(words: str, aside: str = "", swatches: Sequence[Swatch] = ()) -> str:
    """The title row of one of several charts in a card."""
    return heading(words, aside, swatches, cls="tn-part-heading")


def pill(word: str, light: str) -> str:
    """A light as its word on its ground."""
    return tag("span", escape(word), cls=f"tn-pill tn-{light}")


def standing(words: str, reason: str, light: tuple[str, str] | None) -> str:
    """How one thing stands: the pill of its light (word and colour), the words, and under them the reason."""
    lit = pill(*light) if light else ""
    return tag("div", lit, tag("div", tag("b", escape(words)), tag("p", escape(reason))), cls="tn-standing")


def figures(named: Iterable[tuple[str, Said]]) -> str:
    """A few figures side by side, each under its label, where there are no cards around."""
    return tag("div", *(tag("div", small(label) + figure(said)) for label, said in named), cls="tn-figures")


def facts(pairs: Sequence[Row]) -> str:
    """Many label and value rows, in two columns where there is room."""
    return tag("div", rows(pairs), cls="tn-facts")


@dataclass(frozen=True, slots=True)
class Ranked:
    """One line of a ranked list: what, its figure, why, and how long its bar is (0 to 1)."""

    subject: str
    figure: str
    reason: str
    share: float


def ranked(entries: Sequence[Ranked]) -> str:
    """A list from most to least: subject and figure, under them the reason and a bar."""
    return tag("ol", *(_ranked(entry) for entry in entries), cls="tn-ranked")


def _ranked(entry: Ranked) -> str:
    head = tag("div", tag("b", escape(entry.subject)), tag("b", escape(entry.figure)))
    bar = tag("i", style=f"width:{entry.share:.1%}")
    return tag("li", head, tag("p", escape(entry.reason)), bar)


def concern(entry: "Entry") -> str:
    """One entry of a short list: pill, bold subject, owner to the right, reason below."""
    said = tag("div", tag("b", escape(entry.subject)), tag("p", escape(entry.reason)))
    owner = tag("span", escape(entry.owner), cls="tn-owner")
    return tag("div", pill(entry.word, entry.light), said, owner, cls="tn-concern")


def filter_heading(words: str, aside: str) -> str:
    """The filters' title in the sidebar, above it a rule."""
    return tag("div", tag("b", escape(words)), tag("span", escape(aside)), cls="tn-filters")


def small(words: str, *, cls: str = "tn-small") -> str:
    """Secondary words on a line of their own."""
    return tag("p", escape(words), cls=cls)


def chip(words: str) -> str:
    """A dashed chip: what is shown is not real."""
    return tag("span", escape(words), cls="tn-chip")


def notice(words: str) -> str:
    """Something the reader should know of this view, said quietly."""
    return tag("p", escape(words), cls="tn-notice", role="status")


def steps(names: Sequence[str], here: int) -> str:
    """The steps of a way, those done, the one being at, those to come."""
    places = ["done"] * here + ["here"] + ["ahead"] * (len(names) - here - 1)
    entries = (
        tag(
            "li",
            tag("i", str(number)),
            escape(name),
            cls=f"tn-{place}",
            **({"aria_current": "step"} if place == "here" else {}),
        )
        for number, (name, place) in enumerate(zip(names, places, strict=True), start=1)
    )
    return tag("ol", *entries, cls="tn-steps")


def file(name: str, size: str) -> str:
    """A file by its name and size."""
    return tag("p", tag("b", escape(name)), tag("span", escape(size)), cls="tn-file")


def upload_words(drop: str, choose: str) -> str:
    """The words on the upload area, in place of Streamlit's own, which are English whatever the language."""
    said = {"drop": drop, "choose": choose}
    words = "".join(f"--said-{name}:{css_string(word)};" for name, word in said.items())
    return f"<style>:root{{{words}}}</style>"


def css_string(words: str) -> str:
    """Words as a string of a stylesheet: nothing in them can end it."""
    return '"' + "".join(c if c.isalnum() or c in " ,.:" else f"\\{ord(c):x} " for c in words) + '"'


def outcome(words: str, *, done: bool) -> str:
    """What came of something the reader did."""
    return tag("p", escape(words), cls=f"tn-outcome tn-{'green' if done else 'red'}", role="status")


def state(words: str, advice: str) -> str:
    """A friendly sentence where figures would stand, and what to do."""
    return tag("div", tag("b", escape(words)), tag("p", escape(advice)), cls="tn-state", role="status")


def definitions(pairs: Iterable[Row]) -> str:
    """Terms and what they mean, for a popover."""
    lines = (tag("dt", escape(term)) + tag("dd", escape(meaning)) for term, meaning in pairs)
    return tag("dl", *lines, cls="tn-definitions")


def asking(label: str) -> str:
    """A card's label as Markdown for the button that opens its provenance."""
    return f"{plain(label)} :material/help:"


def plain(words: str) -> str:
    """Words for where Streamlit reads Markdown, such as a button's label: nothing in them is a sign of it."""
    return "".join(f"\\{c}" if c in "\\`*_[]()#:$<>!~|" else c for c in words)


def place(number: str) -> str:
    """A hero's place in the city, large."""
    before, after = tr("No. {place} in the city", place="|").split("|")
    return tag("p", escape(before), tag("b", escape(number)), escape(after), cls="tn-place")


def sides(left: str, right: str) -> str:
    """Two halves of a wide card."""
    return tag("div", tag("div", left), tag("div", right), cls="tn-sides")

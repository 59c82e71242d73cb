"""One line of a chart as SVG: a bar from the left and, over it, a diamond, told apart by their shape and not by colour.

The same shapes stand in pages and on paper. They are placed by percentages, so that a bar is as wide as the place it has
and no text within shrinks: names and figures stand beside. Nothing in them is style or script.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

_REACH = 6.5  # of a diamond, from its middle
_BACK, _LINE, _INK = "#F4F7FB", "#76849A", "#16202E"


@dataclass(frozen=True)
class Drawing:
    """`bar`, `mark` and `ticks` are hundredths of a percent of the width. `name` and `words` say the same to whoever does
    not see it; `key` is unique in its page.
    """

    key: str
    name: str
    words: str
    bar: int
    mark: int | None = None
    ticks: Sequence[int] = ()
    colour: str = "#004884"

    def __html__(self) -> str:
        """As templates ask for what is markup already."""
        title, words = f"{self.key}-nombre", f"{self.key}-cifras"
        return (
            f'<svg class="chart-svg" role="img" focusable="false" aria-labelledby={quoteattr(f"{title} {words}")}>'
            f"<title id={quoteattr(title)}>{escape(self.name)}</title><desc id={quoteattr(words)}>{escape(self.words)}</desc>"
            f"{self.shapes()}</svg>"
        )

    @property
    def told(self) -> str:
        return f"{self.name}: {self.words}"

    def on_paper(self, width: float, height: float) -> str:
        """A picture of its own, in points, with room for a diamond at either edge."""
        size = f'width="{width:.2f}" height="{height:.2f}"'
        within = f'x="{_REACH}" width="{width - 2 * _REACH:.2f}" height="{height:.2f}" overflow="visible"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><svg {within}>{self.shapes()}</svg></svg>'

    def shapes(self) -> str:
        ticks = (
            f'<line x1="{at(one)}" x2="{at(one)}" y1="0" y2="100%" stroke="{_LINE}" stroke-width="1"/>' for one in self.ticks
        )
        return "".join(
            (
                f'<rect width="100%" height="100%" fill="{_BACK}"/>',
                f'<rect y="25%" width="{at(self.bar)}" height="50%" fill="{self.colour}"/>',
                *ticks,
                "" if self.mark is None else diamond(self.mark),
            )
        )


def diamond(mark: int) -> str:
    """Of a size that does not depend on that of the drawing, and whole where it lies on an edge."""
    path = f'<path d="M0-5.5 5.5 0 0 5.5-5.5 0z" fill="#FFFFFF" stroke="{_INK}" stroke-width="1.75"/>'
    return f'<svg x="{at(mark)}" y="50%" overflow="visible">{path}</svg>'


def at(hundredths: int) -> str:
    """8824 is «88.24%»."""
    return f"{hundredths // 100}.{hundredths % 100:02}%"

"""The states of the United States as tiles, about where they lie, each with its number.

Tiles are all of one size: a large state with few people does not look as if it had more cases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from innograph.pictures.canvas import FAINT, INK, Canvas, belong, describe

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from innograph.answers import Answer

TILE, LEFT = 52, 24
SHADES = ("#fee6ce", "#fdae6b", "#fd8d3c", "#c43c00", "#7f2704")
DARK_FROM = 3
EMPTY = "#f0f0f0"
# Postal codes (USPS Publication 28, appendix B) in the rows and columns of the map.
GRID = (
    "AK .. .. .. .. .. .. .. .. .. .. ME",
    ".. .. .. .. .. .. .. .. .. .. VT NH",
    ".. WA ID MT ND MN IL WI MI NY RI MA",
    ".. OR NV WY SD IA IN OH PA NJ CT ..",
    ".. CA UT CO NE MO KY WV VA MD DE ..",
    ".. .. AZ NM KS AR TN NC SC DC .. ..",
    ".. .. .. .. OK LA MS AL GA .. .. ..",
    "HI .. .. .. TX .. .. .. .. FL .. PR",
)
NAMES = {
    "AK": "Alaska", "AL": "Alabama", "AR": "Arkansas", "AZ": "Arizona", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DC": "District of Columbia", "DE": "Delaware", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "IA": "Iowa", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "KS": "Kansas",
    "KY": "Kentucky", "LA": "Louisiana", "MA": "Massachusetts", "MD": "Maryland", "ME": "Maine",
    "MI": "Michigan", "MN": "Minnesota", "MO": "Missouri", "MS": "Mississippi", "MT": "Montana",
    "NC": "North Carolina", "ND": "North Dakota", "NE": "Nebraska", "NH": "New Hampshire", "NJ": "New Jersey",
    "NM": "New Mexico", "NV": "Nevada", "NY": "New York", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon",
    "PA": "Pennsylvania", "PR": "Puerto Rico", "RI": "Rhode Island", "SC": "South Carolina",
    "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VA": "Virginia", "VT": "Vermont",
    "WA": "Washington", "WI": "Wisconsin", "WV": "West Virginia", "WY": "Wyoming",
}  # fmt: skip


def draw(answer: Answer, columns: dict[str, str], title: str) -> str:
    """The map: ``state`` and ``value`` name the columns.

    A tile without a number had no row, which is not the same as none. What is no state of the map
    is listed under it. Returns the text of an SVG document.
    """
    counts = {row.cells[columns["state"]].label: row.cells[columns["value"]].label for row in answer.rows}
    numbers = {row.cells[columns["state"]].label: number for number, row in enumerate(answer.rows)}
    most = max((int(count) for count in counts.values() if count.isdecimal()), default=0)
    canvas = Canvas(LEFT * 2 + TILE * len(GRID[0].split()), title)
    for line, codes in enumerate(GRID):
        for column, code in enumerate(codes.split()):
            if code in NAMES:
                corner = (LEFT + TILE * column, canvas.top + TILE * line)
                drawn = _tile(canvas, corner, code, counts.get(NAMES[code]), most)
                if NAMES[code] in numbers:
                    belong(drawn, numbers[NAMES[code]])
    elsewhere = [f"{name}: {count}" for name, count in counts.items() if name not in NAMES.values()]
    listed = [f"Not on the map: {', '.join(elsewhere)}."] if elsewhere else []
    notes = ["A tile without a number: no case in the answer.", *listed, *answer.notes]
    return canvas.document(canvas.notes(notes, canvas.top + TILE * len(GRID) + 14) + 12)


def _tile(
    canvas: Canvas, corner: tuple[float, float], code: str, count: str | None, most: int
) -> list[Element]:
    x, y = corner
    known = int(count) if count and count.isdecimal() else 0
    step = min(len(SHADES) - 1, (known * len(SHADES) - 1) // most if most else 0)
    fill = SHADES[step] if known else EMPTY
    ink = ("#ffffff" if step >= DARK_FROM else INK) if known else FAINT
    box = canvas.rectangle(x + 1.5, y + 1.5, TILE - 3, TILE - 3, fill)
    describe(box, f"{NAMES[code]}: {count or 'no row'}")
    drawn = [box, canvas.text(x + TILE / 2, y + 15, code, size=11, fill=ink, anchor="middle")]
    if count:
        drawn.append(
            canvas.text(x + TILE / 2, y + 35, count, size=16, fill=ink, anchor="middle", weight="600")
        )
    return drawn

"""The page around its data: template, style, scripts, and the policy that admits only them."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from innograph import __version__
from innograph.errors import ResourceError
from innograph.view.installed import vis_network
from innograph.view.packing import packed

if TYPE_CHECKING:
    from innograph.view.asked import Asked

FOLDER = Path(__file__).parent
SCRIPTS = FOLDER / "scripts"
# What the build makes of javascript/: what reads the data, and what draws large networks.
BUNDLED = FOLDER / "bundled"
# A module may use what an earlier one exports.
RENDERERS = ("vis", "large")
MODULES = (
    *(
        "dom",
        "packing",
        "content",
        "folding",
        "scene",
        "records",
        "reach",
        "arranging",
        "state",
        "labels",
        "marks",
        "legend",
        "files",
        "sketch",
    ),
    *RENDERERS,
    "stage",
    *(
        "steps",
        "search",
        "sources",
        "answer",
        "groups",
        "facts",
        "route",
        "table",
        "timeline",
        "image",
        "saving",
        "printing",
        "keys",
        "address",
        "main",
    ),
)
ENDING = ("</script", "<!--")


def compose(
    title: str, blocks: dict[str, dict[str, Any]], *, large: bool = False, asked: Asked | None = None
) -> str:
    """The text of the page.

    The template escapes every value; data stands in blocks of base64, and is read as data by scripts
    that set text, never markup. The policy admits the page's own scripts and style by their digests
    and nothing else: no address, no plugin, no frame, no script in an attribute.

    Args:
        title: What the page is about.
        blocks: The data, by name; ``"scene"`` as `innograph.view.columns` makes it.
        large: Whether the drawing for large networks is taken instead of vis-network.
        asked: What was asked, if the page shows an answer, of which ``"answer"`` among the blocks tells
            the rows.

    Raises:
        ResourceError: pyvis is not installed, or the bundle is not made, or a script cannot
            stand in a page.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    drawing, renderer = (_bundled("drawing"), "large") if large else (vis_network(), "vis")
    scripts = [*map(_script, (_bundled("inflating"), drawing, own_script(renderer)))]
    style = (FOLDER / "page.css").read_text(encoding="utf-8")
    environment = Environment(
        loader=FileSystemLoader(FOLDER, encoding="utf-8"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("page.html").render(
        title=title,
        version=__version__,
        policy=_policy(scripts, style),
        style=Markup(style),  # noqa: S704 - ours, admitted by its digest
        scripts=[Markup(script) for script in scripts],  # noqa: S704 - admitted by their digests
        blocks={name: packed(values) for name, values in blocks.items()},
        counts={"nodes": len(blocks["scene"]["ids"]), "edges": len(blocks["scene"]["key"])},
        asked=asked,
        picture=Markup(asked.picture) if asked else "",  # noqa: S704 - made of elements
    )


def own_script(renderer: str) -> str:
    """The page's own modules as one script, each in a scope of its own, in the order of `MODULES`.

    Of the `RENDERERS`, only the one that draws is among them.
    """
    modules = [module for module in MODULES if module == renderer or module not in RENDERERS]
    return "'use strict';\n" + "".join(map(_scoped, modules))


def _bundled(name: str) -> str:
    """A script that the build makes of javascript/."""
    path = BUNDLED / f"{name}.js"
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ResourceError(
            f"{path} cannot be read: {error.strerror}", "install innograph again; in a checkout, make demo"
        ) from error


def _scoped(module: str) -> str:
    """A module as a function that is called at once and gives what the module exports."""
    text = (SCRIPTS / f"{module}.js").read_text(encoding="utf-8")
    exported = ", ".join(re.findall(r"^export function (\w+)", text, re.MULTILINE))
    body = re.sub(r"^import .*\n", "", re.sub(r"^export ", "", text, flags=re.MULTILINE), flags=re.MULTILINE)
    return f"const {{ {exported} }} = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();\n"


def _script(text: str) -> str:
    if any(sign in text.lower() for sign in ENDING):
        raise ResourceError("a script of the page holds what would end its element")
    return text


def _policy(scripts: list[str], style: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_digest, scripts))}",
            f"style-src {_digest(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

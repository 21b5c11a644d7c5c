"""The page around the records: template, style, scripts, and the policy that admits only them."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

from innograph import __version__
from innograph.errors import ResourceError
from innograph.view.installed import vis_network

FOLDER = Path(__file__).parent
SCRIPTS = FOLDER / "scripts"
# What draws: its own script, and the module that lets the page use it.
BUNDLED = FOLDER / "bundled" / "drawing.js"
# A module may use what an earlier one exports.
RENDERERS = ("vis", "large")
MODULES = (
    *("dom", "scene", "reach", "state", "labels", "legend", "files", "sketch"),
    *RENDERERS,
    *(
        "steps",
        "search",
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
DATA_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def compose(title: str, records: dict[str, Any], content: dict[str, Any], *, large: bool = False) -> str:
    """The text of the page.

    The template escapes every value; data goes through `as_data`, and is read as data by scripts
    that set text, never markup. The policy admits the page's own scripts and style by their digests
    and nothing else: no address, no plugin, no frame, no script in an attribute.

    Args:
        title: What the page is about.
        records: ``nodes`` and ``edges``, and the id of the node in ``focus``, as `records` makes them.
        content: What is said of them, as `content` gives it.
        large: Whether the drawing for large networks is taken instead of vis-network.

    Raises:
        ResourceError: pyvis is not installed, or the drawing is not bundled, or a script cannot
            stand in a page.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    drawing, renderer = (_bundled_drawing(), "large") if large else (vis_network(), "vis")
    scripts = [_script(drawing), _script(own_script(renderer))]
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
        records=Markup(as_data(records)),  # noqa: S704 - escaped by as_data
        content=Markup(as_data(content)),  # noqa: S704 - escaped by as_data
        counts={name: len(records[name]) for name in ("nodes", "edges")},
    )


def as_data(values: object) -> str:
    """JSON that may stand in a script element: no character that could end it or begin markup."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(DATA_ESCAPES)


def own_script(renderer: str) -> str:
    """The page's own modules as one script, each in a scope of its own, in the order of `MODULES`.

    Of the `RENDERERS`, only the one that draws is among them.
    """
    modules = [module for module in MODULES if module == renderer or module not in RENDERERS]
    return "'use strict';\n" + "".join(map(_scoped, modules))


def _bundled_drawing() -> str:
    """The script that draws large networks, which the build makes of javascript/."""
    try:
        return BUNDLED.read_text(encoding="utf-8")
    except OSError as error:
        raise ResourceError(
            f"{BUNDLED} cannot be read: {error.strerror}", "install innograph again; in a checkout, make demo"
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

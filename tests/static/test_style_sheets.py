"""What the pages may count on before any browser opens them: no forbidden construct, nothing missing, enough contrast."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "pacc_flow/static"
SHEETS = sorted((STATIC / "css").glob("*.css"))
# A letter is read by a mail program, which has no such policy and no style sheet but its own.
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html") if "mail" not in path.parts)
COMMENT = re.compile(r"/\*.*?\*/|\{#.*?#\}", re.DOTALL)


def text_of(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("sheet", SHEETS, ids=name_of)
def test_a_style_sheet_needs_no_important_and_no_embedded_image(sheet: Path):
    assert not re.search(r"!\s*important|data:|https?:", text_of(sheet))


@pytest.mark.parametrize("sheet", SHEETS, ids=name_of)
def test_every_file_a_style_sheet_names_is_there(sheet: Path):
    for target in re.findall(r'url\("([^"]+)"\)', text_of(sheet)):
        assert (sheet.parent / target).is_file(), target


@pytest.mark.parametrize("sheet", SHEETS, ids=name_of)
def test_every_token_a_style_sheet_reads_is_set_somewhere(sheet: Path):
    known = set(re.findall(r"(--[\w-]+)\s*:", "".join(text_of(path) for path in SHEETS)))
    without_default = re.findall(r"var\((--[\w-]+)\)", text_of(sheet))
    assert {name for name in without_default if name not in known} == set()


def test_the_entry_puts_every_sheet_in_its_layer():
    imported = re.findall(r'url\("([\w.-]+\.css)"\) layer\((\w+)\)', text_of(STATIC / "css/pacc.css"))
    assert {sheet for sheet, _ in imported} == {path.name for path in SHEETS} - {"pacc.css"}
    assert {layer for _, layer in imported} == {"tokens", "base", "components", "screens", "print"}


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_a_template_holds_nothing_that_the_content_policy_refuses(template: Path):
    text = text_of(template)
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']|javascript:|hx-on|data:image", text)
    # A block of data is no script: nobody runs it, and the policy has nothing to say of it (see tests/browser/test_portal.py).
    assert not re.search(r"<script(?![^>]*\ssrc=)(?! type=\"application/ld\+json\">)", text)
    assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", text)


def test_every_icon_that_is_asked_for_by_name_is_drawn():
    drawn = set(re.findall(r"^  '([\w-]+)': '<", (ROOT / "templates/components/icons.html").read_text("utf-8"), re.MULTILINE))
    asked = {name for path in TEMPLATES for name in re.findall(r"\b(?:icon|draw)\('([\w-]+)'\)", path.read_text("utf-8"))} | {
        "not-started",
        "draft",
        "submitted",
        "reviewed",
        "verified",
        "returned",
        "not-reported",
        "published",
    }
    assert asked <= drawn


def luminance(colour: str) -> float:
    """Relative luminance of sRGB, WCAG 2.1."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT, SHAPE = 4.5, 3.0

# fmt: off
PAIRS = [
    ("ink", "paper", TEXT),     ("ink-2", "paper", TEXT),   ("ink-2", "tint-2", TEXT),
    ("ink-3", "paper", TEXT),   ("ink-3", "tint", TEXT),    ("ink-3", "tint-2", TEXT),   ("ink-3", "off", TEXT),
    ("link", "paper", TEXT),    ("link", "tint-2", TEXT),   ("paper", "blue", TEXT),     ("paper", "blue-deep", TEXT),
    ("sent", "sent-bg", TEXT),  ("rev", "rev-bg", TEXT),    ("ver", "ver-bg", TEXT),     ("paper", "focus", TEXT),
    ("warn", "warn-bg", TEXT),  ("warn", "paper", TEXT),    ("late", "late-bg", TEXT),   ("late", "paper", TEXT),
    ("high-text", "paper", TEXT), ("mid-edge", "paper", TEXT), ("low-text", "paper", TEXT), ("ink", "warn-mark", TEXT),
    ("edge", "paper", SHAPE),   ("focus", "paper", SHAPE),  ("focus", "tint-2", SHAPE),  ("bar-submitted-edge", "paper", SHAPE),
]
# fmt: on


@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_the_colours_stand_apart_enough(front: str, back: str, least: float):
    tokens = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6});", text_of(STATIC / "css/tokens.css")))
    assert contrast(tokens[front], tokens[back]) >= least

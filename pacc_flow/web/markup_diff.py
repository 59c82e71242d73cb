"""What changed, as markup: what went is struck through, what came is underlined."""

from markupsafe import Markup, escape

from pacc_flow.web.word_diff import word_diff

_WRAPPED = {"gone": Markup("<del>{}</del>"), "new": Markup("<ins>{}</ins>")}


def changed_text(old: str, new: str) -> Markup:
    return Markup("").join(
        _WRAPPED[piece.kind].format(piece.text.rstrip()) + escape(piece.text[len(piece.text.rstrip()) :] or " ")
        if piece.kind in _WRAPPED
        else escape(piece.text)
        for piece in word_diff(old, new)
    )


def changed_figure(old: str, new: str) -> Markup:
    """«40 %» struck through and «65 %»; nothing is struck through when there was nothing before."""
    came = Markup("<ins>{}</ins>").format(new)
    return Markup("<del>{}</del> ").format(old) + came if old else came

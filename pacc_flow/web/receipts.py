"""What a person reads once a step is done: a notice that stays until the next page, with the receipt to keep."""

from flask import flash, get_template_attribute, url_for
from markupsafe import Markup

from pacc_flow.actions.trail import Receipt
from pacc_flow.web.access import me, name_of_replaced


def done(what: str, words: str, receipt: Receipt, link: Markup | None = None) -> None:
    """`what` stands out; `link` goes on to what may come next."""
    replaced = name_of_replaced(receipt.on_behalf_of)
    name = f"Lo hizo en nombre de {replaced}." if replaced else ""
    parts = [Markup("<strong>{}</strong>").format(what), words, name, receipt_of(receipt), link]
    flash(Markup(" ").join(part for part in parts if part), "ok")


def receipt_of(receipt: Receipt) -> Markup:
    """The number, the fingerprint, and where anybody may check them."""
    shown = Markup(get_template_attribute("components/receipt.html", "receipt")(receipt.seq, receipt.entry_hash))  # noqa: S704 - our own macro
    address = url_for("ledger.register", slug=me().entity.slug, _anchor="recibo")
    return shown + Markup(' <a class="receipt-check" href="{}">Cómo comprobarlo</a>').format(address)

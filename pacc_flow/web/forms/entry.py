"""What an office types into its report. Whether it may be kept, or sent, the actions judge."""

from collections.abc import Iterator
from typing import BinaryIO, cast

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, MultipleFileField, StringField, TextAreaField

from pacc_flow.actions.content import Content, StoredFile
from pacc_flow.actions.storage import EvidenceStore, FileRefused
from pacc_flow.models import Entry
from pacc_flow.web.forms.base import Form
from pacc_flow.web.forms.numbers import whole
from pacc_flow.web.forms.percent import PercentField


class EntryForm(Form):
    """`rev` is the revision that the person has before their eyes; `office` the section that they write."""

    rev = HiddenField()
    office = HiddenField()
    percent = PercentField("Porcentaje de avance acumulado")
    narrative = TextAreaField("Qué se hizo")
    files = MultipleFileField("Agregar archivos")
    link = StringField("Agregar un enlace")
    remove = HiddenField()
    restore = HiddenField()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.kept: list[StoredFile] = []

    def show(self, entry: Entry, office_id: int) -> None:
        """Fills the form with what is saved."""
        self.rev.data, self.office.data = str(entry.rev), str(office_id)
        self.percent.data = entry.percent
        self.narrative.data = entry.sections.get(str(office_id), "")

    @property
    def seen_rev(self) -> int:
        """Anything but a number is a form that we did not write: it was opened at no revision at all."""
        return whole(self.rev.data)

    @property
    def office_id(self) -> int:
        return whole(self.office.data)

    @property
    def brings_files(self) -> bool:
        return bool(_chosen(self.files.data))

    def take_files(self, store: EvidenceStore, keeper: "Keeper", tokens: list[str]) -> None:
        """Stores what was chosen now and remembers what was chosen before, so that a second try need not upload again."""
        self.kept = list(keeper.open(tokens))
        sentences = []
        for upload in _chosen(self.files.data):
            try:
                self.kept.append(store.keep(cast("BinaryIO", upload.stream), upload.filename or ""))
            except FileRefused as refused:
                sentences.append(refused.sentence)
        self.files.errors = [*self.files.errors, *sentences]

    def content(self) -> Content:
        link = (self.link.data or "").strip()
        return Content(
            office_id=self.office_id,
            narrative=self.narrative.data or "",
            percent=self.percent.data,
            files=tuple(self.kept),
            links=(link,) if link else (),
            removed=frozenset({whole(self.remove.data)} - {0}),
            restored=frozenset({whole(self.restore.data)} - {0}),
        )


class Keeper:
    """Names, in a form that came back with errors, the files that did arrive: signed, for this person and entry alone."""

    def __init__(self, account_id: int, entry_id: int) -> None:
        self._signer = URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"kept-file {account_id} {entry_id}")

    def seal(self, file: StoredFile) -> str:
        return str(self._signer.dumps([file.name, file.sha256, file.size, file.media_type]))

    def open(self, tokens: list[str]) -> Iterator[StoredFile]:
        for token in tokens:
            try:
                yield StoredFile(*self._signer.loads(token))
            except BadSignature:
                continue


def _chosen(uploads: list[FileStorage | str] | None) -> list[FileStorage]:
    return [upload for upload in uploads or [] if isinstance(upload, FileStorage) and upload.filename]

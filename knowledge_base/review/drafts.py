"""Makes drafts of entries: out of an imported document, or blank ones."""

from __future__ import annotations

from collections.abc import Container, Sequence

from core.knowledge import EntryContent, EntryVersion, PolicyDocument, TestQuestion
from knowledge_base.importing.document import Found, ImportedDocument
from knowledge_base.review.slugs import document_id, entry_key


def drafts_of(
    imported: ImportedDocument, by: str, taken: Container[str]
) -> tuple[EntryVersion, ...]:
    """Return one draft for each chapter; what the import could not find out stays empty.

    `taken` holds the ids that documents have already.
    """
    title, region = _value(imported.title) or "", _value(imported.region) or ""
    issued = imported.date.value if imported.date is not None else None
    document = PolicyDocument(
        id=document_id(title or imported.source_name, region, issued, taken),
        title=title,
        issuer=_value(imported.issuer) or "",
        number=_value(imported.number),
        issued=issued,
        date_note=None,
        region=region,
    )
    return tuple(
        EntryVersion(
            key=entry_key(document.id, place, chapter.section),
            version=1,
            content=EntryContent(
                document,
                section=chapter.section,
                text=chapter.text,
                doubts=chapter.doubts,
                flags=chapter.flags,
            ),
            authors=(by,),
            place=place,
        )
        for place, chapter in enumerate(imported.chapters, 1)
    )


def blank_draft(
    document: PolicyDocument,
    place: int,
    by: str,
    questions: Sequence[str] = (),
    region: str | None = None,
) -> EntryVersion:
    """Return a draft that says nothing yet but which questions it shall answer.

    A question tests the search only where it is not one of the ways of asking that the index
    is made of, so the questions take turns; a single one has to serve as both.
    """
    asked_as, tests = tuple(questions[0::2]), tuple(questions[1::2] or questions)
    return EntryVersion(
        key=entry_key(document.id, place, ""),
        version=1,
        content=EntryContent(
            document,
            asked_as=asked_as,
            tests=tuple(TestQuestion(ask, region) for ask in tests),
        ),
        authors=(by,),
        place=place,
    )


def new_document(fields: PolicyDocument, by: str, taken: Container[str]) -> EntryVersion:
    """Return the first, blank draft of a document that an editor begins; its id is made here."""
    name = document_id(fields.title, fields.region, fields.issued, taken)
    document = PolicyDocument(
        id=name,
        title=fields.title,
        issuer=fields.issuer,
        number=fields.number,
        issued=fields.issued,
        date_note=fields.date_note,
        region=fields.region,
    )
    return blank_draft(document, 1, by)


def _value(found: Found[str] | None) -> str | None:
    return None if found is None else found.value

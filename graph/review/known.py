"""The things that the graph knows, by slug and by name, and those that a new name comes near to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.errors import ExtractionError
from graph.extraction.candidates import Mention
from graph.extraction.gazetteer import Gazetteer, Label
from graph.extraction.linking import nearest


@dataclass(frozen=True)
class Neighbour:
    """A known thing whose name is near to a new one; ``likeness`` is from 0 to 1."""

    slug: str
    label: str
    type: str
    likeness: float


class Known:
    """The entities of a data folder, its concepts, and those of our vocabularies."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._by_slug = {label.entity: label for label in gazetteer.labels if label.preferred}

    @classmethod
    def load(cls, data: Path) -> Known:
        """What is known in a data folder.

        Raises:
            InputError: an entity or a concept is not as its schema has it.
        """
        return cls(Gazetteer.load(data))

    def label_of(self, slug: str) -> Label | None:
        """The preferred label of a thing; None where there is no such thing."""
        return self._by_slug.get(slug)

    def named(self, name: str) -> Label | None:
        """The preferred label of the thing that has a name, in any number or spelling."""
        found = next(iter(self._gazetteer.named(name)), None)
        return self.label_of(found.entity) if found else None

    def neighbours(self, mention: Mention, limit: int = 5) -> list[Neighbour]:
        """The things nearest to a new name; none where the extra ``extract`` is not installed."""
        try:
            found = nearest(mention.name, mention.type, self._gazetteer, limit)
        except ExtractionError:
            return []
        labels = ((self.label_of(slug), text, score) for slug, text, score in found)
        return [Neighbour(label.entity, text, label.type, score) for label, text, score in labels if label]

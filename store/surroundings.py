"""What stands around a mention that helps to tell what it is: the document's region and abbreviations, the section's
ministry, the kind that its column holds."""

from dataclasses import dataclass, field, replace
from datetime import date

from extract.document import Document
from normalize.names import MatchContext
from store.resolve import Resolver
from store.rows import MentionRow


@dataclass(slots=True)
class Surroundings:
    """The surroundings of every mention of one document, `on` its day."""

    document: Document
    resolver: Resolver
    on: date | None
    _general: MatchContext = field(init=False)
    _parents: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._general = self.resolver.context(self.document)

    def of(self, mention: MentionRow) -> MatchContext:
        """What is known about the place where `mention` stands."""
        return replace(self._general, kind=mention.kind, parent=self._parent(mention))

    def _parent(self, mention: MentionRow) -> str:
        """The entity that the section of the table is about, as an id of the registry."""
        section = self._section(mention)
        if section not in self._parents:
            found = self.resolver.name(section, self.on, self._general).entity if section else None
            self._parents[section] = found or ""
        return self._parents[section]

    def _section(self, mention: MentionRow) -> str:
        table = next((table for table in self.document.tables if table.index == mention.table_index), None)
        if table is None or mention.row is None or mention.row >= len(table.rows):
            return ""
        return table.rows[mention.row].section or ""

"""What somebody searches for, as the parameters of an address have it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from graph.search_facets import FACETS
from server.problems import Problem

LISTS = ("things", "claims")
LONGEST = 200


@dataclass(frozen=True)
class Selection:
    """Words, and the values chosen of each facet; then how the result is shown.

    ``of`` is the list that is shown, where the address says; ``whole`` is the facet of which all values are shown.
    """

    query: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    of: str = ""
    table: bool = False
    whole: str = ""
    page: int = 1

    @classmethod
    def read(cls, given: MultiDict[str, str]) -> Selection:
        """The selection of an address; what no list, view, facet or page is called is left out.

        Raises:
            Problem: 400, the words are too long.
        """
        query = given.get("q", "").strip()
        if len(query) > LONGEST:
            raise Problem(400, "malformed-request", f"A search has at most {LONGEST} characters.")
        values = {name: tuple(dict.fromkeys(filter(None, map(str.strip, given.getlist(name))))) for name in FACETS}
        page = given.get("page", "")
        return cls(
            query=query,
            chosen={name: some for name, some in values.items() if some},
            of=given.get("of", "") if given.get("of") in LISTS else "",
            table=given.get("view") == "table",
            whole=given.get("all", "") if given.get("all") in FACETS else "",
            page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        )

    def parameters(self) -> list[tuple[str, str]]:
        """The parameters of the address, in one order; what goes without saying is left out."""
        facets = [(name, value) for name in FACETS for value in self.chosen.get(name, ())]
        shown = {"of": self.of, "view": "table" if self.table else "", "all": self.whole}
        page = [("page", str(self.page))] if self.page > 1 else []
        first = [("q", self.query)] if self.query else []
        return [*first, *facets, *((name, value) for name, value in shown.items() if value), *page]

    def address(self, ending: str = "") -> str:
        """The path and parameters at which this is found."""
        query = urlencode(self.parameters())
        return f"/search{ending}" + (f"?{query}" if query else "")

    def shown(self, **changes: object) -> Selection:
        """The same things found, shown otherwise; from the first page, unless that is what changes."""
        return replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]

    def with_value(self, facet: str, value: str, instead_of: Collection[str] = ()) -> Selection:
        """With one more value of a facet, or another in place of some."""
        kept = [each for each in self.chosen.get(facet, ()) if each != value and each not in instead_of]
        return self._with(facet, (*kept, value))

    def without(self, facet: str, value: str) -> Selection:
        """Without one value of a facet."""
        return self._with(facet, tuple(each for each in self.chosen.get(facet, ()) if each != value))

    def _with(self, facet: str, values: tuple[str, ...]) -> Selection:
        chosen = {name: some for name, some in {**self.chosen, facet: values}.items() if some}
        return replace(self, chosen=chosen, page=1, whole="")

"""An import contract that finds the agency folders itself, so that adding one changes no list."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class AgencyContract(Contract):  # type: ignore[misc]  # importlinter ships no types
    """An agency's folder imports itself, `allowed` modules, and nothing else of ours."""

    type_name = "agency"
    root = fields.StringField()
    mark = fields.StringField()
    ours = fields.ListField(subfield=fields.StringField())
    allowed = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Look at every direct import out of every agency folder."""
        found = []
        for agency in self._agencies(graph):
            for module in [agency, *graph.find_descendants(agency)]:
                for other in graph.find_modules_directly_imported_by(module):
                    if self._is_ours(other) and not self._may(agency, other):
                        found.append((module, other))
        return ContractCheck(kept=not found, metadata={"found": sorted(found)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say which import must go."""
        for module, other in check.metadata["found"]:
            output.print_error(f"{module} imports {other}: an agency imports only {', '.join(self.allowed)}.")

    def _agencies(self, graph: ImportGraph) -> list[str]:
        return sorted(child for child in graph.find_children(self.root) if f"{child}.{self.mark}" in graph.modules)

    def _is_ours(self, module: str) -> bool:
        return any(module == own or module.startswith(f"{own}.") for own in self.ours)

    def _may(self, agency: str, module: str) -> bool:
        open_to_it: list[Any] = [agency, *self.allowed]
        return any(module == part or module.startswith(f"{part}.") for part in open_to_it)

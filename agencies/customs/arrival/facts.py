"""The facts of an arrival that rules may look at. Pure."""

from clearance.contract import Fact, FactType

FACTS = (
    Fact("seals_said_whole", FactType.FLAG, inputs=("notice of arrival",)),
    Fact("arrived_in_time", FactType.FLAG, inputs=("notice of arrival", "time limit")),
    Fact("way_undisturbed", FactType.FLAG, inputs=("alarms", "stops")),
    Fact("let_through", FactType.FLAG, inputs=("share of arrivals", "draw")),
)
"""Known at the arrival only: while they are absent no completion decides itself."""

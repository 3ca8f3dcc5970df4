"""Where goods in transit are: what trackers, seals, stations and cameras report, taken in, kept and passed on."""

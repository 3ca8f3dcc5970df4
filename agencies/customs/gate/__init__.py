"""The gate of a site: visits of vehicles, slots of the electronic queue, what may enter and leave, fees and service levels."""

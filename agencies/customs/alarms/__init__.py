"""Alarms of movements: worked out from what trackers, seals and stations say, dealt with by customs."""

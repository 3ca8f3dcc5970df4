"""How many days what was told is kept before it is deleted; the record of a declaration is kept for ever."""

from portal.settings.environment import count

MOST = 3650
# Events older than sixty days are never told, so a notice that was deleted cannot be written a second time.
LEAST_OF_NOTICES = 60
LEAST = 30

KEEP_DAYS = {
    "notices": count("KEEP_NOTICES_DAYS", 180, least=LEAST_OF_NOTICES, most=MOST),
    "unread_notices": count("KEEP_UNREAD_NOTICES_DAYS", 400, least=LEAST_OF_NOTICES, most=MOST),
    "attempts": count("KEEP_ATTEMPTS_DAYS", 30, least=LEAST, most=MOST),
    "deliveries": count("KEEP_DELIVERIES_DAYS", 90, least=LEAST, most=MOST),
    "positions": count("KEEP_POSITIONS_DAYS", 400, least=LEAST, most=MOST),
    "enquiries": count("KEEP_ENQUIRIES_DAYS", 365, least=LEAST, most=MOST),
}

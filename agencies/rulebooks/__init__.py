"""Administration of an agency's rulebook in the browser: versions, rows, comparing, checking, rehearsing, signing."""

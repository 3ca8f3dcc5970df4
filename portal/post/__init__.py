"""Post in the browser: the operator's desk for whole dispatches, and the page of an item's addressee."""

// Enhancements only: everything on every page also works without this file.

"""The demo's mail catcher: every e-mail becomes a file, and pages show the files. Nothing leaves the machine."""

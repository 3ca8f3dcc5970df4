"""How the messages are built: tables of their elements, checked on the way in and followed on the way out."""

"""WCO Data Model 3.6 declarations in and out: hardened reading with located errors, nothing lost on the way.

`read(data)` gives a `Message`: the canonical content, located problems, and the place of every field in the XML.
`write(content)` gives the declaration back as XML, with everything that a message held beyond our fields.
The table of both directions is in `mapping`, and for people in docs/messages.md.
"""

from .comparing import say_the_same
from .message import Message, Place
from .parsing import parse
from .reading import read
from .writing import write

__all__ = ["Message", "Place", "parse", "read", "say_the_same", "write"]

"""What the portal's form fields share: messages of their own, and what was typed given back as it was typed."""

from typing import Any

from django.utils.functional import Promise

Text = str | Promise


class Typed(str):
    """What a person typed, told apart from a stored value: it is given back as it was typed."""

    __slots__ = ()


class Asking:
    """A field whose every message is its own; `ask` is the sentence for an empty one ("Enter the gross weight")."""

    def __init__(self, *args: Any, ask: Text = "", **options: Any) -> None:
        if ask:
            options["error_messages"] = {"required": ask, **options.get("error_messages", {})}
        super().__init__(*args, **options)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Mark what came from the page; a stored value of the same letters is shown in the language's own way."""
        kept = super().bound_data(data, initial)  # type: ignore[misc]
        return Typed(kept) if isinstance(kept, str) else kept

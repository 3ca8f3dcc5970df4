"""An officer's work list: cards of the queue, views kept, what was looked at, decisions that can be taken back."""

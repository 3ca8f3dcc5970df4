"""Reasons officers pick from, by agency and by what they do: a question, a refusal, a hold, an inspection."""

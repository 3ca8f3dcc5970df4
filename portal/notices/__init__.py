"""Telling people what happened: an inbox, e-mail and webhooks, all read from the record after the fact."""

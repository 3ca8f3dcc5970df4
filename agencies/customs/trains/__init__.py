"""Trains: a list of consignment notes filed in one act, decided in one act, and moved from wagon to wagon."""

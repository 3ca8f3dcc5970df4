"""The arrival of goods in transit: its legal steps, remarks at unloading, completion, and what is declared next."""

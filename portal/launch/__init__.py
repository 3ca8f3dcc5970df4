"""The whole portal on one machine: `make demo`."""

"""Movements of goods in transit: their life from release to completion, their time limit, and what is done when they are late."""

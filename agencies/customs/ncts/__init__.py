"""Messages of the transit system (NCTS, phase 5): what a program sends is checked, mapped and done; what happens is answered."""

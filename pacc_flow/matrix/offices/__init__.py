"""The offices that cells name, and which of the entity's each one is."""

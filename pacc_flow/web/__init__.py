"""The only room that knows Flask: one module for each audience, and the few things they share."""

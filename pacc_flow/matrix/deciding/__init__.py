"""What a person decides about a proposal, and the plan that it would be."""

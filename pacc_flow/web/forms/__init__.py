"""What people type: one module of forms for each audience."""

"""Several choices of losses trained with equal budgets, side by side."""

"""The component and subcomponent that each row belongs to."""

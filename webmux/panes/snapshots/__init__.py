"""A pane at one moment: captured at a known place of its output, and drawn as bytes."""

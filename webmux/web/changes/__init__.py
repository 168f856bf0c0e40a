"""Routes about the changes in the folder of a pane."""

"""What changed in the folder of a pane: git, and nothing that a repository wants to run."""

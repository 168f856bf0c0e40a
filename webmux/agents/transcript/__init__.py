"""The lines that a full-screen program no longer shows, reconstructed from captures of its screen."""

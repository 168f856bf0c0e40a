"""WebMux as a service: unit files, readiness, reloads, and the commands that manage it."""

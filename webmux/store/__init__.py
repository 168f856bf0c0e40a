"""What WebMux stores: database, state directory, audit trail, preferences."""

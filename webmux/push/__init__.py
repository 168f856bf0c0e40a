"""Notifications to browsers that have no page open: Web Push."""

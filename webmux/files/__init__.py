"""Uploads, downloads and lists of folders."""

"""What gunicorn runs: worker, TLS, proxy, headers, logs."""

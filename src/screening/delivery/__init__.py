"""Ways in and out of this machine: folder, removable drive, HTTPS, the inbox server."""

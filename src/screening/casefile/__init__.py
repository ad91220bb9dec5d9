"""What happened in a screening: entries, their fold, custody log. Pure."""

"""Who may see what: consent rules, recipient profiles, jurisdiction data. Pure."""

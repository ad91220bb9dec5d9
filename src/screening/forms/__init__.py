"""What is asked: XForms definitions, sessions, form packs, linter. Knows nothing about trafficking."""

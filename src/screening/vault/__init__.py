"""The encrypted store: SQLCipher, key slots, migrations, integrity."""

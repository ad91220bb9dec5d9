"""Opens this machine: paths, settings, clock, words, packs, vault, identity. The only wiring place."""

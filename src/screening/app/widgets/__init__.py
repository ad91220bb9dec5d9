"""The controls every screen is built from, painted from the tokens of `screening.app.look`."""

"""The officer's steps, one public method for each arrow of the straight line."""

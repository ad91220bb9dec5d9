"""Between pages and rooms: a desk asks the rooms on the worker thread and hands pages what to show."""

"""Assembles and serves the pages and the files that browsers ask for."""

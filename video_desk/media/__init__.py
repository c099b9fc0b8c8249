"""Passes pictures and voices on between the people in a room, and records them."""

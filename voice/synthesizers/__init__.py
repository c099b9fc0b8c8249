"""Holds the engines that speak and the recordings of what they said."""

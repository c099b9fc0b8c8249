"""Draws documents of people who do not exist, and photographs them badly."""

"""Breaks the running product on purpose and judges what became of its citizens."""

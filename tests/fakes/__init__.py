"""Fulfils the Protocols of the core with parts that remember what they got."""

"""Tests of the import of policy documents."""

"""Tests of the benchmarks' own data and arithmetic."""

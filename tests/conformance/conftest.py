"""Lends the fake office to the tests of this folder."""

from tests.fakes.office import office as office

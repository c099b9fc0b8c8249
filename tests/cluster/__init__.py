"""Tests two gateways and two Rasa servers behind a proxy."""

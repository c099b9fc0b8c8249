"""Carries the whole service in a WeChat service account (服务号)."""

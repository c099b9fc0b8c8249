"""Plays WeChat's platform for a 服务号: its API, its pushes, and a phone; nobody in it is real."""

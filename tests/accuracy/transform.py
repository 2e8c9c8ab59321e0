#!/usr/bin/env python3
"""Variants of a capture."""
def variants(capture, folder, cookies):
    return []

"""Hearth's Python runtime: frames on descriptor 3 (packages/runtime/PROTOCOL.md), AWS's behaviour above it."""

"""A VK API server on loopback, strict, with people who write to the community. Knows VK; knows nothing of Mazok."""

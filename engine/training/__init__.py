"""Commands that make the weights we ship. Imported by the command line and the benchmarks only."""

"""The commands, each module those of one subject; they alone print, results to standard output."""

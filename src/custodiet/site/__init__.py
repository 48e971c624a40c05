"""The site: pages and files that people read, made from the tables of a register alone."""

"""What the rooms agree on: releases as they are read, tables as they are handed on."""

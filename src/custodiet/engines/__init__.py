"""The two engines and what both share: `interface`, `duck` (DuckDB, in this process) and `spark` (Apache Spark)."""

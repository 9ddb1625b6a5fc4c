"""The report of a run in all its forms: a page, a summary for reviews, JUnit for pipelines."""

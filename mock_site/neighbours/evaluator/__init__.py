"""The evaluator of the ability test: takes answers in, and has a score a while later."""

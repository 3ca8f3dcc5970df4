"""What is kept while a declaration is prepared: who saved last, a change not yet sent, and a company's templates."""

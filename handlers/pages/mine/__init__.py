"""My data (我填过的): what a person said, to see, correct, take along or delete."""

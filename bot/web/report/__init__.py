"""The applicant's report `/r/<token>`: one page with the score, its reasons and what would help."""

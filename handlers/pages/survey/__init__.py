"""The questionnaire's page (问卷页), and its results laid out."""

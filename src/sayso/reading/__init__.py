"""From an article to its attributions: pure functions around one pass of the model. No database, network or clock."""

"""A case from suspected to closed (督办): checks, answers, rectification, and the clock."""

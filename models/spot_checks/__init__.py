"""Spot checks (抽查): the promised salt, the draw, what was found, drawing again."""

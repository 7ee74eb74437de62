"""The laboratory (实验室): classes whose truth is known, judged by the product's own functions."""

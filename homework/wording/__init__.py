"""Every sentence said to a person (措辞), one module per audience."""

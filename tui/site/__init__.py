"""The Datasette site over the published database: titles and labels in Chinese, readable amounts, pages that prove a citation."""

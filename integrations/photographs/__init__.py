"""Takes photographs of documents and reads what stands on them."""

"""Makes ready what the product needs and starts it; standard library only."""

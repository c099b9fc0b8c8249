"""The words of the business; imports none of our other packages."""

"""What the API says of leasing."""

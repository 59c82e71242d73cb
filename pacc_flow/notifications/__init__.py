"""What leaves the house for people: digests, and the mail that carries them."""

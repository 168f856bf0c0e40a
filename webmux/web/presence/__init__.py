"""Who is connected, and what others see of that."""

"""Questions of agents, and answers that never reach another prompt."""

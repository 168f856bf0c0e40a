"""A server of the Model Context Protocol (MCP): agents drive panes by its tools."""

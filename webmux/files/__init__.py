"""Files that go up from a browser and down to one."""

"""Files that pages load: addresses, packing, compression."""

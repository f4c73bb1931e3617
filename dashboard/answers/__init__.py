"""HOW it is computed: the warehouse, the compiler and the answer."""

"""WHO may see it: people, their roles, and the scope that is made from them."""

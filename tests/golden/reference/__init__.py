"""The reference computations, a module a family of kinds."""

"""The attacks of those who mean harm, one module a family; what they are is described in abuse."""

// The floor of everything that runs on Node.

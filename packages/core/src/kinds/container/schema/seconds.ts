/** The most seconds that a field takes: those of a signed number of 32 bits, as in Kubernetes. */
export const mostSeconds = 2 ** 31 - 1;

/** The network that all containers share unless the user names others. */
export const defaultNetwork = "hashike";

/** Where sandboxes have their image from: it is made here, so that no registry need serve it. */
export const sandboxScheme = "hashike";

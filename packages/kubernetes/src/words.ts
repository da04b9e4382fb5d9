// What several schemas say of keys that mean nothing here.

export const oneHost = "there is only one host";
export const noServiceNames = "containers are not found under names of Services yet";

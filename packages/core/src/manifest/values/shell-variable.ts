const reference = /\$(?:\{([A-Za-z_]\w*)(\}?)|([A-Za-z_]\w*))/;
const whole = /^\$\{[A-Za-z_]\w*(?::?[-?+][^}]*)?\}$/;

/** What to do about a text that does not fit because of a `${TAG}` or `$TAG` in it; `undefined` for one without. */
export function shellVariableHint(text: string): string | undefined {
  const [found, braced, end, plain] = reference.exec(text) ?? [];
  if (found === undefined) return undefined;
  // What `${TAG:-1}` means envsubst does not know either.
  if (braced !== undefined && end === "") return "variables are not put in: write the value itself";
  const name = braced ?? plain;
  return `variables are not put in: write the value, or export ${name} and run envsubst '$${name}' < my-manifest.yml | hashike apply -`;
}

/** Whether a text is nothing but a variable as shells and compose write it: `${TAG}`, `${TAG:-1}`. */
export function isShellVariable(text: string): boolean {
  return whole.test(text);
}

import picocolors from "picocolors";

/** Colours by meaning. Without colour every function gives its text back. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly added: (text: string) => string;
  readonly changed: (text: string) => string;
  readonly removed: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly accent: (text: string) => string;
  /** For the n-th of several things that stand side by side. */
  readonly nth: (n: number, text: string) => string;
}

export function createStyle(colour: boolean): Style {
  const c = picocolors.createColors(colour);
  const wheel = [c.cyan, c.yellow, c.green, c.magenta, c.blue];
  return {
    bold: c.bold,
    dim: c.dim,
    added: c.green,
    changed: c.yellow,
    removed: c.red,
    good: c.green,
    bad: (text) => c.bold(c.red(text)),
    warning: c.yellow,
    accent: c.cyan,
    nth: (n, text) => (wheel[n % wheel.length] ?? c.cyan)(text),
  };
}

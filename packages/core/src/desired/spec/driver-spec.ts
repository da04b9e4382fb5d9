/** A driver of the engine, and what it is told. */
export interface DriverSpec {
  /** `local`, or that of a plugin. */
  readonly name: string;
  /** The driver's own; values may hold placeholders of secrets (see `revealSecrets`). */
  readonly options: Readonly<Record<string, string>>;
}

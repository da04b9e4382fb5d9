import type {
  Action,
  ActionOutput,
  DesiredState,
  EngineEvent,
  EngineImages,
  EventOptions,
  ExecOptions,
  ExecuteContext,
  Lock,
  LockOptions,
  LogLine,
  LogOptions,
  LookOptions,
  NotedObject,
  ObservedContainer,
  ObservedState,
  ObserveOptions,
  Owner,
  ProbeAnswer,
  ProbeOptions,
  ProbeSpec,
  RestartOptions,
  Session,
} from "@hashike/core";

/** The driver once it is connected. */
export interface DriverParts {
  observe(desired: DesiredState, options: ObserveOptions | undefined): Promise<ObservedState>;
  objects(options: LookOptions | undefined): Promise<readonly NotedObject[]>;
  notedValues(
    ids: readonly string[],
    options: LookOptions | undefined,
  ): Promise<Readonly<Record<string, string>>>;
  execute(action: Action, context: ExecuteContext): Promise<ActionOutput>;
  lock(owners: readonly Owner[], options: LockOptions): Promise<Lock>;
  events(options: EventOptions): AsyncIterable<EngineEvent>;
  logs(containerId: string, options: LogOptions): AsyncIterable<LogLine>;
  images(): Promise<EngineImages>;
  probe(containerId: string, probe: ProbeSpec, options: ProbeOptions): Promise<ProbeAnswer>;
  restart(container: ObservedContainer, secrets: RestartOptions["secrets"]): Promise<void>;
  exec(container: Pick<ObservedContainer, "id" | "name">, options: ExecOptions): Promise<Session>;
  close(): void;
}

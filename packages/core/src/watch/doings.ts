import type { EngineEvent } from "../apply/driver.ts";
import type { ApplyEvent } from "../apply/event.ts";
import { announcedName, candidateSuffix, retiredSuffix } from "../observed/container-names.ts";
import type { Plan } from "../plan/plan-types.ts";
import { type ChangedContainer, changedBy, type PlannedChanges } from "./planned-changes.ts";
import type { CycleStatus } from "./watch-event.ts";
import type { Clock } from "./watch-options.ts";

/** What applies of ours are doing, so that what the engine tells of it is not taken for somebody else's doing. */
export interface Doings {
  begin(plan: Plan): Doing;
  /** Whether somebody else caused it. What may be either is given to `onHappened` when the container is done. */
  isByOthers(event: EngineEvent): boolean;
  /**
   * A look begins. It may see half of what is done meanwhile.
   * @returns whether an apply was at work on a container at any time since then
   */
  atWorkFromNow(): (name: string) => boolean;
  /** From now on what is told counts, also late news of what was done. */
  forgetEchoes(): void;
}

export interface Doing {
  follow(event: ApplyEvent): void;
  end(status: CycleStatus): void;
}

export interface DoingsOptions {
  readonly clock: Clock;
  readonly onHappened: (event: EngineEvent) => void;
}

/** Engines tell what an apply did a little after it was done. */
const echoMs = 300;

interface UnderWay extends PlannedChanges {
  readonly containers: ReadonlyMap<string, Work>;
  endedMs: number | undefined;
}

interface Work extends ChangedContainer {
  readonly name: string;
  readonly open: Set<string>;
  readonly later: EngineEvent[];
  /** When the apply had done with it; it may go on with others. */
  settledMs: number | undefined;
  /** What was taken back may make the engine tell anything. */
  isTakenBack: boolean;
}

export function createDoings({ clock, onHappened }: DoingsOptions): Doings {
  let doings: readonly UnderWay[] = [];
  // Names, in the order in which applies had done with them, since the last cycle began.
  const settled: string[] = [];
  const isRecent = (ms: number | undefined) => ms === undefined || clock.nowMs() < ms + echoMs;

  function settle(work: Work): void {
    if (work.settledMs !== undefined) return;
    work.settledMs = clock.nowMs();
    settled.push(work.name);
    for (const event of work.later.splice(0)) onHappened(event);
  }

  function isByOthers(doing: UnderWay, { action, container, network }: EngineEvent): boolean {
    const id = container?.id ?? network?.containerId;
    if (id === undefined) return network === undefined || !doing.removedNetworks.has(network.name);
    if (network !== undefined && doing.leaving.has(`${network.name} ${id}`)) return false;
    const work = container === undefined ? withId(doing, id) : named(doing, container.name);
    if (work === undefined) return true;
    return work.settledMs !== undefined && !(mayEcho(work, action) && isRecent(work.settledMs));
  }

  const isAtWorkOn = (name: string) =>
    doings.some(({ containers }) => {
      const work = containers.get(name);
      return work !== undefined && work.settledMs === undefined;
    });

  return {
    begin(plan) {
      const doing = underWay(plan);
      doings = [...doings.filter((d) => isRecent(d.endedMs)), doing];
      return {
        follow(event) {
          if (event.type !== "action.finished") return;
          const work = doing.containers.get(event.target.name);
          // What is taken back with others is not done before they are.
          if (work?.open.delete(event.actionId) && work.open.size === 0 && work.isAlone) settle(work);
        },
        end(status) {
          doing.endedMs = clock.nowMs();
          for (const work of doing.containers.values()) {
            if (status !== "done" && work.settledMs === undefined) {
              // The next try looks at what failed; what was taken back has its echoes, too.
              work.later.length = 0;
              work.isTakenBack = true;
            }
            settle(work);
          }
        },
      };
    },
    isByOthers(event) {
      doings = doings.filter((d) => isRecent(d.endedMs));
      const busy = doings.find((doing) => !isByOthers(doing, event));
      const work = event.container === undefined ? undefined : busy && named(busy, event.container.name);
      if (work !== undefined && work.settledMs === undefined && !mayEcho(work, event.action))
        work.later.push(event);
      return busy === undefined;
    },
    atWorkFromNow() {
      const from = settled.length;
      return (name) => isAtWorkOn(name) || settled.includes(name, from);
    },
    forgetEchoes() {
      // Looks beside an apply are over with its cycle.
      settled.length = 0;
      doings = doings.filter(({ endedMs }) => endedMs === undefined);
    },
  };
}

function mayEcho({ echoes, isTakenBack }: Work, action: string): boolean {
  return isTakenBack || echoes.has(action);
}

function withId({ containers }: UnderWay, id: string): Work | undefined {
  return [...containers.values()].find(({ ids }) => ids.has(id));
}

/** By its wanted name; for a moment it may have another one. */
function named({ containers }: UnderWay, told: string): Work | undefined {
  const name = told.replace(new RegExp(`(?:${candidateSuffix}|${retiredSuffix})$`), "");
  return containers.get(name) ?? containers.get(announcedName(name) ?? name);
}

function underWay(plan: Plan): UnderWay {
  const changes = changedBy(plan);
  const containers = new Map(
    [...changes.containers].map(([name, changed]): [string, Work] => [
      name,
      {
        ...changed,
        name,
        open: new Set(changed.actionIds),
        later: [],
        settledMs: undefined,
        isTakenBack: false,
      },
    ]),
  );
  return { ...changes, containers, endedMs: undefined };
}

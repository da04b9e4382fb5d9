export { containerSpec, desiredState, probeSpec, testOwner } from "./builders.ts";
export type { ContractCase, ContractHarness } from "./contract-world.ts";
export { driverContract } from "./driver-contract.ts";
export {
  Crash,
  createFaultyDriver,
  type Fault,
  type FaultyDriver,
  type FaultyDriverOptions,
} from "./faulty-driver.ts";
export { createMemoryDriver, type MemoryDriver, type MemoryDriverOptions } from "./memory-driver.ts";
export {
  type Behaviour,
  createMemoryEngine,
  findByName,
  type MemoryContainer,
  type MemoryEngine,
  type MemoryImage,
  type MemoryNetwork,
} from "./memory-engine.ts";
export { type EventfulDriver, withMemoryEvents } from "./memory-events.ts";
export { type EngineRestart, restartEngine } from "./memory-restart.ts";

export { containerSpec, desiredState, testOwner } from "./builders.ts";
export { type ContractCase, type ContractHarness, driverContract } from "./driver-contract.ts";
export { createMemoryDriver, type MemoryDriver, type MemoryDriverOptions } from "./memory-driver.ts";
export {
  type Behaviour,
  createMemoryEngine,
  findByName,
  type MemoryContainer,
  type MemoryEngine,
  type MemoryImage,
} from "./memory-engine.ts";

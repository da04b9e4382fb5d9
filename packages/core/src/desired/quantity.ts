// The grammar belongs to the manifest room, which checks it; the desired state computes with it.
export {
  bytes,
  cpuMilli,
  parseQuantity,
  type Quantity,
} from "../manifest/values/quantity.ts";

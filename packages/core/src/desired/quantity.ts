// The grammar belongs to the manifest room, which checks it; the desired state computes with it.
export {
  bytes,
  cpuMilli,
  parseQuantity,
  type Quantity,
  type QuantityError,
} from "../manifest/values/quantity.ts";

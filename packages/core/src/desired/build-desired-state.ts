export { defaultNetwork } from "./default-network.ts";

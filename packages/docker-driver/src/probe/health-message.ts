/**
 * The two messages of grpc.health.v1, by hand: a request with one text, and an answer with one number.
 * Source: grpc/grpc src/proto/grpc/health/v1/health.proto; protobuf.dev/programming-guides/encoding.
 */

const statuses = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"] as const;
export type ServingStatus = (typeof statuses)[number];

/** A `HealthCheckRequest` with its gRPC frame. */
export function encodeHealthRequest(service: string): Buffer {
  const text = Buffer.from(service);
  const message = service === "" ? text : Buffer.concat([Buffer.of(0x0a), varint(text.length), text]);
  const frame = Buffer.alloc(5);
  frame.writeUInt32BE(message.length, 1);
  return Buffer.concat([frame, message]);
}

/**
 * Reads the status of a framed `HealthCheckResponse`. A field that is left out has its neutral value; unknown fields
 * are passed over.
 * @returns `undefined` for what is no such answer
 */
export function decodeHealthResponse(bytes: Uint8Array): ServingStatus | undefined {
  const frame = Buffer.from(bytes);
  // Compressed messages were not asked for.
  if (frame.length < 5 || frame[0] !== 0 || frame.readUInt32BE(1) !== frame.length - 5) return undefined;
  let status = 0;
  let at = 5;
  const next = (): number | undefined => {
    let value = 0;
    for (let shift = 0; shift < 35 && at < frame.length; shift += 7) {
      const byte = frame[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    return undefined;
  };
  while (at < frame.length) {
    const tag = next();
    const value = tag === undefined ? undefined : next();
    if (tag === undefined || value === undefined) return undefined;
    const kind = tag & 7;
    if (kind === 2) at += value;
    else if (kind !== 0) return undefined;
    else if (tag >> 3 === 1) status = value;
  }
  return at === frame.length ? statuses[status] : undefined;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.of(...bytes, rest);
}

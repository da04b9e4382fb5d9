import type { S3Client } from "@aws-sdk/client-s3";

/** What a server said whose clock is too far from ours. */
export class ClockError extends Error {
  override readonly name: string = "ClockError";
  /** The server's, as its `Date` header has it. */
  readonly serverTime: Date | undefined;

  constructor(serverTime: Date | undefined) {
    super("the difference between the clocks is too large");
    this.serverTime = serverTime;
  }
}

/**
 * The SDK would sign again with the server's clock and say nothing, at the cost of one refused request for each
 * process. A clock that is that wrong breaks more than this, so its owner learns of it instead.
 */
export function keepClockErrors(client: S3Client): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw isClockError(error) ? new ClockError(serverTimeOf(error)) : error;
      }
    },
    // Inside of what signs and repeats.
    { step: "finalizeRequest", priority: "low", name: "keepClockErrors" },
  );
}

const clockErrors = ["RequestTimeTooSkewed", "RequestInTheFuture", "RequestExpired"];

function isClockError(error: unknown): error is Error {
  return error instanceof Error && clockErrors.includes(error.name);
}

function serverTimeOf(error: object): Date | undefined {
  const { $response } = error as { $response?: { headers?: Record<string, string> } };
  const time = new Date($response?.headers?.date ?? "");
  return Number.isNaN(time.getTime()) ? undefined : time;
}

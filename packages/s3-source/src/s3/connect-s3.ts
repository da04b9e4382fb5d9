import type { S3Client, S3ClientConfig } from "@aws-sdk/client-s3";
import { HashikeError } from "@hashike/core";
import { keepClockErrors } from "./keep-clock-errors.ts";
import type { S3Options } from "./s3-options.ts";

export type S3Sdk = typeof import("@aws-sdk/client-s3");

export interface S3Connection {
  readonly sdk: S3Sdk;
  readonly client: S3Client;
  /** Undefined: AWS. */
  readonly endpoint: string | undefined;
  readonly region: string;
}

const connections = new WeakMap<S3Options, Promise<S3Connection>>();

/**
 * Loads the SDK, which takes longer than all else here, and makes a client. Nothing is sent yet.
 * @throws HashikeError `USAGE` for an endpoint that is no URL, `SOURCE_UNREADABLE` when nothing names a region
 */
export function connectS3(options: S3Options): Promise<S3Connection> {
  const known = connections.get(options);
  if (known !== undefined) return known;
  const connection = connect(options);
  connections.set(options, connection);
  return connection;
}

async function connect(options: S3Options): Promise<S3Connection> {
  const sdk = await import("@aws-sdk/client-s3");
  // The SDK knows best where an endpoint and a region may be written, but it has no fallback region.
  const { config } = createClient(sdk, {});
  const configured = await readConfig(async () => await config.serviceConfiguredEndpoint?.());
  const endpoint = checkEndpoint(options.endpoint ?? configured);
  const region = (await config.region().catch(() => undefined)) ?? fallbackRegion(endpoint);
  const client = createClient(sdk, {
    region,
    forcePathStyle: options.pathStyle ?? endpoint !== undefined,
    // Servers other than AWS's know neither trailers nor CRCs.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    // Up to the answer's headers. A socket timeout would also end a body that waits for a slow reader.
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  keepClockErrors(client);
  return { sdk, client, endpoint, region };
}

const ignore = () => {};

/** Without one, the SDK writes to the console, for example when both a profile and keys are set. */
const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** The SDK warns about Node 20 on standard error, and can be told not to only by the environment. */
function createClient(sdk: S3Sdk, config: S3ClientConfig): S3Client {
  const name = "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED";
  const before = process.env[name];
  process.env[name] = "true";
  try {
    return new sdk.S3Client({ ...config, logger });
  } finally {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
}

function checkEndpoint(endpoint: string | undefined): string | undefined {
  if (endpoint === undefined || /^https?:\/\/[^/]/i.test(endpoint)) return endpoint;
  throw new HashikeError("USAGE", `the S3 endpoint is no URL: ${endpoint}`, {
    hint: "write it with its scheme, such as http://localhost:9000",
  });
}

function fallbackRegion(endpoint: string | undefined): string {
  // What S3-compatible servers expect that have no regions.
  if (endpoint !== undefined) return "us-east-1";
  throw new HashikeError("SOURCE_UNREADABLE", "S3: no region is set", {
    hint: "set AWS_REGION, or `region` in ~/.aws/config; for a server other than AWS give --s3-endpoint",
  });
}

/** A damaged file in ~/.aws. */
async function readConfig<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HashikeError("SOURCE_UNREADABLE", `S3: the AWS configuration cannot be read: ${reason}`, {
      hint: "check the files in ~/.aws, or those that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name",
    });
  }
}

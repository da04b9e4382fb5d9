import { type ErrorCode, HashikeError, isHashikeError } from "@hashike/core";
import { isNetworkError, networkReason, withoutUserinfo } from "../network-error.ts";
import type { S3Connection } from "./connect-s3.ts";
import { credentialWords } from "./credential-words.ts";
import { ClockError } from "./keep-clock-errors.ts";
import { formatS3Address, type S3Address } from "./s3-address.ts";

/** What went wrong with a request, by S3's name for it. */
interface Reason {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
}

/** The parts of the SDK's errors that are safe to look at; others hold signatures. */
interface S3Failure {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
  /** The region in which the bucket is, where the server says so. */
  readonly region: string | undefined;
}

/**
 * Puts what the SDK or the server said into the user's words, with what was tried: bucket, key, region, endpoint and
 * where the credentials come from.
 * @param action what was tried, as policies call it: `s3:PutObject`
 * @returns a HashikeError `SOURCE_NOT_FOUND`, `SOURCE_CHANGED` or `SOURCE_UNREADABLE`
 */
export async function s3Error(
  cause: unknown,
  address: S3Address,
  connection: S3Connection,
  action?: string,
): Promise<HashikeError> {
  if (isHashikeError(cause)) return cause;
  const failure = readFailure(cause);
  const { code, message, hint } = reasonOf(cause, failure, address, connection, action);
  const { bucket, key, versionId } = address;
  const endpoint = connection.endpoint === undefined ? "AWS" : withoutUserinfo(connection.endpoint);
  return new HashikeError(code, `${formatS3Address(address)}: ${message}`, {
    hint,
    details: [
      `bucket: ${bucket}`,
      ...(key === "" ? [] : [`${key.endsWith("/") ? "prefix" : "key"}: ${key}`]),
      ...(versionId === undefined ? [] : [`version: ${versionId}`]),
      `region: ${connection.region}`,
      `endpoint: ${endpoint}`,
      `credentials: ${await credentialWords(connection)}`,
    ],
    // Not the SDK's own error: what it carries along is printed wherever an error is.
    cause: new Error(`${failure.name} (HTTP status ${failure.status ?? "none"})`),
  });
}

function reasonOf(
  cause: unknown,
  failure: S3Failure,
  address: S3Address,
  connection: S3Connection,
  action: string | undefined,
): Reason {
  if (cause instanceof ClockError) return clockReason(cause);
  if (isNetworkError(cause)) return unreachable(cause, connection);
  return byName(failure, address, connection) ?? byStatus(failure, address, connection, action);
}

function byName(failure: S3Failure, address: S3Address, connection: S3Connection): Reason | undefined {
  const { bucket, key } = address;
  switch (failure.name) {
    case "NoSuchKey":
    case "NoSuchVersion":
    case "NotFound":
      return notFound(
        `bucket ${bucket} has no such ${failure.name === "NoSuchVersion" ? "version of it" : "key"}`,
        `check the key: \`aws s3 ls s3://${bucket}/${key.slice(0, key.lastIndexOf("/") + 1)}\` lists what is there`,
      );
    case "NoSuchBucket":
      return notFound(
        `there is no bucket ${bucket}`,
        connection.endpoint === undefined
          ? "check its name; for a server other than AWS give --s3-endpoint or set AWS_ENDPOINT_URL"
          : "check its name and the endpoint",
      );
    case "CredentialsProviderError":
    case "ProviderError":
      return unreadable(
        "no credentials for S3 were found",
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run `aws configure`",
      );
    case "SignatureDoesNotMatch":
      return unreadable(
        "the server refuses the signature: it does not know the access key, or the secret key is not the one of it",
        "check both keys, and that no space or line end got into them",
      );
    case "InvalidAccessKeyId":
      return unreadable(
        "the server does not know this access key",
        "check the access key, and that it is one of this server: each has its own",
      );
    case "ExpiredToken":
    case "ExpiredTokenException":
    case "InvalidToken":
    case "TokenRefreshRequired":
      return unreadable("the credentials have expired", "get new ones, for example with `aws sso login`");
    case "AuthorizationHeaderMalformed":
    case "PermanentRedirect":
    case "IllegalLocationConstraintException":
      return wrongRegion(failure.region, connection);
    case "NotImplemented":
      return unreadable(
        "the server does not know how to do that",
        address.versionId === undefined
          ? "check that the endpoint is one of an S3 API"
          : "leave out ?versionId=: this server keeps no versions, or not by S3's API",
      );
    case "PreconditionFailed":
    case "InvalidRange":
      return changed;
    default:
      return undefined;
  }
}

function byStatus(
  failure: S3Failure,
  { bucket, key }: S3Address,
  connection: S3Connection,
  tried: string | undefined,
): Reason {
  const { name, status, message } = failure;
  const said = [name === "Unknown" || name === "UnknownError" ? "" : name, message]
    .filter((text) => text !== "" && text !== "UnknownError")
    .join(": ");
  if (status === 301 || status === 307) return wrongRegion(failure.region, connection);
  if (status === 412 || status === 416) return changed;
  if (status === 401 || status === 403) {
    const action = tried ?? (key === "" || key.endsWith("/") ? "s3:ListBucket" : "s3:GetObject");
    return unreadable(
      "access denied",
      `allow ${action} on it, and s3:ListBucket on bucket ${bucket}: without that, S3 reports a missing key as denied as well`,
    );
  }
  const reason = said === "" ? "" : `: ${said.slice(0, 200)}`;
  if (status === undefined) return unreadable(`cannot be read${reason}`, "see --log-level debug");
  if (status >= 500) {
    return unreadable(`the server failed with HTTP status ${status}${reason}`, "try again later");
  }
  return unreadable(
    `the server answered with HTTP status ${status}${reason}`,
    "check that the endpoint is one of an S3 API",
  );
}

const changed: Reason = {
  code: "SOURCE_CHANGED",
  message: "the object was replaced while it was read",
  hint: "run it again",
};

function notFound(message: string, hint: string): Reason {
  return { code: "SOURCE_NOT_FOUND", message, hint };
}

function unreadable(message: string, hint: string): Reason {
  return { code: "SOURCE_UNREADABLE", message, hint };
}

function wrongRegion(right: string | undefined, { region }: S3Connection): Reason {
  return unreadable(
    `${region} is the wrong region${right === undefined ? "" : `: it is in ${right}`}`,
    right === undefined ? "set AWS_REGION to the bucket's region" : `set AWS_REGION=${right}`,
  );
}

function clockReason({ serverTime }: ClockError): Reason {
  const ours = new Date().toISOString();
  const clocks =
    serverTime === undefined
      ? `ours says ${ours}`
      : `ours says ${ours}, the server's ${serverTime.toISOString()}`;
  return unreadable(
    `the clocks are too far apart: ${clocks}`,
    "set this machine's clock, for example with `timedatectl set-ntp true`",
  );
}

function unreachable(cause: Error, { endpoint }: S3Connection): Reason {
  const where = endpoint === undefined ? "AWS" : withoutUserinfo(endpoint);
  return unreadable(
    `no S3 server at ${where}: ${networkReason(cause)}`,
    endpoint === undefined
      ? "check this machine's network; for a server other than AWS give --s3-endpoint or set AWS_ENDPOINT_URL"
      : "check that it runs, and the endpoint (--s3-endpoint, AWS_ENDPOINT_URL)",
  );
}

/** Whether the server answered that the object is the known one. */
export function isUnchanged(error: unknown): boolean {
  return readFailure(error).status === 304;
}

/** Whether an error of {@link s3Error} says that the bucket is not there. */
export function tellsMissingBucket({ message }: HashikeError): boolean {
  return /: there is no bucket [^/]*$/.test(message);
}

/** Whether the server answered that there is no such object. */
export function isMissing(error: unknown): boolean {
  const { name, status } = readFailure(error);
  return status === 404 && name !== "NoSuchBucket";
}

/** Whether the same request may go well later: the network, or a server that has a bad moment. */
export function mayPass(error: unknown): boolean {
  return isNetworkError(error) || [500, 502, 503, 504].includes(readFailure(error).status ?? 0);
}

function readFailure(cause: unknown): S3Failure {
  const error = cause as {
    name?: string;
    Code?: string;
    message?: string;
    Region?: string;
    $metadata?: { httpStatusCode?: number };
    $response?: { headers?: Record<string, string> };
  } | null;
  return {
    name: error?.Code ?? error?.name ?? "Unknown",
    message: error?.message ?? "",
    status: error?.$metadata?.httpStatusCode,
    region: error?.Region ?? error?.$response?.headers?.["x-amz-bucket-region"],
  };
}

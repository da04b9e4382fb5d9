import { randomBytes } from "node:crypto";
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";

/** The server that `npm test` starts. */
export const server = {
  endpoint: fromEnv("HASHIKE_TEST_S3_ENDPOINT"),
  accessKeyId: fromEnv("HASHIKE_TEST_S3_KEY"),
  secretAccessKey: fromEnv("HASHIKE_TEST_S3_SECRET"),
  region: process.env.HASHIKE_TEST_S3_REGION ?? "us-east-1",
};

/** What a process needs to find the server by itself; nothing of the machine's own configuration. */
export const serverEnv: Readonly<Record<string, string>> = {
  AWS_ENDPOINT_URL_S3: server.endpoint,
  AWS_ACCESS_KEY_ID: server.accessKeyId,
  AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
  AWS_REGION: server.region,
  AWS_CONFIG_FILE: "/nonexistent",
  AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
  AWS_EC2_METADATA_DISABLED: "true",
};

/** A bucket of one test file's, removed with all that is in it when it is disposed of. */
export interface TestBucket extends AsyncDisposable {
  readonly name: string;
  put(key: string, body: string | Uint8Array): Promise<void>;
  delete(key: string): Promise<void>;
  /** Removes all objects whose keys begin so, up to 1,000. */
  empty(prefix: string): Promise<void>;
  /** Begins an upload in parts that nobody completes. */
  beginUpload(key: string): Promise<void>;
}

export async function createBucket(): Promise<TestBucket> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const { endpoint, region, accessKeyId, secretAccessKey } = server;
  const client = new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
  const name = `hashike-${randomBytes(6).toString("hex")}`;
  const Bucket = name;
  await client.send(new CreateBucketCommand({ Bucket }));
  const remove = async (Key: string) => void (await client.send(new DeleteObjectCommand({ Bucket, Key })));
  const empty = async (Prefix: string) => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix }));
    for (const { Key } of Contents) if (Key !== undefined) await remove(Key);
  };
  return {
    name,
    async put(Key, body) {
      // Of text the SDK cannot tell the length when it is empty.
      const Body = typeof body === "string" ? Buffer.from(body) : body;
      await client.send(new PutObjectCommand({ Bucket, Key, Body }));
    },
    delete: remove,
    empty,
    async beginUpload(Key) {
      await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    },
    async [Symbol.asyncDispose]() {
      await empty("");
      await client.send(new DeleteBucketCommand({ Bucket }));
      client.destroy();
    },
  };
}

function fromEnv(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`${name} is not set: run these tests with \`npm test -- --project s3\``);
}

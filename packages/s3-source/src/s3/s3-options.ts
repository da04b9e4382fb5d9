/**
 * How S3 is reached. Credentials, profile and region come from where the AWS CLI takes them: the environment
 * (`AWS_…`), the files in `~/.aws`, the machine's role. The same object given again shares connections and credentials.
 */
export interface S3Options {
  /** URL of an S3-compatible server. Default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile, else AWS. */
  readonly endpoint?: string | undefined;
  /** `http://server/bucket/key` in place of `http://bucket.server/key`. Default: when there is an endpoint. */
  readonly pathStyle?: boolean | undefined;
}

/** Nothing but what the environment says. One object, so that what is opened with it shares connections. */
export const s3Defaults: S3Options = {};

import { describe, expect, it } from "vitest";
import { isSensitive, isSensitiveHeader } from "./sensitive.ts";

describe("isSensitive", () => {
  it.each([
    ["DB_PASSWORD", "x"],
    ["MYSQL_ROOT_PASSWORD", "x"],
    ["PGPASSWORD", "x"],
    ["API_TOKEN", "x"],
    ["AWS_SECRET_ACCESS_KEY", "x"],
    ["STRIPE_API_KEY", "x"],
    ["INIT_USER_PASSWD", "x"],
    ["DATABASE_URL", "postgres://app:hunter2@db/app"],
    ["REDIS", "redis://:hunter2@store:6379"],
  ])("hides %s", (name, value) => {
    expect(isSensitive(name, value)).toBe(true);
  });

  it.each([
    ["MY_ENV", "test"],
    ["DATABASE_URL", "postgres://app@db/app"],
    ["POSTGRES_PASSWORD_FILE", "/run/secrets/pg"],
    ["DB_PASSWORD", ""],
    ["PATH", "/usr/bin"],
    ["PASSENGER_COUNT", "3"],
    ["KEYBOARD", "jp"],
    ["URL", "http://host:80/a@b"],
  ])("shows %s=%s", (name, value) => {
    expect(isSensitive(name, value)).toBe(false);
  });
});

describe("isSensitiveHeader", () => {
  it.each([
    ["Authorization", "Bearer abc"],
    ["proxy-authorization", "Basic abc"],
    ["Cookie", "session=1"],
    ["X-Api-Key", "abc"],
    ["X-Auth", "abc"],
    ["X-Auth-Token", "abc"],
    ["X-Amz-Security-Token", "abc"],
    ["Referer", "https://me:hunter2@example.com/"],
  ])("hides %s", (name, value) => {
    expect(isSensitiveHeader(name, value)).toBe(true);
  });

  it.each([
    ["Host", "example.com"],
    ["Accept", "text/html"],
    ["Authorization", ""],
    ["X-Author", "me"],
    ["Keep-Alive", "timeout=5"],
    ["Referer", "https://example.com/"],
  ])("shows %s: %s", (name, value) => {
    expect(isSensitiveHeader(name, value)).toBe(false);
  });
});

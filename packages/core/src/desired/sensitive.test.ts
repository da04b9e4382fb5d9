import { describe, expect, it } from "vitest";
import { isSensitive } from "./sensitive.ts";

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

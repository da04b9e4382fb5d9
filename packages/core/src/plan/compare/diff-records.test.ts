import { describe, expect, it } from "vitest";
import { containerSpec } from "../../testing/builders.ts";
import { diffRecords } from "./diff-records.ts";
import { decodeRecord, encodeRecord } from "./record.ts";

type Fields = Parameters<typeof containerSpec>[0];
const text = (fields: Fields) => encodeRecord(containerSpec(fields), {});
const record = (fields: Fields) => decodeRecord(text(fields)) ?? {};

describe("encodeRecord", () => {
  it("keeps nothing that has its neutral value", () => {
    expect(record({ name: "web" })).toEqual({
      image: "app:1",
      restartPolicy: "Always",
      stopTimeoutSeconds: 30,
      networks: ["hashike"],
    });
  });

  it("keeps what looks like nothing, and what looks like a part of every object", () => {
    const { args, env } = record({
      name: "web",
      env: [{ name: "__proto__", value: "x" }],
      args: ["a", ""],
    });
    expect(args).toEqual(["a", ""]);
    expect(Object.entries(env ?? {})).toEqual([["__proto__", "x"]]);
  });

  it("does not depend on the order of variables and ports", () => {
    const a = text({
      name: "web",
      env: [
        { name: "A", value: "1" },
        { name: "B", value: "2" },
      ],
    });
    const b = text({
      name: "web",
      env: [
        { name: "B", value: "2" },
        { name: "A", value: "1" },
      ],
    });
    expect(a).toBe(b);
  });

  it.each(["", "[]", "null", "{", "3"])("does not read %j", (text) => {
    expect(decodeRecord(text)).toBeUndefined();
  });
});

describe("diffRecords", () => {
  const base = { name: "web" } as const;

  it("finds nothing in equal records", () => {
    expect(diffRecords(record(base), record(base))).toEqual([]);
  });

  it("names the variable that changed, came or went", () => {
    const from = record({
      ...base,
      env: [
        { name: "GONE", value: "1" },
        { name: "MY_ENV", value: "test" },
      ],
    });
    const to = record({
      ...base,
      env: [
        { name: "MY_ENV", value: "prod" },
        { name: "NEW", value: "" },
      ],
    });
    expect(diffRecords(from, to)).toEqual([
      { path: "env.GONE", from: "1" },
      { path: "env.MY_ENV", from: "test", to: "prod" },
      { path: "env.NEW", to: "" },
    ]);
  });

  it("never quotes a secret, also when a plain value becomes one", () => {
    const plain = record({ ...base, env: [{ name: "DB_PASSWORD", value: "hunter2" }] });
    const secret = record({ ...base, env: [{ name: "DB_PASSWORD", secret: "f00" }] });
    const changes = [...diffRecords(plain, secret), ...diffRecords(secret, plain)];
    expect(changes).toEqual([
      { path: "env.DB_PASSWORD", sensitive: true },
      { path: "env.DB_PASSWORD", sensitive: true },
    ]);
    expect(diffRecords(secret, secret)).toEqual([]);
  });

  it("names ports by container port, with the host side as value", () => {
    const port = { containerPort: 80, hostPort: 8000, hostIp: "", protocol: "tcp" } as const;
    const from = record({ ...base, ports: [port] });
    const to = record({ ...base, ports: [{ ...port, hostIp: "127.0.0.1", hostPort: 8001 }] });
    expect(diffRecords(from, to)).toEqual([{ path: "ports.80/tcp", from: "8000", to: "127.0.0.1:8001" }]);
  });

  it("is not misled by names that every object has", () => {
    const from = record({ ...base, env: [{ name: "constructor", value: "1" }] });
    expect(diffRecords(from, record(base))).toEqual([{ path: "env.constructor", from: "1" }]);
    expect(diffRecords(record(base), from)).toEqual([{ path: "env.constructor", to: "1" }]);
  });
});

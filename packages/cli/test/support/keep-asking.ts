import { get } from "node:http";
import { until } from "./until.ts";

/** One request after another to a port of this machine, each on a new connection. */
export interface Asking extends AsyncDisposable {
  /** How often something was answered: the text of the answer, or `failed: ` and why there is none. */
  readonly answers: ReadonlyMap<string, number>;
  /** How many requests had no good answer so far. */
  failures(): number;
  /** Resolves when this was answered so many times more. */
  answered(text: string, times: number): Promise<void>;
}

/** Asks until it is disposed of. */
export function keepAsking(port: number): Asking {
  const answers = new Map<string, number>();
  let isOver = false;
  const asking = (async () => {
    while (!isOver) {
      const answer = await ask(port);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
  })();
  return {
    answers,
    failures: () =>
      [...answers].filter(([text]) => text.startsWith("failed: ")).reduce((sum, [, times]) => sum + times, 0),
    async answered(text, times) {
      const before = answers.get(text) ?? 0;
      await until(async () => ((answers.get(text) ?? 0) >= before + times ? true : undefined));
    },
    async [Symbol.asyncDispose]() {
      isOver = true;
      await asking;
    },
  };
}

/** @returns the text of the answer, or `failed: ` and why there is none */
export function ask(port: number): Promise<string> {
  return new Promise((resolve) => {
    const failed = (why: string) => resolve(`failed: ${why}`);
    const options = { host: "127.0.0.1", port, agent: false, timeout: 10_000 };
    const request = get(options, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (more: string) => {
        text += more;
      });
      response.on("end", () =>
        response.statusCode === 200 ? resolve(text.trim()) : failed(`status ${response.statusCode}`),
      );
      response.on("error", (error) => failed(error.message));
    });
    request.on("timeout", () => request.destroy(new Error("no answer")));
    request.on("error", (error) => failed(error.message));
  });
}

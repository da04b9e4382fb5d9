import { below, type Placed, placed } from "../../../manifest/loose.ts";
import type { Problem } from "../../../manifest/problem.ts";
import type { LooseContainer } from "../pod-manifest.ts";

/** Those who know write `$$(NAME)`, or four for two. */
const surprising = /(?<!\$)(?:\$\$|\$\$\$)(?![$(])/;

/** Says once that `$$` stands for `$`, at the first text that it changes. */
export function* checkDollars(containers: Iterable<Placed<LooseContainer>>): Generator<Problem> {
  for (const { value, path } of expandedTexts(containers)) {
    if (!surprising.test(value)) continue;
    yield {
      severity: "notice",
      path,
      message: "has `$$`, which stands for one `$`, as in Kubernetes",
      hint: "write `$$$$` for two",
    };
    return;
  }
}

function* expandedTexts(containers: Iterable<Placed<LooseContainer>>): Generator<Placed<string>> {
  for (const { value, path } of containers) {
    for (const variable of placed(value.env, below(path, "env"))) {
      const text = variable.value.value;
      if (text !== undefined) yield { value: text, path: below(variable.path, "value") };
    }
    yield* placed(value.command, below(path, "command"));
    yield* placed(value.args, below(path, "args"));
  }
}

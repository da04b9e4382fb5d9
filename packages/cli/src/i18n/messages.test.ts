import { describe, expect, it } from "vitest";
import { en } from "./en.ts";
import { ja } from "./ja.ts";
import { languageOf, loadMessages } from "./load-messages.ts";

/** Every path to a text, e.g. `commands.apply.summary`. */
function paths(value: unknown, path = ""): readonly string[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => paths(inner, `${path}.${key}`));
}

describe("the messages", () => {
  it("have the same texts in every language", () => {
    expect(paths(ja)).toEqual(paths(en));
  });

  it("have the same commands to type in every language", () => {
    for (const name of Object.keys(en.commands) as (keyof typeof en.commands)[]) {
      expect(ja.commands[name].examples.map((e) => e.command)).toEqual(
        en.commands[name].examples.map((e) => e.command),
      );
    }
  });

  it("are Japanese in Japanese", () => {
    const texts = [...Object.values(ja.options), ...Object.values(ja.commands).map((c) => c.description)];
    for (const text of texts) expect(text).toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}]/u);
  });

  it("are loaded by language", async () => {
    expect(await loadMessages("ja")).toBe(ja);
    expect(await loadMessages("en")).toBe(en);
  });
});

describe("languageOf", () => {
  it.each([
    [{}, "en"],
    [{ LANG: "ja_JP.UTF-8" }, "ja"],
    [{ LANG: "ja" }, "ja"],
    [{ LANG: "en_US.UTF-8", LC_MESSAGES: "ja_JP.UTF-8" }, "ja"],
    [{ LC_ALL: "C", LC_MESSAGES: "ja_JP.UTF-8", LANG: "ja_JP.UTF-8" }, "en"],
    [{ LC_ALL: "", LANG: "ja_JP.UTF-8" }, "ja"],
    [{ HASHIKE_LANG: "en", LC_ALL: "ja_JP.UTF-8" }, "en"],
    [{ HASHIKE_LANG: "ja", LANG: "C" }, "ja"],
    [{ LANG: "jam_JM" }, "en"],
  ])("%j speaks %s", (env, language) => {
    expect(languageOf(env)).toBe(language);
  });
});

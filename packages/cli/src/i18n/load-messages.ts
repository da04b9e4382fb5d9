import type { Messages } from "./en.ts";

export type Language = "en" | "ja";

type Env = Readonly<Record<string, string | undefined>>;

/** `HASHIKE_LANG` goes; else the first of the locale variables that is set, in the order POSIX gives them. */
export function languageOf(env: Env): Language {
  const locale = [env.HASHIKE_LANG, env.LC_ALL, env.LC_MESSAGES, env.LANG].find(
    (v) => v !== undefined && v !== "",
  );
  return locale !== undefined && /^ja\b|^ja_/i.test(locale) ? "ja" : "en";
}

export async function loadMessages(language: Language): Promise<Messages> {
  return language === "ja" ? (await import("./ja.ts")).ja : (await import("./en.ts")).en;
}

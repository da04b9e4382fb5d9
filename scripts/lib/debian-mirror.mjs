import { existsSync, readdirSync, readFileSync } from "node:fs";
import { Stop } from "./say.mjs";

const folder = "/etc/apt/sources.list.d";

/** @returns {string} where this machine gets Debian from, by apt's own sources; other releases are there, too */
export function debianMirror() {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  const files = ["/etc/apt/sources.list", ...names.map((name) => `${folder}/${name}`)].filter(existsSync);
  const sources = files.flatMap((file) => {
    const text = readFileSync(file, "utf8");
    return file.endsWith(".sources") ? sourcesOfStanzas(text) : sourcesOfLines(text);
  });
  const suites = [codename(), "stable", "testing", "unstable", "sid"];
  // Other vendors have components of other names, or suites such as "bookworm-pgdg".
  const debian = sources.find(
    (source) => source.components.includes("main") && source.suites.some((suite) => suites.includes(suite)),
  );
  if (debian && isDebian()) return debian.uri;
  throw new Stop(
    "this needs packages of other Debian releases, and apt's sources here name no mirror of Debian.",
    "Run it on Debian.",
  );
}

/** Stanzas of deb822, an empty line between them, with `URIs: http://…`, `Suites: …` and `Components: …`. */
function sourcesOfStanzas(text) {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const words = (field) =>
      (new RegExp(`^${field}:[ \\t]*(.*)$`, "im").exec(stanza)?.[1] ?? "").split(/\s+/).filter(Boolean);
    return words("URIs").map((uri) => ({ uri, suites: words("Suites"), components: words("Components") }));
  });
}

/** `deb [options] http://… suite component …` */
function sourcesOfLines(text) {
  return [...text.matchAll(/^deb[ \t]+(?:\[[^\]]*\][ \t]+)?(\S+)[ \t]+(\S+)[ \t]+(.+)$/gm)].map(
    ([, uri, suite, components]) => ({ uri, suites: [suite], components: components.split(/\s+/) }),
  );
}

const release = () => readFileSync("/etc/os-release", "utf8");

const codename = () => /^VERSION_CODENAME=(.*)$/m.exec(release())?.[1];

const isDebian = () => /^ID=debian$/m.test(release());

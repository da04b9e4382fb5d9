import { hasCredentials } from "./address-credentials.ts";
import {
  checkDigest,
  checkTag,
  type ImageReferenceError,
  isNameComponent,
  type SchemeReference,
} from "./image-grammar.ts";
import { parseStoreReference } from "./store-reference.ts";

/** An image that a registry serves, completed as Docker does. Source: distribution/reference, normalize.go. */
export interface RegistryReference {
  readonly scheme: "registry";
  /** The registry's host, e.g. `docker.io` or `localhost:5000`. */
  readonly domain: string;
  /** The repository within the registry, e.g. `library/nginx`. */
  readonly path: string;
  /** `latest` when neither tag nor digest was written. */
  readonly tag?: string;
  readonly digest?: string;
  /** As Docker shows it, with the tag: `nginx:alpine-slim`. */
  readonly familiar: string;
}

const longestText = 4096;
const longestName = 255;
const schemeAndRest = /^([a-zA-Z][a-zA-Z0-9+.-]*):\/\/(.*)$/s;
const domainGrammar = /^(?:[a-zA-Z0-9]+(?:(?:\.|-+)[a-zA-Z0-9]+)*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;

/** Reads `nginx:alpine-slim`, `registry.example.com:5000/team/app@sha256:…` or `docker-archive+s3://…`. */
export function parseImageReference(text: string): RegistryReference | SchemeReference | ImageReferenceError {
  if (text === "") return { error: "must name an image" };
  if (text.length > longestText) return { error: `must have at most ${longestText} characters` };
  if (/\s/.test(text)) return { error: "must not contain spaces" };
  const withScheme = schemeAndRest.exec(text);
  return withScheme === null ? parseRegistry(text) : parseScheme(withScheme[1] ?? "", withScheme[2] ?? "");
}

/** Tells a reference that a registry serves from one with a scheme. */
export function isRegistryReference(
  reference: RegistryReference | SchemeReference,
): reference is RegistryReference {
  return "domain" in reference;
}

function parseScheme(scheme: string, rest: string): SchemeReference | ImageReferenceError {
  if (/^(https?|docker|registry|oci)$/i.test(scheme)) {
    return {
      error: `cannot be fetched from ${scheme}://`,
      hint: "name an image of a registry without a scheme, e.g. ghcr.io/team/app:1.0",
    };
  }
  // A reference is a name: it is shown, and noted on the engine in labels.
  if (hasCredentials(`${scheme}://${rest}`)) {
    return { error: "must not have credentials in its address", hint: credentialsHint(scheme) };
  }
  if (rest === "") return { error: `must say where the image is after ${scheme}://` };
  const reference = { scheme: scheme.toLowerCase(), rest };
  if (!reference.scheme.startsWith("oci+")) return reference;
  const inStore = parseStoreReference(reference);
  return "error" in inStore ? inStore : reference;
}

function credentialsHint(scheme: string): string {
  const shown = "plans and labels would show them";
  if (/https?$/i.test(scheme))
    return `${shown}: put a header such as Authorization into a file for --header-file`;
  return /s3$/i.test(scheme) ? `${shown}: S3 takes them from the environment or ~/.aws` : shown;
}

function parseRegistry(text: string): RegistryReference | ImageReferenceError {
  const at = text.indexOf("@");
  const digest = at < 0 ? undefined : text.slice(at + 1);
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.indexOf(":", named.lastIndexOf("/") + 1);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  const { domain, path } = splitDomain(colon < 0 ? named : named.slice(0, colon));

  const mistake = findMistake(domain, path, tag, digest);
  if (mistake !== undefined) return mistake;
  const completeTag = tag ?? (digest === undefined ? "latest" : undefined);
  return {
    scheme: "registry",
    domain,
    path,
    ...(completeTag === undefined ? {} : { tag: completeTag }),
    ...(digest === undefined ? {} : { digest }),
    familiar:
      familiarName(domain, path) +
      (completeTag === undefined ? "" : `:${completeTag}`) +
      (digest === undefined ? "" : `@${digest}`),
  };
}

/** The first component is a registry's host when it looks like one: a dot, a port, upper case, or `localhost`. */
function splitDomain(name: string): { readonly domain: string; readonly path: string } {
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(slash, 0));
  const isHost = /[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase();
  const written = isHost ? first : "docker.io";
  const rest = isHost ? name.slice(slash + 1) : name;
  const domain = written === "index.docker.io" ? "docker.io" : written;
  return { domain, path: domain === "docker.io" && !rest.includes("/") ? `library/${rest}` : rest };
}

function familiarName(domain: string, path: string): string {
  if (domain !== "docker.io") return `${domain}/${path}`;
  return /^library\/([^/]+)$/.exec(path)?.[1] ?? path;
}

function findMistake(
  domain: string,
  path: string,
  tag: string | undefined,
  digest: string | undefined,
): ImageReferenceError | undefined {
  if (!domainGrammar.test(domain)) return { error: "has an invalid registry host before the first /" };
  if (domain.length + 1 + path.length > longestName) {
    return { error: `must have a name of at most ${longestName} characters` };
  }
  if (!path.split("/").every(isNameComponent)) {
    return path === path.toLowerCase()
      ? { error: "is not a valid image name", hint: "write it as name:tag or registry/name:tag" }
      : {
          error: "must have a name in lower case",
          hint: `write ${path.toLowerCase().replace(/^library\//, "")}`,
        };
  }
  if (domain === "docker.io" && /^library\/[0-9a-f]{64}$/.test(path)) {
    return { error: "must be a name, not an image ID" };
  }
  return checkTag(tag) ?? checkDigest(digest);
}

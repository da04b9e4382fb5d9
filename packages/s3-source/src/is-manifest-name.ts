/**
 * Whether a path below a folder is one of its manifests: a `.yml`, `.yaml` or `.json` file, no part of whose path begins
 * with `.`. Editors, file managers and git leave such next to what they work on: `._a.yml`, `.#a.yml`, `.git/a.yml`.
 */
export function isManifestName(path: string): boolean {
  return /\.(ya?ml|json)$/i.test(path) && !path.split("/").some((part) => part.startsWith("."));
}

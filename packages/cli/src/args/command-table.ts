/** How a shell completes a value. */
export type ValueKind =
  | { readonly kind: "file" }
  | { readonly kind: "words"; readonly words: readonly string[] }
  /** The names of the containers that Hashike runs. */
  | { readonly kind: "container" }
  | { readonly kind: "free" };

export interface OptionSpec {
  /** Without `--`. */
  readonly long: string;
  /** Without `-`. */
  readonly short?: string;
  /** Absent: a switch. */
  readonly value?: { readonly name: string; readonly complete: ValueKind };
  readonly repeatable?: true;
}

export interface ArgumentSpec {
  /** Name in the help, and in the messages. */
  readonly name: string;
  readonly required: boolean;
  readonly variadic: boolean;
  readonly complete: ValueKind;
}

export interface CommandSpec {
  /** One word, or a group's name and a word: `image push`. */
  readonly name: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly OptionName[];
}

export const logLevels = ["error", "warn", "info", "debug"] as const;
export const colourChoices = ["auto", "always", "never"] as const;
export const shells = ["bash", "zsh", "fish"] as const;
export const resourceKinds = ["containers", "volumes", "networks", "objects"] as const;
export const getFormats = ["table", "wide", "name", "json", "yaml"] as const;
export const listFormats = ["table", "json"] as const;
export const driftChoices = ["repair", "report"] as const;
export const manifestFormats = ["yaml", "json", "name"] as const;
export const textFormats = ["text", "json"] as const;

const file = { kind: "file" } as const;
const free = { kind: "free" } as const;
const words = (list: readonly string[]) => ({ kind: "words", words: list }) as const;

/** Every option of every command. Help, parsing and shell completion are made from this. */
export const optionTable = {
  namespace: { long: "namespace", short: "n", value: { name: "NAME", complete: free } },
  driver: { long: "driver", value: { name: "NAME|MODULE", complete: file } },
  importModule: { long: "import-module", value: { name: "MODULE", complete: file }, repeatable: true },
  host: { long: "host", value: { name: "ADDRESS", complete: free } },
  context: { long: "context", value: { name: "NAME", complete: free } },
  quiet: { long: "quiet", short: "q" },
  logLevel: { long: "log-level", value: { name: "LEVEL", complete: words(logLevels) } },
  color: { long: "color", value: { name: "WHEN", complete: words(colourChoices) } },
  s3Endpoint: { long: "s3-endpoint", value: { name: "URL", complete: free } },
  s3PathStyle: { long: "s3-path-style" },
  headerFile: { long: "header-file", value: { name: "FILE", complete: file } },
  trustImages: { long: "trust-images" },
  secretDir: { long: "secret-dir", value: { name: "FOLDER", complete: file } },
  identity: { long: "identity", value: { name: "FILE", complete: file } },
  recipient: { long: "recipient", short: "r", value: { name: "AGE1…", complete: free }, repeatable: true },
  filename: { long: "filename", short: "f", value: { name: "FILE", complete: file }, repeatable: true },
  recursive: { long: "recursive", short: "R" },
  ignoreUnknown: { long: "ignore-unknown" },
  strict: { long: "strict" },
  network: { long: "network", value: { name: "NAME", complete: free }, repeatable: true },
  takeOver: { long: "take-over" },
  atomic: { long: "atomic" },
  allowDestroy: { long: "allow-destroy" },
  retryFailed: { long: "retry-failed" },
  imageRetention: { long: "image-retention", value: { name: "N", complete: free } },
  noWait: { long: "no-wait" },
  onDrift: { long: "on-drift", value: { name: "WHAT", complete: words(driftChoices) } },
  driftOnly: { long: "drift-only" },
  lockTimeout: { long: "lock-timeout", value: { name: "TIME", complete: free } },
  concurrency: { long: "concurrency", value: { name: "N", complete: free } },
  dryRun: { long: "dry-run" },
  verbose: { long: "verbose" },
  output: { long: "output", short: "o", value: { name: "FORMAT", complete: words(textFormats) } },
  planOutput: { long: "output", short: "o", value: { name: "FORMAT|FILE", complete: file } },
  out: { long: "out", value: { name: "FILE", complete: file } },
  detailedExitcode: { long: "detailed-exitcode" },
  getOutput: { long: "output", short: "o", value: { name: "FORMAT", complete: words(getFormats) } },
  listOutput: { long: "output", short: "o", value: { name: "FORMAT", complete: words(listFormats) } },
  keptImages: { long: "image-retention", value: { name: "N", complete: free } },
  collectDryRun: { long: "dry-run" },
  gracePeriod: { long: "grace-period", value: { name: "DURATION", complete: free } },
  interval: { long: "interval", value: { name: "DURATION", complete: free } },
  lookInterval: { long: "look-interval", value: { name: "DURATION", complete: free } },
  listen: { long: "listen", value: { name: "[HOST:]PORT", complete: free } },
  watchService: { long: "watch" },
  unitName: { long: "name", value: { name: "NAME", complete: free } },
  user: { long: "user" },
  system: { long: "system" },
  print: { long: "print" },
  now: { long: "now" },
  envFile: { long: "env-file", value: { name: "FILE", complete: file } },
  allNamespaces: { long: "all-namespaces", short: "A" },
  volumes: { long: "volumes" },
  container: { long: "container", short: "c", value: { name: "NAME", complete: { kind: "container" } } },
  allContainers: { long: "all-containers" },
  prefix: { long: "prefix" },
  follow: { long: "follow", short: "f" },
  tail: { long: "tail", value: { name: "N", complete: free } },
  since: { long: "since", value: { name: "TIME", complete: free } },
  timestamps: { long: "timestamps", short: "t" },
  selector: { long: "selector", short: "l", value: { name: "SELECTOR", complete: free } },
  showLabels: { long: "show-labels" },
  noHeaders: { long: "no-headers" },
  stdin: { long: "stdin", short: "i" },
  tty: { long: "tty", short: "t" },
  fromLiteral: { long: "from-literal", value: { name: "KEY=VALUE", complete: free }, repeatable: true },
  fromFile: { long: "from-file", value: { name: "[KEY=]PATH", complete: file }, repeatable: true },
  fromEnvFile: { long: "from-env-file", value: { name: "FILE", complete: file }, repeatable: true },
  type: { long: "type", value: { name: "TYPE", complete: free } },
  cert: { long: "cert", value: { name: "FILE", complete: file } },
  key: { long: "key", value: { name: "FILE", complete: file } },
  dockerServer: { long: "docker-server", value: { name: "URL", complete: free } },
  dockerUsername: { long: "docker-username", value: { name: "NAME", complete: free } },
  dockerPassword: { long: "docker-password", value: { name: "PASSWORD", complete: free } },
  dockerEmail: { long: "docker-email", value: { name: "ADDRESS", complete: free } },
  clientDryRun: { long: "dry-run", value: { name: "WHERE", complete: words(["client"]) } },
  manifestOutput: { long: "output", short: "o", value: { name: "FORMAT", complete: words(manifestFormats) } },
  help: { long: "help", short: "h" },
  version: { long: "version", short: "V" },
} as const satisfies Record<string, OptionSpec>;

export type OptionName = keyof typeof optionTable;

/** Understood before and after the command's name. */
export const globalOptions = [
  "namespace",
  "driver",
  "importModule",
  "host",
  "context",
  "quiet",
  "logLevel",
  "color",
  "help",
] as const satisfies readonly OptionName[];

/** How manifests and images are reached that are not on this machine. */
const sources = ["s3Endpoint", "s3PathStyle", "headerFile"] as const satisfies readonly OptionName[];

/** The same, for commands that bring images onto an engine. */
const imageSources = [...sources, "trustImages"] as const satisfies readonly OptionName[];

/** Where values are that do not stand in manifests in clear. */
const outside = ["secretDir", "identity"] as const satisfies readonly OptionName[];

/** How manifests are read. */
export const reading = ["ignoreUnknown", "strict"] as const satisfies readonly OptionName[];

/** The manifests, as kubectl takes them. */
const files = ["filename", "recursive"] as const satisfies readonly OptionName[];

/** How stores of images are reached. */
const stores = ["s3Endpoint", "s3PathStyle"] as const satisfies readonly OptionName[];

const reference = { name: "REFERENCE", required: true, variadic: false, complete: free } as const;
const store = { name: "STORE", required: true, variadic: false, complete: free } as const;

/** What decides how a plan is made. */
export const planning = [
  "network",
  "takeOver",
  "atomic",
  "allowDestroy",
  "retryFailed",
  "onDrift",
  "imageRetention",
] as const satisfies readonly OptionName[];

const manifests = { name: "FILE", required: true, variadic: true, complete: file } as const;

/** Left out: standard input. */
const oneOrNone = { required: false, variadic: false } as const;

export const commandTable = [
  {
    name: "apply",
    arguments: [manifests],
    options: [
      ...files,
      ...planning,
      "noWait",
      "lockTimeout",
      "dryRun",
      "verbose",
      "concurrency",
      "output",
      ...reading,
      ...imageSources,
      ...outside,
    ],
  },
  {
    name: "plan",
    arguments: [manifests],
    options: [
      ...files,
      ...planning,
      "noWait",
      "driftOnly",
      "planOutput",
      "out",
      "detailedExitcode",
      "verbose",
      ...reading,
      ...imageSources,
      ...outside,
    ],
  },
  {
    name: "diff",
    arguments: [manifests],
    options: [
      ...files,
      ...planning,
      ...(["noWait", "driftOnly", "output", "verbose"] as const),
      ...reading,
      ...imageSources,
      ...outside,
    ],
  },
  {
    name: "watch",
    arguments: [manifests],
    options: [
      ...files,
      ...(["interval", "lookInterval", "listen"] as const),
      ...planning,
      ...(["verbose", "concurrency", "output"] as const),
      ...reading,
      ...imageSources,
      ...outside,
    ],
  },
  { name: "validate", arguments: [manifests], options: [...files, "output", ...reading, ...sources] },
  {
    name: "get",
    arguments: [
      { name: "KIND", required: false, variadic: false, complete: words(resourceKinds) },
      { name: "NAME", required: false, variadic: true, complete: { kind: "container" } },
    ],
    options: ["allNamespaces", "selector", "showLabels", "noHeaders", "getOutput"],
  },
  {
    name: "logs",
    arguments: [{ name: "NAME", required: true, variadic: false, complete: { kind: "container" } }],
    options: ["container", "allContainers", "prefix", "follow", "tail", "since", "timestamps"],
  },
  {
    name: "exec",
    arguments: [
      { name: "NAME", required: true, variadic: false, complete: { kind: "container" } },
      { name: "COMMAND", required: true, variadic: true, complete: free },
    ],
    options: ["container", "stdin", "tty"],
  },
  {
    name: "delete",
    arguments: [{ ...manifests, name: "FILE|NAME" }],
    options: [
      ...files,
      "volumes",
      "lockTimeout",
      "dryRun",
      "verbose",
      "concurrency",
      "output",
      ...reading,
      ...sources,
      ...outside,
    ],
  },
  {
    name: "create",
    arguments: [
      { name: "KIND", required: true, variadic: false, complete: words(["secret", "configmap", "cm"]) },
      {
        name: "NAME",
        required: true,
        variadic: true,
        complete: words(["generic", "docker-registry", "tls"]),
      },
    ],
    options: [
      ...(["clientDryRun", "manifestOutput", "fromLiteral", "fromFile", "fromEnvFile", "type"] as const),
      ...(["cert", "key", "dockerServer", "dockerUsername", "dockerPassword", "dockerEmail"] as const),
    ],
  },
  {
    name: "image push",
    arguments: [{ name: "NAME", required: true, variadic: false, complete: free }, reference],
    options: ["output", ...stores],
  },
  {
    name: "image pull",
    arguments: [reference, { name: "NAME", required: false, variadic: false, complete: free }],
    options: ["output", ...stores, "trustImages"],
  },
  { name: "image ls", arguments: [store], options: ["listOutput", ...stores] },
  { name: "image rm", arguments: [{ ...reference, variadic: true }], options: ["output", ...stores] },
  {
    name: "image gc",
    arguments: [store],
    options: ["collectDryRun", "gracePeriod", "output", ...stores],
  },
  {
    name: "image prune",
    arguments: [],
    options: ["collectDryRun", "keptImages", "lockTimeout", "output"],
  },
  {
    name: "systemd install",
    arguments: [manifests],
    options: [
      ...(["watchService", "interval", "unitName", "user", "system", "print", "now", "envFile"] as const),
      ...(["lookInterval", "listen", "concurrency"] as const),
      ...planning,
      ...reading,
      ...imageSources,
      ...outside,
    ],
  },
  {
    name: "systemd uninstall",
    arguments: [{ ...manifests, required: false }],
    options: ["unitName", "user", "system"],
  },
  { name: "secret keygen", arguments: [], options: ["identity", "output"] },
  { name: "secret encrypt", arguments: [{ ...manifests, ...oneOrNone }], options: ["recipient", "identity"] },
  { name: "secret decrypt", arguments: [{ ...manifests, ...oneOrNone }], options: ["identity"] },
  { name: "schema", arguments: [], options: [] },
  {
    name: "completion",
    arguments: [{ name: "SHELL", required: true, variadic: false, complete: words(shells) }],
    options: [],
  },
] as const satisfies readonly CommandSpec[];

export type CommandName = (typeof commandTable)[number]["name"];

/** Words that stand before those of several commands. */
export const groupNames = ["image", "systemd", "secret"] as const;

export type GroupName = (typeof groupNames)[number];

/** What help can be asked for. */
export type HelpTopic = CommandName | GroupName;

/** The commands of a group, by the word after the group's: `push`. */
export function commandsOf(group: GroupName): readonly (CommandSpec & { readonly name: CommandName })[] {
  return commandTable.filter(({ name }) => name.startsWith(`${group} `));
}

/** The words that a line may begin with. */
export const firstWords: readonly string[] = [
  ...new Set(commandTable.map(({ name }) => name.split(" ")[0] ?? name)),
];

/** `-n, --namespace NAME` */
export function optionTerm(name: OptionName): string {
  const { long, short, value }: OptionSpec = optionTable[name];
  return `${short === undefined ? "    " : `-${short}, `}--${long}${value === undefined ? "" : ` ${value.name}`}`;
}

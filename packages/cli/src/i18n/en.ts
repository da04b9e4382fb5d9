import type { CommandName, GroupName, OptionName } from "../args/command-table.ts";
import { type KubectlVerb, kubectlVerbs } from "../args/kubectl-verbs.ts";

/** One example: what it is for, and the line to type. */
export interface Example {
  readonly text: string;
  readonly command: string;
}

export interface CommandMessages {
  readonly summary: string;
  readonly description: string;
  readonly arguments: Readonly<Record<string, string>>;
  readonly examples: readonly Example[];
}

/** Everything the help says, in one language. Results and errors are English in every locale: scripts read them. */
export interface Messages {
  readonly headings: {
    readonly usage: string;
    readonly arguments: string;
    readonly options: string;
    readonly globalOptions: string;
    readonly commands: string;
    readonly examples: string;
    readonly exitCodes: string;
    readonly environment: string;
    readonly kubectlVerbs: string;
  };
  readonly program: string;
  readonly moreHelp: string;
  readonly commands: Readonly<Record<CommandName, CommandMessages>>;
  readonly groups: Readonly<Record<GroupName, string>>;
  readonly options: Readonly<Record<OptionName, string>>;
  /** What does the same as commands of kubectl that are not here. */
  readonly kubectlVerbs: Readonly<Record<KubectlVerb, string>>;
  readonly exitCodes: readonly (readonly [code: string, text: string])[];
  readonly environment: readonly (readonly [name: string, text: string])[];
}

const manifestArgument =
  "A manifest file, a folder of manifests, `s3://BUCKET/KEY`, `s3://BUCKET/PREFIX/` for all manifests below it, `https://HOST/PATH`, or `-` for standard input. Several are applied together.";

const referenceArgument =
  "An image in a store: `oci+s3://BUCKET/PREFIX/app:1.0`, or `oci+file:///FOLDER/app:1.0`.";
const storeArgument = "A store, or a part of it: `oci+s3://BUCKET/PREFIX`, or `oci+file:///FOLDER`.";

export const en: Messages = {
  headings: {
    usage: "Usage",
    arguments: "Arguments",
    options: "Options",
    globalOptions: "Global options",
    commands: "Commands",
    examples: "Examples",
    exitCodes: "Exit codes",
    environment: "Environment",
    kubectlVerbs: "Commands of kubectl that are not here",
  },
  program:
    "Brings up, updates and looks after several containers on one host from a Kubernetes-like manifest.",
  moreHelp: "`hashike COMMAND --help` tells about a command.",
  commands: {
    apply: {
      summary: "Make the containers as the manifests say",
      description:
        "Makes the containers as the manifests say: creates what is missing, replaces what has changed, removes what is no longer wanted, and leaves everything else alone. It shows what it is going to do, then does it. Nothing is changed unless the whole input is valid.",
      arguments: {
        FILE: `${manifestArgument} Or a plan saved by \`hashike plan --out FILE\`: it is carried out as it was shown, or refused when something has moved since.`,
      },
      examples: [
        { text: "Bring up what a manifest says", command: "hashike apply my-manifest.yml" },
        { text: "From standard input", command: "hashike apply - < my-manifest.yml" },
        {
          text: "From S3, for example every minute by a timer",
          command: "hashike apply s3://my-bucket/my-manifest.yml",
        },
        { text: "Carry out a saved plan", command: "hashike apply my.plan.json" },
      ],
    },
    plan: {
      summary: "Show what apply would do, and why",
      description:
        "Shows what `hashike apply` would do, and for every change the fields that differ. It changes nothing. Values of secrets are never shown.",
      arguments: { FILE: manifestArgument },
      examples: [
        { text: "Look before you apply", command: "hashike plan my-manifest.yml" },
        {
          text: "Save the plan, and carry out exactly that",
          command: "hashike plan my-manifest.yml -o my.plan.json && hashike apply my.plan.json",
        },
        {
          text: "Ask in a script whether changes are pending (exit code 2)",
          command: "hashike plan my-manifest.yml --quiet --detailed-exitcode",
        },
      ],
    },
    diff: {
      summary: "Show the same, with the exit codes of kubectl diff",
      description:
        "Shows what `hashike apply` would do, as `hashike plan` does. Exits with 1 when there is something to do, with 0 when there is not, and with more than 1 when it fails.",
      arguments: { FILE: manifestArgument },
      examples: [{ text: "As in kubectl", command: "hashike diff -f my-manifest.yml" }],
    },
    watch: {
      summary: "Keep the containers as the manifests say",
      description:
        "Applies manifests and stays: it reads them again at an interval, applies what has changed, puts right within a second what happens to the containers, and restarts those whose liveness probe fails. SIGHUP reads at once; SIGTERM and Ctrl-C stop at the next safe point, and the containers run on.",
      arguments: { FILE: manifestArgument.replace(", or `-` for standard input", "") },
      examples: [
        { text: "Follow a manifest in S3", command: "hashike watch s3://my-bucket/my-manifest.yml" },
        {
          text: "Read every 5 minutes, with metrics on http://127.0.0.1:9120/metrics",
          command: "hashike watch my-manifest.yml --interval 5m --listen 9120",
        },
      ],
    },
    validate: {
      summary: "Check manifests without an engine",
      description:
        "Checks manifests and reports every mistake at once, each with its place in the file. It needs no engine.",
      arguments: { FILE: manifestArgument },
      examples: [{ text: "Check a folder of manifests", command: "hashike validate manifests/" }],
    },
    get: {
      summary: "List what Hashike looks after",
      description:
        "Lists containers, volumes or networks that Hashike made, of all namespaces unless --namespace says one; or the objects of a kind that have containers, as kubectl does: of namespace default, unless --namespace or --all-namespaces is given. READY is 1/1 where a container runs and works, as far as the engine tells; STATUS says what it does else, such as `restarting (exit code 7)`, `unhealthy` or `exited (7)`.",
      arguments: {
        KIND: "containers (the default), volumes or networks; or a kind of manifests, as kubectl takes it: pods, pod, po.",
        NAME: "List only these.",
      },
      examples: [
        { text: "All containers", command: "hashike get" },
        { text: "The pods of all namespaces", command: "hashike get pods -A" },
        {
          text: "The volumes of one namespace, as JSON",
          command: "hashike get volumes -n my-project -o json",
        },
      ],
    },
    logs: {
      summary: "Print what containers have logged",
      description:
        "Prints what a container has logged. With the name of an owner, such as `rest-api` or `hashike/rest-api`, those of all its containers, each line with the container's name in front.",
      arguments: { NAME: "A container, or the owner of containers: `web`, `pod/web`." },
      examples: [
        { text: "One container of a pod", command: "hashike logs pod/web -c app" },
        {
          text: "Follow one container from its last 20 lines",
          command: "hashike logs web --follow --tail 20",
        },
        {
          text: "The last ten minutes of everything an owner runs",
          command: "hashike logs hashike/rest-api --since 10m",
        },
      ],
    },
    exec: {
      summary: "Run a command in a container",
      description:
        "Runs a command in a container that runs, and ends with its exit code. With -i it reads what this command reads; with -t as well it has a terminal, which gets every key. Without -c the first container of a pod is taken.",
      arguments: {
        NAME: "A container, or the owner of containers: `web`, `pod/web`.",
        COMMAND: "The command and its arguments, behind `--`.",
      },
      examples: [
        { text: "A shell in a pod", command: "hashike exec -it web -- sh" },
        { text: "In one container of a pod", command: "hashike exec pod/web -c app -- cat /etc/hosts" },
        { text: "With input", command: "hashike exec -i db -- psql -U app < my-dump.sql" },
      ],
    },
    delete: {
      summary: "Remove what manifests or owners brought up",
      description:
        "Removes the containers that belong to the given manifests or owners, and the network once nobody is left on it. Volumes and the data in them stay, unless --volumes is given.",
      arguments: {
        "FILE|NAME":
          "What was applied: a manifest file, a folder, a URL, `-`; or an owner by name, such as `hashike/rest-api`, `pod/web` or `pod web`.",
      },
      examples: [
        { text: "Remove what a manifest brought up", command: "hashike delete my-manifest.yml" },
        { text: "Two pods, as in kubectl", command: "hashike delete pods web db" },
        {
          text: "The same by name, when the file is gone, with all data",
          command: "hashike delete hashike/rest-api -n my-project --volumes",
        },
      ],
    },
    create: {
      summary: "Create a Secret or a ConfigMap",
      description:
        "Makes a Secret or a ConfigMap of values and files by the rules of kubectl, and notes it on the engine, where pods that are applied later find it: `create secret generic|docker-registry|tls NAME`, `create configmap NAME`. One that exists already is refused. With --dry-run=client its manifest is only printed, and no engine is needed.",
      arguments: {
        KIND: "secret or configmap (cm).",
        NAME: "The object's name; of a Secret behind generic, docker-registry or tls.",
      },
      examples: [
        {
          text: "The manifest of a Secret from a file of variables",
          command:
            "hashike create secret generic app --from-env-file=app.env --dry-run=client -o yaml > app-secret.yml",
        },
        {
          text: "A ConfigMap from a folder",
          command: "hashike create configmap nginx --from-file=conf.d/",
        },
      ],
    },
    "image push": {
      summary: "Upload an image to a store without a registry",
      description:
        "Uploads what a store lacks of an image that the engine has, and points the tag to it. Manifests then take it from there as `image: oci+s3://…`, and fetch only what their engine lacks.",
      arguments: { NAME: "The image on the engine: `app:1.0`, or an ID.", REFERENCE: referenceArgument },
      examples: [
        { text: "To S3", command: "hashike image push app:1.0 oci+s3://my-bucket/images/app:1.0" },
        { text: "To a USB stick", command: "hashike image push app:1.0 oci+file:///media/usb/app:1.0" },
      ],
    },
    "image pull": {
      summary: "Bring an image of a store onto the engine",
      description:
        "Brings an image of a store onto the engine, fetching only the layers that it lacks. Everything is verified before the image gets its name.",
      arguments: {
        REFERENCE: referenceArgument,
        NAME: "The name that the engine gives it; left out, the last part of the reference: `app:1.0`.",
      },
      examples: [{ text: "From S3", command: "hashike image pull oci+s3://my-bucket/images/app:1.0" }],
    },
    "image ls": {
      summary: "List the images of a store",
      description:
        "Lists the tags of a store with digest, size, and when they were pushed. It needs no engine.",
      arguments: { STORE: storeArgument },
      examples: [
        { text: "All images below a prefix", command: "hashike image ls oci+s3://my-bucket/images" },
      ],
    },
    "image rm": {
      summary: "Remove tags from a store",
      description:
        "Removes tags from a store. What they pointed to stays until `hashike image gc` finds that nothing needs it. It needs no engine.",
      arguments: { REFERENCE: referenceArgument },
      examples: [{ text: "Remove a tag", command: "hashike image rm oci+s3://my-bucket/images/app:1.0" }],
    },
    "image gc": {
      summary: "Remove what no tag of a store needs",
      description:
        "Removes the layers and other blobs that no tag of a store needs any more, and what broken uploads left. What is younger than the grace period stays; images may be pushed at the same time. It needs no engine.",
      arguments: { STORE: storeArgument },
      examples: [
        { text: "See what would go", command: "hashike image gc oci+s3://my-bucket/images --dry-run" },
        { text: "Once a week by a timer", command: "hashike image gc oci+s3://my-bucket/images" },
      ],
    },
    "image prune": {
      summary: "Remove images that Hashike brought and nobody needs",
      description:
        "Removes from the engine the images that Hashike brought for containers and that these do not need any more. Each container keeps the image that it runs, and the one that ran last; containers that are gone keep none. What is in use, has another name, or was there before Hashike brought it stays. An apply does the same for what it applies.",
      arguments: {},
      examples: [{ text: "See what would go", command: "hashike image prune --dry-run" }],
    },
    "systemd install": {
      summary: "Write units that apply manifests all the time",
      description:
        "Writes a service that applies manifests and a timer that starts it every minute; with --watch one service that runs `hashike watch`. Credentials go into a file of their own, see --env-file. Files that it did not write itself are left alone.",
      arguments: { FILE: manifestArgument.replace(", or `-` for standard input", "") },
      examples: [
        {
          text: "Apply a manifest from S3 every minute, from now on",
          command: "sudo hashike systemd install s3://my-bucket/my-manifest.yml --now",
        },
        {
          text: "Only look at the units, of a service that watches",
          command: "hashike systemd install my-manifest.yml --watch --print",
        },
      ],
    },
    "systemd uninstall": {
      summary: "Stop and remove such units",
      description:
        "Stops and removes the units that `hashike systemd install` wrote. Containers and the file of credentials stay.",
      arguments: { FILE: "What was given to `hashike systemd install`; or give --name." },
      examples: [
        {
          text: "The units for one manifest",
          command: "sudo hashike systemd uninstall s3://my-bucket/my-manifest.yml",
        },
        { text: "By name", command: "sudo hashike systemd uninstall --name hashike-my-manifest" },
      ],
    },
    "secret keygen": {
      summary: "Make the key that decrypts values",
      description:
        "Makes an identity as age has them, writes it to the file of --identity, which must not be there yet, and prints its recipient: whoever has the recipient can encrypt, and only who has the file can decrypt.",
      arguments: {},
      examples: [
        { text: "On the machine that runs the containers", command: "sudo hashike secret keygen" },
        { text: "Elsewhere", command: "hashike secret keygen --identity ~/my-identity" },
      ],
    },
    "secret encrypt": {
      summary: "Encrypt a value for a manifest",
      description:
        "Encrypts a text and prints it as it can stand in a manifest, below `value: |`, or in a file that `valueFrom` or `envFrom` names. It needs no engine, and with --recipient no key.",
      arguments: {
        FILE: "What to encrypt; left out, standard input. A line break at its end is not part of the value.",
      },
      examples: [
        {
          text: "A password that nobody has seen",
          command: "openssl rand -hex 24 | hashike secret encrypt --recipient age1…",
        },
        {
          text: "An env file, on the machine that has the identity",
          command: "hashike secret encrypt app.env > app.env.age",
        },
      ],
    },
    "secret decrypt": {
      summary: "Show what was encrypted",
      description:
        "Prints the text that `hashike secret encrypt` was given. Lines may be indented, as they are in a manifest.",
      arguments: { FILE: "The encrypted text; left out, standard input." },
      examples: [{ text: "Look into an env file", command: "hashike secret decrypt app.env.age" }],
    },
    schema: {
      summary: "Print the JSON Schema of manifests",
      description: "Prints the JSON Schema of manifests: an editor that knows it completes and checks them.",
      arguments: {},
      examples: [{ text: "For an editor", command: "hashike schema > hashike.schema.json" }],
    },
    completion: {
      summary: "Print a shell's completion script",
      description:
        "Prints a script that makes a shell complete commands, options, files and container names.",
      arguments: { SHELL: "bash, zsh or fish." },
      examples: [
        { text: "bash, in ~/.bashrc", command: 'eval "$(hashike completion bash)"' },
        { text: "zsh, in ~/.zshrc after compinit", command: 'eval "$(hashike completion zsh)"' },
        { text: "fish", command: "hashike completion fish > ~/.config/fish/completions/hashike.fish" },
      ],
    },
  },
  groups: {
    image: "Move images to and from stores without a registry",
    systemd: "Let systemd run Hashike",
    secret: "Encrypt values of manifests",
  },
  options: {
    namespace: "Namespace of manifests that name none; for get, logs and delete, the only one to look at",
    driver:
      "What carries out plans: docker, a driver of an imported module, or a module with `createDriver` (default: docker)",
    importModule: "Load a module with further drivers, sources or kinds (repeatable)",
    host: "Where the engine listens, e.g. unix:///run/user/1000/podman/podman.sock, ssh://user@server (default: DOCKER_HOST, then the Docker context)",
    context: "Docker context to use",
    quiet: "Print nothing but errors",
    logLevel: "What to tell on standard error besides: error, warn, info or debug (default: warn)",
    color: "Use colours: auto, always or never (default: auto)",
    s3Endpoint:
      "URL of an S3-compatible server, such as http://localhost:9000 (default: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the AWS profile, else AWS)",
    s3PathStyle: "Ask S3 for http://SERVER/BUCKET/KEY, also on AWS; the default with --s3-endpoint",
    headerFile:
      "Send the headers in this file, lines such as `Authorization: Bearer TOKEN`, to the servers of https:// addresses; not to others that they redirect to",
    trustImages:
      "Take images from archives and stores however many times they grow when they are uncompressed, and however large they are",
    secretDir:
      "Where relative paths of `valueFrom` and `envFrom` begin in a manifest that is no file (default: /etc/hashike/secrets)",
    identity: "The key that decrypts values of manifests, a file of age (default: /etc/hashike/identity)",
    recipient:
      "Who can decrypt it: the recipient of an identity, which `hashike secret keygen` prints (repeatable; default: those of --identity)",
    network:
      "Join the containers to this network, which must exist, instead of `hashike` (repeatable); `host` is the host's own",
    filename: "As FILE, which needs no option (repeatable)",
    recursive: "Read the folders within a folder, too",
    ignoreUnknown: "Leave out objects of unknown kinds, with a notice, instead of refusing them",
    strict: "Refuse manifests for what is only told otherwise, as fields that are ignored",
    takeOver: "Replace containers of another owner that hold a wanted name",
    atomic: "Make everything ready, then switch everything; a failure puts everything back",
    allowDestroy:
      "Do what looks like an accident: remove more than half of an owner's containers, or apply a source under another name",
    retryFailed:
      "Try revisions that failed not long ago at once, instead of waiting longer after each failure",
    imageRetention:
      "How many of the images that Hashike brought are kept for each container, where spec.imageRetention does not say: the one that runs, and those that ran last; 0 keeps all (default: 2)",
    keptImages:
      "How many images are kept for each container: the one that runs, and those that ran last; 0 keeps all (default: 2)",
    noWait:
      "Do not wait until containers that are new, or started again, are ready; replacements are waited for",
    onDrift: "What to do about changes made by hand: repair (default) or report",
    driftOnly: "Show only what was changed by hand",
    lockTimeout: "How long to wait for another apply of the same owner, e.g. 30s or 5m (default: 1m)",
    concurrency: "How many actions may run at once (default: 8)",
    dryRun: "Show the plan and stop",
    verbose: "Show every single action of the plan, too",
    output: "text or json (default: text)",
    planOutput: "text or json; anything else is a file to save the plan to, as with --out (default: text)",
    out: "Save the plan to a file, for `hashike apply FILE`",
    detailedExitcode: "Exit with 2 when changes are pending",
    getOutput: "table, wide, name, json or yaml (default: table); for single values, give JSON to jq",
    listOutput: "table or json (default: table)",
    collectDryRun: "Say what would go, and remove nothing",
    gracePeriod: "How old what goes must be: a duration such as 12h or 7d (default: 24h)",
    interval: "How often manifests are read: a duration such as 30s or 5m (default: 1m)",
    lookInterval:
      "How often engine and registries are looked at although nothing was told, e.g. for newer images (default: 5m)",
    listen:
      "Answer /healthz, /readyz and /metrics there over HTTP; the host is 127.0.0.1 unless given (default: do not)",
    watchService: "A service that runs `hashike watch`, instead of a timer",
    unitName: "Name of the units (default: hashike- and the manifest's name)",
    user: "Units of this user (default, unless root)",
    system: "Units of the system (default for root)",
    print: "Only print the units",
    now: "Start them now and at every boot, too",
    envFile:
      "File with variables such as AWS_ACCESS_KEY_ID=…, read by systemd if it is there (default: /etc/hashike/UNIT.env, UNIT being the name of the units; with --user ~/.config/hashike/UNIT.env)",
    allNamespaces:
      "List all namespaces; for containers, volumes and networks the default unless --namespace is given. Pods have a column for it then",
    selector:
      "Only those with these labels in their manifest: app=web, app!=web, app in (a,b), app, !app; several with commas",
    showLabels: "A column of the labels in their manifest",
    noHeaders: "The rows of the table only",
    volumes: "Remove the volumes, and the data in them, too",
    container: "Only this container of the owner, by its name in the manifest or on the engine",
    allContainers: "All containers of the owner, which is the default",
    prefix: "Begin each line with the container's name, also where there is only one",
    follow: "Go on with what is logged from now on",
    tail: "Only the last N lines of each container",
    since: "Only what was logged since: a duration such as 10m, or a time such as 2026-11-21T08:00:00Z",
    timestamps: "Begin each line with its time",
    stdin: "Pass on standard input",
    tty: "Give it a terminal; only with --stdin, and on a terminal",
    fromLiteral: "A key and its value",
    fromFile:
      "A file, under its name or the key before it; of a folder each file. Everything that is in it counts",
    fromEnvFile:
      "Lines NAME=value; all behind the = is the value, also quotes and blanks. A line without = takes the value that the variable has here",
    type: "Type of the Secret; only with generic",
    cert: "Certificate, with its chain; only with tls",
    key: "Private key of the certificate; only with tls",
    dockerServer: "The registry (default: https://index.docker.io/v1/); only with docker-registry",
    dockerUsername: "Name to log in with; only with docker-registry",
    dockerPassword: "Password to log in with; only with docker-registry",
    dockerEmail: "Mail address; only with docker-registry",
    clientDryRun: "client: only print it",
    manifestOutput: "yaml, json or name (default: a line that tells its name)",
    help: "Show this help",
    version: "Print the version",
  },
  kubectlVerbs,
  exitCodes: [
    ["0", "done"],
    ["1", "failed; of diff: there is something to do"],
    ["2", "changes are pending (only plan --detailed-exitcode); of diff: failed"],
    ["3", "a manifest or a saved plan is invalid"],
    ["4", "refused before anything was changed; or done, but for a failed revision that is held back"],
    ["64", "wrong usage"],
    ["130", "stopped by Ctrl-C (SIGTERM: 143)"],
  ],
  environment: [
    ["DOCKER_HOST", "where the engine listens, unless --host or --context is given"],
    [
      "AWS_PROFILE, AWS_REGION, AWS_ACCESS_KEY_ID, …",
      "credentials and region for S3, as for the AWS CLI: also from ~/.aws and the machine's role",
    ],
    ["NO_COLOR, FORCE_COLOR", "never, or always use colours"],
    ["HASHIKE_TRUST_IMAGES", "1 is --trust-images"],
    ["HASHIKE_LANG", "language of the help: en or ja; else from LC_ALL, LC_MESSAGES, LANG"],
  ],
};

#compdef hashike
# zsh completion for hashike. Load it after compinit with: eval "$(hashike completion zsh)"

# What the line says so far about which engine to ask: names must come from the same one.
_hashike_names() {
  local -a connection names
  local -i i
  for ((i = 2; i < $#_hashike_line; i++)); do
    case $_hashike_line[i] in
      -n|--namespace|--driver|--import-module|--host|--context) connection+=("$_hashike_line[i]" "$_hashike_line[i+1]"); ((i++)) ;;
    esac
  done
  names=(${(f)"$($_hashike_line[1] get "$@" -o name --log-level error $connection 2>/dev/null)"})
  compadd -a names
}

_hashike_get() {
  if ((CURRENT > 2)) && [[ $words[2] != -* ]]; then
    _hashike_names $words[2]
  else
    compadd containers volumes networks objects
    _hashike_names
  fi
}

_hashike_commands() {
  local -a commands=(
    'apply:Make the containers as the manifests say'
    'plan:Show what apply would do, and why'
    'diff:Show the same, with the exit codes of kubectl diff'
    'watch:Keep the containers as the manifests say'
    'validate:Check manifests without an engine'
    'get:List what Hashike looks after'
    'logs:Print what containers have logged'
    'exec:Run a command in a container'
    'delete:Remove what manifests or owners brought up'
    'create:Create a Secret or a ConfigMap'
    'schema:Print the JSON Schema of manifests'
    'completion:Print a shell'\''s completion script'
    'image:Move images to and from stores without a registry'
    'systemd:Let systemd run Hashike'
    'secret:Encrypt values of manifests'
  )
  _describe command commands
}

_hashike_image_commands() {
  local -a commands=(
    'push:Upload an image to a store without a registry'
    'pull:Bring an image of a store onto the engine'
    'ls:List the images of a store'
    'rm:Remove tags from a store'
    'gc:Remove what no tag of a store needs'
    'prune:Remove images that Hashike brought and nobody needs'
  )
  _describe command commands
}

_hashike_image() {
  local curcontext="$curcontext" state
  _arguments -C \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '1: :_hashike_image_commands' \
    '*:: :->arguments'
  [[ $state == arguments ]] || return
  case $words[1] in
    push) _arguments \
    '(-o --output)'{-o,--output}'[text or json (default\: text)]:FORMAT:(text json)' \
    --s3-endpoint'[URL of an S3-compatible server, such as http\://localhost\:9000 (default\: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the AWS profile, else AWS)]:URL: ' \
    --s3-path-style'[Ask S3 for http\://SERVER/BUCKET/KEY, also on AWS; the default with --s3-endpoint]' \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '*: : '
    ;;
    pull) _arguments \
    '(-o --output)'{-o,--output}'[text or json (default\: text)]:FORMAT:(text json)' \
    --s3-endpoint'[URL of an S3-compatible server, such as http\://localhost\:9000 (default\: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the AWS profile, else AWS)]:URL: ' \
    --s3-path-style'[Ask S3 for http\://SERVER/BUCKET/KEY, also on AWS; the default with --s3-endpoint]' \
    --trust-images'[Take images from archives and stores however many times they grow when they are uncompressed, and however large they are]' \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '*: : '
    ;;
    ls) _arguments \
    '(-o --output)'{-o,--output}'[table or json (default\: table)]:FORMAT:(table json)' \
    --s3-endpoint'[URL of an S3-compatible server, such as http\://localhost\:9000 (default\: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the AWS profile, else AWS)]:URL: ' \
    --s3-path-style'[Ask S3 for http\://SERVER/BUCKET/KEY, also on AWS; the default with --s3-endpoint]' \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '*: : '
    ;;
    rm) _arguments \
    '(-o --output)'{-o,--output}'[text or json (default\: text)]:FORMAT:(text json)' \
    --s3-endpoint'[URL of an S3-compatible server, such as http\://localhost\:9000 (default\: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the AWS profile, else AWS)]:URL: ' \
    --s3-path-style'[Ask S3 for http\://SERVER/BUCKET/KEY, also on AWS; the default with --s3-endpoint]' \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '*: : '
    ;;
    gc) _arguments \
    --dry-run'[Say what would go, and remove nothing]' \
    --grace-period'[How old what goes must be\: a duration such as 12h or 7d (default\: 24h)]:DURATION: ' \
    '(-o --output)'{-o,--output}'[text or json (default\: text)]:FORMAT:(text json)' \
    --s3-endpoint'[URL of an S3-compatible server, such as http\://localhost\:9000 (default\: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the AWS profile, else AWS)]:URL: ' \
    --s3-path-style'[Ask S3 for http\://SERVER/BUCKET/KEY, also on AWS; the default with --s3-endpoint]' \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '*: : '
    ;;
    prune) _arguments \
    --dry-run'[Say what would go, and remove nothing]' \
    --image-retention'[How many images are kept for each container\: the one that runs, and those that ran last; 0 keeps all (default\: 2)]:N: ' \
    --lock-timeout'[How long to wait for another apply of the same owner, e.g. 30s or 5m (default\: 1m)]:TIME: ' \
    '(-o --output)'{-o,--output}'[text or json (default\: text)]:FORMAT:(text json)' \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    ;;
  esac
}

_hashike_systemd_commands() {
  local -a commands=(
    'install:Write units that apply manifests all the time'
    'uninstall:Stop and remove such units'
  )
  _describe command commands
}

_hashike_systemd() {
  local curcontext="$curcontext" state
  _arguments -C \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '1: :_hashike_systemd_commands' \
    '*:: :->arguments'
  [[ $state == arguments ]] || return
  case $words[1] in
    install) _arguments \
    --watch'[A service that runs `hashike watch`, instead of a timer]' \
    --interval'[How often manifests are read\: a duration such as 30s or 5m (default\: 1m)]:DURATION: ' \
    --name'[Name of the units (default\: hashike- and the manifest'\''s name)]:NAME: ' \
    --user'[Units of this user (default, unless root)]' \
    --system'[Units of the system (default for root)]' \
    --print'[Only print the units]' \
    --now'[Start them now and at every boot, too]' \
    --env-file'[File with variables such as AWS_ACCESS_KEY_ID=…, read by systemd if it is there (default\: /etc/hashike/UNIT.env, UNIT being the name of the units; with --user ~/.config/hashike/UNIT.env)]:FILE:_files' \
    --look-interval'[How often engine and registries are looked at although nothing was told, e.g. for newer images (default\: 5m)]:DURATION: ' \
    --listen'[Answer /healthz, /readyz and /metrics there over HTTP; the host is 127.0.0.1 unless given (default\: do not)]:[HOST\:]PORT: ' \
    --concurrency'[How many actions may run at once (default\: 8)]:N: ' \
    '*'--network'[Join the containers to this network, which must exist, instead of `hashike` (repeatable); `host` is the host'\''s own]:NAME: ' \
    --take-over'[Replace containers of another owner that hold a wanted name]' \
    --atomic'[Make everything ready, then switch everything; a failure puts everything back]' \
    --allow-destroy'[Do what looks like an accident\: remove more than half of an owner'\''s containers, or apply a source under another name]' \
    --retry-failed'[Try revisions that failed not long ago at once, instead of waiting longer after each failure]' \
    --on-drift'[What to do about changes made by hand\: repair (default) or report]:WHAT:(repair report)' \
    --image-retention'[How many of the images that Hashike brought are kept for each container, where spec.imageRetention does not say\: the one that runs, and those that ran last; 0 keeps all (default\: 2)]:N: ' \
    --ignore-unknown'[Leave out objects of unknown kinds, with a notice, instead of refusing them]' \
    --strict'[Refuse manifests for what is only told otherwise, as fields that are ignored]' \
    --s3-endpoint'[URL of an S3-compatible server, such as http\://localhost\:9000 (default\: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the AWS profile, else AWS)]:URL: ' \
    --s3-path-style'[Ask S3 for http\://SERVER/BUCKET/KEY, also on AWS; the default with --s3-endpoint]' \
    --header-file'[Send the headers in this file, lines such as `Authorization\: Bearer TOKEN`, to the servers of https\:// addresses; not to others that they redirect to]:FILE:_files' \
    --trust-images'[Take images from archives and stores however many times they grow when they are uncompressed, and however large they are]' \
    --secret-dir'[Where relative paths of `valueFrom` and `envFrom` begin in a manifest that is no file (default\: /etc/hashike/secrets)]:FOLDER:_files' \
    --identity'[The key that decrypts values of manifests, a file of age (default\: /etc/hashike/identity)]:FILE:_files' \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '*: :_files'
    ;;
    uninstall) _arguments \
    --name'[Name of the units (default\: hashike- and the manifest'\''s name)]:NAME: ' \
    --user'[Units of this user (default, unless root)]' \
    --system'[Units of the system (default for root)]' \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '*: :_files'
    ;;
  esac
}

_hashike_secret_commands() {
  local -a commands=(
    'keygen:Make the key that decrypts values'
    'encrypt:Encrypt a value for a manifest'
    'decrypt:Show what was encrypted'
  )
  _describe command commands
}

_hashike_secret() {
  local curcontext="$curcontext" state
  _arguments -C \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '1: :_hashike_secret_commands' \
    '*:: :->arguments'
  [[ $state == arguments ]] || return
  case $words[1] in
    keygen) _arguments \
    --identity'[The key that decrypts values of manifests, a file of age (default\: /etc/hashike/identity)]:FILE:_files' \
    '(-o --output)'{-o,--output}'[text or json (default\: text)]:FORMAT:(text json)' \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    ;;
    encrypt) _arguments \
    '*'--recipient'[Who can decrypt it\: the recipient of an identity, which `hashike secret keygen` prints (repeatable; default\: those of --identity)]:AGE1…: ' \
    --identity'[The key that decrypts values of manifests, a file of age (default\: /etc/hashike/identity)]:FILE:_files' \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '*: :_files'
    ;;
    decrypt) _arguments \
    --identity'[The key that decrypts values of manifests, a file of age (default\: /etc/hashike/identity)]:FILE:_files' \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '*: :_files'
    ;;
  esac
}

_hashike() {
  local curcontext="$curcontext" state
  local -a _hashike_line=("${words[@]}")
  _arguments -C \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '(-V --version)'{-V,--version}'[Print the version]' \
    '1: :_hashike_commands' \
    '*:: :->arguments'
  [[ $state == arguments ]] || return
  case $words[1] in
    apply) _arguments \
    '*'--filename'[As FILE, which needs no option (repeatable)]:FILE:_files' \
    '(-R --recursive)'{-R,--recursive}'[Read the folders within a folder, too]' \
    '*'--network'[Join the containers to this network, which must exist, instead of `hashike` (repeatable); `host` is the host'\''s own]:NAME: ' \
    --take-over'[Replace containers of another owner that hold a wanted name]' \
    --atomic'[Make everything ready, then switch everything; a failure puts everything back]' \
    --allow-destroy'[Do what looks like an accident\: remove more than half of an owner'\''s containers, or apply a source under another name]' \
    --retry-failed'[Try revisions that failed not long ago at once, instead of waiting longer after each failure]' \
    --on-drift'[What to do about changes made by hand\: repair (default) or report]:WHAT:(repair report)' \
    --image-retention'[How many of the images that Hashike brought are kept for each container, where spec.imageRetention does not say\: the one that runs, and those that ran last; 0 keeps all (default\: 2)]:N: ' \
    --no-wait'[Do not wait until containers that are new, or started again, are ready; replacements are waited for]' \
    --lock-timeout'[How long to wait for another apply of the same owner, e.g. 30s or 5m (default\: 1m)]:TIME: ' \
    --dry-run'[Show the plan and stop]' \
    --verbose'[Show every single action of the plan, too]' \
    --concurrency'[How many actions may run at once (default\: 8)]:N: ' \
    '(-o --output)'{-o,--output}'[text or json (default\: text)]:FORMAT:(text json)' \
    --ignore-unknown'[Leave out objects of unknown kinds, with a notice, instead of refusing them]' \
    --strict'[Refuse manifests for what is only told otherwise, as fields that are ignored]' \
    --s3-endpoint'[URL of an S3-compatible server, such as http\://localhost\:9000 (default\: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the AWS profile, else AWS)]:URL: ' \
    --s3-path-style'[Ask S3 for http\://SERVER/BUCKET/KEY, also on AWS; the default with --s3-endpoint]' \
    --header-file'[Send the headers in this file, lines such as `Authorization\: Bearer TOKEN`, to the servers of https\:// addresses; not to others that they redirect to]:FILE:_files' \
    --trust-images'[Take images from archives and stores however many times they grow when they are uncompressed, and however large they are]' \
    --secret-dir'[Where relative paths of `valueFrom` and `envFrom` begin in a manifest that is no file (default\: /etc/hashike/secrets)]:FOLDER:_files' \
    --identity'[The key that decrypts values of manifests, a file of age (default\: /etc/hashike/identity)]:FILE:_files' \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '*: :_files'
    ;;
    plan) _arguments \
    '*'--filename'[As FILE, which needs no option (repeatable)]:FILE:_files' \
    '(-R --recursive)'{-R,--recursive}'[Read the folders within a folder, too]' \
    '*'--network'[Join the containers to this network, which must exist, instead of `hashike` (repeatable); `host` is the host'\''s own]:NAME: ' \
    --take-over'[Replace containers of another owner that hold a wanted name]' \
    --atomic'[Make everything ready, then switch everything; a failure puts everything back]' \
    --allow-destroy'[Do what looks like an accident\: remove more than half of an owner'\''s containers, or apply a source under another name]' \
    --retry-failed'[Try revisions that failed not long ago at once, instead of waiting longer after each failure]' \
    --on-drift'[What to do about changes made by hand\: repair (default) or report]:WHAT:(repair report)' \
    --image-retention'[How many of the images that Hashike brought are kept for each container, where spec.imageRetention does not say\: the one that runs, and those that ran last; 0 keeps all (default\: 2)]:N: ' \
    --no-wait'[Do not wait until containers that are new, or started again, are ready; replacements are waited for]' \
    --drift-only'[Show only what was changed by hand]' \
    '(-o --output)'{-o,--output}'[text or json; anything else is a file to save the plan to, as with --out (default\: text)]:FORMAT|FILE:_files' \
    --out'[Save the plan to a file, for `hashike apply FILE`]:FILE:_files' \
    --detailed-exitcode'[Exit with 2 when changes are pending]' \
    --verbose'[Show every single action of the plan, too]' \
    --ignore-unknown'[Leave out objects of unknown kinds, with a notice, instead of refusing them]' \
    --strict'[Refuse manifests for what is only told otherwise, as fields that are ignored]' \
    --s3-endpoint'[URL of an S3-compatible server, such as http\://localhost\:9000 (default\: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the AWS profile, else AWS)]:URL: ' \
    --s3-path-style'[Ask S3 for http\://SERVER/BUCKET/KEY, also on AWS; the default with --s3-endpoint]' \
    --header-file'[Send the headers in this file, lines such as `Authorization\: Bearer TOKEN`, to the servers of https\:// addresses; not to others that they redirect to]:FILE:_files' \
    --trust-images'[Take images from archives and stores however many times they grow when they are uncompressed, and however large they are]' \
    --secret-dir'[Where relative paths of `valueFrom` and `envFrom` begin in a manifest that is no file (default\: /etc/hashike/secrets)]:FOLDER:_files' \
    --identity'[The key that decrypts values of manifests, a file of age (default\: /etc/hashike/identity)]:FILE:_files' \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '*: :_files'
    ;;
    diff) _arguments \
    '*'--filename'[As FILE, which needs no option (repeatable)]:FILE:_files' \
    '(-R --recursive)'{-R,--recursive}'[Read the folders within a folder, too]' \
    '*'--network'[Join the containers to this network, which must exist, instead of `hashike` (repeatable); `host` is the host'\''s own]:NAME: ' \
    --take-over'[Replace containers of another owner that hold a wanted name]' \
    --atomic'[Make everything ready, then switch everything; a failure puts everything back]' \
    --allow-destroy'[Do what looks like an accident\: remove more than half of an owner'\''s containers, or apply a source under another name]' \
    --retry-failed'[Try revisions that failed not long ago at once, instead of waiting longer after each failure]' \
    --on-drift'[What to do about changes made by hand\: repair (default) or report]:WHAT:(repair report)' \
    --image-retention'[How many of the images that Hashike brought are kept for each container, where spec.imageRetention does not say\: the one that runs, and those that ran last; 0 keeps all (default\: 2)]:N: ' \
    --no-wait'[Do not wait until containers that are new, or started again, are ready; replacements are waited for]' \
    --drift-only'[Show only what was changed by hand]' \
    '(-o --output)'{-o,--output}'[text or json (default\: text)]:FORMAT:(text json)' \
    --verbose'[Show every single action of the plan, too]' \
    --ignore-unknown'[Leave out objects of unknown kinds, with a notice, instead of refusing them]' \
    --strict'[Refuse manifests for what is only told otherwise, as fields that are ignored]' \
    --s3-endpoint'[URL of an S3-compatible server, such as http\://localhost\:9000 (default\: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the AWS profile, else AWS)]:URL: ' \
    --s3-path-style'[Ask S3 for http\://SERVER/BUCKET/KEY, also on AWS; the default with --s3-endpoint]' \
    --header-file'[Send the headers in this file, lines such as `Authorization\: Bearer TOKEN`, to the servers of https\:// addresses; not to others that they redirect to]:FILE:_files' \
    --trust-images'[Take images from archives and stores however many times they grow when they are uncompressed, and however large they are]' \
    --secret-dir'[Where relative paths of `valueFrom` and `envFrom` begin in a manifest that is no file (default\: /etc/hashike/secrets)]:FOLDER:_files' \
    --identity'[The key that decrypts values of manifests, a file of age (default\: /etc/hashike/identity)]:FILE:_files' \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '*: :_files'
    ;;
    watch) _arguments \
    '*'--filename'[As FILE, which needs no option (repeatable)]:FILE:_files' \
    '(-R --recursive)'{-R,--recursive}'[Read the folders within a folder, too]' \
    --interval'[How often manifests are read\: a duration such as 30s or 5m (default\: 1m)]:DURATION: ' \
    --look-interval'[How often engine and registries are looked at although nothing was told, e.g. for newer images (default\: 5m)]:DURATION: ' \
    --listen'[Answer /healthz, /readyz and /metrics there over HTTP; the host is 127.0.0.1 unless given (default\: do not)]:[HOST\:]PORT: ' \
    '*'--network'[Join the containers to this network, which must exist, instead of `hashike` (repeatable); `host` is the host'\''s own]:NAME: ' \
    --take-over'[Replace containers of another owner that hold a wanted name]' \
    --atomic'[Make everything ready, then switch everything; a failure puts everything back]' \
    --allow-destroy'[Do what looks like an accident\: remove more than half of an owner'\''s containers, or apply a source under another name]' \
    --retry-failed'[Try revisions that failed not long ago at once, instead of waiting longer after each failure]' \
    --on-drift'[What to do about changes made by hand\: repair (default) or report]:WHAT:(repair report)' \
    --image-retention'[How many of the images that Hashike brought are kept for each container, where spec.imageRetention does not say\: the one that runs, and those that ran last; 0 keeps all (default\: 2)]:N: ' \
    --verbose'[Show every single action of the plan, too]' \
    --concurrency'[How many actions may run at once (default\: 8)]:N: ' \
    '(-o --output)'{-o,--output}'[text or json (default\: text)]:FORMAT:(text json)' \
    --ignore-unknown'[Leave out objects of unknown kinds, with a notice, instead of refusing them]' \
    --strict'[Refuse manifests for what is only told otherwise, as fields that are ignored]' \
    --s3-endpoint'[URL of an S3-compatible server, such as http\://localhost\:9000 (default\: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the AWS profile, else AWS)]:URL: ' \
    --s3-path-style'[Ask S3 for http\://SERVER/BUCKET/KEY, also on AWS; the default with --s3-endpoint]' \
    --header-file'[Send the headers in this file, lines such as `Authorization\: Bearer TOKEN`, to the servers of https\:// addresses; not to others that they redirect to]:FILE:_files' \
    --trust-images'[Take images from archives and stores however many times they grow when they are uncompressed, and however large they are]' \
    --secret-dir'[Where relative paths of `valueFrom` and `envFrom` begin in a manifest that is no file (default\: /etc/hashike/secrets)]:FOLDER:_files' \
    --identity'[The key that decrypts values of manifests, a file of age (default\: /etc/hashike/identity)]:FILE:_files' \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '*: :_files'
    ;;
    validate) _arguments \
    '*'--filename'[As FILE, which needs no option (repeatable)]:FILE:_files' \
    '(-R --recursive)'{-R,--recursive}'[Read the folders within a folder, too]' \
    '(-o --output)'{-o,--output}'[text or json (default\: text)]:FORMAT:(text json)' \
    --ignore-unknown'[Leave out objects of unknown kinds, with a notice, instead of refusing them]' \
    --strict'[Refuse manifests for what is only told otherwise, as fields that are ignored]' \
    --s3-endpoint'[URL of an S3-compatible server, such as http\://localhost\:9000 (default\: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the AWS profile, else AWS)]:URL: ' \
    --s3-path-style'[Ask S3 for http\://SERVER/BUCKET/KEY, also on AWS; the default with --s3-endpoint]' \
    --header-file'[Send the headers in this file, lines such as `Authorization\: Bearer TOKEN`, to the servers of https\:// addresses; not to others that they redirect to]:FILE:_files' \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '*: :_files'
    ;;
    get) _arguments \
    '(-A --all-namespaces)'{-A,--all-namespaces}'[List all namespaces; for containers, volumes and networks the default unless --namespace is given. Pods have a column for it then]' \
    '(-l --selector)'{-l,--selector}'[Only those with these labels in their manifest\: app=web, app!=web, app in (a,b), app, !app; several with commas]:SELECTOR: ' \
    --show-labels'[A column of the labels in their manifest]' \
    --no-headers'[The rows of the table only]' \
    '(-o --output)'{-o,--output}'[table, wide, name, json or yaml (default\: table); for single values, give JSON to jq]:FORMAT:(table wide name json yaml)' \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '*: :_hashike_get'
    ;;
    logs) _arguments \
    '(-c --container)'{-c,--container}'[Only this container of the owner, by its name in the manifest or on the engine]:NAME:_hashike_names' \
    --all-containers'[All containers of the owner, which is the default]' \
    --prefix'[Begin each line with the container'\''s name, also where there is only one]' \
    '(-f --follow)'{-f,--follow}'[Go on with what is logged from now on]' \
    --tail'[Only the last N lines of each container]:N: ' \
    --since'[Only what was logged since\: a duration such as 10m, or a time such as 2026-11-21T08\:00\:00Z]:TIME: ' \
    '(-t --timestamps)'{-t,--timestamps}'[Begin each line with its time]' \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '*: :_hashike_names'
    ;;
    exec) _arguments \
    '(-c --container)'{-c,--container}'[Only this container of the owner, by its name in the manifest or on the engine]:NAME:_hashike_names' \
    '(-i --stdin)'{-i,--stdin}'[Pass on standard input]' \
    '(-t --tty)'{-t,--tty}'[Give it a terminal; only with --stdin, and on a terminal]' \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '*: :_hashike_names'
    ;;
    delete) _arguments \
    '*'--filename'[As FILE, which needs no option (repeatable)]:FILE:_files' \
    '(-R --recursive)'{-R,--recursive}'[Read the folders within a folder, too]' \
    --volumes'[Remove the volumes, and the data in them, too]' \
    --lock-timeout'[How long to wait for another apply of the same owner, e.g. 30s or 5m (default\: 1m)]:TIME: ' \
    --dry-run'[Show the plan and stop]' \
    --verbose'[Show every single action of the plan, too]' \
    --concurrency'[How many actions may run at once (default\: 8)]:N: ' \
    '(-o --output)'{-o,--output}'[text or json (default\: text)]:FORMAT:(text json)' \
    --ignore-unknown'[Leave out objects of unknown kinds, with a notice, instead of refusing them]' \
    --strict'[Refuse manifests for what is only told otherwise, as fields that are ignored]' \
    --s3-endpoint'[URL of an S3-compatible server, such as http\://localhost\:9000 (default\: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the AWS profile, else AWS)]:URL: ' \
    --s3-path-style'[Ask S3 for http\://SERVER/BUCKET/KEY, also on AWS; the default with --s3-endpoint]' \
    --header-file'[Send the headers in this file, lines such as `Authorization\: Bearer TOKEN`, to the servers of https\:// addresses; not to others that they redirect to]:FILE:_files' \
    --secret-dir'[Where relative paths of `valueFrom` and `envFrom` begin in a manifest that is no file (default\: /etc/hashike/secrets)]:FOLDER:_files' \
    --identity'[The key that decrypts values of manifests, a file of age (default\: /etc/hashike/identity)]:FILE:_files' \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '*: :_files'
    ;;
    create) _arguments \
    --dry-run'[client\: only print it]:WHERE:(client)' \
    '(-o --output)'{-o,--output}'[yaml, json or name (default\: a line that tells its name)]:FORMAT:(yaml json name)' \
    '*'--from-literal'[A key and its value]:KEY=VALUE: ' \
    '*'--from-file'[A file, under its name or the key before it; of a folder each file. Everything that is in it counts]:[KEY=]PATH:_files' \
    '*'--from-env-file'[Lines NAME=value; all behind the = is the value, also quotes and blanks. A line without = takes the value that the variable has here]:FILE:_files' \
    --type'[Type of the Secret; only with generic]:TYPE: ' \
    --cert'[Certificate, with its chain; only with tls]:FILE:_files' \
    --key'[Private key of the certificate; only with tls]:FILE:_files' \
    --docker-server'[The registry (default\: https\://index.docker.io/v1/); only with docker-registry]:URL: ' \
    --docker-username'[Name to log in with; only with docker-registry]:NAME: ' \
    --docker-password'[Password to log in with; only with docker-registry]:PASSWORD: ' \
    --docker-email'[Mail address; only with docker-registry]:ADDRESS: ' \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '*: :(secret configmap cm)'
    ;;
    schema) _arguments \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    ;;
    completion) _arguments \
    '(-n --namespace)'{-n,--namespace}'[Namespace of manifests that name none; for get, logs and delete, the only one to look at]:NAME: ' \
    --driver'[What carries out plans\: docker, a driver of an imported module, or a module with `createDriver` (default\: docker)]:NAME|MODULE:_files' \
    '*'--import-module'[Load a module with further drivers, sources or kinds (repeatable)]:MODULE:_files' \
    --host'[Where the engine listens, e.g. unix\:///run/user/1000/podman/podman.sock, ssh\://user@server (default\: DOCKER_HOST, then the Docker context)]:ADDRESS: ' \
    --context'[Docker context to use]:NAME: ' \
    '(-q --quiet)'{-q,--quiet}'[Print nothing but errors]' \
    --log-level'[What to tell on standard error besides\: error, warn, info or debug (default\: warn)]:LEVEL:(error warn info debug)' \
    --color'[Use colours\: auto, always or never (default\: auto)]:WHEN:(auto always never)' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '*: :(bash zsh fish)'
    ;;
    image) _hashike_image ;;
    systemd) _hashike_systemd ;;
    secret) _hashike_secret ;;
    help) _hashike_commands ;;
  esac
}

compdef _hashike hashike
# When it is autoloaded from a file, the first call comes while it is being defined.
if [[ $funcstack[1] == _hashike ]]; then _hashike "$@"; fi

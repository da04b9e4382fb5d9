# bash completion for hashike. Load it with: eval "$(hashike completion bash)"

# What the line says so far about which engine to ask: names must come from the same one.
_hashike_connection() {
  local i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "${COMP_WORDS[i]}" in
      -n|--namespace|--driver|--import-module|--host|--context) printf '%s\n' "${COMP_WORDS[i]}" "${COMP_WORDS[++i]}" ;;
    esac
  done
}

_hashike_names() {
  local connection=()
  mapfile -t connection < <(_hashike_connection)
  "${COMP_WORDS[0]}" get "$@" -o name --log-level error "${connection[@]}" 2>/dev/null
}

_hashike_words() {
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current")
}

_hashike_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen -f -- "$current")
}

_hashike() {
  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD - 1]}" operands=() i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "${operands[0]}:${COMP_WORDS[i]}" in
      *:-n|*:--namespace|*:--driver|*:--import-module|*:--host|*:--context|*:--log-level|*:--color|apply:-f|apply:--filename|apply:--network|apply:--on-drift|apply:--image-retention|apply:--lock-timeout|apply:--concurrency|apply:-o|apply:--output|apply:--s3-endpoint|apply:--header-file|apply:--secret-dir|apply:--identity|plan:-f|plan:--filename|plan:--network|plan:--on-drift|plan:--image-retention|plan:-o|plan:--output|plan:--out|plan:--s3-endpoint|plan:--header-file|plan:--secret-dir|plan:--identity|diff:-f|diff:--filename|diff:--network|diff:--on-drift|diff:--image-retention|diff:-o|diff:--output|diff:--s3-endpoint|diff:--header-file|diff:--secret-dir|diff:--identity|watch:-f|watch:--filename|watch:--interval|watch:--look-interval|watch:--listen|watch:--network|watch:--on-drift|watch:--image-retention|watch:--concurrency|watch:-o|watch:--output|watch:--s3-endpoint|watch:--header-file|watch:--secret-dir|watch:--identity|validate:-f|validate:--filename|validate:-o|validate:--output|validate:--s3-endpoint|validate:--header-file|get:-l|get:--selector|get:-o|get:--output|logs:-c|logs:--container|logs:--tail|logs:--since|exec:-c|exec:--container|delete:-f|delete:--filename|delete:--lock-timeout|delete:--concurrency|delete:-o|delete:--output|delete:--s3-endpoint|delete:--header-file|delete:--secret-dir|delete:--identity|create:--dry-run|create:-o|create:--output|create:--from-literal|create:--from-file|create:--from-env-file|create:--type|create:--cert|create:--key|create:--docker-server|create:--docker-username|create:--docker-password|create:--docker-email|image:-o|image:--output|image:--s3-endpoint|image:--grace-period|image:--image-retention|image:--lock-timeout|systemd:--interval|systemd:--name|systemd:--env-file|systemd:--look-interval|systemd:--listen|systemd:--concurrency|systemd:--network|systemd:--on-drift|systemd:--image-retention|systemd:--s3-endpoint|systemd:--header-file|systemd:--secret-dir|systemd:--identity|secret:--identity|secret:-o|secret:--output|secret:-r|secret:--recipient) ((i++)) ;;
      *:-?*) ;;
      *) operands+=("${COMP_WORDS[i]}") ;;
    esac
  done
  local command="${operands[0]}"
  case "$command" in
    image|systemd|secret)
      if [[ ${#operands[@]} -gt 1 ]]; then
        command="${operands[0]} ${operands[1]}"
        operands=("${operands[@]:1}")
      fi ;;
  esac

  case "$command:$previous" in
    *:-n|*:--namespace) :; return ;;
    *:--driver) _hashike_files; return ;;
    *:--import-module) _hashike_files; return ;;
    *:--host) :; return ;;
    *:--context) :; return ;;
    *:--log-level) _hashike_words "error warn info debug"; return ;;
    *:--color) _hashike_words "auto always never"; return ;;
    apply:-f|apply:--filename) _hashike_files; return ;;
    apply:--network) :; return ;;
    apply:--on-drift) _hashike_words "repair report"; return ;;
    apply:--image-retention) :; return ;;
    apply:--lock-timeout) :; return ;;
    apply:--concurrency) :; return ;;
    apply:-o|apply:--output) _hashike_words "text json"; return ;;
    apply:--s3-endpoint) :; return ;;
    apply:--header-file) _hashike_files; return ;;
    apply:--secret-dir) _hashike_files; return ;;
    apply:--identity) _hashike_files; return ;;
    plan:-f|plan:--filename) _hashike_files; return ;;
    plan:--network) :; return ;;
    plan:--on-drift) _hashike_words "repair report"; return ;;
    plan:--image-retention) :; return ;;
    plan:-o|plan:--output) _hashike_files; return ;;
    plan:--out) _hashike_files; return ;;
    plan:--s3-endpoint) :; return ;;
    plan:--header-file) _hashike_files; return ;;
    plan:--secret-dir) _hashike_files; return ;;
    plan:--identity) _hashike_files; return ;;
    diff:-f|diff:--filename) _hashike_files; return ;;
    diff:--network) :; return ;;
    diff:--on-drift) _hashike_words "repair report"; return ;;
    diff:--image-retention) :; return ;;
    diff:-o|diff:--output) _hashike_words "text json"; return ;;
    diff:--s3-endpoint) :; return ;;
    diff:--header-file) _hashike_files; return ;;
    diff:--secret-dir) _hashike_files; return ;;
    diff:--identity) _hashike_files; return ;;
    watch:-f|watch:--filename) _hashike_files; return ;;
    watch:--interval) :; return ;;
    watch:--look-interval) :; return ;;
    watch:--listen) :; return ;;
    watch:--network) :; return ;;
    watch:--on-drift) _hashike_words "repair report"; return ;;
    watch:--image-retention) :; return ;;
    watch:--concurrency) :; return ;;
    watch:-o|watch:--output) _hashike_words "text json"; return ;;
    watch:--s3-endpoint) :; return ;;
    watch:--header-file) _hashike_files; return ;;
    watch:--secret-dir) _hashike_files; return ;;
    watch:--identity) _hashike_files; return ;;
    validate:-f|validate:--filename) _hashike_files; return ;;
    validate:-o|validate:--output) _hashike_words "text json"; return ;;
    validate:--s3-endpoint) :; return ;;
    validate:--header-file) _hashike_files; return ;;
    get:-l|get:--selector) :; return ;;
    get:-o|get:--output) _hashike_words "table wide name json yaml"; return ;;
    logs:-c|logs:--container) _hashike_words "$(_hashike_names)"; return ;;
    logs:--tail) :; return ;;
    logs:--since) :; return ;;
    exec:-c|exec:--container) _hashike_words "$(_hashike_names)"; return ;;
    delete:-f|delete:--filename) _hashike_files; return ;;
    delete:--lock-timeout) :; return ;;
    delete:--concurrency) :; return ;;
    delete:-o|delete:--output) _hashike_words "text json"; return ;;
    delete:--s3-endpoint) :; return ;;
    delete:--header-file) _hashike_files; return ;;
    delete:--secret-dir) _hashike_files; return ;;
    delete:--identity) _hashike_files; return ;;
    create:--dry-run) _hashike_words "client"; return ;;
    create:-o|create:--output) _hashike_words "yaml json name"; return ;;
    create:--from-literal) :; return ;;
    create:--from-file) _hashike_files; return ;;
    create:--from-env-file) _hashike_files; return ;;
    create:--type) :; return ;;
    create:--cert) _hashike_files; return ;;
    create:--key) _hashike_files; return ;;
    create:--docker-server) :; return ;;
    create:--docker-username) :; return ;;
    create:--docker-password) :; return ;;
    create:--docker-email) :; return ;;
    image\ push:-o|image\ push:--output) _hashike_words "text json"; return ;;
    image\ push:--s3-endpoint) :; return ;;
    image\ pull:-o|image\ pull:--output) _hashike_words "text json"; return ;;
    image\ pull:--s3-endpoint) :; return ;;
    image\ ls:-o|image\ ls:--output) _hashike_words "table json"; return ;;
    image\ ls:--s3-endpoint) :; return ;;
    image\ rm:-o|image\ rm:--output) _hashike_words "text json"; return ;;
    image\ rm:--s3-endpoint) :; return ;;
    image\ gc:--grace-period) :; return ;;
    image\ gc:-o|image\ gc:--output) _hashike_words "text json"; return ;;
    image\ gc:--s3-endpoint) :; return ;;
    image\ prune:--image-retention) :; return ;;
    image\ prune:--lock-timeout) :; return ;;
    image\ prune:-o|image\ prune:--output) _hashike_words "text json"; return ;;
    systemd\ install:--interval) :; return ;;
    systemd\ install:--name) :; return ;;
    systemd\ install:--env-file) _hashike_files; return ;;
    systemd\ install:--look-interval) :; return ;;
    systemd\ install:--listen) :; return ;;
    systemd\ install:--concurrency) :; return ;;
    systemd\ install:--network) :; return ;;
    systemd\ install:--on-drift) _hashike_words "repair report"; return ;;
    systemd\ install:--image-retention) :; return ;;
    systemd\ install:--s3-endpoint) :; return ;;
    systemd\ install:--header-file) _hashike_files; return ;;
    systemd\ install:--secret-dir) _hashike_files; return ;;
    systemd\ install:--identity) _hashike_files; return ;;
    systemd\ uninstall:--name) :; return ;;
    secret\ keygen:--identity) _hashike_files; return ;;
    secret\ keygen:-o|secret\ keygen:--output) _hashike_words "text json"; return ;;
    secret\ encrypt:-r|secret\ encrypt:--recipient) :; return ;;
    secret\ encrypt:--identity) _hashike_files; return ;;
    secret\ decrypt:--identity) _hashike_files; return ;;
  esac

  if [[ $current == -* ]]; then
    case "$command" in
      apply) _hashike_words "-f --filename -R --recursive --network --take-over --atomic --allow-destroy --retry-failed --on-drift --image-retention --no-wait --lock-timeout --dry-run --verbose --concurrency -o --output --ignore-unknown --strict --s3-endpoint --s3-path-style --header-file --trust-images --secret-dir --identity -n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      plan) _hashike_words "-f --filename -R --recursive --network --take-over --atomic --allow-destroy --retry-failed --on-drift --image-retention --no-wait --drift-only -o --output --out --detailed-exitcode --verbose --ignore-unknown --strict --s3-endpoint --s3-path-style --header-file --trust-images --secret-dir --identity -n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      diff) _hashike_words "-f --filename -R --recursive --network --take-over --atomic --allow-destroy --retry-failed --on-drift --image-retention --no-wait --drift-only -o --output --verbose --ignore-unknown --strict --s3-endpoint --s3-path-style --header-file --trust-images --secret-dir --identity -n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      watch) _hashike_words "-f --filename -R --recursive --interval --look-interval --listen --network --take-over --atomic --allow-destroy --retry-failed --on-drift --image-retention --verbose --concurrency -o --output --ignore-unknown --strict --s3-endpoint --s3-path-style --header-file --trust-images --secret-dir --identity -n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      validate) _hashike_words "-f --filename -R --recursive -o --output --ignore-unknown --strict --s3-endpoint --s3-path-style --header-file -n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      get) _hashike_words "-A --all-namespaces -l --selector --show-labels --no-headers -o --output -n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      logs) _hashike_words "-c --container --all-containers --prefix -f --follow --tail --since -t --timestamps -n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      exec) _hashike_words "-c --container -i --stdin -t --tty -n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      delete) _hashike_words "-f --filename -R --recursive --volumes --lock-timeout --dry-run --verbose --concurrency -o --output --ignore-unknown --strict --s3-endpoint --s3-path-style --header-file --secret-dir --identity -n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      create) _hashike_words "--dry-run -o --output --from-literal --from-file --from-env-file --type --cert --key --docker-server --docker-username --docker-password --docker-email -n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      image\ push) _hashike_words "-o --output --s3-endpoint --s3-path-style -n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      image\ pull) _hashike_words "-o --output --s3-endpoint --s3-path-style --trust-images -n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      image\ ls) _hashike_words "-o --output --s3-endpoint --s3-path-style -n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      image\ rm) _hashike_words "-o --output --s3-endpoint --s3-path-style -n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      image\ gc) _hashike_words "--dry-run --grace-period -o --output --s3-endpoint --s3-path-style -n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      image\ prune) _hashike_words "--dry-run --image-retention --lock-timeout -o --output -n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      systemd\ install) _hashike_words "--watch --interval --name --user --system --print --now --env-file --look-interval --listen --concurrency --network --take-over --atomic --allow-destroy --retry-failed --on-drift --image-retention --ignore-unknown --strict --s3-endpoint --s3-path-style --header-file --trust-images --secret-dir --identity -n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      systemd\ uninstall) _hashike_words "--name --user --system -n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      secret\ keygen) _hashike_words "--identity -o --output -n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      secret\ encrypt) _hashike_words "-r --recipient --identity -n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      secret\ decrypt) _hashike_words "--identity -n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      schema) _hashike_words "-n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      completion) _hashike_words "-n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help" ;;
      *) _hashike_words "-n --namespace --driver --import-module --host --context -q --quiet --log-level --color -h --help -V --version" ;;
    esac
    return
  fi

  case "$command" in
    "") _hashike_words "apply plan diff watch validate get logs exec delete create image systemd secret schema completion help" ;;
    help) _hashike_words "apply plan diff watch validate get logs exec delete create image systemd secret schema completion" ;;
    image) _hashike_words "push pull ls rm gc prune" ;;
    systemd) _hashike_words "install uninstall" ;;
    secret) _hashike_words "keygen encrypt decrypt" ;;
    apply) _hashike_files ;;
    plan) _hashike_files ;;
    diff) _hashike_files ;;
    watch) _hashike_files ;;
    validate) _hashike_files ;;
    get)
      if [[ ${#operands[@]} -gt 1 ]]; then _hashike_words "$(_hashike_names "${operands[1]}")"
      else _hashike_words "containers volumes networks objects $(_hashike_names)"; fi ;;
    logs) _hashike_words "$(_hashike_names)" ;;
    exec) _hashike_words "$(_hashike_names)" ;;
    delete) _hashike_files ;;
    create) _hashike_words "secret configmap cm" ;;
    image\ push) : ;;
    image\ pull) : ;;
    image\ ls) : ;;
    image\ rm) : ;;
    image\ gc) : ;;
    systemd\ install) _hashike_files ;;
    systemd\ uninstall) _hashike_files ;;
    secret\ encrypt) _hashike_files ;;
    secret\ decrypt) _hashike_files ;;
    completion) _hashike_words "bash zsh fish" ;;
  esac
}

complete -F _hashike hashike

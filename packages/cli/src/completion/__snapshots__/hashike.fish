# fish completion for hashike. Put it into ~/.config/fish/completions/hashike.fish

# What the line says so far about which engine to ask: names must come from the same one.
function __hashike_names
    set -l line (commandline -opc)
    set -l connection
    for i in (seq 2 (math (count $line) - 1))
        if contains -- $line[$i] -n --namespace --driver --import-module --host --context
            set -a connection $line[$i] $line[(math $i + 1)]
        end
    end
    $line[1] get $argv -o name --log-level error $connection 2>/dev/null
end

complete -c hashike -f
complete -c hashike -s n -l namespace -x -d 'Namespace of manifests that name none; for get, logs and delete, the only one to look at'
complete -c hashike -l driver -r -F -d 'What carries out plans: docker, a driver of an imported module, or a module with `createDriver` (default: docker)'
complete -c hashike -l import-module -r -F -d 'Load a module with further drivers or sources (repeatable)'
complete -c hashike -l host -x -d 'Where the engine listens, e.g. unix:///run/user/1000/podman/podman.sock, ssh://user@server (default: DOCKER_HOST, then the Docker context)'
complete -c hashike -l context -x -d 'Docker context to use'
complete -c hashike -s q -l quiet -d 'Print nothing but errors'
complete -c hashike -l log-level -x -a 'error warn info debug' -d 'What to tell on standard error besides: error, warn, info or debug (default: warn)'
complete -c hashike -l color -x -a 'auto always never' -d 'Use colours: auto, always or never (default: auto)'
complete -c hashike -s h -l help -d 'Show this help'
complete -c hashike -s V -l version -d 'Print the version'
complete -c hashike -n __fish_use_subcommand -a systemd -d 'Let systemd run Hashike'
complete -c hashike -n __fish_use_subcommand -a apply -d 'Make the containers as the manifests say'
complete -c hashike -n __fish_use_subcommand -a plan -d 'Show what apply would do, and why'
complete -c hashike -n __fish_use_subcommand -a watch -d 'Keep the containers as the manifests say'
complete -c hashike -n __fish_use_subcommand -a validate -d 'Check manifests without an engine'
complete -c hashike -n __fish_use_subcommand -a get -d 'List what Hashike looks after'
complete -c hashike -n __fish_use_subcommand -a logs -d 'Print what containers have logged'
complete -c hashike -n __fish_use_subcommand -a delete -d 'Remove what manifests or owners brought up'
complete -c hashike -n '__fish_seen_subcommand_from systemd; and not __fish_seen_subcommand_from install uninstall' -a install -d 'Write units that apply manifests all the time'
complete -c hashike -n '__fish_seen_subcommand_from systemd; and not __fish_seen_subcommand_from install uninstall' -a uninstall -d 'Stop and remove such units'
complete -c hashike -n __fish_use_subcommand -a schema -d 'Print the JSON Schema of manifests'
complete -c hashike -n __fish_use_subcommand -a completion -d 'Print a shell\'s completion script'
complete -c hashike -n '__fish_seen_subcommand_from apply' -F
complete -c hashike -n '__fish_seen_subcommand_from apply' -l network -x -d 'Join the containers to this network, which must exist, instead of `hashike` (repeatable)'
complete -c hashike -n '__fish_seen_subcommand_from apply' -l take-over -d 'Replace containers of another owner that hold a wanted name'
complete -c hashike -n '__fish_seen_subcommand_from apply' -l dry-run -d 'Show the plan and stop'
complete -c hashike -n '__fish_seen_subcommand_from apply' -l verbose -d 'Show every single action of the plan, too'
complete -c hashike -n '__fish_seen_subcommand_from apply' -l concurrency -x -d 'How many actions may run at once (default: 8)'
complete -c hashike -n '__fish_seen_subcommand_from apply' -s o -l output -x -a 'text json' -d 'text or json (default: text)'
complete -c hashike -n '__fish_seen_subcommand_from apply' -l s3-endpoint -x -d 'URL of an S3-compatible server, such as http://localhost:9000 (default: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the AWS profile, else AWS)'
complete -c hashike -n '__fish_seen_subcommand_from apply' -l s3-path-style -d 'Ask S3 for http://SERVER/BUCKET/KEY, also on AWS; the default with --s3-endpoint'
complete -c hashike -n '__fish_seen_subcommand_from apply' -l header-file -r -F -d 'Send the headers in this file, lines such as `Authorization: Bearer TOKEN`, to the servers of https:// addresses; not to others that they redirect to'
complete -c hashike -n '__fish_seen_subcommand_from plan' -F
complete -c hashike -n '__fish_seen_subcommand_from plan' -l network -x -d 'Join the containers to this network, which must exist, instead of `hashike` (repeatable)'
complete -c hashike -n '__fish_seen_subcommand_from plan' -l take-over -d 'Replace containers of another owner that hold a wanted name'
complete -c hashike -n '__fish_seen_subcommand_from plan' -s o -l output -r -F -d 'text or json; anything else is a file to save the plan to, as with --out (default: text)'
complete -c hashike -n '__fish_seen_subcommand_from plan' -l out -r -F -d 'Save the plan to a file, for `hashike apply FILE`'
complete -c hashike -n '__fish_seen_subcommand_from plan' -l detailed-exitcode -d 'Exit with 2 when changes are pending'
complete -c hashike -n '__fish_seen_subcommand_from plan' -l verbose -d 'Show every single action of the plan, too'
complete -c hashike -n '__fish_seen_subcommand_from plan' -l s3-endpoint -x -d 'URL of an S3-compatible server, such as http://localhost:9000 (default: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the AWS profile, else AWS)'
complete -c hashike -n '__fish_seen_subcommand_from plan' -l s3-path-style -d 'Ask S3 for http://SERVER/BUCKET/KEY, also on AWS; the default with --s3-endpoint'
complete -c hashike -n '__fish_seen_subcommand_from plan' -l header-file -r -F -d 'Send the headers in this file, lines such as `Authorization: Bearer TOKEN`, to the servers of https:// addresses; not to others that they redirect to'
complete -c hashike -n '__fish_seen_subcommand_from watch' -F
complete -c hashike -n '__fish_seen_subcommand_from watch' -l interval -x -d 'How often manifests are read: a duration such as 30s or 5m (default: 1m)'
complete -c hashike -n '__fish_seen_subcommand_from watch' -l look-interval -x -d 'How often engine and registries are looked at although nothing was told, e.g. for newer images (default: 5m)'
complete -c hashike -n '__fish_seen_subcommand_from watch' -l listen -x -d 'Answer /healthz, /readyz and /metrics there over HTTP; the host is 127.0.0.1 unless given (default: do not)'
complete -c hashike -n '__fish_seen_subcommand_from watch' -l network -x -d 'Join the containers to this network, which must exist, instead of `hashike` (repeatable)'
complete -c hashike -n '__fish_seen_subcommand_from watch' -l take-over -d 'Replace containers of another owner that hold a wanted name'
complete -c hashike -n '__fish_seen_subcommand_from watch' -l verbose -d 'Show every single action of the plan, too'
complete -c hashike -n '__fish_seen_subcommand_from watch' -l concurrency -x -d 'How many actions may run at once (default: 8)'
complete -c hashike -n '__fish_seen_subcommand_from watch' -s o -l output -x -a 'text json' -d 'text or json (default: text)'
complete -c hashike -n '__fish_seen_subcommand_from watch' -l s3-endpoint -x -d 'URL of an S3-compatible server, such as http://localhost:9000 (default: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the AWS profile, else AWS)'
complete -c hashike -n '__fish_seen_subcommand_from watch' -l s3-path-style -d 'Ask S3 for http://SERVER/BUCKET/KEY, also on AWS; the default with --s3-endpoint'
complete -c hashike -n '__fish_seen_subcommand_from watch' -l header-file -r -F -d 'Send the headers in this file, lines such as `Authorization: Bearer TOKEN`, to the servers of https:// addresses; not to others that they redirect to'
complete -c hashike -n '__fish_seen_subcommand_from validate' -F
complete -c hashike -n '__fish_seen_subcommand_from validate' -s o -l output -x -a 'text json' -d 'text or json (default: text)'
complete -c hashike -n '__fish_seen_subcommand_from validate' -l s3-endpoint -x -d 'URL of an S3-compatible server, such as http://localhost:9000 (default: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the AWS profile, else AWS)'
complete -c hashike -n '__fish_seen_subcommand_from validate' -l s3-path-style -d 'Ask S3 for http://SERVER/BUCKET/KEY, also on AWS; the default with --s3-endpoint'
complete -c hashike -n '__fish_seen_subcommand_from validate' -l header-file -r -F -d 'Send the headers in this file, lines such as `Authorization: Bearer TOKEN`, to the servers of https:// addresses; not to others that they redirect to'
complete -c hashike -n '__fish_seen_subcommand_from get' -a 'containers volumes networks'
complete -c hashike -n '__fish_seen_subcommand_from get' -a '(__hashike_names)'
complete -c hashike -n '__fish_seen_subcommand_from get' -s A -l all-namespaces -d 'List all namespaces; the default unless --namespace is given'
complete -c hashike -n '__fish_seen_subcommand_from get' -s o -l output -x -a 'table wide name json' -d 'table, wide, name or json (default: table)'
complete -c hashike -n '__fish_seen_subcommand_from logs' -a '(__hashike_names)'
complete -c hashike -n '__fish_seen_subcommand_from logs' -s f -l follow -d 'Go on with what is logged from now on'
complete -c hashike -n '__fish_seen_subcommand_from logs' -l tail -x -d 'Only the last N lines of each container'
complete -c hashike -n '__fish_seen_subcommand_from logs' -l since -x -d 'Only what was logged since: a duration such as 10m, or a time such as 2026-11-21T08:00:00Z'
complete -c hashike -n '__fish_seen_subcommand_from logs' -s t -l timestamps -d 'Begin each line with its time'
complete -c hashike -n '__fish_seen_subcommand_from delete' -F
complete -c hashike -n '__fish_seen_subcommand_from delete' -l volumes -d 'Remove the volumes, and the data in them, too'
complete -c hashike -n '__fish_seen_subcommand_from delete' -l dry-run -d 'Show the plan and stop'
complete -c hashike -n '__fish_seen_subcommand_from delete' -l verbose -d 'Show every single action of the plan, too'
complete -c hashike -n '__fish_seen_subcommand_from delete' -l concurrency -x -d 'How many actions may run at once (default: 8)'
complete -c hashike -n '__fish_seen_subcommand_from delete' -s o -l output -x -a 'text json' -d 'text or json (default: text)'
complete -c hashike -n '__fish_seen_subcommand_from delete' -l s3-endpoint -x -d 'URL of an S3-compatible server, such as http://localhost:9000 (default: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the AWS profile, else AWS)'
complete -c hashike -n '__fish_seen_subcommand_from delete' -l s3-path-style -d 'Ask S3 for http://SERVER/BUCKET/KEY, also on AWS; the default with --s3-endpoint'
complete -c hashike -n '__fish_seen_subcommand_from delete' -l header-file -r -F -d 'Send the headers in this file, lines such as `Authorization: Bearer TOKEN`, to the servers of https:// addresses; not to others that they redirect to'
complete -c hashike -n '__fish_seen_subcommand_from systemd; and __fish_seen_subcommand_from install' -F
complete -c hashike -n '__fish_seen_subcommand_from systemd; and __fish_seen_subcommand_from install' -l watch -d 'A service that runs `hashike watch`, instead of a timer'
complete -c hashike -n '__fish_seen_subcommand_from systemd; and __fish_seen_subcommand_from install' -l interval -x -d 'How often manifests are read: a duration such as 30s or 5m (default: 1m)'
complete -c hashike -n '__fish_seen_subcommand_from systemd; and __fish_seen_subcommand_from install' -l name -x -d 'Name of the units (default: hashike- and the manifest\'s name)'
complete -c hashike -n '__fish_seen_subcommand_from systemd; and __fish_seen_subcommand_from install' -l user -d 'Units of this user (default, unless root)'
complete -c hashike -n '__fish_seen_subcommand_from systemd; and __fish_seen_subcommand_from install' -l system -d 'Units of the system (default for root)'
complete -c hashike -n '__fish_seen_subcommand_from systemd; and __fish_seen_subcommand_from install' -l print -d 'Only print the units'
complete -c hashike -n '__fish_seen_subcommand_from systemd; and __fish_seen_subcommand_from install' -l now -d 'Start them now and at every boot, too'
complete -c hashike -n '__fish_seen_subcommand_from systemd; and __fish_seen_subcommand_from install' -l env-file -r -F -d 'File with variables such as AWS_ACCESS_KEY_ID=…, read by systemd if it is there (default: /etc/hashike/NAME.env; with --user ~/.config/hashike/NAME.env)'
complete -c hashike -n '__fish_seen_subcommand_from systemd; and __fish_seen_subcommand_from install' -l look-interval -x -d 'How often engine and registries are looked at although nothing was told, e.g. for newer images (default: 5m)'
complete -c hashike -n '__fish_seen_subcommand_from systemd; and __fish_seen_subcommand_from install' -l listen -x -d 'Answer /healthz, /readyz and /metrics there over HTTP; the host is 127.0.0.1 unless given (default: do not)'
complete -c hashike -n '__fish_seen_subcommand_from systemd; and __fish_seen_subcommand_from install' -l network -x -d 'Join the containers to this network, which must exist, instead of `hashike` (repeatable)'
complete -c hashike -n '__fish_seen_subcommand_from systemd; and __fish_seen_subcommand_from install' -l take-over -d 'Replace containers of another owner that hold a wanted name'
complete -c hashike -n '__fish_seen_subcommand_from systemd; and __fish_seen_subcommand_from install' -l concurrency -x -d 'How many actions may run at once (default: 8)'
complete -c hashike -n '__fish_seen_subcommand_from systemd; and __fish_seen_subcommand_from install' -l s3-endpoint -x -d 'URL of an S3-compatible server, such as http://localhost:9000 (default: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the AWS profile, else AWS)'
complete -c hashike -n '__fish_seen_subcommand_from systemd; and __fish_seen_subcommand_from install' -l s3-path-style -d 'Ask S3 for http://SERVER/BUCKET/KEY, also on AWS; the default with --s3-endpoint'
complete -c hashike -n '__fish_seen_subcommand_from systemd; and __fish_seen_subcommand_from install' -l header-file -r -F -d 'Send the headers in this file, lines such as `Authorization: Bearer TOKEN`, to the servers of https:// addresses; not to others that they redirect to'
complete -c hashike -n '__fish_seen_subcommand_from systemd; and __fish_seen_subcommand_from uninstall' -F
complete -c hashike -n '__fish_seen_subcommand_from systemd; and __fish_seen_subcommand_from uninstall' -l name -x -d 'Name of the units (default: hashike- and the manifest\'s name)'
complete -c hashike -n '__fish_seen_subcommand_from systemd; and __fish_seen_subcommand_from uninstall' -l user -d 'Units of this user (default, unless root)'
complete -c hashike -n '__fish_seen_subcommand_from systemd; and __fish_seen_subcommand_from uninstall' -l system -d 'Units of the system (default for root)'
complete -c hashike -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'

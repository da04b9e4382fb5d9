import type { Messages } from "./en.ts";

const manifestArgument =
  "マニフェストファイル、マニフェストのあるフォルダー、`s3://BUCKET/KEY`、その下のすべてのマニフェストを表す `s3://BUCKET/PREFIX/`、`https://HOST/PATH`、または標準入力を表す `-`。複数指定すると、まとめて適用します。";

const referenceArgument =
  "ストア内のイメージ。`oci+s3://BUCKET/PREFIX/app:1.0` または `oci+file:///FOLDER/app:1.0`。";
const storeArgument = "ストア、またはその一部。`oci+s3://BUCKET/PREFIX` または `oci+file:///FOLDER`。";

export const ja: Messages = {
  headings: {
    usage: "使い方",
    arguments: "引数",
    options: "オプション",
    globalOptions: "共通オプション",
    commands: "コマンド",
    examples: "例",
    exitCodes: "終了コード",
    environment: "環境変数",
    kubectlVerbs: "kubectl にあって hashike にないコマンド",
  },
  program: "Kubernetes 風のマニフェストから、1 台のホスト上の複数のコンテナを起動、更新、管理します。",
  moreHelp: "各コマンドの詳細は `hashike COMMAND --help` で確認できます。",
  commands: {
    apply: {
      summary: "コンテナをマニフェストのとおりにします",
      description:
        "コンテナをマニフェストのとおりにします。足りないものは作成し、変わったものは置き換え、不要になったものは削除し、それ以外には触れません。最初に変更内容を表示し、続けて実行します。入力全体が正しい場合にのみ変更を行います。",
      arguments: {
        FILE: `${manifestArgument}\`hashike plan --out FILE\` で保存したプランも指定できます。表示したときのまま実行し、その後に状態が変わっていれば実行を拒否します。`,
      },
      examples: [
        { text: "マニフェストを適用します", command: "hashike apply my-manifest.yml" },
        { text: "標準入力から読み込みます", command: "hashike apply - < my-manifest.yml" },
        {
          text: "S3 から読み込みます (タイマーで毎分実行するときなど)",
          command: "hashike apply s3://my-bucket/my-manifest.yml",
        },
        { text: "保存したプランを実行します", command: "hashike apply my.plan.json" },
      ],
    },
    plan: {
      summary: "apply が行う変更とその理由を表示します",
      description:
        "`hashike apply` が行う変更を、値の異なるフィールドとともに表示します。何も変更しません。秘密の値は表示しません。",
      arguments: { FILE: manifestArgument },
      examples: [
        { text: "適用する前に確認します", command: "hashike plan my-manifest.yml" },
        {
          text: "プランを保存し、そのとおりに実行します",
          command: "hashike plan my-manifest.yml -o my.plan.json && hashike apply my.plan.json",
        },
        {
          text: "変更の有無をスクリプトで調べます (終了コード 2)",
          command: "hashike plan my-manifest.yml --quiet --detailed-exitcode",
        },
      ],
    },
    diff: {
      summary: "同じ内容を、kubectl diff と同じ終了コードで表示します",
      description:
        "`hashike plan` と同じく、`hashike apply` が行う変更を表示します。終了コードは、変更があれば 1、なければ 0、失敗したときは 2 以上です。",
      arguments: { FILE: manifestArgument },
      examples: [{ text: "kubectl と同じ書き方", command: "hashike diff -f my-manifest.yml" }],
    },
    watch: {
      summary: "コンテナをマニフェストのとおりに保ち続けます",
      description:
        "マニフェストを適用し、動作し続けます。一定の間隔でマニフェストを読み直して変更を適用し、コンテナに起きたことを 1 秒以内に直し、liveness probe が失敗したコンテナを再起動します。SIGHUP ですぐに読み直します。SIGTERM と Ctrl-C では、安全に止められるところで終了します。コンテナは動き続けます。",
      arguments: { FILE: manifestArgument.replace("、または標準入力を表す `-`", "") },
      examples: [
        { text: "S3 のマニフェストに追従します", command: "hashike watch s3://my-bucket/my-manifest.yml" },
        {
          text: "5 分ごとに読み、http://127.0.0.1:9120/metrics でメトリクスを公開します",
          command: "hashike watch my-manifest.yml --interval 5m --listen 9120",
        },
      ],
    },
    validate: {
      summary: "エンジンなしでマニフェストを検査します",
      description:
        "マニフェストを検査し、すべての誤りをファイル内の位置とともに一度に報告します。エンジンは必要ありません。",
      arguments: { FILE: manifestArgument },
      examples: [{ text: "フォルダー内のマニフェストを検査します", command: "hashike validate manifests/" }],
    },
    get: {
      summary: "Hashike が管理しているものを一覧表示します",
      description:
        "Hashike が作成したコンテナ、ボリューム、ネットワークを一覧表示します。--namespace を指定しない限り、すべての名前空間が対象です。マニフェストの kind を指定すると、コンテナを持つオブジェクトを kubectl と同じように一覧表示します (--namespace や --all-namespaces を指定しない限り、名前空間 default が対象)。READY が 1/1 のコンテナは、エンジンの知る限り正常に動いています。そうでないものの状態は STATUS に `restarting (exit code 7)`、`unhealthy`、`exited (7)` のように示されます。",
      arguments: {
        KIND: "containers (既定値)、volumes、networks のいずれか。または kubectl と同じ書き方のマニフェストの kind (pods、pod、po)。",
        NAME: "指定した名前のものだけを表示します。",
      },
      examples: [
        { text: "すべてのコンテナ", command: "hashike get" },
        { text: "すべての名前空間の Pod", command: "hashike get pods -A" },
        { text: "ある名前空間のボリュームを JSON で", command: "hashike get volumes -n my-project -o json" },
      ],
    },
    logs: {
      summary: "コンテナのログを表示します",
      description:
        "コンテナのログを表示します。`rest-api` や `hashike/rest-api` のように所有者の名前を指定すると、そのすべてのコンテナのログを、行頭にコンテナ名を付けて表示します。",
      arguments: { NAME: "コンテナの名前、またはその所有者の名前 (`web`、`pod/web` など)。" },
      examples: [
        { text: "Pod のコンテナの 1 つ", command: "hashike logs pod/web -c app" },
        { text: "最後の 20 行から表示し続けます", command: "hashike logs web --follow --tail 20" },
        {
          text: "ある所有者の全コンテナの直近 10 分間",
          command: "hashike logs hashike/rest-api --since 10m",
        },
      ],
    },
    exec: {
      summary: "コンテナの中でコマンドを実行します",
      description:
        "動いているコンテナの中でコマンドを実行し、その終了コードで終わります。-i を付けると標準入力を渡し、さらに -t を付けると端末を割り当ててすべてのキー入力を渡します。-c を省くと、Pod の最初のコンテナで実行します。",
      arguments: {
        NAME: "コンテナの名前、またはその所有者の名前 (`web`、`pod/web` など)。",
        COMMAND: "`--` に続けて、コマンドとその引数。",
      },
      examples: [
        { text: "Pod の中でシェルを使います", command: "hashike exec -it web -- sh" },
        { text: "Pod のコンテナの 1 つで", command: "hashike exec pod/web -c app -- cat /etc/hosts" },
        { text: "標準入力を渡します", command: "hashike exec -i db -- psql -U app < my-dump.sql" },
      ],
    },
    delete: {
      summary: "マニフェストや所有者のコンテナを削除します",
      description:
        "指定したマニフェストまたは所有者のコンテナを削除します。ネットワークは、使うコンテナがなくなったときに削除します。ボリュームとそのデータは、--volumes を指定しない限り残ります。",
      arguments: {
        "FILE|NAME":
          "適用したもの。マニフェストファイル、フォルダー、URL、`-`、または所有者の名前 (`hashike/rest-api`、`pod/web`、`pod web` など)。",
      },
      examples: [
        { text: "マニフェストで起動したものを削除します", command: "hashike delete my-manifest.yml" },
        { text: "kubectl と同じように 2 つの Pod を削除します", command: "hashike delete pods web db" },
        {
          text: "ファイルがないとき、名前を指定してデータごと削除します",
          command: "hashike delete hashike/rest-api -n my-project --volumes",
        },
      ],
    },
    create: {
      summary: "Secret や ConfigMap を作ります",
      description:
        "値やファイルから、kubectl と同じ規則で Secret や ConfigMap を作り、エンジンに記録します (`create secret generic|docker-registry|tls NAME`、`create configmap NAME`)。あとで適用する Pod はそれを参照できます。すでにあるものは作れません。--dry-run=client を付けると、マニフェストを表示するだけで、エンジンは必要ありません。",
      arguments: {
        KIND: "secret または configmap (cm)。",
        NAME: "オブジェクトの名前。Secret では generic、docker-registry、tls のいずれかに続けて指定します。",
      },
      examples: [
        {
          text: "変数のファイルから Secret のマニフェストを作ります",
          command:
            "hashike create secret generic app --from-env-file=app.env --dry-run=client -o yaml > app-secret.yml",
        },
        {
          text: "フォルダーから ConfigMap を作ります",
          command: "hashike create configmap nginx --from-file=conf.d/",
        },
      ],
    },
    "image push": {
      summary: "レジストリのないストアにイメージを送ります",
      description:
        "エンジンにあるイメージのうち、ストアにないものだけを送り、タグがそれを指すようにします。マニフェストでは `image: oci+s3://…` と指定し、エンジンにないものだけを取得します。",
      arguments: {
        NAME: "エンジンでのイメージの名前 (`app:1.0`) または ID。",
        REFERENCE: referenceArgument,
      },
      examples: [
        { text: "S3 へ送ります", command: "hashike image push app:1.0 oci+s3://my-bucket/images/app:1.0" },
        {
          text: "USB メモリーへ送ります",
          command: "hashike image push app:1.0 oci+file:///media/usb/app:1.0",
        },
      ],
    },
    "image pull": {
      summary: "ストアのイメージをエンジンに取り込みます",
      description:
        "ストアのイメージを、エンジンにないレイヤーだけを取得して取り込みます。すべてを検証してから名前を付けます。",
      arguments: {
        REFERENCE: referenceArgument,
        NAME: "エンジンで付ける名前。省略すると、参照の最後の部分 (`app:1.0`) になります。",
      },
      examples: [
        { text: "S3 から取り込みます", command: "hashike image pull oci+s3://my-bucket/images/app:1.0" },
      ],
    },
    "image ls": {
      summary: "ストアのイメージを一覧表示します",
      description:
        "ストアのタグを、ダイジェスト、サイズ、送った時期とともに一覧表示します。エンジンは必要ありません。",
      arguments: { STORE: storeArgument },
      examples: [
        {
          text: "プレフィックス以下のすべてのイメージ",
          command: "hashike image ls oci+s3://my-bucket/images",
        },
      ],
    },
    "image rm": {
      summary: "ストアからタグを削除します",
      description:
        "ストアからタグを削除します。タグが指していたものは、`hashike image gc` が不要と判断するまで残ります。エンジンは必要ありません。",
      arguments: { REFERENCE: referenceArgument },
      examples: [{ text: "タグを削除します", command: "hashike image rm oci+s3://my-bucket/images/app:1.0" }],
    },
    "image gc": {
      summary: "ストアの不要なものを削除します",
      description:
        "どのタグからも使われなくなったレイヤーなどと、中断した送信の残りを削除します。猶予期間より新しいものは残します。実行中にイメージを送ってもかまいません。エンジンは必要ありません。",
      arguments: { STORE: storeArgument },
      examples: [
        {
          text: "削除されるものを確認します",
          command: "hashike image gc oci+s3://my-bucket/images --dry-run",
        },
        { text: "タイマーで毎週実行します", command: "hashike image gc oci+s3://my-bucket/images" },
      ],
    },
    "image prune": {
      summary: "Hashike が取り込んだ不要なイメージを削除します",
      description:
        "Hashike がコンテナのために取り込み、もう必要のないイメージをエンジンから削除します。コンテナごとに、実行中のイメージと、その前に動いていたイメージを残します。なくなったコンテナのイメージは残しません。使用中のもの、別の名前を持つもの、Hashike が取り込む前からあったものは削除しません。適用するときも、適用したものについて同じことをします。",
      arguments: {},
      examples: [{ text: "削除されるものを確認します", command: "hashike image prune --dry-run" }],
    },
    "systemd install": {
      summary: "マニフェストを適用し続ける systemd ユニットを書き出します",
      description:
        "マニフェストを適用するサービスと、それを毎分起動するタイマーを書き出します。--watch を指定すると、`hashike watch` を実行するサービスを 1 つ書き出します。認証情報は別のファイルに置きます (--env-file を参照)。このコマンドが書いたものでないファイルには触れません。",
      arguments: { FILE: manifestArgument.replace("、または標準入力を表す `-`", "") },
      examples: [
        {
          text: "今から毎分、S3 のマニフェストを適用します",
          command: "sudo hashike systemd install s3://my-bucket/my-manifest.yml --now",
        },
        {
          text: "watch を実行するサービスのユニットを表示するだけにします",
          command: "hashike systemd install my-manifest.yml --watch --print",
        },
      ],
    },
    "systemd uninstall": {
      summary: "書き出したユニットを停止し、削除します",
      description:
        "`hashike systemd install` が書いたユニットを停止し、削除します。コンテナと認証情報のファイルは残ります。",
      arguments: { FILE: "`hashike systemd install` に指定したもの。代わりに --name も使えます。" },
      examples: [
        {
          text: "あるマニフェストのユニットを削除します",
          command: "sudo hashike systemd uninstall s3://my-bucket/my-manifest.yml",
        },
        {
          text: "名前で指定します",
          command: "sudo hashike systemd uninstall --name hashike-my-manifest",
        },
      ],
    },
    "secret keygen": {
      summary: "値を復号する鍵を作ります",
      description:
        "age の鍵を作って --identity のファイルに書き込み (すでにあるファイルには書き込みません)、その受信者を表示します。受信者があればだれでも暗号化でき、復号できるのは鍵のファイルを持つ人だけです。",
      arguments: {},
      examples: [
        { text: "コンテナを実行するマシンで", command: "sudo hashike secret keygen" },
        { text: "ほかの場所で", command: "hashike secret keygen --identity ~/my-identity" },
      ],
    },
    "secret encrypt": {
      summary: "マニフェストの値を暗号化します",
      description:
        "テキストを暗号化して表示します。結果は、マニフェストの `value: |` の下や、`valueFrom` と `envFrom` で指定するファイルに置けます。エンジンは不要で、--recipient を指定すれば鍵も不要です。",
      arguments: { FILE: "暗号化するファイル。省略すると標準入力。末尾の改行は値に含まれません。" },
      examples: [
        {
          text: "だれも見たことのないパスワード",
          command: "openssl rand -hex 24 | hashike secret encrypt --recipient age1…",
        },
        {
          text: "環境変数ファイル (鍵のあるマシンで)",
          command: "hashike secret encrypt app.env > app.env.age",
        },
      ],
    },
    "secret decrypt": {
      summary: "暗号化した値を表示します",
      description:
        "`hashike secret encrypt` に渡したテキストを表示します。マニフェストの中のように、各行が字下げされていてもかまいません。",
      arguments: { FILE: "暗号化されたテキスト。省略すると標準入力。" },
      examples: [{ text: "環境変数ファイルの内容を見ます", command: "hashike secret decrypt app.env.age" }],
    },
    schema: {
      summary: "マニフェストの JSON Schema を出力します",
      description:
        "マニフェストの JSON Schema を出力します。エディターに設定すると、入力の補完と検査ができます。",
      arguments: {},
      examples: [{ text: "エディター用に保存します", command: "hashike schema > hashike.schema.json" }],
    },
    completion: {
      summary: "シェルの補完スクリプトを出力します",
      description: "コマンド、オプション、ファイル、コンテナ名を補完するシェルスクリプトを出力します。",
      arguments: { SHELL: "bash、zsh、fish のいずれか。" },
      examples: [
        { text: "bash (~/.bashrc に書きます)", command: 'eval "$(hashike completion bash)"' },
        { text: "zsh (~/.zshrc の compinit の後に書きます)", command: 'eval "$(hashike completion zsh)"' },
        { text: "fish", command: "hashike completion fish > ~/.config/fish/completions/hashike.fish" },
      ],
    },
  },
  groups: {
    image: "レジストリのないストアとの間でイメージをやり取りします",
    systemd: "systemd から Hashike を実行します",
    secret: "マニフェストの値を暗号化します",
  },
  options: {
    namespace: "名前空間のないマニフェストの名前空間。get、logs、delete では対象とする名前空間",
    driver:
      "プランを実行するドライバー。docker、読み込んだモジュールのドライバー、または `createDriver` を持つモジュール (既定値: docker)",
    importModule: "ドライバー、ソース、kind を追加するモジュールを読み込みます (複数指定可)",
    host: "エンジンの接続先。例: unix:///run/user/1000/podman/podman.sock、ssh://user@server (既定値: DOCKER_HOST、なければ Docker コンテキスト)",
    context: "使用する Docker コンテキスト",
    quiet: "エラー以外は何も表示しません",
    logLevel: "標準エラー出力に表示する範囲: error、warn、info、debug (既定値: warn)",
    color: "色を使うか: auto、always、never (既定値: auto)",
    s3Endpoint:
      "S3 互換サーバーの URL。例: http://localhost:9000 (既定値: AWS_ENDPOINT_URL_S3、AWS_ENDPOINT_URL、AWS プロファイルの順に探し、なければ AWS)",
    s3PathStyle:
      "AWS に対しても http://SERVER/BUCKET/KEY の形式で S3 にアクセスします (--s3-endpoint を指定したときは既定の動作)",
    headerFile:
      "https:// のサーバーに、このファイルのヘッダーを送ります。各行は `Authorization: Bearer TOKEN` の形式です。リダイレクト先の別のサーバーには送りません",
    trustImages:
      "アーカイブやストアのイメージを、展開したときに何倍になっても、どれだけ大きくても取り込みます",
    secretDir:
      "ファイルではないマニフェストで、`valueFrom` と `envFrom` の相対パスの起点となるフォルダー (既定値: /etc/hashike/secrets)",
    identity: "マニフェストの値を復号する鍵。age のファイル (既定値: /etc/hashike/identity)",
    recipient:
      "復号できる相手。`hashike secret keygen` が表示する受信者 (複数指定可、既定値: --identity の鍵の受信者)",
    network:
      "`hashike` の代わりに、指定した既存のネットワークに接続します (複数指定可)。`host` はホストのネットワーク",
    filename: "FILE と同じ。オプションなしでも指定できます (複数指定可)",
    recursive: "フォルダーの中のフォルダーも読み込みます",
    ignoreUnknown: "知らない kind のオブジェクトを、エラーにせず、通知して除外します",
    strict: "無視されるフィールドなど、通知だけで済むものもエラーにします",
    takeOver: "必要な名前を使っている、別の所有者のコンテナを置き換えます",
    atomic: "すべての準備ができてから、すべてを切り替えます。失敗すると、すべてを元に戻します",
    allowDestroy: "間違いと思われる変更も実行します (所有者のコンテナの半数を超える削除、別の名前での適用)",
    retryFailed: "最近失敗したリビジョンを、待たずにもう一度試します",
    imageRetention:
      "spec.imageRetention がない場合に、Hashike が取り込んだイメージをコンテナごとに残す数。実行中のものと、その前に動いていたものを残します。0 ならすべて残します (既定値: 2)",
    keptImages:
      "コンテナごとに残すイメージの数。実行中のものと、その前に動いていたものを残します。0 ならすべて残します (既定値: 2)",
    noWait: "新しいコンテナや再開したコンテナの準備完了を待ちません (置き換えの場合は常に待ちます)",
    onDrift: "手作業による変更への対応: repair (元に戻す、既定値) または report (知らせるだけ)",
    driftOnly: "手作業による変更だけを表示します",
    lockTimeout: "同じ所有者の別の適用が終わるのを待つ時間。例: 30s、5m (既定値: 1m)",
    concurrency: "同時に実行する操作の数 (既定値: 8)",
    dryRun: "プランを表示して終了します",
    verbose: "プランの個々の操作も表示します",
    output: "text または json (既定値: text)",
    planOutput: "text または json。それ以外は、--out と同じく、プランを保存するファイル (既定値: text)",
    out: "プランをファイルに保存します。`hashike apply FILE` で実行できます",
    detailedExitcode: "変更があるとき、終了コード 2 で終了します",
    getOutput:
      "table、wide、name、json、yaml のいずれか (既定値は table)。値を 1 つ取り出すには JSON を jq に渡します",
    listOutput: "table または json (既定値: table)",
    collectDryRun: "削除されるものを表示し、何も削除しません",
    gracePeriod: "これより古いものだけを削除します。12h や 7d のような期間 (既定値: 24h)",
    interval: "マニフェストを読む間隔。30s や 5m のような期間 (既定値: 1m)",
    lookInterval:
      "何も起きなくてもエンジンとレジストリを確認する間隔。新しいイメージを見つけるときなど (既定値: 5m)",
    listen:
      "HTTP で /healthz、/readyz、/metrics に応答します。ホストを省略すると 127.0.0.1 です (既定値: 応答しない)",
    watchService: "タイマーの代わりに、`hashike watch` を実行するサービスにします",
    unitName: "ユニットの名前 (既定値: hashike- とマニフェストの名前)",
    user: "ユーザーのユニットにします (root 以外での既定の動作)",
    system: "システムのユニットにします (root での既定の動作)",
    print: "ユニットを表示するだけにします",
    now: "すぐに起動し、次回以降のブート時にも起動します",
    envFile:
      "AWS_ACCESS_KEY_ID=… のような変数を書いたファイル。あれば systemd が読みます (既定値: /etc/hashike/UNIT.env、--user では ~/.config/hashike/UNIT.env。UNIT はユニットの名前)",
    allNamespaces:
      "すべての名前空間を一覧表示します。コンテナ、ボリューム、ネットワークでは、--namespace を指定しない限り既定の動作です。Pod では名前空間の列が付きます",
    selector:
      "マニフェストのラベルが条件に合うものだけを表示します (app=web、app!=web、app in (a,b)、app、!app。複数はコンマで区切る)",
    showLabels: "マニフェストのラベルの列を付けます",
    noHeaders: "見出しのない表にします",
    volumes: "ボリュームとそのデータも削除します",
    container: "所有者のコンテナのうち、この 1 つだけ。マニフェストでの名前、またはエンジンでの名前",
    allContainers: "所有者のすべてのコンテナ (既定の動作)",
    prefix: "コンテナが 1 つのときも、行頭にコンテナ名を付けます",
    follow: "新しいログを表示し続けます",
    tail: "コンテナごとに最後の N 行だけを表示します",
    since: "指定した時点以降だけを表示します。10m のような期間、または 2026-11-21T08:00:00Z のような時刻",
    timestamps: "行頭に時刻を付けます",
    stdin: "標準入力を渡します",
    tty: "端末を割り当てます (--stdin を付け、端末で実行するときだけ)",
    fromLiteral: "キーと値",
    fromFile:
      "ファイル。キーはファイル名か、前に書いた名前です。フォルダーではその中の各ファイルです。内容をそのまま使います",
    fromEnvFile:
      "NAME=value の行。= より後は引用符も空白もすべて値です。= のない行は、実行環境の変数の値を使います",
    type: "Secret のタイプ (generic のときだけ)",
    cert: "証明書とそのチェーン (tls のときだけ)",
    key: "証明書の秘密鍵 (tls のときだけ)",
    dockerServer: "レジストリ (既定値は https://index.docker.io/v1/、docker-registry のときだけ)",
    dockerUsername: "ログインに使う名前 (docker-registry のときだけ)",
    dockerPassword: "ログインに使うパスワード (docker-registry のときだけ)",
    dockerEmail: "メールアドレス (docker-registry のときだけ)",
    clientDryRun: "client を指定すると、表示だけをします",
    manifestOutput: "yaml、json、name のいずれか (省くと名前を 1 行で示します)",
    help: "このヘルプを表示します",
    version: "バージョンを表示します",
  },
  kubectlVerbs: {
    describe: "`hashike get NAME -o json` または docker inspect CONTAINER",
    attach: "docker attach CONTAINER。コンテナの名前は `hashike get` で確認できます",
    cp: "docker cp CONTAINER:PATH PATH。コンテナの名前は `hashike get` で確認できます",
    top: "docker stats CONTAINER。コンテナの名前は `hashike get` で確認できます",
    "port-forward": "マニフェストの ports に hostPort を書いて適用します",
    expose: "マニフェストの ports に hostPort を書いて適用します",
    rollout:
      "`hashike apply` が完了を待ち、失敗したものを元に戻します。コンテナの再起動は docker restart CONTAINER",
    scale: "必要な数のコンテナをマニフェストに書いて適用します",
    edit: "マニフェストを編集して適用します",
    run: "マニフェストに書きます: `hashike apply -f FILE`",
    explain: "`hashike schema`、またはドキュメントのフィールドの表",
  },
  exitCodes: [
    ["0", "成功"],
    ["1", "失敗。diff では、変更がある"],
    ["2", "変更がある (plan --detailed-exitcode のときのみ)。diff では、失敗"],
    ["3", "マニフェストまたは保存したプランが正しくない"],
    ["4", "何も変更せずに実行を拒否した。または、失敗したリビジョンを保留し、それ以外を実行した"],
    ["64", "使い方の誤り"],
    ["130", "Ctrl-C による中断 (SIGTERM のときは 143)"],
  ],
  environment: [
    ["DOCKER_HOST", "エンジンの接続先 (--host も --context も指定しないとき)"],
    [
      "AWS_PROFILE, AWS_REGION, AWS_ACCESS_KEY_ID, …",
      "S3 の認証情報とリージョン。AWS CLI と同じく、~/.aws やマシンのロールも使います",
    ],
    ["NO_COLOR, FORCE_COLOR", "色を使わない、または常に使う"],
    ["HASHIKE_TRUST_IMAGES", "1 で --trust-images と同じ"],
    ["HASHIKE_LANG", "ヘルプの言語: en または ja。指定しないときは LC_ALL、LC_MESSAGES、LANG に従う"],
  ],
};

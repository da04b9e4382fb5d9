/** How far a pull is, over all layers. */
export interface PullProgress {
  readonly status: "pulling" | "downloading" | "extracting";
  readonly currentBytes: number;
  /** Of the layers whose size is known by now: it grows. Podman tells none. */
  readonly totalBytes: number;
  /** Known by now. */
  readonly layers: number;
  readonly layersDone: number;
}

interface Layer {
  currentBytes: number;
  totalBytes: number;
  step: "waiting" | "downloading" | "downloaded" | "done";
}

const steps: Readonly<Record<string, Layer["step"]>> = {
  "Pulling fs layer": "waiting",
  Waiting: "waiting",
  Downloading: "downloading",
  "Verifying Checksum": "downloaded",
  "Download complete": "downloaded",
  Extracting: "downloaded",
  "Pull complete": "done",
  "Already exists": "done",
};

/**
 * Adds up the engine's messages, each of which is about one layer.
 * @returns a function that takes a message and returns the new state; `undefined` when it is about no layer
 */
export function pullProgress(): (message: unknown) => PullProgress | undefined {
  const layers = new Map<string, Layer>();
  return (message) => {
    const { id, status, progressDetail } = fieldsOf(message);
    const step = typeof status === "string" ? steps[status] : undefined;
    if (typeof id !== "string" || step === undefined) return undefined;
    const layer = layers.get(id) ?? { currentBytes: 0, totalBytes: 0, step };
    layers.set(id, layer);
    layer.step = step;
    if (status === "Downloading") countBytes(layer, fieldsOf(progressDetail));
    if (step === "downloaded" || step === "done") layer.currentBytes = layer.totalBytes;
    return summary([...layers.values()]);
  };
}

function countBytes(layer: Layer, { current, total }: Readonly<Record<string, unknown>>): void {
  if (typeof current === "number") layer.currentBytes = current;
  // Some registries do not tell the size beforehand.
  layer.totalBytes = Math.max(layer.totalBytes, layer.currentBytes, typeof total === "number" ? total : 0);
}

function summary(layers: readonly Layer[]): PullProgress {
  const sum = (of: (layer: Layer) => number) => layers.reduce((total, layer) => total + of(layer), 0);
  return {
    status: statusOf(layers),
    currentBytes: sum((layer) => layer.currentBytes),
    totalBytes: sum((layer) => layer.totalBytes),
    layers: layers.length,
    layersDone: layers.filter((layer) => layer.step === "done").length,
  };
}

function statusOf(layers: readonly Layer[]): PullProgress["status"] {
  if (layers.some((layer) => layer.step === "downloading")) return "downloading";
  return layers.every((layer) => layer.step === "waiting") ? "pulling" : "extracting";
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

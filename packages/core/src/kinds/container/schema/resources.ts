import { mapping, optional, text, unsupported, wholeNumber } from "../../../manifest/schema.ts";

const amounts = (meaning: string) => ({
  cpu: optional(text(`CPUs ${meaning}: 2, 0.5 or 500m (thousandths).`, { acceptsScalars: ["number"] })),
  memory: optional(
    text(`Bytes ${meaning}: 512Mi, 1G (powers of 1000) or 134217728.`, { acceptsScalars: ["number"] }),
  ),
});

/** Linux has no more. */
const mostPids = 2 ** 22;

const unsupportedKeys = unsupported("ephemeral-storage", "use cpu and memory");

function cards(description: string) {
  return optional(
    text(description, {
      acceptsScalars: ["number"],
      pattern: "^[0-9]{1,4}$",
      patternErrorMessage: "must be a whole number of graphics cards",
    }),
  );
}

const allOfThem = "The engine cannot count them: with any number the container can open all of the host.";

/** Source: kubernetes/api core/v1/types.go, ResourceRequirements. */
export const resourcesSchema = mapping(
  "Resources",
  "Computing resources.",
  {
    limits: optional(
      mapping(
        "ResourceLimits",
        "What the container may not exceed.",
        {
          ...amounts("at most"),
          "nvidia.com/gpu": cards("Graphics cards of NVIDIA; the engine needs NVIDIA's toolkit for them."),
          "amd.com/gpu": cards(`Graphics cards of AMD, by /dev/kfd and /dev/dri. ${allOfThem}`),
          "gpu.intel.com/i915": cards(`Graphics cards of Intel, by /dev/dri. ${allOfThem}`),
          "gpu.intel.com/xe": cards(`Graphics cards of Intel, by /dev/dri. ${allOfThem}`),
          pids: optional(
            wholeNumber("Processes and threads at once, at most. Kind Hashike's own.", 1, mostPids),
          ),
        },
        { unsupportedKeys },
      ),
    ),
    requests: optional(
      mapping(
        "ResourceList",
        "What the container is to get when the host is busy. Left out: the limits; without a CPU there it weighs as much as with 100m.",
        amounts("at least"),
        {
          unsupportedKeys: {
            ...unsupportedKeys,
            ...unsupported(
              "nvidia.com/gpu amd.com/gpu gpu.intel.com/i915 gpu.intel.com/xe",
              "write it under limits alone",
            ),
          },
        },
      ),
    ),
  },
  { unsupportedKeys: unsupported("claims") },
);

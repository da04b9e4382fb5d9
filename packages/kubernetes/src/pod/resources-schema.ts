import { ignored, mapping, optional, text, unsupported } from "@hashike/core/kinds";

const hugePages = "hugepages-2Mi hugepages-1Gi hugepages-64Ki hugepages-32Mi";

const amounts = (meaning: string) => ({
  cpu: optional(text(`CPUs ${meaning}: 2, 0.5 or 500m (thousandths).`, { acceptsScalars: ["number"] })),
  memory: optional(
    text(`Bytes ${meaning}: 512Mi, 1G (powers of 1000) or 134217728.`, { acceptsScalars: ["number"] }),
  ),
  "ephemeral-storage": optional(
    text("Bytes on the engine's disk: 1Gi.", {
      acceptsScalars: ["number"],
      partial: "it is not enforced, and only for resourceFieldRef",
    }),
  ),
});

const ignoredKeys = ignored(hugePages, "the engine does not count huge pages");

/** Source: kubernetes/api core/v1/types.go, ResourceRequirements. */
export const resourcesSchema = mapping(
  "ResourceRequirements",
  "Computing resources. An amount of 0 counts as not written.",
  {
    limits: optional(
      mapping(
        "Limits",
        "What the container may not exceed.",
        {
          ...amounts("at most"),
          "nvidia.com/gpu": optional(
            text("Graphics cards of NVIDIA; the engine needs NVIDIA's toolkit for them.", {
              acceptsScalars: ["number"],
              pattern: "^[0-9]{1,4}$",
              patternErrorMessage: "must be a whole number of graphics cards",
            }),
          ),
        },
        { ignoredKeys },
      ),
    ),
    requests: optional(
      mapping(
        "Requests",
        "What the container is to get when the host is busy. Left out: the limits; without a CPU there it weighs as much as with 100m.",
        amounts("at least"),
        { ignoredKeys: { ...ignoredKeys, ...ignored("nvidia.com/gpu", "what limits says is given") } },
      ),
    ),
  },
  { unsupportedKeys: unsupported("claims", "the engine has no resource drivers") },
);

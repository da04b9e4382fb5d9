import { mapping, optional, text, textMap, unsupported } from "../manifest/schema.ts";
import { objectNameRule } from "./container/schema/names.ts";

/** Source: kubernetes/apimachinery meta/v1/types.go, ObjectMeta. */
export const metadataSchema = mapping(
  "Metadata",
  "Who owns what this manifest brings up.",
  {
    namespace: optional(
      text(
        "Groups manifests, e.g. by project. Part of the owner's identity: changing it makes a new owner.",
        {
          default: "default",
          ...objectNameRule,
        },
      ),
    ),
    name: text("Name of the owner of the containers. Changing it makes a new owner.", objectNameRule),
    labels: optional(textMap("Kept with each container for those who read it; no effect on the containers.")),
    annotations: optional(
      textMap(
        "As labels, for longer texts. `hashike/on-config-change` (`replace`, `restart`, `signal:HUP`, `ignore`) says what is done with a container when a file of the host that it mounts read-only changes; with a dot and a name after it, for that container.",
      ),
    ),
  },
  {
    unsupportedKeys: {
      ...unsupported("generateName", "write name"),
      ...unsupported(
        "creationTimestamp deletionGracePeriodSeconds deletionTimestamp finalizers generation managedFields ownerReferences resourceVersion selfLink uid",
        "leave it out: there is no cluster",
      ),
    },
  },
);

import { metadataSchema, reworded, unsupported } from "@hashike/core/kinds";

const { namespace, name, labels, annotations } = metadataSchema.properties;

/** What is in metadata that was read from a server, and means nothing here. */
export const writtenByServers: readonly string[] = [
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "finalizers",
  "generation",
  "managedFields",
  "ownerReferences",
  "resourceVersion",
  "selfLink",
  "uid",
];

/** Source: kubernetes/apimachinery meta/v1/types.go, ObjectMeta. */
export const kubernetesMetadata = reworded(metadataSchema, {
  title: "ObjectMeta",
  description: "What the object is called.",
  properties: {
    namespace: reworded(namespace, {
      description: "Namespace of the object; part of the names on the engine.",
    }),
    name: reworded(name, { description: "Name of the object, unique in its namespace." }),
    labels: reworded(labels, {
      description: "For selectors and people; kept in a label of each container, as JSON.",
    }),
    annotations: reworded(annotations, { description: "As labels, for longer texts." }),
  },
  unsupportedKeys: unsupported("generateName", "write name: what is applied again must have one"),
  droppedKeys: writtenByServers,
});

/** What the schemas of all kinds of Kubernetes have. */
export const kubernetesObject = { metadata: kubernetesMetadata, textOfScalars: true };

/** Beside metadata and what is wanted: what a server has written. */
export const statusKey = { droppedKeys: ["status"] };

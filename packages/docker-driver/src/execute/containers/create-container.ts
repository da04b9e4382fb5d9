import {
  type ContainerSpec,
  type ExecuteContext,
  resolveContainerId,
  resolveImageId,
  resolveMountedFiles,
} from "@hashike/core";
import type { EngineClient } from "../../engine/engine-client.ts";
import { lookAtMountedFiles } from "../../host-path/mounted-files.ts";
import { nameOnEngine } from "../../observe/image-source.ts";
import { type CreateRequest, createRequest } from "../../to-docker/container-create.ts";
import { volumesWithSubPath } from "../../to-docker/mounts.ts";
import { needsImageUser } from "../../to-docker/user.ts";
import type { ActionOf, ExecuteEnvironment, Executor } from "../executor.ts";
import { engineFailure } from "../failures/engine-failure.ts";
import { nameConflict } from "../failures/name-conflict.ts";
import { prepareSubPaths } from "../helper/prepare-sub-paths.ts";
import { postContainer } from "../quirks/post-container.ts";
import { connect } from "./connect-container.ts";
import { putSecretFiles, type SecretFile, secretFilesOf } from "./put-secret-files.ts";
import { deleteContainer } from "./remove-container.ts";

/** Creates a container, writes its secret files and connects it to its networks, or leaves nothing behind. */
export const createContainer: Executor<"container.create"> = async (action, environment, context) => {
  const { client } = environment;
  const tried = `cannot create container ${action.container.name}`;
  try {
    const imageId = resolveImageId(action.image, context.outputs);
    const request = await prepare(action, environment, imageId, context);
    const imageName = nameOnEngine(action.container.image, environment.imageSources);
    const { attachments, mounts, platform } = action.container;
    const { secrets, signal } = context;
    const secretFiles = secretFilesOf(action.container, secrets);
    const ofFiles = mounts.flatMap((mount) => (mount.type === "files" ? [mount.target] : []));
    const whole = { ...request, imageName, platform, attachments, secretFiles, ofFiles, signal };
    const { id, warnings } = await create(client, action.as, whole, tried);
    return { containerId: id, notices: [...request.notices, ...warnings] };
  } catch (error) {
    throw engineFailure(error, "DRIVER_CONTAINER_CREATE_FAILED", tried);
  }
};

async function prepare(
  { container, record, as, ...action }: ActionOf<"container.create">,
  { client, seesHostFiles }: Pick<ExecuteEnvironment, "client" | "seesHostFiles">,
  imageId: string,
  { secrets, signal, outputs }: ExecuteContext,
): Promise<CreateRequest> {
  const ranAfter = action.ranAfter.map((ref) => resolveContainerId(ref, outputs));
  const [imageUser, mountpoints, mountedFiles] = await Promise.all([
    needsImageUser(container.security) ? readImageUser(client, imageId, signal) : "",
    prepareSubPaths(client, volumesWithSubPath(container.mounts), imageId, as, signal),
    lookAtMountedFiles([container], seesHostFiles).then(
      (files) => files ?? resolveMountedFiles({ container, dependsOn: action.dependsOn }, outputs),
    ),
  ]);
  const mounts = {
    mountpoints,
    hasVolumeSubpath: client.atLeast("1.45"),
    hasCreateMountpoint: client.atLeast("1.42"),
  };
  const { park, noRestart, source, anonymousVolumes, sandbox } = action;
  return createRequest(container, {
    imageId,
    imageUser,
    secrets,
    mounts,
    record,
    ranAfter,
    sandboxId: sandbox === undefined ? undefined : resolveContainerId(sandbox, outputs),
    park,
    noRestart,
    source,
    anonymousVolumes,
    mountedFiles,
  });
}

async function readImageUser(client: EngineClient, imageId: string, signal: AbortSignal): Promise<string> {
  const { Config } = await client.get<{ readonly Config: { readonly User?: string } | null }>(
    `/images/${encodeURIComponent(imageId)}/json`,
    { signal },
  );
  return Config?.User ?? "";
}

interface WholeRequest extends CreateRequest, Pick<ContainerSpec, "attachments"> {
  readonly imageName: string;
  readonly platform: string | undefined;
  readonly secretFiles: readonly SecretFile[];
  readonly ofFiles: readonly string[];
  readonly signal: AbortSignal;
}

async function create(
  client: EngineClient,
  name: ContainerSpec["name"],
  { body, furtherNetworks, imageName, platform, attachments, secretFiles, ofFiles, signal }: WholeRequest,
  tried: string,
): Promise<{ readonly id: string; readonly warnings: readonly string[] }> {
  const created = await postContainer(client, { name, platform }, body, imageName).catch(async (error) => {
    throw (await nameConflict(client, "DRIVER_CONTAINER_CREATE_FAILED", tried, name, error)) ?? error;
  });
  try {
    await putSecretFiles(client, created.Id, secretFiles, ofFiles, signal);
    for (const network of furtherNetworks) await connect(client, created.Id, network, attachments?.[network]);
  } catch (error) {
    await deleteContainer(client, created.Id, { withVolumes: true });
    throw error;
  }
  return { id: created.Id, warnings: created.Warnings ?? [] };
}

import { text } from "../../manifest/schema.ts";

/** In Go's words, as Docker and Compose take them. Source: containerd, platforms/platforms.go. */
export const platformSchema = text(
  "Which of the image's platforms to run: `linux/arm64`, `linux/arm/v7`. Left out: the image as the engine has it; one that is pulled is for the engine's own. One that its processor does not run needs emulation on the host. Kind Hashike's own.",
  {
    pattern: "^[a-z0-9]+/[a-z0-9]+(/v[0-9]+)?$",
    patternErrorMessage: "must be a platform: an operating system, an architecture, and perhaps its variant",
    hint: "write it as linux/amd64, linux/arm64 or linux/arm/v7",
  },
);
